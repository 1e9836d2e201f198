"""Nine o'clock: 2,500 servers, each of which is owed a question at once.

    python -m bench.discord.nine

The whole bot on SQLite with Discord's adapter, in three sessions. Discord takes 50 calls a second of an app,
and each question is two: the post, and the thread on it. So that it takes less long, this Discord takes three
times as many, and Koko may call it three times as often as by default.
"""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.settings import DiscordSettings
from bench.discord import house
from bench.discord.far import Far
from bot.chat.refs import Place
from bot.compose import Koko, Parts, build
from bot.domain.channel import Channel
from bot.features.timetable import keep
from bot.grading.rubric import RubricJudge
from bot.http import Server
from bot.store.sql import SqlStore
from tests.adapters.working import running
from tests.bank import BANK
from tests.bots import MONDAY
from tests.fakes import FixedClock, StubRunner

SERVERS = 2_500
SHARDS = 3
PER_SECOND = 50
HASTE = 3
CALLS = 2  # for each question


async def filled(store: SqlStore, places: Sequence[Place]) -> None:
    """All due at nine."""
    await store.create_tables()
    async with store.begin() as tx:
        for place in places:
            channel = Channel(place)
            await keep(tx, channel, [channel.daily()], MONDAY)


def bot(store: SqlStore, adapter: DiscordAdapter) -> Koko:
    """As `koko run` has it, at nine."""
    parts = Parts(
        store=store,
        bank=BANK,
        judge=RubricJudge(),
        runner=StubRunner(),
        adapters=[adapter],
        server=Server("127.0.0.1", 0),
        now=FixedClock(MONDAY + timedelta(hours=1)),
        catch_up=timedelta(hours=6),
        tick_seconds=600,
    )
    return build(parts)


async def nine(koko: Koko) -> tuple[float, float]:
    """Seconds until all are opened, and from then on until all are out."""
    begun = time.perf_counter()
    await koko.clock.tick()
    opened = time.perf_counter()
    assert await koko.messenger.drain("discord") >= SERVERS
    return opened - begun, time.perf_counter() - opened


async def run(folder: Path) -> None:
    print(f"{SERVERS:,} servers due at nine, {SHARDS} sessions, {PER_SECOND} calls a second")
    async with Far(message_content=True, shards=SHARDS, per_second=PER_SECOND * HASTE) as far:
        found = (await far.do("guilds", count=SERVERS))["places"]
        store = SqlStore(f"sqlite:///{folder / 'koko.db'}")
        await filled(store, [Place("discord", *each) for each in found])
        default = DiscordSettings.model_fields["calls_per_second"].default
        adapter = house.adapter(far.keys, calls_per_second=default * HASTE)
        koko = bot(store, adapter)
        async with running(adapter, koko.router):
            gc.freeze()  # as `koko run` does
            spent = time.process_time()
            opened, sent = await nine(koko)
            spent = time.process_time() - spent
        await store.close()
        seen = await far.do("posts")
    assert (seen["posted"], seen["threads"]) == (SERVERS, SERVERS), seen
    least, sent = SERVERS * CALLS / PER_SECOND, sent * HASTE
    print(f"  {opened:6.2f} s to claim, choose and open them")
    print(
        f"  {sent:6.1f} s until all are out with their threads (a third of it here), at best {least:.0f}:"
        f" {least / sent:.0%}"
    )
    print(f"  {spent * 1000 / SERVERS:6.1f} ms of processor for each; told to wait {seen['too_many']} times")
    print(f"  {psutil.Process().memory_info().rss / 2**20:6.0f} MiB resident")


def main() -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder)))


if __name__ == "__main__":
    main()
