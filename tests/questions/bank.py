"""The bank that Koko comes with, read once by each process of tests, and by those alone that ask for it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.bank.files import Bank, load_bank
from bot.bank.problems import FileProblem

QUESTIONS = Path(__file__).parents[2] / "questions"
TOPICS = sorted({path.parent.name for path in QUESTIONS.glob("*/*.md")})
"""By their folders; to spread tests of the whole bank over processes without reading it for that."""


@cache
def loaded() -> tuple[Bank, list[FileProblem]]:
    """What there is, and what is wrong with it."""
    return load_bank(QUESTIONS)


def whole_bank() -> Bank:
    return loaded()[0]
