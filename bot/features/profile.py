"""`/koko stats`: a member's own streak, points and strengths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.bank.files import Bank
from bot.chat.card import Card
from bot.chat.events import CommandInvoked
from bot.domain.attempt import Attempt, Standing
from bot.domain.standings import EPOCH
from bot.domain.streak import longest, streak
from bot.store.port import Store
from bot.views.profile import TopicScore, stats


@dataclass(frozen=True, slots=True)
class Profile:
    """Only ever shown to the member themselves."""

    store: Store
    bank: Bank
    now: Callable[[], datetime]

    async def show(self, event: CommandInvoked) -> Card:
        now, person = self.now(), event.person
        async with self.store.read() as tx:
            days = (await tx.challenges.days(event.place.parent, [person], now)).get(person, [])
            attempts = [a for a in await tx.attempts.by(person) if a.standing is not Standing.WITHDRAWN]
            week = await tx.points.total(person, now - timedelta(days=7), now)
            ever = await tx.points.total(person, EPOCH, now)
            hidden = bool(await tx.people.hidden([person]))
        return stats(
            streak=streak(days),
            best=longest(days),
            week=week,
            ever=ever,
            answered=len(attempts),
            topics=strengths(self.bank, attempts),
            hidden=hidden,
        )


def strengths(bank: Bank, attempts: Iterable[Attempt]) -> list[TopicScore]:
    """How the answers did by topic, the best first."""
    scores: dict[str, list[float]] = defaultdict(list)
    for attempt in attempts:
        question = bank.by_hash.get(attempt.grade.question) if attempt.grade else None
        if question and attempt.grade and attempt.grade.score is not None:
            scores[question.topic].append(attempt.grade.score)
    topics = [TopicScore(topic, len(found), sum(found) / len(found)) for topic, found in scores.items()]
    return sorted(topics, key=lambda topic: -topic.mean)
