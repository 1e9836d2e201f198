"""The outbox that the bot has, for tests of what drains it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.chat.outbox import Action, Outcome, Post
from bot.chat.refs import Place
from bot.features.delivery import Delivery
from tests.fakes import RecordingAdapter

NOON = datetime(2026, 4, 3, 12, tzinfo=UTC)
CHANNEL = Place("fake", "w", "general")


@dataclass(frozen=True)
class Box(Delivery):
    """It also remembers how everything ended."""

    outcomes: list[Outcome] = field(default_factory=list)

    async def settle(self, outcomes: Sequence[Outcome]) -> None:
        await super().settle(outcomes)
        self.outcomes.extend(outcomes)

    async def put(self, key: str, action: Action, *, hours: float = 6) -> None:
        now = self.now()
        post = Post(key=key, action=action, due_at=now, expires_at=now + timedelta(hours=hours))
        async with self.store.begin() as tx:
            await tx.outbox.add([post])


def keys(adapter: RecordingAdapter) -> list[str]:
    return [sent.key for sent in adapter.sent]
