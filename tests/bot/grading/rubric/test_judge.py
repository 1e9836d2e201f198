"""What members' answers earn, from excellent to wrong."""

from __future__ import annotations

import pytest

from bot.domain.question import OpenQuestion
from bot.grading.rubric import judge_prose
from tests.bot.grading.rubric.rubrics import QUESTIONS


def score(question: OpenQuestion, answer: str) -> float:
    given = judge_prose(question, answer).score
    assert given is not None
    return given


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.title)
def test_the_model_answer_earns_everything(question: OpenQuestion) -> None:
    grade = judge_prose(question, question.answer)
    assert grade.score == 1.0
    assert grade.guards == ()
