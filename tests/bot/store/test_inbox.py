"""What was accepted is handled once, by one, and by another when that one is gone."""

from __future__ import annotations

import pytest

from bot.chat.events import CommandInvoked, Event, HomeOpened, MessageDeleted, MessageSent
from bot.store.sql import SqlStore
from tests.bot.store.samples import ANN, DAY, GENERAL, MINUTE, NOON, SECOND, message


def said(event_id: str) -> MessageSent:
    return MessageSent(id=event_id, at=NOON, person=ANN, message=message(1), text="This")


@pytest.mark.parametrize(
    "event",
    [
        said("e"),
        CommandInvoked(id="e", at=NOON, person=ANN, place=GENERAL, command="quiz", options={"count": 5}),
        MessageDeleted(id="e", at=NOON, message=message(1)),
        HomeOpened(id="e", person=ANN),
    ],
    ids=lambda event: event.kind,
)
async def test_an_event_is_accepted_once_and_comes_back_as_it_was(store: SqlStore, event: Event) -> None:
    async with store.begin() as tx:
        assert await tx.inbox.add(event, NOON)
        assert not await tx.inbox.add(event, NOON + DAY)
        assert await tx.inbox.take_left(NOON + DAY, 10) == [event]


async def test_two_platforms_may_give_the_same_id(store: SqlStore) -> None:
    async with store.begin() as tx:
        for adapter in ("local", "slack"):
            person = type(ANN)(adapter, "team", "ann")
            assert await tx.inbox.add(HomeOpened(id="e", person=person), NOON)


async def test_an_event_is_its_takers_for_two_minutes(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.inbox.add(said("1"), NOON)
        await tx.inbox.add(said("2"), NOON)
        assert await tx.inbox.take_left(NOON + 2 * MINUTE - SECOND, 10) == []
        assert await tx.inbox.take_left(NOON + 2 * MINUTE, 1) == [said("1")]
        assert await tx.inbox.take_left(NOON + 2 * MINUTE, 10) == [said("2")]
        assert await tx.inbox.take_left(NOON + 4 * MINUTE, 10) == [said("1"), said("2")]


async def test_a_handled_event_is_left_to_nobody_but_still_known(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.inbox.add(said("1"), NOON)
        await tx.inbox.handled(said("1"))
        assert await tx.inbox.take_left(NOON + DAY, 10) == []
        assert not await tx.inbox.add(said("1"), NOON)


async def test_a_message_is_held_until_it_is_handled(store: SqlStore) -> None:
    event = said("1")
    async with store.begin() as tx:
        await tx.inbox.add(event, NOON)
        assert await tx.inbox.holds(event.message)
        assert not await tx.inbox.holds(message(2))
        await tx.inbox.handled(event)
        assert not await tx.inbox.holds(event.message)


async def test_released_are_all_that_are_not_handled(store: SqlStore) -> None:
    async with store.begin() as tx:
        for event_id in "12":
            await tx.inbox.add(said(event_id), NOON)
        await tx.inbox.handled(said("1"))
        await tx.inbox.release()
        assert await tx.inbox.take_left(NOON, 10) == [said("2")]


async def test_swept_are_the_old_that_are_handled(store: SqlStore) -> None:
    async with store.begin() as tx:
        for event_id, at in (("left", NOON - DAY), ("old", NOON - SECOND), ("new", NOON)):
            await tx.inbox.add(said(event_id), at)
        await tx.inbox.handled(said("old"))
        await tx.inbox.handled(said("new"))
        assert await tx.inbox.sweep(NOON) == 1
        assert await tx.inbox.add(said("old"), NOON)
        assert not await tx.inbox.add(said("new"), NOON)
        assert not await tx.inbox.add(said("left"), NOON)
