"""What a channel's next days hold, in the order it will happen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import takewhile
from zoneinfo import ZoneInfo

from bot.domain.channel import Channel
from bot.domain.schedule import Occurrence, Schedule, ScheduleKind, Skip, clock_change


class What(StrEnum):
    """What can happen on a day."""

    QUESTION = "question"
    CLOSE = "close"
    BOARD = "board"
    DAY_OFF = "day_off"
    SKIPPED = "skipped"
    CLOCK_CHANGE = "clock_change"


@dataclass(frozen=True, slots=True)
class Entry:
    """`at` is the moment (UTC), None for what concerns a whole day; `note` says more."""

    day: date
    at: datetime | None
    what: What
    note: str = ""


def plan(
    channel: Channel,
    schedules: Sequence[Schedule],
    skips: Sequence[Skip],
    start: datetime,
    days: int,
    closes: Iterable[datetime] = (),
) -> list[Entry]:
    """All entries of so many local days from `start` on; what was skipped before is told too.

    `closes` are when the questions close that are open already.
    """
    zone = ZoneInfo(channel.zone)
    first = start.astimezone(zone).date()
    last = first + timedelta(days=days)
    skipped = dict.fromkeys((skip.day, skip.reason) for skip in skips if skip.day < last)
    entries = [Entry(day, None, What.SKIPPED, reason) for day, reason in skipped]
    for schedule in schedules:
        coming = takewhile(lambda occurrence: occurrence.day < last, schedule.coming(start, skips))
        entries += _of(schedule, channel, coming)
    entries += [Entry(at.astimezone(zone).date(), at, What.CLOSE) for at in closes]
    entries += _of_days(channel, schedules, first, last)
    return sorted(
        entries, key=lambda e: (e.at.astimezone(zone).date() if e.at else e.day, e.at or start, e.what)
    )


def _of(schedule: Schedule, channel: Channel, coming: Iterable[Occurrence]) -> Iterator[Entry]:
    for occurrence in coming:
        if schedule.kind is ScheduleKind.LEADERBOARD:
            yield Entry(occurrence.day, occurrence.at, What.BOARD)
            continue
        yield Entry(occurrence.day, occurrence.at, What.QUESTION, ", ".join(sorted(schedule.topics)))
        closes = channel.closing(occurrence.at)
        yield Entry(closes.astimezone(schedule.recurrence.tz).date(), closes, What.CLOSE)


def _of_days(channel: Channel, schedules: Sequence[Schedule], first: date, last: date) -> Iterator[Entry]:
    zone = ZoneInfo(channel.zone)
    weekdays = {day for s in schedules if s.kind is ScheduleKind.QUESTION for day in s.recurrence.weekdays}
    for offset in range((last - first).days):
        day = first + timedelta(days=offset)
        if change := clock_change(day, zone):
            minutes = int(change.total_seconds() // 60)
            direction = "forward" if minutes > 0 else "back"
            yield Entry(day, None, What.CLOCK_CHANGE, f"clocks go {direction} by {abs(minutes)} minutes")
        if day.weekday() in weekdays and day in channel.off:
            yield Entry(day, None, What.DAY_OFF, channel.off.name(day))
