"""A private run of questions, one after the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat.refs import Person, Place


@dataclass(frozen=True, slots=True)
class Quiz:
    """`questions` are hashes in asking order; `position` is the current one, from 0."""

    id: str
    person: Person
    place: Place
    questions: tuple[str, ...]
    started_at: datetime
    position: int = 0

    def __post_init__(self) -> None:
        if not self.questions or not 0 <= self.position <= len(self.questions):
            raise ValueError("a quiz has questions and stands at one of them or at the end")

    @property
    def finished(self) -> bool:
        return self.position == len(self.questions)

    def answered(self, position: int) -> Quiz:
        """The quiz one question further; the same quiz for the position of an old or forged button."""
        if self.finished or position != self.position:
            return self
        return replace(self, position=position + 1)
