"""What is denied, doubted or set apart earns nothing, and what only looks so does."""

from __future__ import annotations

import pytest

from bot.domain.grade import Verdict
from bot.grading.rubric import match_criterion
from tests.bot.grading.rubric.rubrics import LORA, criterion

FREEZES = criterion("freezes", 1, "The base is frozen.", [["freez*, frozen", "base"]])
SPARES = criterion("spares", 1, "The base is not updated.", [["not updat*, without updat*", "base"]])
UPDATES = criterion("updates", 1, "The base is frozen.", [["frozen", "base"]], [["updat*", "base"]])


@pytest.mark.parametrize(
    "said",
    [
        "The base is frozen.",
        "It freezes not only the base but also the embeddings.",
        "No doubt the base is frozen.",
        "No, the base is frozen.",
        "The base is frozen, not trained.",
        "The base is frozen rather than trained.",
        "Instead of training everything, it freezes the base.",
        "Unlike full fine-tuning, LoRA freezes the base.",
        "You can't do it without freezing the base.",
        "The adapter is not frozen, but the base is frozen.",
        "It never moves, because the base is frozen.",
        "I'm not sure about the rank. The base is frozen.",
        "Why is it cheap? The base is frozen.",
    ],
)
def test_what_is_claimed_counts(said: str) -> None:
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
        "It trains everything instead of freezing the base.",
        "It trains everything rather than freezing the base.",
        "Neither the base nor the adapter is frozen.",
        "It is a myth that the base is frozen.",
        "It fails to freeze the base.",
        "The base is far from frozen.",
        "The base stays non-frozen.",
    ],
)
def test_what_is_denied_contradicts(said: str) -> None:
    assert match_criterion(FREEZES, said).verdict is Verdict.CONTRADICTED


@pytest.mark.parametrize(
    "said",
    [
        "Unlike methods that freeze the base, it trains everything.",
        "I don't know whether the base is frozen.",
        "Is the base frozen?",
        "If it is not frozen, the base drifts.",
    ],
)
def test_what_is_doubted_or_said_of_something_else_counts_neither_way(said: str) -> None:
    assert match_criterion(FREEZES, said).verdict is Verdict.UNMET


def test_who_denies_and_affirms_has_affirmed() -> None:
    said = "The adapter and the base are not frozen at first. Later the base is frozen."
    assert match_criterion(FREEZES, said).verdict is Verdict.MET


def test_what_is_set_apart_may_itself_be_asked_for() -> None:
    whole = criterion("whole", 1, "Full fine-tuning updates it all.", [["full fine tuning", "updat*"]])
    said = "Unlike full fine-tuning, which updates everything, LoRA freezes the base."
    assert match_criterion(whole, said).verdict is Verdict.MET


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
        "It is cheaper than updating the base.",
        "If you updated the base you would need more memory.",
        "Without it you would update the base.",
        "Normally you would update the base.",
        "I don't know whether it updates the base.",
        "Once it is updated, it is merged into the base.",
    ],
)
def test_what_is_denied_or_set_apart_contradicts_nothing(said: str) -> None:
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


def test_a_neighbouring_clause_completes_a_criterion() -> None:
    said = "You take the base as it comes. It is frozen."
    assert match_criterion(FREEZES, said).verdict is Verdict.MET


def test_a_clause_further_away_does_not() -> None:
    said = "You take the base as it comes. There are adapters. They are small. Something is frozen."
    assert match_criterion(FREEZES, said).verdict is not Verdict.MET


def test_parallel_clauses_do_not_complete_each_other() -> None:
    said = "It freezes the adapter weights and trains the base weights."
    assert match_criterion(FREEZES, said, None).verdict is not Verdict.MET


def test_the_frozen_part_of_the_fixture_is_met_by_negation() -> None:
    assert (
        match_criterion(LORA.criteria[0], "The original network never changes.", LORA).verdict is Verdict.MET
    )


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


CLIPS = criterion("clips", 1, "The ratio is clipped.", [["ratio"]], [["not clip*"], ["no .. loss"]])


@pytest.mark.parametrize("said", ["It avoids this by clipping.", "It prevents large steps through clipping."])
def test_the_means_by_which_something_is_averted_are_not_averted(said: str) -> None:
    assert match_criterion(CLIPS, said).verdict is Verdict.UNMET


@pytest.mark.parametrize("said", ["It does not clip.", "It avoids clipping.", "There is no loss."])
def test_a_negated_pattern_contradicts(said: str) -> None:
    assert match_criterion(CLIPS, said).verdict is Verdict.CONTRADICTED


def test_to_deny_a_degree_is_not_to_deny_the_thing() -> None:
    assert match_criterion(CLIPS, "There is no big loss at 8 bits.").verdict is Verdict.UNMET
