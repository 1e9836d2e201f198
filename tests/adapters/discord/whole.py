"""The whole bot in Discord, on a store that outlives it: a process, another beside it, one after it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from adapters.discord.adapter import DiscordAdapter
from bot.bank.files import Bank
from bot.chat.outbox import Outbox
from bot.compose import Koko, Parts, build
from bot.grading.rubric import RubricJudge
from bot.http import Server
from bot.store.sql import SqlStore
from tests.adapters.discord.house import housed, utc_now
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.dispatches import DiscordAct
from tests.bank import OPEN_ONLY
from tests.fakes import StubRunner
from tests.scenarios.life import Counted
from tests.waiting import LONG, until


@dataclass(frozen=True)
class Whole:
    """One process of the bot."""

    koko: Koko
    adapter: DiscordAdapter
    outbox: Counted

    async def settles(self, *acts: DiscordAct) -> None:
        """Wait until what was done is acknowledged and answered, and all that is due is posted."""
        await until(lambda: all(act.acknowledgements or act.failure for act in acts))
        await self.adapter.finish(LONG)
        await self.koko.router.finish(LONG)
        await self.koko.messenger.drain("discord")
        await until(lambda: not self.outbox.under_way)


@asynccontextmanager
async def at_work(
    discord: LoopbackDiscord, database: str, bank: Bank = OPEN_ONLY, tick_seconds: float = 600
) -> AsyncIterator[Whole]:
    """A process of the bot, connected."""
    store = SqlStore(database)
    adapter = housed(discord)
    parts = Parts(
        store=store,
        bank=bank,
        judge=RubricJudge(),
        runner=StubRunner(),
        adapters=[adapter],
        server=Server("127.0.0.1", 0),
        now=utc_now,
        catch_up=timedelta(hours=6),
        tick_seconds=tick_seconds,
    )
    counted: list[Counted] = []

    def through(outbox: Outbox) -> Outbox:
        counted.append(Counted(outbox))
        return counted[0]

    koko = build(parts, through)
    stop, ready = asyncio.Event(), asyncio.Event()
    running = asyncio.create_task(koko.run(stop, ready.set))
    try:
        await until(lambda: ready.is_set() or running.done())
        yield Whole(koko, adapter, counted[0])
    finally:
        stop.set()
        await running
        await store.close()
