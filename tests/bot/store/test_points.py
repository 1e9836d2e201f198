"""A board adds up what a channel's members earned there, and in quizzes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.chat.refs import Person, Place
from bot.store.port import Earned
from bot.store.sql import SqlStore
from tests.bot.store.samples import ANN, BOB, CAT, DAY, GENERAL, HOUR, NOON, RANDOM, SECOND


def earned(
    key: str, person: Person = ANN, place: Place | None = GENERAL, points: int = 100, at: datetime = NOON
) -> Earned:
    return Earned(key=key, person=person, place=place, points=points, at=at)


async def given(store: SqlStore, *rows: Earned) -> None:
    async with store.begin() as tx:
        for row in rows:
            await tx.points.put(row)


async def board(store: SqlStore) -> dict[Person, tuple[int, int]]:
    """Points and challenges by person, of the day that ends an hour after noon."""
    async with store.read() as tx:
        tallies = await tx.points.tally(GENERAL, NOON - DAY, NOON + HOUR)
    return {tally.person: (tally.points, tally.challenges) for tally in tallies}


async def test_a_board_adds_up_challenges_and_counts_them(store: SqlStore) -> None:
    await given(
        store, earned("1"), earned("2", points=50), earned("3", BOB, points=0), earned("4", CAT, RANDOM)
    )
    assert await board(store) == {ANN: (150, 2), BOB: (0, 1)}


async def test_quizzes_count_for_those_who_answered_in_the_channel_meanwhile(store: SqlStore) -> None:
    await given(
        store,
        earned("1"),
        earned("2", place=None, points=20),
        earned("3", place=None, points=7),
        earned("4", place=RANDOM, points=80),
        earned("5", BOB, place=None, points=20),
        earned("6", CAT, at=NOON - 2 * DAY),
        earned("7", CAT, place=None, points=20),
    )
    assert await board(store) == {ANN: (127, 1)}


async def test_a_period_has_its_beginning_and_not_its_end(store: SqlStore) -> None:
    start, end = NOON - DAY, NOON + HOUR
    await given(
        store,
        earned("1", points=1, at=start),
        earned("2", points=10, at=end - SECOND / 1e6),
        earned("3", points=100, at=end),
        earned("4", points=1000, at=start - SECOND / 1e6),
        earned("5", place=None, points=2, at=start),
        earned("6", place=None, points=2000, at=end),
    )
    assert await board(store) == {ANN: (13, 2)}


async def test_hidden_members_are_left_out_until_they_come_back(store: SqlStore) -> None:
    await given(store, earned("1"), earned("2", BOB))
    async with store.begin() as tx:
        await tx.people.hide(BOB, True)
    assert await board(store) == {ANN: (100, 1)}
    async with store.begin() as tx:
        await tx.people.hide(BOB, False)
    assert await board(store) == {ANN: (100, 1), BOB: (100, 1)}


async def test_a_key_earns_what_was_put_last(store: SqlStore) -> None:
    await given(store, earned("1"), earned("2"), earned("1", points=150, at=NOON + SECOND))
    async with store.begin() as tx:
        await tx.points.remove("2")
        await tx.points.remove("unknown")
    assert await board(store) == {ANN: (150, 1)}


async def test_a_key_earns_once_where_that_is_asked_for(store: SqlStore) -> None:
    async with store.begin() as tx:
        assert await tx.points.once(earned("1"))
        assert not await tx.points.once(earned("1", points=150))
    assert await board(store) == {ANN: (100, 1)}


async def test_a_persons_total_is_of_everything_in_the_period(store: SqlStore) -> None:
    await given(
        store,
        earned("1", points=1),
        earned("2", place=RANDOM, points=10),
        earned("3", place=None, points=100),
        earned("4", points=1000, at=NOON + HOUR),
        earned("5", BOB),
    )
    async with store.read() as tx:
        assert await tx.points.total(ANN, NOON, NOON + HOUR) == 111
        assert await tx.points.total(CAT, NOON, NOON + HOUR) == 0


async def test_a_board_names_people_as_they_are_called_now(store: SqlStore) -> None:
    await given(store, earned("1"), earned("2", BOB))
    async with store.begin() as tx:
        await tx.people.met(replace(ANN, name="Anne"))
        await tx.people.met(ANN)
        tallies = await tx.points.tally(GENERAL, NOON, NOON + HOUR)
    assert {tally.person.user: tally.person.name for tally in tallies} == {"ann": "Ann", "bob": ""}
