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


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("frozan", "frozen"),  # rather another letter than one left out: "frozean"
        ("gatess", "gates"),  # rather a word that English has: "gateses"
        ("zorbes", "zorbess"),  # rather one left out than one too many: "zorbe"
        ("tokex", "token"),  # else by the alphabet: "tokes"
    ],
)
def test_of_two_words_as_near_one_is_always_meant(typed: str, meant: str) -> None:
    speller = Speller(["tokes", "token", "gates", "gateses", "frozean", "frozen", "zorbe", "zorbess"])
    assert list(speller.repair(read(typed).tokens).values()) == [meant]


def test_noise_is_not_repaired_for_ever() -> None:
    assert len(SPELLER.repair(read("frozn " * 2_000).tokens)) <= 200
