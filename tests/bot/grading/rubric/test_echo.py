"""Who repeats the question has not answered it."""

from __future__ import annotations

from bot.domain.grade import Guard
from bot.grading.rubric import judge_prose
from tests.bot.grading.rubric.rubrics import LORA


def test_repeating_the_question_is_no_answer() -> None:
    grade = judge_prose(LORA, f"{LORA.prompt} {LORA.hint}")
    assert grade.score == 0
    assert grade.guards == (Guard.ECHO,)


def test_an_answer_may_take_up_the_question() -> None:
    grade = judge_prose(
        LORA,
        f"{LORA.prompt} Well: the pretrained weights stay frozen while two small matrices of low "
        "rank are trained. They are merged into the weights afterwards.",
    )
    assert grade.score == 1.0
    assert grade.guards == ()
