"""Verdicts on what a guest wrote, without a guest."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.question import Case
from bot.grading.ports import Outcome, Report
from bot.grading.sandbox.transcript import Ending, Transcript, agree

VISIBLE = Case(arguments=(1, [2, 3]), expected=4, hidden=False)
HIDDEN = Case(arguments=(5,), expected=6)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def report(
    *lines: dict[str, object], ending: Ending = Ending.EXIT, cases: list[Case] | None = None
) -> Report:
    transcript = Transcript("f", cases or [VISIBLE, HIDDEN])
    for line in lines:
        transcript.take(json.dumps(line).encode())
    return transcript.report(ending)


def value(case: int, text: str) -> dict[str, object]:
    return {"what": "value", "case": case, "text": text}


def test_every_case_right_is_accepted() -> None:
    assert report(value(0, "4"), value(1, "6")) == Report(Outcome.ACCEPTED, 2, 2)


def test_a_wrong_visible_case_is_told_with_its_call() -> None:
    assert report(value(0, "5"), value(1, "6")) == Report(
        Outcome.WRONG_ANSWER, 1, 2, failing=0, detail="f(1, [2, 3]) returned 5; expected 4"
    )


def test_a_wrong_hidden_case_stays_hidden() -> None:
    assert report(value(0, "4"), value(1, "7")) == Report(
        Outcome.WRONG_ANSWER, 1, 2, failing=None, detail="a hidden case came out wrong"
    )


def test_a_visible_failure_is_told_before_an_earlier_hidden_one() -> None:
    told = report(value(0, "7"), value(1, "5"), cases=[HIDDEN, VISIBLE])

    assert (told.failing, told.detail) == (1, "f(1, [2, 3]) returned 5; expected 4")


def test_running_out_of_time_counts_the_cases_before() -> None:
    told = report(value(0, "4"), ending=Ending.TIME)

    assert told == Report(
        Outcome.TIME_LIMIT, 1, 2, failing=None, detail="out of time before a hidden case returned"
    )


def test_cases_after_an_unfinished_one_are_not_blamed() -> None:
    told = report(value(0, "6"), ending=Ending.TIME, cases=[HIDDEN, HIDDEN, VISIBLE])

    assert (told.outcome, told.passed, told.failing) == (Outcome.TIME_LIMIT, 1, None)


def test_the_first_result_of_a_case_stands_and_none_is_taken_ahead_of_its_turn() -> None:
    told = report(value(1, "6"), value(0, "5"), value(0, "4"), value(1, "6"))

    assert (told.outcome, told.passed) == (Outcome.WRONG_ANSWER, 1)


@pytest.mark.parametrize(
    "noise",
    [b"", b"\n", b"hello", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"what": "accepted"}', b'{"what": 1}'],
)
def test_what_is_not_a_line_of_the_guest_is_passed_over(noise: bytes) -> None:
    transcript = Transcript("f", [VISIBLE])

    transcript.take(noise)

    assert not transcript.complete


@pytest.mark.parametrize("text", ["", "nope", "9" * 5_000, "[" * 5_000, '{"a":'])
def test_a_value_that_cannot_be_read_is_a_wrong_answer(text: str) -> None:
    assert report(value(0, text), value(1, "6")).outcome is Outcome.WRONG_ANSWER


def test_what_is_stored_is_short_and_clean() -> None:
    told = report(
        {"what": "printed", "text": "\0" + "x" * 9_000}, {"what": "error", "text": "\ud800" * 9_000}
    )

    assert told.output == "\N{REPLACEMENT CHARACTER}" + "x" * 1_999
    assert len(told.detail) <= 500
    assert told.detail.encode()


@given(json_values)
def test_a_value_agrees_with_itself_after_a_journey_as_json(value: object) -> None:
    assert agree(json.loads(json.dumps(value)), value)


@pytest.mark.parametrize(
    ("returned", "expected"),
    [
        (4.0, 4),
        (4, 4.0),
        (0.1 + 0.2, 0.3),
        (1e-9, 0.0),
        (float("nan"), float("nan")),
        (float("inf"), float("inf")),
        ([1, [2.0]], (1, (2,))),
        ({"a": [1], "b": None}, {"b": None, "a": [1.0]}),
    ],
)
def test_values_that_agree(returned: object, expected: object) -> None:
    assert agree(returned, expected)


@pytest.mark.parametrize(
    ("returned", "expected"),
    [
        (1, True),
        (True, 1),
        (True, 1.0),
        (0, False),
        (None, 0),
        ("4", 4),
        (4, "4"),
        (0.31, 0.3),
        (10**400, 1.0),
        (1e15, 10**15 + 1),
        (float("nan"), 1.0),
        (1.0, float("nan")),
        ([1], [1, 2]),
        ([2, 1], [1, 2]),
        ("ab", ["a", "b"]),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": 1}, {"b": 1}),
        ([], {}),
    ],
)
def test_values_that_differ(returned: object, expected: object) -> None:
    assert not agree(returned, expected)
