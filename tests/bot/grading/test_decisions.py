"""Of which of two something is said, where the question compares them."""

from __future__ import annotations

import pytest

from bot.domain.question import Decision
from bot.grading.decisions import decide

BETTER = Decision.model_validate(
    {
        "id": "better",
        "label": "Better than the other model?",
        "options": [
            {"id": "yes", "text": "Yes, it is", "when": "1 > 0", "said": ["better", "lower perplexity"]},
            {"id": "no", "text": "No, the other is better", "when": "1 > 0", "said": ["worse", "not better"]},
        ],
    }
)


@pytest.mark.parametrize(
    "text",
    [
        "better",
        "The other one is worse, ours is better.",
        "Ours is better, the other is worse.",
        "the other model is clearly worse",
        "the other isn't better",
        "It has a lower perplexity than the other.",
        "Compared with the other one, ours is better.",
    ],
)
def test_what_is_said_of_the_other_says_the_opposite_of_ours(text: str) -> None:
    assert decide(BETTER, text, 0, "yes")[0]
    assert not decide(BETTER, text, 0, "no")[0]


@pytest.mark.parametrize(
    "text",
    [
        "worse",
        "The other one is better, ours is worse.",
        "No, the other is better.",
        "The other has a lower perplexity.",
        "the other is much better",
        "Ours isn't better.",
    ],
)
def test_the_other_may_be_the_better_one(text: str) -> None:
    assert decide(BETTER, text, 0, "no")[0]
    assert not decide(BETTER, text, 0, "yes")[0]


@pytest.mark.parametrize("text", ["better or worse", "Ours is better. The other is better.", "the other one"])
def test_both_or_neither_is_no_decision(text: str) -> None:
    assert not decide(BETTER, text, 0, "yes")[0]
    assert not decide(BETTER, text, 0, "no")[0]
