"""A circuit that opens after five failures, and lets one call through a minute later."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from aiohttp import web

from bot.grading.model.breaker import FAILURES, REST
from bot.grading.model.judge import FAILED, RESTS, ModelJudge
from tests.bot.grading.model.endpoint import Loopback, judges, sends
from tests.bot.grading.model.lighthouse import ANSWER, BY_RUBRIC, QUESTION, TRUTH
from tests.fakes import FixedClock
from tests.waiting import stop, until


async def fails(judge: ModelJudge, loopback: Loopback, times: int = FAILURES) -> None:
    loopback.acts = [sends("{}", 404)]
    for number in range(times):
        assert (await judge.judge(QUESTION, f"{ANSWER} {number}")).note == FAILED
    loopback.asked = []


async def test_after_five_failures_nobody_is_kept_waiting(loopback: Loopback, judge: ModelJudge) -> None:
    await fails(judge, loopback)

    grade = await judge.judge(QUESTION, ANSWER)

    assert (grade.by, grade.score, grade.note) == ("rubric", BY_RUBRIC, RESTS)
    assert loopback.asked == []


async def test_a_reply_between_failures_keeps_it_closed(loopback: Loopback, judge: ModelJudge) -> None:
    await fails(judge, loopback, FAILURES - 1)
    loopback.acts = [judges(TRUTH)]
    await judge.judge(QUESTION, f"{ANSWER} Truly.")

    await fails(judge, loopback, FAILURES - 1)


async def test_a_minute_later_one_call_tries_and_closes_it(
    loopback: Loopback, judge: ModelJudge, clock: FixedClock
) -> None:
    await fails(judge, loopback)
    clock.move(REST - timedelta(seconds=1))
    assert (await judge.judge(QUESTION, ANSWER)).note == RESTS
    clock.move(timedelta(seconds=1))
    loopback.acts = [judges(TRUTH)]

    assert (await judge.judge(QUESTION, ANSWER)).by == "model"
    assert (await judge.judge(QUESTION, f"{ANSWER} Truly.")).by == "model"


async def test_while_one_tries_the_others_do_not(
    loopback: Loopback, judge: ModelJudge, clock: FixedClock
) -> None:
    await fails(judge, loopback)
    clock.move(REST)
    go_on = asyncio.Event()

    async def is_slow(request: web.Request) -> web.StreamResponse:
        await go_on.wait()
        return await judges(TRUTH)(request)

    loopback.acts = [is_slow]
    trying = asyncio.create_task(judge.judge(QUESTION, ANSWER))
    await until(lambda: loopback.asked)

    assert (await judge.judge(QUESTION, f"{ANSWER} Truly.")).note == RESTS
    go_on.set()
    assert (await trying).by == "model"


async def test_a_try_that_fails_opens_it_for_another_minute(
    loopback: Loopback, judge: ModelJudge, clock: FixedClock
) -> None:
    await fails(judge, loopback)
    clock.move(REST)

    assert (await judge.judge(QUESTION, ANSWER)).note == FAILED
    assert (await judge.judge(QUESTION, ANSWER)).note == RESTS
    assert len(loopback.asked) == 1


async def test_a_try_that_is_given_up_is_followed_by_another(
    loopback: Loopback, judge: ModelJudge, clock: FixedClock
) -> None:
    await fails(judge, loopback)
    clock.move(REST)

    async def hangs(request: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        return web.Response()

    loopback.acts = [hangs]
    trying = asyncio.create_task(judge.judge(QUESTION, ANSWER))
    await until(lambda: loopback.asked)
    await stop(trying)
    clock.move(REST)
    loopback.acts = [judges(TRUTH)]

    assert (await judge.judge(QUESTION, ANSWER)).by == "model"
