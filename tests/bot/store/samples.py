"""A small team and what it does, for the store's tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.chat.card import card
from bot.chat.outbox import Post, Send
from bot.chat.refs import MessageRef, Person, Place
from bot.domain.attempt import Attempt
from bot.domain.challenge import Challenge
from bot.domain.channel import Answers
from bot.domain.grade import Evidence, Grade, Guard, Judgement, Verdict
from bot.domain.question import ChoiceQuestion, Difficulty, Option, question_hash
from bot.domain.schedule import Occurrence, Recurrence, Schedule, ScheduleKind
from bot.store.sql import SqlStore

NOON = datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC)
TODAY = NOON.date()
SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=seconds) for seconds in (1, 60, 3600, 86400))

GENERAL = Place("local", "team", "general")
RANDOM = Place("local", "team", "random")
THREAD = replace(GENERAL, thread="1")

ANN = Person("local", "team", "ann", "Ann")
BOB = Person("local", "team", "bob", "Bob")
CAT = Person("local", "team", "cat", "Cat")


def question(slug: str = "choice", title: str = "Which one?") -> ChoiceQuestion:
    return ChoiceQuestion(
        kind="choice",
        id=f"sql/{slug}",
        title=title,
        difficulty=Difficulty.EASY,
        minutes=1,
        hint="Neither is wrong.",
        sources=("ISO 9075",),
        prompt="Which one?",
        answer="The first.",
        options=(Option(id="a", text="This", why="Yes."), Option(id="b", text="That", why="No.")),
        correct=("a",),
    )


QUESTION = question()


def grade(score: float | None = 0.5, of: ChoiceQuestion = QUESTION) -> Grade:
    judgement = Judgement("a", "This", 1.0, Verdict.MET, (Evidence(0, 4, "This"),), note="Right.")
    return Grade(score, (judgement,), "key", "1", question_hash(of), guards=(Guard.ECHO,), note="Well done.")


def challenge(challenge_id: str = "c1", of: ChoiceQuestion = QUESTION, **changes: Any) -> Challenge:
    made = Challenge(
        id=challenge_id,
        place=GENERAL,
        question=of.id,
        question_hash=question_hash(of),
        day=TODAY,
        opened_at=NOON,
        closes_at=NOON + HOUR,
        answers=Answers.BOTH,
        schedule=None,
    )
    return replace(made, **changes)


def attempt(attempt_id: str = "a1", person: Person = ANN, **changes: Any) -> Attempt:
    made = Attempt(attempt_id, within="c1", number=1, person=person, text="This", at=NOON + MINUTE)
    return replace(made, **changes)


def schedule(schedule_id: str = "s1", **changes: Any) -> Schedule:
    made = Schedule(
        id=schedule_id,
        place=GENERAL,
        kind=ScheduleKind.QUESTION,
        recurrence=Recurrence("Europe/Berlin", time(9), frozenset({0, 1, 2, 3, 4})),
        next=Occurrence(TODAY, NOON),
    )
    return replace(made, **changes)


def post(key: str, to: Place | Person = GENERAL, **changes: Any) -> Post:
    made = Post(key=key, action=Send(to, card("Hello", key)), due_at=NOON, expires_at=NOON + 6 * HOUR)
    return replace(made, **changes)


def message(number: int, place: Place = THREAD) -> MessageRef:
    return MessageRef(place, str(number))


def day(number: int) -> date:
    """So many days after today."""
    return TODAY + timedelta(days=number)


async def opened(store: SqlStore, *challenges: Challenge, published: bool = True) -> None:
    """Given these challenges, and their questions kept."""
    async with store.begin() as tx:
        await tx.questions.keep({question_hash(QUESTION): QUESTION})
        await tx.challenges.open(challenges)
        for number, each in enumerate(challenges):
            if published:
                thread = replace(each.place, thread=each.id)
                await tx.challenges.published(each.id, MessageRef(each.place, str(number)), thread)
