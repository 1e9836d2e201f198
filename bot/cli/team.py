"""A team that `koko simulate` plays: members of the local platform, who answer as its bank suggests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import aiohttp

from bot.chat.refs import Person, Place
from bot.domain.attempt import seed as seed_of
from bot.domain.challenge import Challenge
from bot.domain.question import (
    BehaviouralQuestion,
    ChoiceQuestion,
    CodeQuestion,
    NumericQuestion,
    OpenQuestion,
    Question,
)
from bot.errors import BotError
from bot.grading.exact import expected, parameters_for

PLACE = Place("local", "home", "interview-practice")
MORE_NAMES = ("Barbara", "Alan", "Katherine", "Edsger", "Radia", "Donald", "Margaret", "Tim")
DILIGENCE = 0.8
"""How often a member answers."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a member will say, and when."""

    at: datetime
    member: str
    challenge: Challenge
    question: Question


@dataclass
class Team:
    """Speaks to the local platform over HTTP, as the page does; an act ends when the bot is done with it."""

    session: aiohttp.ClientSession
    settle: Callable[[], Awaitable[None]]
    chance: Random
    members: list[str] = field(default_factory=list)

    async def gather(self, size: int) -> None:
        """Make the members: the platform's own first, then as many more as asked for."""
        async with self.session.get("/api/state") as response:
            state = await response.json()
        self.members = [member["id"] for member in state["members"]][:size]
        for number in range(len(self.members), size):
            name = f"{self.chance.choice(MORE_NAMES)} {number}"
            made = await self._post("/api/members", self.members[0], {"name": name})
            self.members.append(made["member"])

    async def set_up(self, *forms: tuple[str, str, Mapping[str, str]]) -> None:
        """Save setup forms, each as (action, value, values), as the first member, who is an admin."""
        for action, value, values in forms:
            await self._submit(self.members[0], action, value, values)

    def answers_to(self, challenge: Challenge, question: Question) -> list[Answer]:
        """Who will answer, and when: some at once, some at the last minute, a few not at all."""
        span = challenge.closes_at - challenge.opened_at - timedelta(minutes=2)
        willing = [member for member in self.members if self.chance.random() < DILIGENCE]
        times = [
            challenge.opened_at + timedelta(minutes=1) + span * self.chance.random() ** 3 for _ in willing
        ]
        return [Answer(at, member, challenge, question) for at, member in zip(times, willing, strict=True)]

    async def give(self, answer: Answer) -> None:
        """Send an answer by the form."""
        await self._submit(answer.member, "answer", answer.challenge.id, self._values(answer))

    def _values(self, answer: Answer) -> dict[str, str]:
        question = answer.question
        match question:
            case OpenQuestion() | BehaviouralQuestion():
                texts = [sample.text for sample in question.samples] or [question.answer]
                return {"answer": self.chance.choice(texts)[:3000]}
            case ChoiceQuestion():
                guess = [self.chance.choice(question.options).id]
                return {"answer": ",".join(question.correct if self.chance.random() < 0.7 else guess)}
            case NumericQuestion():
                return self._numbers(question, seed_of(answer.challenge.id, self._person(answer)))
            case CodeQuestion():
                wrong = self.chance.choice(question.wrong).source
                return {"answer": question.reference if self.chance.random() < 0.7 else wrong}

    def _numbers(self, question: NumericQuestion, seed: str) -> dict[str, str]:
        right = expected(question, parameters_for(question, seed))
        off = 1.0 if self.chance.random() < 0.7 else 3.0
        found = {id: f"{value * off:.6g}" for id, value in right.values.items()}
        if question.decision:
            found[question.decision.id] = right.decision or question.decision.options[0].id
        return found

    def _person(self, answer: Answer) -> Person:
        place = answer.challenge.place
        return Person(place.adapter, place.workspace, answer.member)

    async def _submit(self, member: str, action: str, value: str, values: Mapping[str, str]) -> None:
        nonce = UUID(int=self.chance.getrandbits(128)).hex
        body = {"place": str(PLACE), "action": action, "value": value, "values": values, "nonce": nonce}
        await self._post("/api/submit", member, body)
        await self.settle()

    async def _post(self, path: str, member: str, body: Mapping[str, object]) -> dict[str, str]:
        async with self.session.post(path, params={"as": member}, json=body) as response:
            found: dict[str, str] = await response.json()
            if "error" in found:
                raise BotError(f"{path} as {member}: {found}")
            return found
