"""Choosing by id, by letter, and in words; and that guessing earns nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations
from statistics import fmean

import pytest

from bot.domain.grade import Verdict
from bot.domain.question import ChoiceQuestion
from bot.grading.choice import balance, judge_choice
from bot.grading.exact import options_for
from tests.bot.grading.conftest import COMMON
from tests.questions.bank import whole_bank


@pytest.mark.parametrize(
    "text",
    [
        "test-then-size",
        "C",
        "c",
        "(C)",
        "C.",
        "Option C",
        "The answer is C.",
        "C, because PSI has no sample size in it",
        "C) PSI is an effect size",
        "I'd choose C since it fits",
        "The chi-square test asks whether there is a shift; PSI says how large it is.",
        "the chi-square test asks if there is a shift and PSI says how large it is",
    ],
)
def test_the_right_option_counts_however_it_is_named(one_of_four: ChoiceQuestion, text: str) -> None:
    judgement, score = judge_choice(one_of_four, text, "")
    assert (score, judgement.verdict) == (1, Verdict.MET)


@pytest.mark.parametrize(
    "text", ["A", "size", "A and C", "a, b, c, d", "E", "A p-value measures how large the shift is"]
)
def test_a_wrong_option_or_one_too_many_earns_nothing(one_of_four: ChoiceQuestion, text: str) -> None:
    assert judge_choice(one_of_four, text, "")[1] == 0


@pytest.mark.parametrize(
    "text",
    ["", "no idea", "A shift is what both of them are about", "drop table", "🙂" * 5000, "c" + " " * 5000],
)
def test_what_names_no_option_is_told_so(one_of_four: ChoiceQuestion, text: str) -> None:
    judgement, _ = judge_choice(one_of_four, text, "")
    assert judgement.note.startswith(("I can't tell", "You chose C"))


def test_letters_are_those_of_the_members_own_order(one_of_four: ChoiceQuestion) -> None:
    order = [option.id for option in options_for(one_of_four, "challenge:ben")]
    letter = "ABCD"[order.index("test-then-size")]
    assert letter != "C"
    assert judge_choice(one_of_four, letter, "challenge:ben")[1] == 1


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("robustness,calibration,fairness", 1),
        ("B, C and E", 1),
        ("It looks at calibration, fairness and robustness", 1),
        ("calibration and robustness, not openness", 2 / 3),
        ("robustness,calibration,fairness,votes", 1 / 2),
        ("fairness", 1 / 3),
        ("votes", 0),
        ("a b c d e", 0),
    ],
)
def test_several_right_options_are_worth_their_share(
    some_of_five: ChoiceQuestion, text: str, score: float
) -> None:
    assert judge_choice(some_of_five, text, "")[1] == pytest.approx(score)


MADE_UP = [
    ChoiceQuestion.model_validate(
        {
            **COMMON,
            "id": f"made-up/{right}-of-{all_}",
            "kind": "choice",
            "options": [{"id": f"o{n}", "text": f"Text {n}", "why": "So."} for n in range(all_)],
            "correct": [f"o{n}" for n in range(right)],
        }
    )
    for all_ in range(3, 9)
    for right in range(2, all_)
]


def several() -> list[ChoiceQuestion]:
    """Those of the bank of which more than one option is right, and some of every size."""
    own = [q for q in whole_bank().questions if isinstance(q, ChoiceQuestion) and len(q.correct) > 1]
    return own + MADE_UP


def test_whoever_guesses_gains_as_much_as_they_lose() -> None:
    gained = {
        (question.id, size): fmean(balance(question, frozenset(c)) for c in combinations(ids(question), size))
        for question in several()
        for size in range(len(question.options) + 1)
    }
    assert gained == pytest.approx(dict.fromkeys(gained, 0))


def test_at_random_one_earns_no_more_than_by_guessing_one_of_four() -> None:
    earned = {
        question.id: fmean(judge_choice(question, ",".join(chosen), "")[1] for chosen in every_set(question))
        for question in several()
    }
    assert {id: mean for id, mean in earned.items() if mean > 0.25} == {}


@pytest.mark.parametrize("text", ["all of the above", "none of them"])
def test_all_and_none_earn_nothing_where_some_are_right(text: str) -> None:
    earned = {question.id: judge_choice(question, text, "")[1] for question in several()}
    assert earned == dict.fromkeys(earned, 0)


def ids(question: ChoiceQuestion) -> list[str]:
    return [option.id for option in question.options]


def every_set(question: ChoiceQuestion) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(ids(question), n) for n in range(len(question.options) + 1))


def test_the_note_tells_what_was_chosen_and_not_what_is_right(some_of_five: ChoiceQuestion) -> None:
    judgement, _ = judge_choice(some_of_five, "votes", "")
    assert judgement.note == "You chose A. Preference: what do visitors vote for?"
    assert "Robustness" not in judgement.note + judgement.statement
