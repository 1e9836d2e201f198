"""Channels and their settings come back as they were kept."""

from __future__ import annotations

from datetime import date, timedelta

from bot.chat.refs import Place
from bot.domain.channel import Answers, Channel
from bot.domain.schedule import DaysOff
from bot.store.sql import SqlStore
from tests.bot.store.samples import ANN, GENERAL

TUNED = Channel(
    GENERAL,
    zone="Europe/Berlin",
    answers=Answers.SEALED,
    open_for=timedelta(hours=7, minutes=30),
    off=DaysOff(frozenset({date(2026, 12, 24), date(2026, 12, 31)}), country="DE"),
    paused=True,
    set_up_by=ANN,
)


async def test_a_channel_that_nobody_kept_is_unknown(store: SqlStore) -> None:
    async with store.read() as tx:
        assert await tx.channels.get(GENERAL) is None


async def test_a_channel_comes_back_as_it_was_kept(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.channels.put(Channel(GENERAL))
        await tx.channels.put(TUNED)
    async with store.read() as tx:
        assert await tx.channels.get(GENERAL) == TUNED


async def test_adding_a_known_channel_changes_nothing(store: SqlStore) -> None:
    async with store.begin() as tx:
        assert await tx.channels.add(TUNED)
        assert not await tx.channels.add(Channel(GENERAL))
        assert await tx.channels.get(GENERAL) == TUNED


async def test_many_channels_are_read_at_once(store: SqlStore) -> None:
    places = [Place("local", "team", f"c{number}") for number in range(3)]
    async with store.begin() as tx:
        for place in places[:2]:
            await tx.channels.put(Channel(place))
    async with store.read() as tx:
        assert await tx.channels.many(places) == {place: Channel(place) for place in places[:2]}
        assert await tx.channels.many([]) == {}
