"""The blind answers: by people who saw the question alone, marked by others who saw the criteria alone.

`python -m tests.grading.table` prints what they show. The *seen* half may be looked at while a rubric or the
judge is made better; the *unseen* half is only ever measured.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bot.bank.files import Bank
from bot.domain.grade import Verdict
from tests.questions.bank import whole_bank

FOLDER = Path(__file__).parent / "blind"

KINDS = (
    "excellent", "paraphrase", "half", "one_point", "vague", "wrong", "stuffed", "terse", "terse_tidy",
    "injection", "injection_plain", "copy",
)  # fmt: skip
"""In the order of the table; a `terse` answer and its tidy twin, an injection and the same without it, are
pairs."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer with the verdicts of a second reader; `score` is what those add up to."""

    id: str
    question_id: str
    kind: str
    writer: str
    text: str
    marks: dict[str, Verdict]
    score: float
    pair: str = ""

    @property
    def seen(self) -> bool:
        """Which half it is in, by its id and nothing else."""
        return sha256(self.id.encode()).digest()[0] % 2 == 0


def answers() -> list[Answer]:
    """All of them, question by question."""
    texts = (file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.jsonl")))
    rows = (json.loads(row) for text in texts for row in text.split("\n") if row)
    return [Answer(**{**row, "marks": {id: Verdict(v) for id, v in row["marks"].items()}}) for row in rows]


def pairs(all_of_them: Sequence[Answer], kind: str, twin: str) -> list[tuple[Answer, Answer]]:
    """Each answer of a kind with its twin."""
    twins = {answer.pair: answer for answer in all_of_them if answer.kind == twin}
    return [(answer, twins[answer.pair]) for answer in all_of_them if answer.kind == kind]


def bank() -> Bank:
    """The questions they answer."""
    return whole_bank()
