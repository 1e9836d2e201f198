"""The bank as a whole: what it must have, and that no question repeats another."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from bot.bank.files import Bank
from bot.domain.question import BehaviouralQuestion, ChoiceQuestion, OpenQuestion
from bot.grading.rubric.lexicon import FUNCTION_WORDS
from bot.grading.rubric.text import words
from tests.questions.bank import whole_bank
from tests.questions.page import topics, tracks

PAGE = (Path(__file__).parents[2] / "docs/bank.md").read_text()
NOTES = 65
"""Questions that come from the notes which the bank began with."""


@pytest.fixture(scope="module")
def bank() -> Bank:
    return whole_bank()


def test_there_are_enough_of_every_kind(bank: Bank) -> None:
    kinds = Counter(question.kind for question in bank.questions)
    assert len(bank.questions) >= NOTES + 60
    assert kinds["numeric"] >= 12
    assert kinds["choice"] >= 12
    assert kinds["code"] >= 8
    assert kinds["behavioural"] >= 6


def test_model_answers_are_neither_short_nor_long(bank: Bank) -> None:
    lengths = {question.id: len(question.answer.split()) for question in bank.questions}
    assert {id: length for id, length in lengths.items() if not 60 <= length <= 200} == {}


def test_prose_has_two_to_six_criteria_and_a_probe_for_each(bank: Bank) -> None:
    for question in bank.questions:
        if isinstance(question, OpenQuestion | BehaviouralQuestion):
            assert 2 <= len(question.criteria) <= 6
            assert set(question.probes) == {criterion.id for criterion in question.criteria}, question.id


def test_no_two_questions_share_more_than_one_criterion(bank: Bank) -> None:
    """As far as words tell: statements that have most of their content words in common."""
    stated = {
        question.id: [set(words(c.statement)) - FUNCTION_WORDS for c in question.criteria]
        for question in bank.questions
        if isinstance(question, OpenQuestion)
    }
    shared = {
        (one, other): same
        for one, other in combinations(stated, 2)
        if (same := sum(_alike(a, b) for a in stated[one] for b in stated[other])) > 1
    }
    assert shared == {}


def _alike(one: set[str], other: set[str]) -> bool:
    return len(one & other) >= 0.7 * min(len(one), len(other)) >= 2.1


def test_no_option_is_given_away_by_its_length(bank: Bank) -> None:
    """Whoever always takes the longest option, or the shortest, does not do better than by chance."""
    single = [q for q in bank.questions if isinstance(q, ChoiceQuestion) and len(q.correct) == 1]
    for pick in (max, min):
        hits = sum(pick(q.options, key=lambda o: len(o.text)).id in q.correct for q in single)
        assert hits <= sum(1 / len(q.options) for q in single) + 1


def test_no_option_is_given_away_by_its_place(bank: Bank) -> None:
    """Members see them in an order of their own; a reader of the files should learn nothing either."""
    single = [q for q in bank.questions if isinstance(q, ChoiceQuestion) and len(q.correct) == 1]
    places = Counter([o.id for o in q.options].index(q.correct[0]) for q in single)
    assert max(places.values()) <= 0.5 * len(single)


def test_the_page_lists_what_there_is(bank: Bank) -> None:
    assert topics(bank) in PAGE
    assert tracks(bank) in PAGE
    assert f"{len(bank.questions)} questions" in PAGE
    assert f"{NOTES} in all, and {len(bank.questions) - NOTES} more" in PAGE
