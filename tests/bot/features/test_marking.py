"""What was saved and never graded is graded later, and several of it at once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

from bot.chat.refs import Person
from bot.domain.grade import Grade
from bot.domain.question import Prose
from bot.features.marking import AT_ONCE, LEFT_AFTER, LEFT_FOR
from bot.grading.rubric import RubricJudge
from tests.bank import HALF, RIGHT
from tests.bot.features.judging import judged_by
from tests.bots import ADA, TestBot
from tests.fakes import FixedClock

MEMBERS = [Person("fake", "team", f"m{number}", f"Member {number}") for number in range(2 * AT_ONCE)]
GIVES_UP = 60.0  # seconds, so that one who is asked alone is no endless test


class Broken:
    """A judge that is out of order."""

    async def judge(self, question: Prose, answer: str, workspace: str = "") -> Grade:
        raise RuntimeError("out of order")


@dataclass
class Slow:
    """Gives no grade before as many are asked for at once as may be; `most` is how many that were."""

    together: asyncio.Barrier = field(default_factory=lambda: asyncio.Barrier(AT_ONCE))
    asked: int = 0
    most: int = 0

    async def judge(self, question: Prose, answer: str, workspace: str = "") -> Grade:
        self.asked += 1
        self.most = max(self.most, self.asked)
        await asyncio.wait_for(self.together.wait(), GIVES_UP)
        self.asked -= 1
        return await RubricJudge().judge(question, answer)


@dataclass
class TakesAsLong:
    """Lets the clock go on with every grade by as long as leftovers may take altogether."""

    clock: FixedClock
    asked: int = 0

    async def judge(self, question: Prose, answer: str, workspace: str = "") -> Grade:
        self.asked += 1
        self.clock.move(timedelta(seconds=LEFT_FOR))
        return await RubricJudge().judge(question, answer)


async def left_by(bot: TestBot, *people: Person) -> TestBot:
    """These members answered while the judge was out of order."""
    broken = judged_by(bot, Broken())
    for person in people:
        await broken.answer(person, HALF)
    bot.clock.move(LEFT_AFTER)
    return bot


async def ungraded(bot: TestBot) -> int:
    async with bot.koko.parts.store.read() as tx:
        return len(await tx.attempts.ungraded(bot.clock(), 100))


async def test_a_slow_judge_is_asked_about_several_at_once_and_never_more(open_question: TestBot) -> None:
    slow, bot = Slow(), await left_by(open_question, *MEMBERS)

    await judged_by(bot, slow).tick()

    assert await ungraded(bot) == 0
    assert slow.most == AT_ONCE


async def test_what_takes_too_long_waits_for_the_next_tick(open_question: TestBot) -> None:
    bot = await left_by(open_question, *MEMBERS)
    slow = judged_by(bot, TakesAsLong(bot.clock))

    await slow.tick()
    left = await ungraded(bot)
    await slow.tick()

    assert 0 < left < len(MEMBERS)
    assert await ungraded(bot) < left


async def test_a_second_try_that_is_no_better_is_not_told_of_those_graded_at_once(
    open_question: TestBot,
) -> None:
    bot = await left_by(open_question, ADA, ADA)

    await bot.tick()

    assert await ungraded(bot) == 0
    [line] = await bot.in_thread()
    assert line.startswith("Ada 2/5 · streak 1")


async def test_all_of_a_challenge_is_graded_before_its_reveal(open_question: TestBot) -> None:
    bot = open_question
    broken = judged_by(bot, Broken())
    for person in MEMBERS:
        await broken.answer(person, RIGHT)

    await judged_by(bot, TakesAsLong(FixedClock(bot.clock()))).later(hours=23)

    assert f"{len(MEMBERS)} of {len(MEMBERS)} said" in (await bot.in_thread())[-1]
