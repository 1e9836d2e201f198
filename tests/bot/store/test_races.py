"""Several processes on one database do each thing once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import replace

import pytest

from bot.chat.events import MessageSent
from bot.domain.schedule import Occurrence, ScheduleKind
from bot.store.port import Transaction
from bot.store.sql import SqlStore
from tests.bot.store.samples import (
    ANN,
    DAY,
    GENERAL,
    NOON,
    attempt,
    challenge,
    day,
    message,
    opened,
    post,
    schedule,
)

MANY = 30
PROCESSES = 3
Work = Callable[[Transaction], Awaitable[Iterable[str]]]


@pytest.fixture
async def stores(store_url: str) -> AsyncIterator[list[SqlStore]]:
    """As several processes would have them."""
    stores = [SqlStore(store_url) for _ in range(PROCESSES)]
    yield stores
    for store in stores:
        await store.close()


async def race(stores: list[SqlStore], work: Work) -> Counter[str]:
    """How often each thing was won when all do the same work, again and again, at the same time."""
    won: Counter[str] = Counter()

    async def process(store: SqlStore) -> None:
        for _ in range(4):
            async with store.begin() as tx:
                got = list(await work(tx))
            won.update(got)

    await asyncio.gather(*(process(store) for store in stores for _ in range(2)))
    return won


def once(prefix: str, count: int = MANY) -> Counter[str]:
    return Counter({f"{prefix}{number}": 1 for number in range(count)})


async def test_a_due_schedule_is_claimed_by_one(stores: list[SqlStore]) -> None:
    async with stores[0].begin() as tx:
        for number in range(MANY):
            await tx.schedules.put(schedule(f"s{number}"))

    async def claim(tx: Transaction) -> Iterable[str]:
        due = await tx.schedules.take_due(ScheduleKind.QUESTION, [GENERAL.adapter], NOON, 7)
        return await tx.schedules.claim([(each, Occurrence(day(1), NOON + DAY)) for each in due])

    won = await race(stores, claim)
    async with stores[0].read() as tx:
        moved = [each.id for each in await tx.schedules.of(GENERAL) if each.last_day]
    assert sorted(won.elements()) == sorted(moved)
    assert won == once("s")


async def test_a_schedule_that_all_have_read_is_claimed_by_one(stores: list[SqlStore]) -> None:
    seen = [schedule(f"s{number}") for number in range(MANY)]
    async with stores[0].begin() as tx:
        for each in seen:
            await tx.schedules.put(each)

    async def claim(tx: Transaction) -> Iterable[str]:
        return await tx.schedules.claim([(each, Occurrence(day(1), NOON + DAY)) for each in seen])

    assert await race(stores, claim) == once("s")


async def test_a_claim_of_a_process_that_died_is_made_by_another(stores: list[SqlStore]) -> None:
    async with stores[0].begin() as tx:
        await tx.schedules.put(schedule("s0"))
    moves = [(schedule("s0"), Occurrence(day(1), NOON + DAY))]

    async def claim_and_die() -> None:
        async with stores[0].begin() as tx:
            assert await tx.schedules.claim(moves) == {"s0"}
            raise RuntimeError("died")

    with pytest.raises(RuntimeError, match="died"):
        await claim_and_die()
    async with stores[1].begin() as tx:
        assert await tx.schedules.claim(moves) == {"s0"}


async def test_a_day_of_a_schedule_is_opened_by_one(stores: list[SqlStore]) -> None:
    await opened(stores[0])

    async def open_all(tx: Transaction) -> Iterable[str]:
        return await tx.challenges.open(
            [challenge(f"c{number}", schedule=f"s{number}") for number in range(MANY)]
        )

    assert await race(stores, open_all) == once("c")


async def test_a_challenge_is_revealed_by_one(stores: list[SqlStore]) -> None:
    await opened(stores[0], *(challenge(f"c{number}") for number in range(MANY)))

    async def reveal(tx: Transaction) -> Iterable[str]:
        closing = await tx.challenges.closing(NOON + DAY, MANY)
        return [each.id for each in closing if await tx.challenges.reveal(each.id, NOON + DAY)]

    assert await race(stores, reveal) == once("c")


async def test_a_message_is_an_attempt_once(stores: list[SqlStore]) -> None:
    async def add(tx: Transaction) -> Iterable[str]:
        return [
            f"a{number}"
            for number in range(MANY)
            if await tx.attempts.add(attempt(f"a{number}", number=number, source=message(number)))
        ]

    assert await race(stores, add) == once("a")


async def test_an_event_is_accepted_and_taken_over_by_one(stores: list[SqlStore]) -> None:
    def said(number: int) -> MessageSent:
        return MessageSent(id=f"e{number}", at=NOON, person=ANN, message=message(number), text="This")

    async def accept(tx: Transaction) -> Iterable[str]:
        return [f"e{number}" for number in range(MANY) if await tx.inbox.add(said(number), NOON)]

    async def take_over(tx: Transaction) -> Iterable[str]:
        return [event.id for event in await tx.inbox.take_left(NOON + DAY, 7)]

    assert await race(stores, accept) == once("e")
    assert await race(stores, take_over) == once("e")


async def test_a_post_is_taken_by_one_and_never_before_those_ahead_of_it(stores: list[SqlStore]) -> None:
    lanes = [replace(GENERAL, channel=str(number)) for number in range(MANY // 3)]
    async with stores[0].begin() as tx:
        await tx.outbox.add([post(f"p{number}", lanes[number // 3]) for number in range(MANY)])
    order: list[int] = []

    async def take(tx: Transaction) -> Iterable[str]:
        return [each.key for each in await tx.outbox.take("local", NOON, 4)]

    async def deliver(store: SqlStore) -> None:
        while len(order) < MANY:
            async with store.begin() as tx:
                keys = list(await take(tx))
            order.extend(int(key[1:]) for key in keys)
            async with store.begin() as tx:
                await tx.outbox.done(keys)

    await asyncio.gather(*(deliver(store) for store in stores))
    assert sorted(order) == list(range(MANY))
    assert all(order.index(number) < order.index(number + 1) for number in range(MANY) if number % 3 < 2)
