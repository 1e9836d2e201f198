"""Answers to the questions that have a key or tests, with the score that a person would give each.

They were written before anybody looked at how the grader reads them, those of writer b after
it had been mended for those of writer a, and those of writer c after that.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "keyed"

KINDS = (
    "excellent", "paraphrase", "half", "one_point", "vague", "wrong", "stuffed", "terse", "injection", "copy",
)  # fmt: skip
"""What every question has; some have more, such as corrections."""

DISPUTED = {
    "koko-eating-bananas-half-1": "A person gives a slow program nearly half; the tests count"
    " the cases that are too large for it, of which this question has many.",
    "lora-parameter-count-everyday-c14": "It says 0.39 and means 39 %; a number without a unit is"
    " taken in the one asked for, which is right far more often.",
}
"""Answers about which the grader and the person differ by more than a tenth, and why that stays so."""


@dataclass(frozen=True, slots=True)
class KeyedAnswer:
    """One answer with its score, 0 to 1; `outcome` is what its program comes to, "" where it is none."""

    id: str
    question_id: str
    kind: str
    text: str
    score: float
    writer: str
    outcome: str = ""


def keyed_answers() -> list[KeyedAnswer]:
    """All of them, question by question."""
    texts = (file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.jsonl")))
    return [KeyedAnswer(**json.loads(row)) for text in texts for row in text.split("\n") if row]
