"""`kill -9` at random moments of busy days: nothing is lost and nothing is done twice."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import time, timedelta
from multiprocessing.context import ForkServerContext
from pathlib import Path
from random import Random
from time import time as real_time

import pytest

from bot.domain.attempt import Standing, challenge_points
from bot.domain.challenge import short_id
from bot.domain.channel import Channel
from bot.domain.schedule import ScheduleKind
from bot.features.timetable import keep
from bot.store.sql import SqlStore
from tests.crash.crowd import Crowd
from tests.crash.discord_crowd import DiscordCrowd
from tests.crash.gaps import GAPS, gaps
from tests.crash.life import FIRST_DAY, PROSE, FastClock, live
from tests.crash.slack_crowd import SlackCrowd
from tests.crash.wire_crowd import WireCrowd

ROUNDS = int(os.environ.get("KOKO_CRASH_ROUNDS", "25"))
PATIENCE = 30
"""Real seconds that a slow machine may take for a start."""
QUIET_LOOKS = 120
"""Half a second apart: for how long the last life may take to do what the others left."""
QUICK = 0.2
"""Real seconds that a start takes where the machine has little else to do."""
SHARED = 2.0
"""Times as long as alone, as other tests run beside, and more of them may begin at any time."""
ASKED = range(20, 24 * 60, 4 * 60)
APART = 40
"""Minutes of a day at which the first channel is asked, and between two channels: somebody answers at any
time, so that few deaths come while there is nothing to lose."""

Slowness = Callable[[type[WireCrowd | SlackCrowd | DiscordCrowd]], Awaitable[float]]

pytestmark = pytest.mark.crash


@pytest.fixture(scope="module")
def forks() -> ForkServerContext:
    """Starts lives from a process that has imported all of Koko already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["tests.crash.life", "tests.crash.wire", "adapters.slack.adapter", "adapters.discord.adapter"]
    )
    return context


@pytest.fixture
async def watching(store_url: str) -> AsyncIterator[SqlStore]:
    """The store as the test sees it, beside the lives."""
    store = SqlStore(store_url)
    yield store
    await store.close()


@pytest.fixture
def slowness(tmp_path: Path, forks: ForkServerContext) -> Slowness:
    """How many times too long a start takes here, or `SHARED`; days and lives last so many times longer.

    Where a day is over within a few starts, posts and answers are too late for no fault of the bot's.
    """
    clock, url = FastClock(real_time(), 1), f"sqlite:///{tmp_path / 'slowness.db'}"

    async def measured(crowd: type[WireCrowd | SlackCrowd | DiscordCrowd]) -> float:
        store = SqlStore(url)
        await store.create_tables()
        await store.close()
        platform = crowd(clock, Random(0))
        async with platform.serving():
            lived = (url, platform.adapter, platform.environment, clock)
            for _ in range(2):  # the first waits for the process that all are forked from
                life = forks.Process(target=live, args=lived, daemon=True)
                platform.connected.clear()
                begun = real_time()
                life.start()
                await asyncio.wait_for(platform.connected.wait(), PATIENCE)
                took = real_time() - begun
                life.kill()
                await asyncio.to_thread(life.join)
        return max(SHARED, took / QUICK)

    return measured


@pytest.mark.parametrize("crowd", [WireCrowd, SlackCrowd, DiscordCrowd])
async def test_no_death_loses_or_doubles_anything(
    store_url: str,
    watching: SqlStore,
    forks: ForkServerContext,
    slowness: Slowness,
    crowd: type[WireCrowd | SlackCrowd | DiscordCrowd],
) -> None:
    chance, slow = Random(ROUNDS), await slowness(crowd)
    clock = FastClock(real_time(), 86400 / crowd.day / slow)
    store, hit = watching, Counter[str]()
    platform: Crowd = crowd(clock, chance)
    await begin(store, platform)
    async with platform.serving():
        lived = (store_url, platform.adapter, platform.environment, clock)
        for _ in range(ROUNDS):
            life = forks.Process(target=live, args=lived, daemon=True)
            platform.connected.clear()
            life.start()
            await moment_to_die(platform, chance, platform.life * slow)
            life.kill()
            await asyncio.to_thread(life.join)
            hit += await gaps(store, platform)
        last = forks.Process(target=live, args=lived, daemon=True)
        last.start()
        platform.rest()
        await until_quiet(store, platform)
        last.kill()
        await asyncio.to_thread(last.join)

    print(
        f"\n{ROUNDS} deaths, a day in {crowd.day * slow:.0f} s:",
        *(f"{hit[gap]:6} {gap}" for gap in GAPS),
        sep="\n",
    )
    assert len(platform.acked) >= ROUNDS, "the lives were too short to work"
    await every_accepted_answer_is_there_once(store, platform)
    await every_channel_had_each_question_once(store, platform, clock)
    await every_board_counts_right(store, platform)
    assert ROUNDS < 1000 or all(hit[gap] >= 5 for gap in GAPS), hit


async def begin(store: SqlStore, platform: Crowd) -> None:
    """Channels with six questions a day, each open for some hours, evenly after one another."""
    async with store.begin() as tx:
        for late, place in enumerate(platform.channels):
            channel = Channel(place, open_for=platform.open_for)
            times = [time(*divmod(minute + late * APART, 60)) for minute in ASKED]
            asking = [channel.daily(n, at, frozenset(range(7))) for n, at in enumerate(times, 1)]
            await keep(tx, channel, [*asking, channel.board(weekday=1)], FIRST_DAY)


async def moment_to_die(platform: Crowd, chance: Random, most: float) -> None:
    """A few die while they start, half at any time after, the rest within moments of some traffic."""
    if chance.random() < 0.1:
        return await asyncio.sleep(chance.random() * most)
    await asyncio.wait_for(platform.connected.wait(), PATIENCE)
    await asyncio.sleep(chance.random() * most)
    if chance.random() < 0.5:
        platform.traffic.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(platform.traffic.wait(), most)
        await asyncio.sleep(chance.random() * 0.03)
    return None


async def until_quiet(store: SqlStore, platform: Crowd) -> None:
    """Until nothing waits any more but what the next hours bring."""
    for _ in range(QUIET_LOOKS):
        await asyncio.sleep(0.5)
        waiting = +await gaps(store, platform)
        if not platform.is_busy and not waiting:
            return
    raise AssertionError(f"it never came to rest: {dict(waiting)}, of answers: {sorted(platform.unacked)}")


async def every_accepted_answer_is_there_once(store: SqlStore, platform: Crowd) -> None:
    async with store.read() as tx:
        kept = [attempt for person in platform.members for attempt in await tx.attempts.by(person)]
    assert len(kept) == len({attempt.id for attempt in kept})
    adapter = platform.channels[0].adapter
    assert {attempt.id for attempt in kept} == {short_id(f"{adapter}:{id}") for id in platform.acked}
    assert all(attempt.grade for attempt in kept)
    assert len({(attempt.within, attempt.person) for attempt in kept}) == len(kept)


async def every_channel_had_each_question_once(store: SqlStore, platform: Crowd, clock: FastClock) -> None:
    doubled = {key: number for key, number in platform.posted.items() if number > 1}
    assert not doubled
    async with store.read() as tx:
        for place in platform.channels:
            for schedule in await tx.schedules.of(place):
                if schedule.kind is ScheduleKind.LEADERBOARD or schedule.last_day is None:
                    continue
                assert await tx.schedules.skips([schedule.id], FIRST_DAY.date()) == []
                days = (schedule.last_day - FIRST_DAY.date()).days + 1
                asked = [FIRST_DAY.date() + timedelta(days=n) for n in range(days)]
                posted = [f"challenge:{short_id(f'{schedule.id}:{day}')}" for day in asked]
                assert [platform.posted[platform.known(key)] for key in posted] == [1] * days


async def every_board_counts_right(store: SqlStore, platform: Crowd) -> None:
    async with store.read() as tx:
        for place in platform.channels:
            expected: Counter[str] = Counter()
            for person in platform.members:
                for attempt in await tx.attempts.by(person):
                    challenge = await tx.challenges.get(attempt.within)
                    assert challenge
                    assert attempt.grade
                    if challenge.place == place and attempt.standing is Standing.COUNTS:
                        question = PROSE.get(challenge.question)
                        assert question
                        expected[str(person)] += challenge_points(
                            attempt.grade, question.difficulty, hinted=attempt.hinted
                        )
            tallied = await tx.points.tally(place, FIRST_DAY, FIRST_DAY + timedelta(days=3650))
            assert {str(tally.person): tally.points for tally in tallied} == dict(expected)
