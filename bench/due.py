"""Ten thousand channels due in one minute: claimed, opened, and posted through a platform that does nothing.

    python -m bench.due

The floor of the claim is one bare UPDATE a channel in one transaction of Python's sqlite3.
"""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.chat.card import Card
from bot.chat.refs import MessageRef, Place
from bot.domain.channel import Channel
from bot.domain.schedule import ScheduleKind
from bot.features.timetable import keep
from bot.store.sql import SqlStore
from tests.bots import MONDAY, build_bot
from tests.fakes import FixedClock, RecordingAdapter

CHANNELS = 10_000


class Silent(RecordingAdapter):
    """A platform that takes everything and keeps nothing."""

    async def send(self, place: Place, card: Card, key: str) -> MessageRef:
        return MessageRef(place, key)

    async def open_thread(self, message: MessageRef, title: str) -> Place:
        return replace(message.place, thread=message.id)


async def filled(path: Path) -> SqlStore:
    """A store whose channels are all due at nine."""
    store = SqlStore(f"sqlite:///{path}")
    await store.create_tables()
    async with store.begin() as tx:
        for number in range(CHANNELS):
            channel = Channel(Place("fake", f"team{number % 500}", f"channel{number}"))
            await keep(tx, channel, [channel.daily()], MONDAY)
    return store


async def claim(store: SqlStore) -> float:
    """Seconds to claim them all."""
    now = MONDAY + timedelta(hours=1)
    begun = time.perf_counter()
    async with store.begin() as tx:
        due = await tx.schedules.take_due(ScheduleKind.QUESTION, ["fake"], now, CHANNELS)
        won = await tx.schedules.claim([(s, s.next and s.recurrence.following(s.next)) for s in due])
    assert len(won) == CHANNELS
    return time.perf_counter() - begun


async def post(store: SqlStore) -> tuple[float, float]:
    """Seconds to open them all, and to send what is in the outbox then."""
    bot = build_bot(store, FixedClock(MONDAY + timedelta(hours=1)), adapter=Silent())
    begun = time.perf_counter()
    await bot.koko.clock.tick()
    opened = time.perf_counter()
    assert await bot.koko.messenger.drain("fake") == CHANNELS
    return opened - begun, time.perf_counter() - opened


def bare(path: Path) -> float:
    """Seconds for one UPDATE a channel."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE schedules (id TEXT PRIMARY KEY, next_run_at TEXT)")
    rows = [(f"channel{number}", "2026-03-02 09:00:00") for number in range(CHANNELS)]
    connection.executemany("INSERT INTO schedules VALUES (?, ?)", rows)
    begun = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "UPDATE schedules SET next_run_at = '2026-03-03 09:00:00' WHERE id = ? AND next_run_at = ?", rows
    )
    connection.execute("COMMIT")
    return time.perf_counter() - begun


async def run(folder: Path) -> None:
    first, second = await filled(folder / "claim.db"), await filled(folder / "post.db")
    gc.freeze()  # as `koko run` does
    claimed, floor = await claim(first), bare(folder / "bare.db")
    opened, sent = await post(second)
    await first.close()
    await second.close()
    print(f"{CHANNELS:,} channels due in one minute, SQLite")
    print(f"  {claimed:6.2f} s to claim them, bare updates {floor:6.2f} s, ratio {claimed / floor:.1f}")
    print(f"  {opened:6.2f} s to claim, choose and open them, {CHANNELS / opened:,.0f} a second")
    print(f"  {sent:6.2f} s to post them, {CHANNELS / sent:,.0f} a second")


def main() -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder)))


if __name__ == "__main__":
    main()
