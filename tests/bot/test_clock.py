"""The clock: beats, survives its jobs, and knows when it stands."""

from __future__ import annotations

import asyncio

from bot.clock import Clock
from tests.waiting import stop


async def test_a_job_that_fails_stops_no_other_and_is_tried_again() -> None:
    done: list[str] = []

    async def fail() -> None:
        done.append("fail")
        raise ZeroDivisionError

    async def work() -> None:
        done.append("work")

    clock = Clock([("fail", fail), ("work", work)], every=20)
    await clock.tick()
    await clock.tick()

    assert done == ["fail", "work", "fail", "work"]


async def test_it_says_why_it_is_not_healthy() -> None:
    clock = Clock([], every=20)
    assert clock.problem() == "the clock has not ticked yet"

    await clock.tick()
    assert clock.problem() is None


async def test_it_ticks_at_once_and_then_at_its_beat_until_it_is_stopped() -> None:
    beats = asyncio.Queue[None]()

    async def beat() -> None:
        beats.put_nowait(None)

    running = asyncio.create_task(Clock([("beat", beat)], every=0.01).run())
    for _ in range(3):
        await asyncio.wait_for(beats.get(), 10)
    await stop(running)

    assert running.cancelled()
