"""A team that `koko simulate` plays: members of the local platform, who answer as its bank suggests."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import aiohttp

from bot.chat.refs import Person
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
from bot.store.port import Store

CHANNEL = "interview-practice"
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
    """Speaks to the local platform over HTTP, as the page does."""

    session: aiohttp.ClientSession
    store: Store
    chance: Random
    members: list[str] = field(default_factory=list)

    async def gather(self, size: int) -> None:
        """Make the members: the platform's own first, then as many more as asked for."""
        state = await self._get("/api/state", {})
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
        """Send an answer by the form and wait until it is graded."""
        challenge = answer.challenge
        values = self._values(answer)
        await self._submit(answer.member, "answer", challenge.id, values)
        person = Person(challenge.place.adapter, challenge.place.workspace, answer.member)
        for _ in range(5000):
            async with self.store.read() as tx:
                tries = await tx.attempts.of(challenge.id, person)
            if tries and all(attempt.grade for attempt in tries):
                return
            await asyncio.sleep(0.002)
        raise BotError(f"an answer to {challenge.question} was not graded within ten seconds")

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
        body = {"channel": CHANNEL, "action": action, "value": value, "values": dict(values)}
        nonce = UUID(int=self.chance.getrandbits(128)).hex
        await self._post("/api/submit", member, {**body, "nonce": nonce})

    async def _post(self, path: str, member: str, body: Mapping[str, object]) -> dict[str, str]:
        async with self.session.post(path, params={"as": member}, json=body) as response:
            found: dict[str, str] = await response.json()
            if response.status != 200:
                raise BotError(f"{path} as {member}: {found}")
            return found

    async def _get(self, path: str, params: Mapping[str, str]) -> dict[str, list[dict[str, str]]]:
        async with self.session.get(path, params=params) as response:
            found: dict[str, list[dict[str, str]]] = await response.json()
            return found
