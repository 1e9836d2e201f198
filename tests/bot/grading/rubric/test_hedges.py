"""Who doubts or asks has claimed nothing."""

from __future__ import annotations

import pytest

from bot.domain.grade import Verdict
from bot.grading.rubric import match_criterion
from tests.bot.grading.rubric.rubrics import FREEZES, UPDATES


@pytest.mark.parametrize(
    "said",
    [
        "I don't know whether the base is frozen.",
        "Is the base frozen?",
        "No idea if the base is frozen.",
        "The base is not always frozen.",
        "I'm not sure whether it learns, or the base is frozen.",
    ],
)
def test_what_is_doubted_counts_neither_way(said: str) -> None:
    assert match_criterion(FREEZES, said).verdict is Verdict.UNMET


@pytest.mark.parametrize(
    "said",
    [
        "I'm not sure about the rank. The base is frozen.",
        "I'm not sure about the rank, but the base is frozen.",
        "Why is it cheap? The base is frozen.",
        "The base may be frozen.",
        "What to look at: is the base frozen?",
        "What to look at: how large is it, or is the base frozen?",
    ],
)
def test_a_doubt_ends_with_its_sentence_or_a_but(said: str) -> None:
    assert match_criterion(FREEZES, said).verdict is Verdict.MET


@pytest.mark.parametrize(
    "said",
    [
        "I don't know whether it updates the base.",
        "Does it update the base?",
    ],
)
def test_what_is_doubted_contradicts_nothing(said: str) -> None:
    assert match_criterion(UPDATES, said).verdict is Verdict.UNMET
