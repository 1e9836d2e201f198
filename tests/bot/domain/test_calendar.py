from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from bot.chat.refs import Place
from bot.domain.calendar import Entry, What, plan
from bot.domain.channel import Channel
from bot.domain.schedule import DaysOff, Schedule, Skip

# Thursday; on Sunday clocks go forward in Berlin, and the next Friday is Good Friday.
START = datetime(2026, 3, 26, 12, tzinfo=UTC)
CHANNEL = Channel(Place("local", "w", "general"), zone="Europe/Berlin", off=DaysOff(country="DE"))


def running(schedule: Schedule) -> Schedule:
    return replace(schedule, next=schedule.recurrence.after(START))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def lines(entries: list[Entry]) -> list[str]:
    return [f"{entry.day:%d} {entry.what}" + (f" {entry.at:%H:%M}" if entry.at else "") for entry in entries]


def test_the_coming_days_in_the_order_they_will_happen() -> None:
    schedules = [running(CHANNEL.daily()), running(CHANNEL.board())]

    assert lines(plan(CHANNEL, schedules, [], START, days=9)) == [
        *("27 question 08:00", "27 board 15:00", "28 close 07:00"),
        "29 clock_change",
        *("30 question 07:00", "31 close 06:00", "31 question 07:00"),
        *("01 close 06:00", "01 question 07:00", "02 close 06:00", "02 question 07:00"),
        *("03 day_off", "03 close 06:00", "03 board 14:00"),
    ]


def test_notes_say_what_a_day_is_about() -> None:
    entries = plan(CHANNEL, [running(CHANNEL.daily())], [], START, days=9)

    notes = {entry.what: entry.note for entry in entries}
    assert notes[What.CLOCK_CHANGE] == "clocks go forward by 60 minutes"
    assert notes[What.DAY_OFF]


def test_a_day_that_was_skipped_is_told_and_not_asked() -> None:
    daily = running(CHANNEL.daily())
    skips = [
        Skip(daily.id, date(2026, 3, 25), "I was not running then"),
        Skip(daily.id, date(2026, 3, 27), "by an admin"),
    ]

    assert lines(plan(CHANNEL, [daily], skips, START, days=2)) == ["25 skipped", "27 skipped"]


def test_a_paused_schedule_has_no_days_but_open_questions_still_close() -> None:
    entries = plan(CHANNEL, [CHANNEL.daily()], [], START, days=2, closes=[at("2026-03-27T07:00")])

    assert lines(entries) == ["27 close 07:00"]


def test_a_day_that_was_dealt_with_is_not_told_again() -> None:
    late = replace(CHANNEL.daily(at=time(18)), last_day=date(2026, 3, 26))

    assert lines(plan(CHANNEL, [running(late)], [], START, days=2))[0] == "27 question 17:00"
