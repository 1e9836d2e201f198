from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.chat.refs import Place
from bot.domain.channel import Answers, Channel
from bot.domain.schedule import DaysOff, Recurrence, ScheduleKind

CHANNEL = Channel(Place("local", "w", "general"))
WEDNESDAY = datetime(2026, 4, 1, 12, tzinfo=UTC)


def test_a_channel_that_nobody_set_up_has_the_defaults() -> None:
    assert CHANNEL.zone == "UTC"
    assert CHANNEL.answers is Answers.BOTH
    assert not CHANNEL.paused
    assert CHANNEL.daily().recurrence == Recurrence("UTC", time(9), frozenset({0, 1, 2, 3, 4}))
    assert CHANNEL.board().recurrence == Recurrence("UTC", time(16), frozenset({4}))
    assert CHANNEL.closing(WEDNESDAY) == WEDNESDAY + timedelta(hours=23)


def test_schedules_have_names_of_their_own() -> None:
    schedules = [CHANNEL.daily(), CHANNEL.daily(2), CHANNEL.board()]

    assert len({schedule.id for schedule in schedules}) == 3
    assert [s.kind for s in schedules] == [
        ScheduleKind.QUESTION,
        ScheduleKind.QUESTION,
        ScheduleKind.LEADERBOARD,
    ]
    assert {schedule.place for schedule in schedules} == {CHANNEL.place}


def test_the_board_is_posted_on_a_day_off_too() -> None:
    friday = date(2026, 4, 3)
    channel = replace(CHANNEL, off=DaysOff(frozenset({friday})))

    asked, board = channel.daily().recurrence.after(WEDNESDAY), channel.board().recurrence.after(WEDNESDAY)

    assert asked
    assert board
    assert (asked.day, board.day) == (date(2026, 4, 2), friday)
    assert channel.daily().recurrence.following(asked) == channel.daily().recurrence.after(
        datetime(2026, 4, 5, tzinfo=UTC)
    )
