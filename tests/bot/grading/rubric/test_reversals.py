"""What is said of something else is said neither for nor against."""

from __future__ import annotations

import pytest

from bot.domain.grade import Verdict
from bot.grading.rubric import match_criterion
from tests.bot.grading.rubric.rubrics import FREEZES, UPDATES, criterion


@pytest.mark.parametrize(
    "said",
    [
        "The base is frozen rather than trained.",
        "Instead of training everything, it freezes the base.",
        "Unlike full fine-tuning, LoRA freezes the base.",
        "Instead of guessing I kept the base frozen.",
    ],
)
def test_what_stands_beside_a_reversal_counts(said: str) -> None:
    assert match_criterion(FREEZES, said).verdict is Verdict.MET


@pytest.mark.parametrize(
    "said",
    [
        "It trains everything instead of freezing the base.",
        "It trains everything rather than freezing the base.",
    ],
)
def test_what_is_put_aside_contradicts(said: str) -> None:
    assert match_criterion(FREEZES, said).verdict is Verdict.CONTRADICTED


@pytest.mark.parametrize(
    "said",
    [
        "Unlike methods that freeze the base, it trains everything.",
        "In contrast to methods that freeze the base, it trains everything.",
        "Unlike adapters, which freeze the base and the head, it trains everything.",
        "In contrast to RLHF, where the base is frozen, it trains everything.",
    ],
)
def test_what_others_do_counts_neither_way(said: str) -> None:
    assert match_criterion(FREEZES, said).verdict is Verdict.UNMET


def test_what_is_set_apart_may_itself_be_asked_for() -> None:
    whole = criterion("whole", 1, "Full fine-tuning updates it all.", [["full fine tuning", "updat*"]])
    said = "Unlike full fine-tuning, which updates everything, LoRA freezes the base."
    assert match_criterion(whole, said).verdict is Verdict.MET


@pytest.mark.parametrize(
    "said",
    [
        "It is cheaper than updating the base.",
        "Normally you would update the base.",
        "Compared to updating the base it is cheap.",
        "Unlike full fine-tuning, which updates the base, it adds adapters.",
        "Before, all labs updated the base.",
        "Don't just update the base.",
    ],
)
def test_what_it_is_compared_with_contradicts_nothing(said: str) -> None:
    assert match_criterion(UPDATES, said).verdict is Verdict.UNMET


def test_a_word_of_the_contradiction_sets_nothing_apart() -> None:
    parts = criterion("parts", 1, "Parts are updated.", [["updat*", "part*"]], [["updat*", "full model"]])
    assert match_criterion(parts, "The full model is updated.").verdict is Verdict.CONTRADICTED
    assert match_criterion(parts, "The full model is updated ordinarily.").verdict is Verdict.UNMET


def test_what_it_is_compared_with_sets_nothing_apart() -> None:
    less = criterion("less", 1, "It needs less memory.", [["less memory"]], [["more .. memory"]])
    assert match_criterion(less, "You'd need more memory than full tuning.").verdict is Verdict.CONTRADICTED
    assert match_criterion(less, "Here more memory is needed than in full tuning.").verdict is (
        Verdict.CONTRADICTED
    )
    assert match_criterion(less, "Full tuning needs more memory than this.").verdict is Verdict.UNMET
