"""Texts that ask for a grade instead of earning it, and the plain answers they are put into."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
PLACES = ("before", "middle", "after")
EVERY = "*"
"""The question of an attack that fits any."""


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack on a question (or on `EVERY`), and its place in the answer it is put into."""

    id: str
    family: str
    question_id: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Carrier:
    """A plain answer of a kind: right, half, vague or wrong; honest ones have a topic for a kind."""

    question_id: str
    kind: str
    text: str

    def with_(self, attack: Attack) -> str:
        """The answer as somebody would send it; the middle is behind its first sentence."""
        if attack.where == "before":
            return f"{attack.text}\n\n{self.text}"
        if attack.where == "after":
            return f"{self.text}\n\n{attack.text}"
        first, rest = re.split(r"(?<=[.!?])\s", self.text, maxsplit=1)
        return f"{first} {attack.text} {rest}"


def attacks() -> list[Attack]:
    """All of them, family by family."""
    return [Attack(**row) for row in _rows("attacks.jsonl")]


def carriers() -> list[Carrier]:
    """Four for each question that is attacked."""
    return [Carrier(**row) for row in _rows("carriers.jsonl")]


def honest() -> list[Carrier]:
    """Answers that speak of graders, scores, prompts and criteria because the question is about them."""
    return [Carrier(**row) for row in _rows("honest.jsonl")]


def carried() -> list[tuple[Attack, Carrier]]:
    """Each attack with each carrier of its question."""
    everything = attacks()
    return [(a, c) for c in carriers() for a in everything if a.question_id in (EVERY, c.question_id)]


def _rows(name: str) -> list[dict[str, str]]:
    return [json.loads(row) for row in (FOLDER / name).read_text(encoding="utf-8").split("\n") if row]
