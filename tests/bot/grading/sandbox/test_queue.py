"""Fifty who send their programs in the same moment: who waits for whom, and what runs meanwhile."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.domain.question import Case
from bot.grading.ports import Outcome
from bot.grading.sandbox import WasmRunner
from tests.bot.grading.sandbox.watch import processes
from tests.waiting import stop

MEMBERS, AT_ONCE = 50, 2
CASES = [Case(arguments=(), expected=1, hidden=False)]
PROGRAMS = {
    Outcome.ACCEPTED: "def f(): return 1",
    Outcome.WRONG_ANSWER: "def f(): return 2",
    Outcome.TIME_LIMIT: "def f():\n    while True: pass",
    Outcome.RUNTIME_ERROR: "import os; os._exit(0)",
    Outcome.REFUSED: "",
}
LIMITS = {Outcome.TIME_LIMIT: 0.3}
SENT = [list(PROGRAMS)[number % len(PROGRAMS)] for number in range(MEMBERS)]


class Crowd:
    """Members who send theirs at once, in the order of their numbers; `done` is the order they hear in."""

    def __init__(self, runner: WasmRunner) -> None:
        self.runner = runner
        self.done: list[int] = []
        self.most = 0

    async def all(self) -> list[Outcome]:
        watch = asyncio.create_task(self._watch())
        outcomes = await asyncio.gather(*(self._member(number) for number in range(MEMBERS)))
        await stop(watch)
        return outcomes

    def overtaken(self, number: int) -> int:
        """How many who came before this one heard after it."""
        return sum(other < number for other in self.done[self.done.index(number) :])

    async def _member(self, number: int) -> Outcome:
        limit_s = LIMITS.get(SENT[number], 60)
        report = await self.runner.run(PROGRAMS[SENT[number]], "f", None, CASES, limit_s)
        self.done.append(number)
        return report.outcome

    async def _watch(self) -> None:
        while True:
            self.most = max(self.most, len(processes()))
            await asyncio.sleep(0.01)


async def test_fifty_at_once_are_served_in_their_order_by_no_more_processes_than_turns(
    machine_code: Path,
) -> None:
    async with WasmRunner(machine_code, at_once=AT_ONCE) as runner:
        crowd = Crowd(runner)

        outcomes = await crowd.all()

        assert outcomes == SENT
        assert 0 < crowd.most <= AT_ONCE
        # Who hears had a turn after all who came before, of whom only those in other turns are still at it.
        assert max(map(crowd.overtaken, range(MEMBERS))) <= AT_ONCE - 1
    assert processes() == []
