"""An adapter at work in this process: before a bot that does as told, or before the whole of Koko."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, Protocol, TypeVar

from bot.bank.files import Bank
from bot.chat.adapter import Adapter, App
from bot.chat.outbox import Outbox
from bot.compose import Koko, Parts, build
from bot.grading.rubric import RubricJudge
from bot.http import Server
from bot.store.sql import SqlStore
from tests.adapters.loopback.control import Act
from tests.bank import OPEN_ONLY
from tests.fakes import StubRunner
from tests.scenarios.life import Counted, runs
from tests.waiting import LONG, stop, until


def utc_now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def running(adapter: Adapter, app: App) -> AsyncIterator[None]:
    """From when it is connected until the end of the block; raises what ends it before."""
    task = asyncio.create_task(adapter.run(app))
    try:
        await until(lambda: adapter.health().connected or task.done())
        if task.done():
            task.result()
        yield
    finally:
        await stop(task)


class Finishing(Adapter, Protocol):
    async def finish(self, seconds: float) -> None:
        """Wait until what was answered is shown."""


A = TypeVar("A", bound=Finishing)


@dataclass(frozen=True)
class Whole(Generic[A]):
    """One process of the bot."""

    koko: Koko
    adapter: A
    outbox: Counted

    async def settles(self, *acts: Act) -> None:
        """Wait until what was done is acknowledged and answered, and all that is due is posted."""
        await until(lambda: all(act.acknowledgements or act.failure for act in acts))
        await self.adapter.finish(LONG)
        await self.koko.router.finish(LONG)
        await self.koko.messenger.drain(self.adapter.name)
        await until(lambda: not self.outbox.under_way)


@asynccontextmanager
async def whole(
    adapter: A, store: SqlStore, server: Server, bank: Bank = OPEN_ONLY, tick_seconds: float = 600
) -> AsyncIterator[Whole[A]]:
    """A process of the bot, connected; it closes the store."""
    parts = Parts(
        store=store,
        bank=bank,
        judge=RubricJudge(),
        runner=StubRunner(),
        adapters=[adapter],
        server=server,
        now=utc_now,
        catch_up=timedelta(hours=6),
        tick_seconds=tick_seconds,
    )
    counted: list[Counted] = []

    def through(outbox: Outbox) -> Outbox:
        counted.append(Counted(outbox))
        return counted[0]

    koko = build(parts, through)
    try:
        async with runs(koko):
            yield Whole(koko, adapter, counted[0])
    finally:
        await store.close()
