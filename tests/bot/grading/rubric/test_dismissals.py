"""What is named to be dismissed speaks neither for a criterion nor against it."""

from __future__ import annotations

import pytest

from bot.domain.grade import Verdict
from bot.grading.rubric import match_criterion
from tests.bot.grading.rubric.rubrics import FREEZES, UPDATES


@pytest.mark.parametrize(
    "said",
    [
        "That the base is frozen is a myth.",
        "The claim that the base is frozen is wrong.",
        "The base is frozen is not true.",
        "It freezes the base, which is wrong.",
    ],
)
def test_what_is_untrue_is_no_evidence(said: str) -> None:
    assert match_criterion(FREEZES, said).verdict is Verdict.UNMET


@pytest.mark.parametrize(
    "said",
    [
        "That it updates the base is a myth.",
        "Contrary to what people think, it is not so that it updates the base.",
        "The idea that it updates the base is a misconception.",
        "It updates the base, but that is not so.",
    ],
)
def test_what_is_dismissed_contradicts_nothing(said: str) -> None:
    assert match_criterion(UPDATES, said).verdict is Verdict.UNMET


@pytest.mark.parametrize(
    "said",
    [
        "A high rate does not help, the base is frozen.",
        "The base is frozen, and it does not move.",
    ],
)
def test_what_is_said_beside_a_denial_counts(said: str) -> None:
    assert match_criterion(FREEZES, said).verdict is Verdict.MET
