"""What is denied earns nothing, and what only looks so does."""

from __future__ import annotations

import pytest

from bot.domain.grade import Verdict
from bot.grading.rubric import match_criterion
from tests.bot.grading.rubric.rubrics import FREEZES, LORA, SPARES, criterion


@pytest.mark.parametrize(
    "said",
    [
        "The base is frozen.",
        "It freezes not only the base but also the embeddings.",
        "No doubt the base is frozen.",
        "No, the base is frozen.",
        "The base is frozen, not trained.",
        "You can't do it without freezing the base.",
        "The adapter is not frozen, but the base is frozen.",
        "It never moves, because the base is frozen.",
        "Don't forget to freeze the base.",
        "You must not forget that the base is frozen.",
        "I can't stress enough that the base is frozen.",
        "It never fails to freeze the base.",
        "It was not the first time I kept the base frozen.",
        "There's no need to guess, freeze the base.",
        "Don't just freeze the base.",
        "Don't remove the frozen base.",
        "Cost (rank 0 = none), frozen base.",
        "It costs nothing and the base is frozen.",
        "Without it the frozen base is of little use.",
    ],
)
def test_what_only_looks_like_a_denial_counts(said: str) -> None:
    assert match_criterion(FREEZES, said).verdict is Verdict.MET


@pytest.mark.parametrize(
    "said",
    [
        "The base is not frozen.",
        "It doesn't freeze the base.",
        "It dont freeze the base.",
        "The base is no longer frozen.",
        "The base is never frozen.",
        "It works without freezing the base.",
        "Neither the base nor the adapter is frozen.",
        "It is a myth that the base is frozen.",
        "It fails to freeze the base.",
        "The base is far from frozen.",
        "The base stays non-frozen.",
    ],
)
def test_what_is_denied_contradicts(said: str) -> None:
    assert match_criterion(FREEZES, said).verdict is Verdict.CONTRADICTED


@pytest.mark.parametrize("said", ["You can't freeze the base easily.", "It does not fully freeze the base."])
def test_to_deny_the_ease_or_the_whole_is_not_to_deny_the_thing(said: str) -> None:
    assert match_criterion(FREEZES, said).verdict is Verdict.UNMET


def test_who_denies_and_affirms_has_affirmed() -> None:
    said = "The adapter and the base are not frozen at first. Later the base is frozen."
    assert match_criterion(FREEZES, said).verdict is Verdict.MET


@pytest.mark.parametrize(
    "said",
    [
        "The base is not updated.",
        "The base isn't ever updated.",
        "We never update the base.",
        "It avoids updating the base.",
        "The base is used without being updated.",
        "Nothing updates the base.",
        "Instead of updating the base, we add to it.",
        "The base is no longer updated.",
    ],
)
def test_a_negated_pattern_is_met_by_any_negation(said: str) -> None:
    assert match_criterion(SPARES, said).verdict is Verdict.MET


@pytest.mark.parametrize(
    "said", ["The base is updated.", "We update the base.", "It is not that the base isn't updated."]
)
def test_a_negated_pattern_is_not_met_by_a_claim(said: str) -> None:
    assert match_criterion(SPARES, said).verdict is Verdict.UNMET


def test_the_frozen_part_of_the_fixture_is_met_by_negation() -> None:
    assert (
        match_criterion(LORA.criteria[0], "The original network never changes.", LORA).verdict is Verdict.MET
    )


CLIPS = criterion("clips", 1, "The ratio is clipped.", [["ratio"]], [["not clip*"], ["no .. loss"]])


@pytest.mark.parametrize("said", ["It avoids this by clipping.", "It prevents large steps through clipping."])
def test_the_means_by_which_something_is_averted_are_not_averted(said: str) -> None:
    assert match_criterion(CLIPS, said).verdict is Verdict.UNMET


@pytest.mark.parametrize("said", ["It does not clip.", "It avoids clipping.", "There is no loss."])
def test_a_negated_pattern_contradicts(said: str) -> None:
    assert match_criterion(CLIPS, said).verdict is Verdict.CONTRADICTED


def test_to_deny_a_degree_is_not_to_deny_the_thing() -> None:
    assert match_criterion(CLIPS, "There is no big loss at 8 bits.").verdict is Verdict.UNMET
