"""What a transaction promises: all or nothing, one writer after another, and reading meanwhile."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from itertools import count

import pytest
from sqlalchemy.exc import DBAPIError

from bot.domain.channel import Channel
from bot.errors import ConfigError
from bot.store.database import url_of
from bot.store.sql import SqlStore
from tests.bot.store.samples import GENERAL, RANDOM, attempt


class Crash(Exception):
    """The process dies here."""


async def test_after_an_error_nothing_of_a_transaction_is_kept(store: SqlStore) -> None:
    async def die() -> None:
        async with store.begin() as tx:
            await tx.channels.add(Channel(GENERAL))
            await tx.attempts.add(attempt())
            raise Crash

    with pytest.raises(Crash):
        await die()
    async with store.read() as tx:
        assert await tx.channels.get(GENERAL) is None
        assert await tx.attempts.get("a1") is None


async def test_an_error_does_not_tell_what_was_to_be_written(database_url: str) -> None:
    store = SqlStore(database_url)  # without tables

    with pytest.raises(DBAPIError) as caught:
        async with store.begin() as tx:
            await tx.attempts.add(attempt(text="nobody else's business"))

    assert "nobody else's business" not in str(caught.value)
    await store.close()


async def test_a_transaction_that_is_cancelled_keeps_nothing_and_blocks_nobody(store: SqlStore) -> None:
    begun, never = asyncio.Event(), asyncio.Event()

    async def hang() -> None:
        async with store.begin() as tx:
            await tx.channels.add(Channel(GENERAL))
            begun.set()
            await never.wait()

    hanging = asyncio.create_task(hang())
    await begun.wait()
    hanging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hanging
    async with store.begin() as tx:
        assert await tx.channels.add(Channel(GENERAL))


@pytest.mark.parametrize("turns", [1, 5, 10, 20, 40])
async def test_cancelled_in_the_middle_of_a_statement_it_takes_nothing_with_it(
    store: SqlStore, turns: int
) -> None:
    async with store.begin() as tx:
        await tx.channels.add(Channel(GENERAL))

    async def never_ending() -> None:
        async with store.begin() as tx:
            for number in count():
                await tx.channels.put(Channel(GENERAL, zone=str(number)))

    task = asyncio.create_task(never_ending())
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])

    async with store.begin() as tx:
        assert await tx.channels.get(GENERAL) == Channel(GENERAL)
        assert await tx.channels.add(Channel(RANDOM))


async def test_tasks_that_write_at_once_all_succeed(store: SqlStore) -> None:
    async def write(number: int) -> None:
        async with store.begin() as tx:
            await tx.attempts.add(attempt(str(number), number=number))

    await asyncio.gather(*(write(number) for number in range(20)))
    async with store.read() as tx:
        assert len(await tx.attempts.of("c1")) == 20


async def test_reading_keeps_nothing(store: SqlStore) -> None:
    async with store.read() as tx:
        with suppress(DBAPIError):  # Postgres refuses at once, SQLite forgets
            await tx.channels.add(Channel(GENERAL))
    async with store.read() as tx:
        assert await tx.channels.get(GENERAL) is None


async def test_a_reader_sees_what_was_kept_before_and_waits_for_no_writer(store_url: str) -> None:
    store = SqlStore(store_url)
    async with store.begin() as writing:
        await writing.channels.add(Channel(GENERAL))
        async with store.read() as reading:
            assert await reading.channels.get(GENERAL) is None
    async with store.read() as reading:
        assert await reading.channels.get(GENERAL) == Channel(GENERAL)
    await store.close()


async def test_a_reader_sees_one_state_until_it_is_done(store_url: str) -> None:
    store = SqlStore(store_url)
    async with store.read() as reading:
        assert await reading.channels.get(GENERAL) is None
        async with store.begin() as writing:
            await writing.channels.add(Channel(GENERAL))
        assert await reading.channels.get(GENERAL) is None
    await store.close()


async def test_a_restart_keeps_all(store_url: str) -> None:
    before = SqlStore(store_url)
    async with before.begin() as tx:
        await tx.channels.add(Channel(GENERAL))
    await before.close()

    after = SqlStore(store_url)
    async with after.read() as tx:
        assert await tx.channels.get(GENERAL) == Channel(GENERAL)
    await after.close()


async def test_stores_in_memory_know_nothing_of_each_other() -> None:
    one, other = SqlStore("sqlite:///:memory:"), SqlStore("sqlite://")
    for store in (one, other):
        await store.create_tables()
    async with one.begin() as tx:
        await tx.channels.add(Channel(GENERAL))
    async with other.read() as tx:
        assert await tx.channels.get(GENERAL) is None
    for store in (one, other):
        await store.close()


@pytest.mark.parametrize("url", ["", "koko.db", "mysql://localhost/koko", "postgresql://localhost:port/x"])
def test_a_url_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ConfigError, match=r"^KOKO_DATABASE_URL: .*; write sqlite:///path"):
        SqlStore(url)


def test_a_url_as_hosts_hand_it_out_is_understood() -> None:
    url = url_of("postgres://ann:secret@db.example:5432/koko?sslmode=require")
    assert (url.drivername, dict(url.query)) == ("postgresql+asyncpg", {"ssl": "require"})
