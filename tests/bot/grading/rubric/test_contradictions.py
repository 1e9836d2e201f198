"""What contradicts is a claim to the contrary, in one clause and of the topic."""

from __future__ import annotations

import pytest

from bot.domain.grade import Verdict
from bot.grading.rubric import match_criterion
from tests.bot.grading.rubric.rubrics import UPDATES, criterion


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


LORA_UPDATES = criterion(
    "frozen", 1, "The base is frozen.", [["frozen", "base"]], [["updat*, train*", "base"]]
)


@pytest.mark.parametrize(
    "said",
    [
        "The base is frozen. Then the base is trained.",
        "The base is frozen. 3) the base is updated by the loss.",
        "The base is frozen. Finally the whole base is trained.",
    ],
)
def test_steps_numbers_and_descriptions_name_no_other_subject(said: str) -> None:
    assert match_criterion(LORA_UPDATES, said).verdict is Verdict.CONTRADICTED


def test_another_subject_contradicts_nothing_that_was_said_before() -> None:
    said = "The base is frozen. Prompt tuning, a cousin, never comes near it, and BitFit trains the base."
    assert match_criterion(LORA_UPDATES, said).verdict is Verdict.MET


def test_who_denies_a_mistake_in_the_words_of_both_denies_no_truth() -> None:
    layers = criterion("layers", 1, "Layers are frozen.", [["layer", "frozen"]], [["batch", "frozen"]])
    assert match_criterion(layers, "It is not true that the batch of a layer is frozen.").verdict is (
        Verdict.UNMET
    )


STABLE = criterion(
    "stable", 1, "Below 0.1 it is stable.", [["below 0.1", "stable"]], [["below 0.1", "drift, retrain*"]]
)


@pytest.mark.parametrize(
    "said",
    [
        "You have to retrain if it is below 0.1.",
        "If it is below 0.1, there is drift.",
        "When it is below 0.1, you retrain.",
    ],
)
def test_a_condition_may_follow_its_conclusion(said: str) -> None:
    assert match_criterion(STABLE, said).verdict is Verdict.CONTRADICTED


def test_conditions_apart_are_not_mixed() -> None:
    said = "If it is above 0.25 there is drift; below 0.1 it is stable."
    assert match_criterion(STABLE, said).verdict is Verdict.MET


def test_what_something_is_unlike_is_not_its_own() -> None:
    moves = criterion(
        "moves", 1, "SFT changes weights.", [["sft", "chang*"]], [["sft", "not chang*", "weights"]]
    )
    said = "Unlike SFT, RAG does not change the weights."
    assert match_criterion(moves, said).verdict is not Verdict.CONTRADICTED
