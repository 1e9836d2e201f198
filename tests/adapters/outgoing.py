"""The bot's messenger before an adapter, with an outbox of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from bot.chat.adapter import Adapter
from bot.chat.messenger import LAST_RETRY, Messenger
from bot.chat.outbox import Action, Post
from bot.features.delivery import Delivery
from bot.store.sql import SqlStore
from tests.adapters.working import utc_now
from tests.fakes import FixedClock


@dataclass(frozen=True)
class Outgoing:
    messenger: Messenger
    store: SqlStore
    clock: FixedClock
    name: str
    """Of the adapter."""

    async def put(self, key: str, action: Action) -> None:
        now = self.clock()
        post = Post(key=key, action=action, due_at=now, expires_at=now + timedelta(hours=6))
        async with self.store.begin() as tx:
            await tx.outbox.add([post])

    async def drain(self) -> None:
        """Send what there is, and what is left once more when it is time."""
        await self.messenger.drain(self.name)
        self.clock.move(LAST_RETRY)
        await self.messenger.drain(self.name)


@asynccontextmanager
async def outgoing_to(adapter: Adapter) -> AsyncIterator[Outgoing]:
    """With an empty outbox."""
    clock = FixedClock(utc_now())
    store = SqlStore("sqlite:///:memory:")
    await store.create_tables()
    messenger = Messenger({adapter.name: adapter}, Delivery(store, clock), clock)
    yield Outgoing(messenger, store, clock, adapter.name)
    await store.close()
