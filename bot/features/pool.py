"""The questions that can be drawn: all of the bank, but for those this machine can't grade or show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.bank.choose import fitting
from bot.bank.files import Bank
from bot.chat.card import clip, escape
from bot.domain.question import CodeQuestion, Difficulty, Question
from bot.errors import UserError
from bot.pictures.album import Album


@dataclass(slots=True)
class Pool:
    """Features draw from it; the sandbox's check may take questions out of it, and so does a picture that is
    not there, or not yet."""

    bank: Bank
    album: Album
    _without_code: bool = False

    def leave_out_code(self) -> None:
        """The sandbox does not work here: ask no code questions."""
        self._without_code = True

    def fitting(
        self,
        topics: Collection[str] = (),
        easiest: Difficulty = Difficulty.EASY,
        hardest: Difficulty = Difficulty.HARD,
    ) -> list[Question]:
        questions = fitting(self.bank.questions, topics=topics, easiest=easiest, hardest=hardest)
        return [
            question
            for question in questions
            if not (self._without_code and isinstance(question, CodeQuestion)) and self.album.has(question)
        ]

    def topic(self, typed: str) -> str:
        """The topic somebody means; raises UserError with the nearest name."""
        wanted = typed.strip().lower().replace(" ", "-")
        if wanted in self.bank.topics:
            return wanted
        near = self.bank.nearest_topic(wanted)
        guess = f" Did you mean {near}?" if near else ""
        raise UserError(
            f"There is no topic “{escape(clip(typed, 40))}”.{guess} There are: {', '.join(self.bank.topics)}."
        )

    def starting_with(self, typed: str) -> Sequence[str]:
        """Topics for completion, at most 25."""
        return [topic for topic in self.bank.topics if typed.lower() in topic][:25]
