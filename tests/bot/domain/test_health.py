"""What is said of questions from the answers they got."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.grade import Verdict
from bot.domain.health import FEWEST, Health, Result, examine
from tests.bank import BANK, CACHE, CHOICE, NUMERIC

MET, UNMET = Verdict.MET, Verdict.UNMET
FIRST, SECOND = "keeps-copies", "saves-work"


def results(question: str, *scores: float, verdicts: dict[str, Verdict] | None = None) -> list[Result]:
    """One person after the other."""
    return [Result(question, f"p{n}", score, verdicts or {}) for n, score in enumerate(scores)]


def look(
    *found: Result, reports: dict[str, int] | None = None, won: dict[str, int] | None = None
) -> list[Health]:
    return examine(BANK.questions, found, reports or {}, won or {})


def test_facility_is_the_mean_score() -> None:
    [one] = look(*results(CACHE.id, 0, 0.5, 1))
    assert one == Health(CACHE.id, answers=3, facility=0.5)


def test_who_is_good_elsewhere_passes_a_question_that_discriminates() -> None:
    found = look(
        *results(CACHE.id, 0.1, 0.2, 0.3, 0.8, 0.9, 1),
        *results(CHOICE.id, 0, 0.1, 0.2, 0.9, 1, 1),
    )
    assert [one.discrimination for one in found] == [pytest.approx(0.98, abs=0.02)] * 2
    assert [one.signs for one in found] == [(), ()]


def test_what_turns_good_people_down_comes_first_and_is_said_so() -> None:
    first, *_ = look(
        *results(CACHE.id, 0.1, 0.2, 0.3, 0.8, 0.9, 1),
        *results(CHOICE.id, 0, 0.1, 0.2, 0.9, 1, 1),
        *results(NUMERIC.id, 1, 1, 0.9, 0.1, 0, 0),
    )
    assert first.question == NUMERIC.id
    assert first.discrimination is not None
    assert first.discrimination < -0.9
    assert first.signs == ("who is good at others is no better at it",)


@pytest.mark.parametrize(
    "scores", [(1.0,) * FEWEST, (0.0,) * FEWEST, (0.5,) * (FEWEST - 1)], ids=["all pass", "none", "few"]
)
def test_where_nothing_can_be_told_apart_there_is_no_discrimination(scores: tuple[float, ...]) -> None:
    found = look(*results(CACHE.id, *scores), *results(CHOICE.id, *(n / 10 for n in range(len(scores)))))
    assert {one.question: one for one in found}[CACHE.id].discrimination is None


@pytest.mark.parametrize(
    ("score", "verdicts", "said"),
    [
        (0.1, {}, "hardly anybody can answer it"),
        (1.0, {}, "nearly everybody knows it"),
        (0.5, {FIRST: UNMET, SECOND: UNMET}, f"nobody meets “{FIRST}”"),
        (0.5, {FIRST: MET, "gone": MET}, f"everybody meets “{FIRST}”"),
    ],
)
def test_what_is_odd_is_said_once_there_are_enough_answers(
    score: float, verdicts: dict[str, Verdict], said: str
) -> None:
    [enough] = look(*results(CACHE.id, *[score] * FEWEST, verdicts=verdicts))
    [too_few] = look(*results(CACHE.id, *[score] * (FEWEST - 1), verdicts=verdicts))
    assert said in enough.signs
    assert not any("gone" in sign for sign in enough.signs)
    assert too_few.signs == ()


def test_the_time_it_takes_is_the_middle_one_where_it_is_known() -> None:
    times = [None, *(timedelta(minutes=minutes) for minutes in (1, 2, 60))]
    [one] = look(*(Result(CACHE.id, f"p{n}", 0.5, {}, took) for n, took in enumerate(times)))
    assert one.minutes == 2
    slow = timedelta(minutes=3 * CACHE.minutes)
    [slower] = look(*(Result(CACHE.id, f"p{n}", 0.5, {}, slow) for n in range(FEWEST)))
    assert slower.signs == (f"it takes {3 * CACHE.minutes} minutes and says {CACHE.minutes}",)


def test_what_was_reported_or_lost_an_appeal_leads_whether_or_not_it_was_answered() -> None:
    found = look(*results(CHOICE.id, 0.5), reports={CACHE.id: 2, "gone/question": 9}, won={CACHE.id: 1})
    assert [one.question for one in found] == [CACHE.id, CHOICE.id]
    assert found[0].signs == ("2 reported it", "1 won an appeal")
