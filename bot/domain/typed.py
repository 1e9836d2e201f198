"""What people type for times, zones, dates and countries, understood or refused with the nearest."""

from __future__ import annotations

import difflib
import re
from datetime import date, time, timedelta
from functools import lru_cache
from zoneinfo import available_timezones

from bot.errors import UserError

MAX_DATES = 366
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?", re.IGNORECASE | re.ASCII)


def read_time(text: str) -> time:
    """ "9", "09:00", "9.30", "4 pm"; raises UserError."""
    match = _TIME.fullmatch(text.strip())
    if match:
        hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
        if half and 1 <= hour <= 12:
            hour = hour % 12 + 12 * (half == "pm")
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise UserError(f"{text[:20]!r} is no time of day; write it like 09:00.")


def read_zone(text: str) -> str:
    """A time zone's name in any case, or its city; raises UserError with the nearest names."""
    wanted = text.strip().replace(" ", "_").lower()
    names = _zones()
    if wanted in names:
        return names[wanted]
    by_city = [name for name in names.values() if name.lower().rpartition("/")[2] == wanted]
    if len(by_city) == 1:
        return by_city[0]
    cities = {name.rpartition("/")[2]: full for name, full in names.items()}
    near = [names[name] for name in difflib.get_close_matches(wanted, names, n=2)]
    near += [cities[city] for city in difflib.get_close_matches(wanted.rpartition("/")[2], cities, n=2)]
    near = list(dict.fromkeys(by_city + near))[:3]
    guess = f" Did you mean {' or '.join(near)}?" if near else " Write it like Europe/Berlin."
    raise UserError(f"I know no time zone {text[:40]!r}.{guess}")


def read_dates(text: str) -> frozenset[date]:
    """Dates as 2026-12-24, or from–to as 2026-12-24..2027-01-02, apart by commas, spaces or lines.

    Raises UserError.
    """
    found: set[date] = set()
    for part in re.split(r"[\s,;]+", text.strip()):
        if not part:
            continue
        first, stretch, last = part.partition("..")
        start, end = _date(first), _date(last if stretch else first)
        if not timedelta(0) <= end - start <= timedelta(days=MAX_DATES):
            raise UserError(f"{part[:40]!r} goes backwards, or over more than a year.")
        found |= {start + timedelta(days=n) for n in range((end - start).days + 1)}
        if len(found) > MAX_DATES:
            raise UserError(f"I can keep {MAX_DATES} days off.")
    return frozenset(found)


def read_day(text: str) -> date | None:
    """One date as 2026-12-24, or nothing; raises UserError."""
    return _date(text.strip()) if text.strip() else None


def read_country(text: str) -> str:
    """A country's two letters (ISO 3166), empty for none; raises UserError."""
    code = text.strip().upper()
    if code and code not in _countries():
        raise UserError(
            f"I know no public holidays of {text[:20]!r}; write the country's two letters, like DE or US."
        )
    return code


def read_hours(text: str) -> timedelta:
    """Hours from 1 to 167; raises UserError."""
    cleaned = text.strip().removesuffix("hours").removesuffix("h").strip()
    digits = cleaned.isascii() and cleaned.isdigit() and len(cleaned) <= 4
    if not digits or not 1 <= int(cleaned) <= 167:
        raise UserError("A question is open for 1 to 167 whole hours.")
    return timedelta(hours=int(cleaned))


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError(f"{text[:20]!r} is no date; write it like 2026-12-24.") from None


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    return {name.lower(): name for name in sorted(available_timezones())}


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    from holidays import list_supported_countries  # 5 MB, for who types a country

    return frozenset(list_supported_countries())
