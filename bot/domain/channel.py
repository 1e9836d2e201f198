"""A channel's settings: what a team decides once and every question there obeys."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.chat.refs import Person, Place
from bot.domain.schedule import DaysOff, Recurrence, Schedule, ScheduleKind

WEEKDAYS = frozenset(range(5))
FRIDAY = 4


class Answers(StrEnum):
    """How members answer in a channel."""

    BOTH = "both"
    """By a reply in the thread or by the form."""
    THREAD = "thread"
    """Only by a reply in the thread."""
    SEALED = "sealed"
    """Only by the form; the thread opens for talk at the reveal."""


@dataclass(frozen=True)
class Channel:
    """A channel and its settings; what is here are the defaults of one that nobody has set up.

    `set_up_by` saved the setup last and gets the notices. `open_for` is how long a question takes
    answers.
    """

    place: Place
    zone: str = "UTC"
    answers: Answers = Answers.BOTH
    open_for: timedelta = timedelta(hours=23)
    off: DaysOff = field(default_factory=DaysOff)
    paused: bool = False
    set_up_by: Person | None = None

    def daily(self, number: int = 1, at: time = time(9), weekdays: frozenset[int] = WEEKDAYS) -> Schedule:
        """A question schedule in this channel's zone; it has no next run yet."""
        rule = Recurrence(self.zone, at, weekdays, self.off)
        return Schedule(f"{self.place}#question-{number}", self.place, ScheduleKind.QUESTION, rule)

    def board(self, at: time = time(16), weekday: int = FRIDAY) -> Schedule:
        """The weekly leaderboard; it is posted on days off too, for it ends the week."""
        rule = Recurrence(self.zone, at, frozenset({weekday}))
        return Schedule(f"{self.place}#leaderboard", self.place, ScheduleKind.LEADERBOARD, rule)

    def closing(self, opened: datetime) -> datetime:
        """When a question opened at that moment closes."""
        return opened + self.open_for
