"""Which question of a track comes next, and what is left out when an interview is near."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.chat.refs import Place
from bot.domain.schedule import DaysOff, Recurrence, Schedule, ScheduleKind
from bot.domain.track import Plan, Track, following

IDS = tuple(f"topic/q-{n}" for n in range(6))
TRACK = Track(id="two-weeks", title="Two weeks", about="All of it", questions=IDS, core=(IDS[1], IDS[4]))
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def course(days: int | None, offered: tuple[str, ...] = IDS) -> list[str]:
    """What is asked from one day to the next, `days` of them before the interview."""
    asked: list[str] = []
    while id := following(TRACK, asked, offered, None if days is None else days - len(asked)):
        asked.append(id)
    return asked


def test_questions_come_in_order_and_then_none() -> None:
    assert course(None) == list(IDS)


def test_what_can_t_be_asked_is_passed_over() -> None:
    assert course(None, IDS[:2] + IDS[3:]) == [*IDS[:2], *IDS[3:]]


@pytest.mark.parametrize(
    ("days", "numbers"),
    [(0, []), (1, [1]), (2, [1, 4]), (3, [0, 1, 4]), (4, [0, 1, 2, 4]), (6, [*range(6)]), (9, [*range(6)])],
)
def test_short_of_time_the_core_comes_and_of_the_rest_what_fits(days: int, numbers: list[int]) -> None:
    assert course(days) == [IDS[n] for n in numbers]


@given(st.sets(st.sampled_from(IDS)), st.integers(0, 10))
def test_what_has_come_never_comes_again(asked: set[str], days: int) -> None:
    assert following(TRACK, asked, IDS, days) not in asked


def test_only_what_was_asked_since_the_plan_began_has_come() -> None:
    plan = Plan("two-weeks", MONDAY)
    before, after = MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)
    assert plan.asked(TRACK, {IDS[0]: before, IDS[1]: after, "other/q": after}) == {IDS[1]}


def test_the_days_before_an_interview_are_those_on_which_it_asks() -> None:
    off = DaysOff(frozenset({date(2026, 3, 4)}))
    rule = Recurrence("UTC", time(9), frozenset(range(5)), off)
    schedule = Schedule("s", Place("local", "w", "c"), ScheduleKind.QUESTION, rule)
    monday = MONDAY.date()
    assert schedule.days_before(date(2026, 3, 9), monday) == 4  # five weekdays, one of them off
    assert schedule.days_before(monday + timedelta(days=1), monday) == 1
    assert schedule.days_before(monday, monday) == 0
    assert schedule.days_before(monday - timedelta(days=1), monday) == 0


@pytest.mark.parametrize(
    "wrong", [{"questions": (*IDS, IDS[0])}, {"core": ("topic/other",)}, {"questions": IDS[:1]}]
)
def test_a_track_that_contradicts_itself_is_refused(wrong: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(ValidationError):
        Track.model_validate({**TRACK.model_dump(), **wrong})
