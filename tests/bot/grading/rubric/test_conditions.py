"""Of a condition nothing is claimed; with its conclusion it is a claim."""

from __future__ import annotations

import pytest

from bot.domain.grade import Verdict
from bot.grading.rubric import match_criterion
from tests.bot.grading.rubric.rubrics import FREEZES, UPDATES, criterion


@pytest.mark.parametrize(
    "said",
    [
        "If it is not frozen, the base drifts.",
    ],
)
def test_a_condition_claims_nothing(said: str) -> None:
    assert match_criterion(FREEZES, said).verdict is Verdict.UNMET


@pytest.mark.parametrize(
    "said",
    [
        "If you updated the base you would need more memory.",
        "Without it you would update the base.",
        "Unless you update the base it is cheap.",
    ],
)
def test_a_condition_contradicts_nothing(said: str) -> None:
    assert match_criterion(UPDATES, said).verdict is Verdict.UNMET


DRIFTS = criterion("drifts", 1, "Above 0.25 it has drifted.", [["psi"]], [["above 0.25", "stable"]])


@pytest.mark.parametrize(
    "said",
    [
        "If PSI is above 0.25 the population is stable.",
        "If PSI is above 0.25 it is stable.",
        "If PSI is above 0.25, the population is stable.",
        "If it is above 0.25 then it is stable.",
    ],
)
def test_the_conclusion_of_a_condition_is_a_claim(said: str) -> None:
    assert match_criterion(DRIFTS, said).verdict is Verdict.CONTRADICTED


@pytest.mark.parametrize(
    "said",
    [
        "If PSI is above 0.25 it is not stable.",
        "If PSI is not above 0.25, it is stable.",
        "If PSI is above 0.25, it has drifted, otherwise it is stable.",
        "If PSI is above 0.25, and you call it stable, you would be wrong.",
        "PSI tells whether it is stable: if it is above 0.25, look again.",
    ],
)
def test_another_conclusion_contradicts_nothing(said: str) -> None:
    assert match_criterion(DRIFTS, said).verdict is not Verdict.CONTRADICTED
