"""Who names a measure to advise against it has not advised it, nor has done what a contradiction says."""

from __future__ import annotations

import pytest

from bot.domain.grade import Verdict
from bot.grading.rubric import match_criterion
from tests.bot.grading.rubric.rubrics import FREEZES, UPDATES


@pytest.mark.parametrize(
    "predicate",
    [
        "doesn't help",
        "would not really work",
        "should be avoided",
        "can be left out altogether",
        "is pointless",
        "is quite superfluous",
        "isn't needed any more",
        "is not advisable",
        "would defeat the purpose",
        "only brings noise",
        "makes no sense",
    ],
)
def test_what_is_advised_against_is_no_evidence(predicate: str) -> None:
    assert match_criterion(FREEZES, f"Freezing the base {predicate}.").verdict is Verdict.UNMET
    assert match_criterion(UPDATES, f"Updating the base {predicate}.").verdict is Verdict.UNMET


@pytest.mark.parametrize(
    "said",
    [
        "Freezing the base alone does not suffice.",
        "Just freezing the base is not enough.",
        "Freezing the base should not be avoided.",
        "Freezing the base is not pointless.",
        "Freezing the base is needed.",
        "If freezing the base is not needed, take another method.",
        "One freezes the base, which is helpful.",
    ],
)
def test_what_is_said_otherwise_counts(said: str) -> None:
    assert match_criterion(FREEZES, said).verdict is Verdict.MET


def test_who_says_that_a_thing_alone_is_not_enough_claims_no_such_thing() -> None:
    assert match_criterion(UPDATES, "Updating only the base isn't enough.").verdict is Verdict.UNMET
    assert match_criterion(UPDATES, "One updates only the base.").verdict is Verdict.CONTRADICTED
