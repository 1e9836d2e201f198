"""In a behavioural answer "we" without "I" is told to the member, and costs nothing by itself."""

from __future__ import annotations

import pytest

from bot.domain.question import BehaviouralQuestion
from bot.grading.rubric import judge_prose
from bot.grading.rubric.person import OWN_PART, hides
from bot.grading.rubric.text import read
from tests.bot.grading.rubric.rubrics import LORA
from tests.questions.bank import whole_bank

OURS = "We had two designs. We tried both in our staging cluster, and we took the faster one."


@pytest.mark.parametrize(
    ("story", "hidden"),
    [
        (OURS, True),
        (f"{OURS} I wrote the load test.", False),
        (f"{OURS} My part was the load test.", False),
        ("I had two designs and tried both.", False),
        ("We chose the second one.", False),
        ("", False),
    ],
)
def test_we_alone_hides_who_did_it(story: str, hidden: bool) -> None:
    assert hides(read(story).tokens) is hidden


def test_the_grade_says_so_of_a_story() -> None:
    story = next(q for q in whole_bank().questions if isinstance(q, BehaviouralQuestion))
    assert judge_prose(story, OURS).note == OWN_PART
    assert judge_prose(story, f"{OURS} I wrote the load test.").note == ""


def test_of_an_explanation_nobody_asks_whose_it_is() -> None:
    assert judge_prose(LORA, "We freeze our base, we train our matrices, and we merge them.").note == ""
