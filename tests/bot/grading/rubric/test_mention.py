"""Who only brings terms up has said nothing of them."""

from __future__ import annotations

import pytest

from bot.grading.rubric.clauses import split
from bot.grading.rubric.mention import mentioned
from bot.grading.rubric.scope import Said
from bot.grading.rubric.text import read


def left(answer: str) -> str:
    """The words that a mention does not take away."""
    tokens = read(answer).tokens
    gone = mentioned(Said(tokens, split(tokens)))
    return " ".join(token.word for index, token in enumerate(tokens) if index not in gone)


@pytest.mark.parametrize(
    "said",
    [
        "Rank is an important concept.",
        "LoRA relates to low rank matrices and adapters.",
        "Memory is of importance here.",
        "KL divergence and the reward model play a role.",
        "The frozen base is a key term.",
        "Acceptance and rejection can be mentioned.",
        "Quantization concerns the precision of weights.",
        "There is an aspect of diminishing returns.",
        "Adapters come into the discussion.",
        "Forgetting has to do with the weights.",
        "Clipping is relevant.",
        "Merging is among the terms that are linked to the topic.",
    ],
)
def test_a_term_that_is_only_brought_up_is_no_claim(said: str) -> None:
    assert left(said) == ""


@pytest.mark.parametrize(
    "said",
    [
        "The base stays frozen.",
        "Rank is an important concept because it limits the update.",
        "It relates the loss to the number of parameters, which grows.",
        "PSI is important when the labels come late.",
        "The clipped ratio keeps each step small.",
        "Memory is not a factor.",
        "Fewer parameters are involved.",
        "A value above 0.25 is a matter of concern.",
        "Both models are frozen and the adapters are trained.",
    ],
)
def test_who_says_something_of_it_claims_it(said: str) -> None:
    assert left(said) != ""


def test_only_the_clause_that_mentions_is_taken() -> None:
    said = "Rank is an important concept, and the base stays frozen."
    assert left(said) == "and the base stays frozen"
