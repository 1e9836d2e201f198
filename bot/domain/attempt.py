"""What a member answered, once, and what it earned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.chat.refs import MessageRef, Person
from bot.domain.grade import Grade
from bot.domain.question import Difficulty

MAX_ANSWER = 3000  # characters; what a form of every platform takes
TRIES = 2
FULL = 100
QUIZ_FULL = 20
HINT_COST = 0.1


class Standing(StrEnum):
    """What an attempt counts for."""

    COUNTS = "counts"
    PRACTICE = "practice"
    """Given after the close: graded and explained, no points."""
    WITHDRAWN = "withdrawn"
    """Taken back: by *Not an answer*, by deleting the message, or by us where it used no try."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """An answer to a challenge or to a quiz's question.

    `within` is the challenge's or the quiz's id; `number` the try (1 or 2) or the position in the
    quiz (from 0). `source` is the message it was, None for a form's. `grade` is None until graded.
    `line` is the message with its public line, where it shares that with no other's.
    """

    id: str
    within: str
    number: int
    person: Person
    text: str
    at: datetime
    source: MessageRef | None = None
    hinted: bool = False
    standing: Standing = Standing.COUNTS
    grade: Grade | None = None
    line: MessageRef | None = None

    @property
    def seed(self) -> str:
        return seed(self.within, self.person)

    @property
    def handed_back(self) -> bool:
        """Whether it is a program that does not compile and therefore used no try."""
        return self.standing is Standing.WITHDRAWN and self.grade is not None and not self.grade.compiles

    @property
    def may_be_mended(self) -> bool:
        """Whether the next form should begin with its text."""
        return self.standing is not Standing.WITHDRAWN or self.handed_back


def seed(within: str, person: Person) -> str:
    """What a member's own numbers and order of options are drawn from, in a challenge or a quiz."""
    return f"{within}:{person}"


def is_attempt(text: str, *, addressed: bool) -> bool:
    """Whether a first message in a thread is meant as an answer: four words or more or a code block,
    no question, and not spoken to somebody."""
    if addressed or text.rstrip().endswith(("?", "？")):
        return False
    words = [word for word in text.split() if any(char.isalnum() for char in word)]
    return "```" in text or len(words) >= 4


def challenge_points(grade: Grade, difficulty: Difficulty, *, hinted: bool) -> int:
    """0 to 200: the score's share of what the difficulty is worth, less a tenth for the hint."""
    return round(grade.earns * FULL * difficulty.weight * (1 - HINT_COST * hinted))


def quiz_points(grade: Grade) -> int:
    """0 to 20."""
    return round(grade.earns * QUIZ_FULL)
