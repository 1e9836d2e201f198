"""What is done to one thing is not done to another of the same sentence."""

from __future__ import annotations

import pytest

from bot.domain.grade import Verdict
from bot.domain.question import Criterion
from bot.grading.rubric import match_criterion
from tests.bot.grading.rubric.rubrics import criterion


def says(verb: str, thing: str) -> Criterion:
    return criterion("says", 1, f"It is done: {verb}, {thing}.", [[verb, thing]])


FROZEN = says("freez*, froze, frozen, keep* .. fixed", "base, original, pretrained")
SMALL = says("train*, learn*", "matrices, adapter*")
ROUNDED = says("round*, quantiz*", "weight*")
CALIBRATED = says("calibrat*, collect*", "activation*")
DRAFTS = says("draft*, propos*", "small")
VERIFIES = says("verif*, check*, accept*", "large")
RETRIEVES = says("retriev*, fetch*, search*", "document*, passage*")
INTERNALISES = says("updat*, chang*", "weight*, parameter*")
PUNISHES = says("punish*, penali*", "complex*, coefficient*")
STOPS = says("watch*, monitor*", "validation")
CLIPS = says("clip*, limit*", "ratio")
BASELINE = says("subtract*, estimat*", "value, baseline")
BINS = says("bin*, split*", "reference, training")
COMPARES = says("compar*, count*", "current, live, production")
SCALES = says("scal*, grow*", "data, token*")
RANKS = says("rank*, order*, compar*", "answer*, response*")

SWAPPED = [
    (FROZEN, "It trains the base weights and freezes the matrices."),
    (FROZEN, "LoRA trains the original network and freezes the adapters."),
    (FROZEN, "You train the pretrained weights, freeze the small matrices and merge the lot."),
    (FROZEN, "We trained the base model and froze the adapters."),
    (SMALL, "It freezes the matrices and trains the whole network."),
    (SMALL, "LoRA merges the adapters and trains the base weights."),
    (SMALL, "It keeps the small matrices fixed and learns the pretrained weights."),
    (ROUNDED, "It keeps the weights in floats and rounds the gradients."),
    (ROUNDED, "It stores the weights as they are and rounds the outputs."),
    (CALIBRATED, "It rounds the activations and calibrates the optimizer state."),
    (DRAFTS, "It runs the small model and drafts the tokens with the big network."),
    (VERIFIES, "It skips the large model and checks the tokens with the draft network."),
    (RETRIEVES, "RAG memorises the documents and retrieves the gradients."),
    (RETRIEVES, "It puts documents into training and fetches the labels."),
    (INTERNALISES, "SFT keeps the weights fixed and changes the prompt."),
    (INTERNALISES, "It leaves the parameters alone and updates the index."),
    (PUNISHES, "It raises the coefficients and penalises small models."),
    (STOPS, "It ignores the validation loss and watches the training loss."),
    (CLIPS, "PPO maximises the ratio and clips the reward."),
    (BASELINE, "It ignores the value function and subtracts the learning rate."),
    (BINS, "It drops the reference sample and splits the current one."),
    (COMPARES, "It ignores the current data and compares two training sets."),
    (SCALES, "It fixes the data and grows the learning rate."),
    (RANKS, "People write answers and rank the prompts."),
]

HONEST = [
    (FROZEN, "It freezes the base weights and trains the matrices."),
    (FROZEN, "It trains two matrices and keeps the original weights fixed."),
    (FROZEN, "The base stays where it is, frozen, and small matrices learn the rest."),
    (FROZEN, "You take the base and freeze it."),
    (FROZEN, "We took the pretrained model and froze all of it."),
    (SMALL, "It freezes the base and trains two small matrices."),
    (SMALL, "LoRA adds matrices next to the base and trains only those."),
    (SMALL, "It adds two matrices; these are trained."),
    (ROUNDED, "It takes the weights and rounds them to integers."),
    (ROUNDED, "It rounds all weights and keeps a scale for each row."),
    (CALIBRATED, "It runs a few batches and collects the activations."),
    (DRAFTS, "A small model drafts several tokens and the large one checks them."),
    (VERIFIES, "The small model drafts tokens, and the large model verifies them all at once."),
    (RETRIEVES, "RAG searches an index and retrieves the passages that fit."),
    (RETRIEVES, "It retrieves documents and puts them into the prompt."),
    (INTERNALISES, "SFT takes labelled pairs and updates the weights with them."),
    (INTERNALISES, "It shows the model many examples, which changes its parameters."),
    (PUNISHES, "It adds a term to the loss and so penalises large coefficients."),
    (STOPS, "You watch the validation loss and stop the training when it rises."),
    (CLIPS, "PPO computes the ratio and clips it."),
    (BASELINE, "It takes the reward and subtracts the value as a baseline."),
    (BINS, "You split the reference into ten bins and count the current sample in each."),
    (COMPARES, "You bin the reference and compare the current shares with it."),
    (SCALES, "You make the model larger and scale the data with it."),
    (RANKS, "People read several answers and rank them."),
]


@pytest.mark.parametrize(("about", "said"), SWAPPED)
def test_a_verb_does_not_act_on_what_another_verb_acts_on(about: Criterion, said: str) -> None:
    assert match_criterion(about, said).verdict is not Verdict.MET


@pytest.mark.parametrize(("about", "said"), HONEST)
def test_a_verb_acts_on_its_own_object_wherever_that_stands(about: Criterion, said: str) -> None:
    assert match_criterion(about, said).verdict is Verdict.MET


def test_what_two_verbs_say_of_one_subject_may_be_asked_for_together() -> None:
    both = criterion("both", 1, "LoRA freezes most.", [["lora", "freez*", "few, small"]])
    assert match_criterion(both, "LoRA freezes the base and trains a few numbers.").verdict is Verdict.MET
