"""Channels and their settings come back as they were kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.chat.refs import Place
from bot.domain.attempt import Standing
from bot.domain.channel import Answers, Channel
from bot.domain.schedule import DaysOff, ScheduleKind
from bot.store.sql import SqlStore
from tests.bot.store.samples import (
    ANN,
    BOB,
    CAT,
    GENERAL,
    MINUTE,
    NOON,
    RANDOM,
    attempt,
    challenge,
    opened,
    post,
    schedule,
)

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


async def test_a_member_s_channels_are_those_they_answered_in_and_then_those_they_set_up(
    store: SqlStore,
) -> None:
    places = [Place("local", "team", name) for name in ("early", "late", "taken-back", "mine", "other")]
    early, late, taken_back, mine, other = places
    asked = (early, late, taken_back, other)
    await opened(store, *(challenge(place.channel, place=place) for place in asked))
    async with store.begin() as tx:
        for minutes, place in enumerate((early, taken_back, late)):
            at = NOON + minutes * MINUTE
            await tx.attempts.add(attempt(place.channel, within=place.channel, at=at))
        await tx.attempts.stand("taken-back", Standing.WITHDRAWN)
        await tx.attempts.add(attempt("bob", BOB, within="other"))
        await tx.channels.put(replace(TUNED, place=mine))
        await tx.channels.put(replace(TUNED, place=early))
        await tx.channels.put(replace(TUNED, place=other, set_up_by=BOB))
    async with store.read() as tx:
        assert await tx.channels.of(ANN, 10) == [late, early, mine]
        assert await tx.channels.of(ANN, 1) == [late]
        assert await tx.channels.of(CAT, 10) == []


async def test_what_is_lost_with_a_workspace_is_all_of_it_and_nothing_else(store: SqlStore) -> None:
    near = [Place("local", workspace, "general") for workspace in ("TEAM", "team2", "te_m", "te%", "team:x")]
    async with store.begin() as tx:
        for place in (GENERAL, RANDOM, *near):
            await tx.channels.put(Channel(place))
            await tx.outbox.add([post(str(place), place)])
        for place in (GENERAL, *near):
            await tx.schedules.put(schedule(str(place), place=place))
        assert await tx.channels.lose("local", "team") == 1
        assert await tx.channels.lose("local", "team") == 0

    async with store.begin() as tx:
        assert await tx.channels.many([GENERAL, RANDOM]) == {GENERAL: Channel(GENERAL, paused=True)}
        assert await tx.channels.many(near) == {place: Channel(place) for place in near}
        going = await tx.schedules.take_due(ScheduleKind.QUESTION, ["local"], NOON, 10)
        assert {each.place for each in going} == set(near)
        assert {each.where for each in await tx.outbox.take("local", NOON, 10)} == set(near)


async def test_a_channel_can_be_as_if_it_had_never_been_known(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.channels.put(TUNED)
        await tx.channels.remove(GENERAL)
        assert await tx.channels.add(Channel(GENERAL))
