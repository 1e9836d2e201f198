"""Schedules are taken when they are due, and moved on by one claim only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from bot.domain.question import Difficulty
from bot.domain.schedule import DaysOff, Occurrence, Recurrence, ScheduleKind, Skip
from bot.domain.track import Plan
from bot.store.sql import SqlStore
from tests.bot.store.samples import DAY, GENERAL, HOUR, MINUTE, NOON, RANDOM, TODAY, day, schedule

TOMORROW = Occurrence(day(1), NOON + DAY)


async def test_a_schedule_comes_back_as_it_was_kept(store: SqlStore) -> None:
    off = DaysOff(frozenset({date(2026, 12, 24)}), country="DE")
    kept = schedule(
        recurrence=Recurrence("Australia/Lord_Howe", time(23, 59), frozenset({0, 6}), off),
        topics=frozenset({"sql", "rlhf"}),
        easiest=Difficulty.MEDIUM,
        hardest=Difficulty.MEDIUM,
        plan=Plan("two-weeks", NOON - DAY, day(20)),
        last_day=day(-1),
    )
    async with store.begin() as tx:
        await tx.schedules.put(schedule())
        await tx.schedules.put(kept)
    async with store.read() as tx:
        assert await tx.schedules.of(GENERAL) == [kept]


async def test_the_schedules_of_a_channel_are_its_own(store: SqlStore) -> None:
    mine, paused, other = schedule("s1"), schedule("s2", next=None), schedule("s3", place=RANDOM)
    async with store.begin() as tx:
        for each in (paused, other, mine):
            await tx.schedules.put(each)
        assert await tx.schedules.of(GENERAL) == [mine, paused]
        await tx.schedules.delete("s1")
        assert await tx.schedules.of(GENERAL) == [paused]


async def test_due_are_those_of_the_kind_whose_time_has_come_earliest_first(store: SqlStore) -> None:
    late, later = schedule("late", next=Occurrence(TODAY, NOON - HOUR)), schedule("later")
    async with store.begin() as tx:
        for each in (
            later,
            late,
            schedule("board", kind=ScheduleKind.LEADERBOARD),
            schedule("soon", next=Occurrence(TODAY, NOON + MINUTE)),
            schedule("paused", next=None),
        ):
            await tx.schedules.put(each)
        assert await tx.schedules.take_due(ScheduleKind.QUESTION, [GENERAL.adapter], NOON, 10) == [
            late,
            later,
        ]
        assert await tx.schedules.take_due(ScheduleKind.QUESTION, [GENERAL.adapter], NOON, 1) == [late]


async def test_a_claim_moves_a_schedule_on_and_notes_the_day(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.schedules.put(schedule())
    async with store.begin() as tx:
        assert await tx.schedules.claim([(schedule(), TOMORROW)]) == {"s1"}
    async with store.read() as tx:
        assert await tx.schedules.of(GENERAL) == [schedule(next=TOMORROW, last_day=TODAY)]


async def test_a_claim_of_a_schedule_that_was_moved_meanwhile_fails(store: SqlStore) -> None:
    seen, ended = schedule(), schedule("s2")
    async with store.begin() as tx:
        await tx.schedules.put(replace(seen, next=TOMORROW))
        await tx.schedules.put(ended)
        assert await tx.schedules.claim(
            [(seen, TOMORROW), (ended, None), (schedule("gone"), TOMORROW), (schedule("s2", next=None), None)]
        ) == {"s2"}
        assert await tx.schedules.of(GENERAL) == [
            replace(seen, next=TOMORROW),
            replace(ended, next=None, last_day=TODAY),
        ]


async def test_thousands_are_claimed_at_once(store: SqlStore) -> None:
    due = [schedule(f"s{number}") for number in range(6000)]
    async with store.begin() as tx:
        for each in due[:3]:
            await tx.schedules.put(each)
        won = await tx.schedules.claim([(each, TOMORROW) for each in due])
        assert won == {"s0", "s1", "s2"}
        assert await tx.schedules.claim([]) == set()


async def test_a_day_is_skipped_once_and_by_an_event_once(store: SqlStore) -> None:
    async with store.begin() as tx:
        assert await tx.schedules.skip("s1", day(1), "asked to", "event-1")
        assert not await tx.schedules.skip("s1", day(1), "again", "event-2")
        assert not await tx.schedules.skip("s1", day(2), "the event came twice", "event-1")
        assert await tx.schedules.skip("s2", day(1), "another schedule", "event-1")
        assert await tx.schedules.skip("s1", day(3), "asked to", "event-3")
    async with store.read() as tx:
        assert await tx.schedules.skips(["s1"], day(1)) == [
            Skip("s1", day(1), "asked to"),
            Skip("s1", day(3), "asked to"),
        ]
        assert await tx.schedules.skips(["s1", "s2"], day(2)) == [Skip("s1", day(3), "asked to")]


async def test_the_skips_of_a_deleted_schedule_are_gone(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.schedules.put(schedule())
        await tx.schedules.skip("s1", TODAY, "asked to", "event-1")
        await tx.schedules.delete("s1")
        assert await tx.schedules.skips(["s1"], TODAY) == []
