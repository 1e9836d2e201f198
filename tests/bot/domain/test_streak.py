from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.streak import QuestionDay, longest, streak


def days(marks: str) -> list[QuestionDay]:
    """Newest first: x answered, - missed, o still open, X answered and still open."""
    last = date(2026, 4, 30)
    return [
        QuestionDay(last - timedelta(days=n), mark in "xX", open=mark in "oX") for n, mark in enumerate(marks)
    ]


@pytest.mark.parametrize(
    ("marks", "now", "ever"),
    [
        ("", 0, 0),
        ("-", 0, 0),
        ("o", 0, 0),
        ("x", 1, 1),
        ("X", 1, 1),
        ("xxx-x", 3, 3),
        ("oxxx", 3, 3),
        ("-xxx", 0, 3),
        ("Xxx-xxxxx", 3, 5),
        ("oo-x", 0, 1),
        ("ooxx", 2, 2),
    ],
)
def test_days_in_a_row(marks: str, now: int, ever: int) -> None:
    assert streak(days(marks)) == now
    assert longest(days(marks)) == ever


@given(st.text(alphabet="xX-o", max_size=30))
def test_no_streak_is_longer_than_the_longest(marks: str) -> None:
    assert streak(days(marks)) <= longest(days(marks)) <= sum(mark in "xX" for mark in marks)
    assert longest(reversed(days(marks))) == longest(days(marks))


@given(st.text(alphabet="x-", max_size=30))
def test_a_question_that_is_still_open_breaks_nothing_and_adds_nothing(marks: str) -> None:
    assert streak(days("o" + marks)) == streak(days(marks))
