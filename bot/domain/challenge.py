"""A question put to a channel, open until a time."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.chat.refs import MessageRef, Person, Place
from bot.domain.channel import Answers
from bot.domain.grade import Grade, Verdict
from bot.domain.question import ChoiceQuestion, NumericQuestion, Question


def short_id(key: str) -> str:
    """16 hex digits that a natural key always gives: the same thing done twice has one id."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Challenge:
    """A question as it was when it was opened (by hash), in a channel, on a day there.

    `schedule` is None for one that somebody asked for. `message` and `thread` are None until the
    card is out.
    """

    id: str
    place: Place
    question: str
    question_hash: str
    day: date
    opened_at: datetime
    closes_at: datetime
    answers: Answers
    schedule: str | None = None
    message: MessageRef | None = None
    thread: Place | None = None
    revealed_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        return self.revealed_at is None and now < self.closes_at

    def is_for(self, person: Person) -> bool:
        """Whether it was put to a channel of the person's workspace."""
        return (self.place.adapter, self.place.workspace) == (person.adapter, person.workspace)


def takes_replies(answers: Answers, question: Question, *, reads_threads: bool) -> bool:
    """Whether a reply in the thread can be an answer; each member's own numbers and order are the form's."""
    own = isinstance(question, ChoiceQuestion | NumericQuestion)
    return reads_threads and answers is not Answers.SEALED and not own


def takes_form(answers: Answers, question: Question, *, reads_threads: bool) -> bool:
    """Whether the form can be a first answer; a second try always can."""
    return answers is not Answers.THREAD or not takes_replies(answers, question, reads_threads=reads_threads)


def coverage(grades: Iterable[Grade]) -> list[tuple[str, str, int]]:
    """(criterion id, statement, how many met it) in the rubric's order."""
    met: Counter[str] = Counter()
    statements: dict[str, str] = {}
    for grade in grades:
        for judgement in grade.judgements:
            statements.setdefault(judgement.criterion, judgement.statement)
            met[judgement.criterion] += judgement.verdict is Verdict.MET
    return [(criterion, statement, met[criterion]) for criterion, statement in statements.items()]
