"""What a model said of an answer once it was checked, and where such opinions and their costs are kept."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Protocol

from pydantic import TypeAdapter

from bot.domain.grade import Verdict

BY = "model"
"""Who such a grade is by."""


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict on one criterion; `answer[start:end]` is its quote, empty where the verdict needs none.

    CANNOT_ASSESS stands for everything that did not pass the checks.
    """

    criterion: str
    verdict: Verdict
    start: int = 0
    end: int = 0


Opinion = tuple[Said, ...]
"""One for each criterion of the question, in its order."""

OPINIONS: TypeAdapter[Opinion] = TypeAdapter(Opinion)
"""Reads and writes an opinion as JSON; nothing of the answer is in it but offsets."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an opinion is about: hashes of question and answer, and which model was asked by which rules."""

    question: str
    answer: str
    model: str


_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")


def fingerprint(answer: str) -> str:
    """64 hex digits of SHA-256, by which an answer is known again without being kept: as it was typed, and
    as a database gives it back, with U+FFFD for what none takes."""
    return hashlib.sha256(_UNKEEPABLE.sub("\ufffd", answer).encode()).hexdigest()


class Ledger(Protocol):
    """Remembers opinions, and counts what each workspace has asked today (in UTC)."""

    async def recall(self, asked: Asked) -> Opinion | None: ...

    async def keep(self, asked: Asked, opinion: Opinion) -> None: ...

    async def claim(self, workspace: str) -> bool:
        """Count one call; False where the workspace has had all of today's, and nothing is counted."""
