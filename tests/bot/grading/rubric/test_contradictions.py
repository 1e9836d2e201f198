"""What contradicts is a claim to the contrary, in one clause and of the topic."""

from __future__ import annotations

import pytest

from bot.domain.grade import Verdict
from bot.grading.rubric import match_criterion
from tests.bot.grading.rubric.rubrics import UPDATES


@pytest.mark.parametrize(
    "said",
    [
        "It updates the base.",
        "All of the base gets updated.",
        "LoRA updates the base and keeps nothing frozen.",
    ],
)
def test_a_contradiction_is_a_claim_to_the_contrary(said: str) -> None:
    assert match_criterion(UPDATES, said, None).verdict is Verdict.CONTRADICTED


@pytest.mark.parametrize(
    "said",
    [
        "It does not update the base.",
        "It avoids updating the base.",
    ],
)
def test_what_is_denied_contradicts_nothing(said: str) -> None:
    assert match_criterion(UPDATES, said).verdict is Verdict.UNMET


@pytest.mark.parametrize(
    "said",
    [
        "Once it is updated, it is merged into the base.",
    ],
)
def test_what_another_verb_stands_between_contradicts_nothing(said: str) -> None:
    assert match_criterion(UPDATES, said).verdict is Verdict.UNMET
