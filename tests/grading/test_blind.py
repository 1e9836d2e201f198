"""The blind answers are whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from bot.bank.files import Bank
from bot.domain.grade import EARNS
from bot.domain.question import BehaviouralQuestion, OpenQuestion
from bot.grading.rubric.text import words
from tests.grading.answers import KINDS, Answer, answers, bank

RUN = 9
"""So many words in a row that two people write by chance hardly ever."""


@pytest.fixture(scope="module")
def blind() -> list[Answer]:
    return answers()


@pytest.fixture(scope="module")
def questions() -> Bank:
    return bank()


def test_every_question_in_prose_has_every_kind(blind: list[Answer], questions: Bank) -> None:
    """What merely copies the question came from the first two writers alone; `attacks` has more of that."""
    prose = {q.id for q in questions.questions if isinstance(q, OpenQuestion | BehaviouralQuestion)}
    assert {a.question_id for a in blind} == prose
    kinds = {id: {a.kind for a in blind if a.question_id == id} for id in prose}
    assert [id for id, found in kinds.items() if found < set(KINDS) - {"copy"}] == []


def test_each_is_one_of_a_kind(blind: list[Answer]) -> None:
    assert [id for id, count in Counter(a.id for a in blind).items() if count > 1] == []
    assert [text for text, count in Counter(a.text for a in blind).items() if count > 1] == []


def test_no_two_questions_share_a_sentence(blind: list[Answer]) -> None:
    of: dict[tuple[str, ...], set[str]] = {}
    for answer in blind:
        for run in _runs(answer.text):
            of.setdefault(run, set()).add(answer.question_id)
    assert [" ".join(run) for run, ids in of.items() if len(ids) > 1] == []


def test_the_halves_are_halves(blind: list[Answer]) -> None:
    seen = sum(answer.seen for answer in blind)
    assert 0.45 < seen / len(blind) < 0.55


def test_marks_are_of_the_criteria_and_add_up_to_the_score(blind: list[Answer], questions: Bank) -> None:
    for answer in blind:
        question = questions.by_id[answer.question_id]
        assert isinstance(question, OpenQuestion | BehaviouralQuestion)
        assert set(answer.marks) == {criterion.id for criterion in question.criteria}
        earned = sum(c.weight * EARNS[answer.marks[c.id]] for c in question.criteria)
        assert answer.score == pytest.approx(min(max(earned, 0), 1)), answer.id


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    for sentence in re.split(r"[.!?\n]", text):
        said = words(sentence)
        yield from (tuple(said[at : at + RUN]) for at in range(len(said) - RUN + 1))
