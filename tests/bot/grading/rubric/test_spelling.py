"""Slips of typing are read as what was meant, where the question knows the word."""

from __future__ import annotations

import pytest

from bot.grading.rubric.spelling import Speller
from bot.grading.rubric.text import read

SPELLER = Speller(["frozen", "weights", "causal", "matrix", "symmetric", "gradients", "rank", "int8s"])


def repaired(text: str) -> list[str]:
    return list(SPELLER.repair(read(text).tokens).values())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("frozn", "frozen"),
        ("wieghts", "weights"),
        ("matrx", "matrix"),
        ("gradeints", "gradients"),
        ("weigths", "weights"),
    ],
)
def test_one_slip_is_repaired(typed: str, meant: str) -> None:
    assert repaired(f"the {typed} here") == [meant]


@pytest.mark.parametrize(
    "typed",
    [
        "casual",  # a word of its own
        "asymmetric",  # another first letter
        "rnk",  # too short
        "int4s",  # digits are meant
        "forzne",  # two slips
        "frozen",
    ],
)
def test_nothing_else_is(typed: str) -> None:
    assert repaired(typed) == []


def test_noise_is_not_repaired_for_ever() -> None:
    assert len(SPELLER.repair(read("frozn " * 2_000).tokens)) <= 200
