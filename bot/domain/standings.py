"""Who is ahead: places by points, shared by those who tie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.chat.refs import Person
from bot.domain.schedule import first_moment

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WEEK = timedelta(days=7)


class Period(StrEnum):
    """What a leaderboard counts."""

    WEEK = "week"
    MONTH = "month"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Tally:
    """A member's points in a period, and how many challenges gave some."""

    person: Person
    points: int
    challenges: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A line of a leaderboard; `change` is in points against the period before, None without one."""

    rank: int
    person: Person
    points: int
    challenges: int
    streak: int
    change: int | None


def rank(
    tallies: Iterable[Tally], before: Mapping[Person, int] | None, streaks: Mapping[Person, int]
) -> list[Ranked]:
    """Places by points, most first: 1, 1, 3. Equal members stand in the order of their names."""
    ordered = sorted(tallies, key=lambda t: (-t.points, t.person.name.casefold(), str(t.person)))
    places: list[Ranked] = []
    for index, tally in enumerate(ordered):
        tied = places and places[-1].points == tally.points
        place = places[-1].rank if tied else index + 1
        change = None if before is None else tally.points - before.get(tally.person, 0)
        places.append(
            Ranked(place, tally.person, tally.points, tally.challenges, streaks.get(tally.person, 0), change)
        )
    return places


def most_improved(places: Iterable[Ranked], before: Mapping[Person, int]) -> Ranked | None:
    """Who gained most on the period before, of those who had points then; None if nobody gained."""
    gained = [place for place in places if place.person in before and (place.change or 0) > 0]
    return max(gained, key=lambda place: place.change or 0, default=None)


def bounds(period: Period, until: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The moments between which a period's points count: [start, end).

    A week is the seven local days up to `until`; a month begins on the first, local time.
    """
    local = until.astimezone(zone)
    match period:
        case Period.WEEK:
            return first_moment(local.date() - WEEK, local.time(), zone), until
        case Period.MONTH:
            return first_moment(local.date().replace(day=1), time(0), zone), until
        case Period.ALL:
            return EPOCH, until
