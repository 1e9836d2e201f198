"""When a channel is asked: days and times of a zone, through clock changes and days off."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from bot.chat.refs import Place
from bot.domain.question import Difficulty
from bot.domain.track import Plan

DAY = timedelta(days=1)
HORIZON = 800  # days; a rule with no day in that time has none


@dataclass(frozen=True)
class DaysOff:
    """Dates on which nothing is asked: listed ones, and a country's public holidays (ISO 3166 code)."""

    dates: frozenset[date] = frozenset()
    country: str = ""

    def __contains__(self, day: date) -> bool:
        return day in self.dates or bool(self.country and day in _holidays(self.country, day.year))

    def name(self, day: date) -> str:
        """What the day off is called."""
        if self.country and (holiday := _holidays(self.country, day.year).get(day)):
            return holiday
        return "day off"


@lru_cache(maxsize=256)
def _holidays(country: str, year: int) -> dict[date, str]:
    import holidays  # 5 MB, for channels that keep some country's

    # Without a language, the machine's own decides what they are called.
    return dict(holidays.country_holidays(country, years=year, language="en_US").items())


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One question day and the moment (UTC) at which it begins."""

    day: date
    at: datetime


@dataclass(frozen=True)
class Recurrence:
    """A local time on some weekdays (0 is Monday), but for days off.

    A time that a clock change skips is the first moment after the gap; one that occurs twice is
    used the first time. A day that a zone skipped whole has no occurrence.
    """

    zone: str
    at: time
    weekdays: frozenset[int]
    off: DaysOff = field(default_factory=DaysOff)

    @cached_property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def after(self, moment: datetime, *, since: date | None = None) -> Occurrence | None:
        """The first occurrence later than `moment`, on a day later than `since`; None if there is none."""
        return next(self.later(moment, since=since), None)

    def later(self, moment: datetime, *, since: date | None = None) -> Iterator[Occurrence]:
        """All of them, the next first."""
        # A time in a gap before midnight comes on the next local day, hence one day back.
        start = moment.astimezone(self.tz).date() - DAY
        if since:
            start = max(start, since + DAY)
        return (occurrence for occurrence in self._from(start) if occurrence.at > moment)

    def following(self, occurrence: Occurrence) -> Occurrence | None:
        """The next one, on a later day, whatever the time is now."""
        return next(self._from(occurrence.day + DAY), None)

    def asks_on(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.off

    def _from(self, start: date) -> Iterator[Occurrence]:
        for offset in range(HORIZON):
            day = start + timedelta(days=offset)
            if not self.asks_on(day):
                continue
            at = first_moment(day, self.at, self.tz)
            if _shows(at, self.tz).date() == day or _has(self.tz, day):
                yield Occurrence(day, at)


def first_moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """When a local clock first shows `at` on `day`, or later; in UTC.

    PEP 495: in a gap, fold 0 takes the offset from before it and fold 1 the one from after, so the
    change lies between the two.
    """
    wall = datetime.combine(day, at.replace(fold=0), zone)
    moment = wall.astimezone(UTC)
    if _shows(moment, zone) == wall.replace(tzinfo=None):
        return moment
    seconds = range(int(wall.replace(fold=1).timestamp()), int(wall.timestamp()))
    gap = bisect(
        seconds, False, key=lambda s: datetime.fromtimestamp(s, zone).utcoffset() != wall.utcoffset()
    )
    return datetime.fromtimestamp(seconds.start + gap, UTC)


def _shows(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _has(zone: ZoneInfo, day: date) -> bool:
    """Zones have left out whole days to change sides of the date line (Pacific/Apia, 2011-12-30)."""
    return _shows(first_moment(day, time(0), zone), zone).date() == day


def clock_change(day: date, zone: ZoneInfo) -> timedelta:
    """By how much clocks move on a local day: positive in spring, zero on most days."""
    start = datetime.combine(day, time(0), zone).utcoffset() or timedelta()
    end = datetime.combine(day + timedelta(days=1), time(0), zone).utcoffset() or timedelta()
    return end - start


class ScheduleKind(StrEnum):
    """What is due when a schedule is due."""

    QUESTION = "question"
    LEADERBOARD = "leaderboard"


@dataclass(frozen=True)
class Schedule:
    """A recurring post of one channel; `next` is None while it is paused or has no day left.

    `last_day` is the last day that was dealt with, so that a change of time asks no day twice.
    """

    id: str
    place: Place
    kind: ScheduleKind
    recurrence: Recurrence
    topics: frozenset[str] = frozenset()
    easiest: Difficulty = Difficulty.EASY
    hardest: Difficulty = Difficulty.HARD
    plan: Plan | None = None
    next: Occurrence | None = None
    last_day: date | None = None

    def days_before(self, interview: date, today: date) -> int:
        """How many days are left on which this asks, today among them, the interview's not."""
        days = (today + timedelta(days=n) for n in range((interview - today).days))
        return sum(self.recurrence.asks_on(day) for day in days)

    def coming(self, moment: datetime, skips: Iterable[Skip] = ()) -> Iterator[Occurrence]:
        """What comes after a moment, the next first: nothing while paused, and no day that was dealt
        with or is skipped."""
        if self.next:
            skipped = {skip.day for skip in skips if skip.schedule == self.id}
            for occurrence in self.recurrence.later(moment, since=self.last_day):
                if occurrence.day not in skipped:
                    yield occurrence


@dataclass(frozen=True, slots=True)
class Skip:
    """A day on which a schedule asked nothing, and why."""

    schedule: str
    day: date
    reason: str
