"""Koko at work in this process, and whether it has anything left to say."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.chat.outbox import Outbox, Outcome, Post
from bot.compose import Koko, assemble
from bot.settings import Settings
from tests.waiting import until


@dataclass
class Counted:
    """The outbox, and how many of its posts are on their way."""

    outbox: Outbox
    under_way: int = 0

    async def take(self, adapter: str, limit: int) -> Sequence[Post]:
        posts: Sequence[Post] = ()
        self.under_way += 1
        try:
            posts = await self.outbox.take(adapter, limit)
            return posts
        finally:
            self.under_way += len(posts) - 1

    async def settle(self, outcomes: Sequence[Outcome]) -> None:
        await self.outbox.settle(outcomes)
        self.under_way -= len(outcomes)


@asynccontextmanager
async def runs(koko: Koko) -> AsyncIterator[None]:
    """From when it is ready until it was told to stop."""
    stop, ready = asyncio.Event(), asyncio.Event()
    running = asyncio.create_task(koko.run(stop, ready.set))
    try:
        await until(lambda: ready.is_set() or running.done())
        yield
    finally:
        stop.set()
        await running


@asynccontextmanager
async def at_work(
    settings: Settings, now: Callable[[], datetime], through: Callable[[Outbox], Outbox]
) -> AsyncIterator[Koko]:
    async with assemble(settings, now, through) as koko, runs(koko):
        yield koko
