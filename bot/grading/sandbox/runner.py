"""Runs members' programs: a queue, a clock, and for each program a process that was warm before it came."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from contextlib import aclosing, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.domain.question import Case
from bot.grading.ports import Outcome, Report, SandboxUnavailable
from bot.grading.sandbox.limit import Limit
from bot.grading.sandbox.process import Process, forget
from bot.grading.sandbox.transcript import Ending, Transcript

SOURCE_CHARS = 20_000
START_S = 120
"""How long a process may take to start; the very first compiles CPython, twice, seconds on a good machine."""
WRITTEN_BYTES = 1 << 20
"""How much a program's process may write in all; each line counts for LINE_BYTES more than it holds, so that
many short ones do not keep us busy."""
LINE_BYTES = 100

ENDINGS = {0: Ending.EXIT, 81: Ending.CRASH, 82: Ending.STACK, 83: Ending.MEMORY}
"""By the exit statuses that child.py names."""


class WasmRunner:
    """The CodeRunner that needs no service and no privilege; close it, or use it as an async context manager.

    `cache` is a folder of our own for CPython's machine code (27 MB), made when the first process starts,
    which is when it is first needed. `at_once` programs run at a time, first come, first served, each with
    `memory_mb` MiB; the rest queue. At most `at_once` processes wait warm, 35 MB each, most of it shared.
    Time is kept by killing the process: that ends a sleeping guest too, which fuel or epochs would not. So
    nobody waits for more than the programs before them, each of which has `limit.PATIENCE` times its limit.
    """

    def __init__(self, cache: Path, *, at_once: int = 2, memory_mb: int = 256) -> None:
        self._cache = cache.absolute()
        self._memory = memory_mb << 20
        self._turns = asyncio.Semaphore(at_once)
        self._warm: list[Process] = []
        self._running: set[Process] = set()
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def run(
        self, source: str, function: str, method: str | None, cases: Sequence[Case], limit_s: float
    ) -> Report:
        if refusal := _refusal(source):
            return Report(Outcome.REFUSED, 0, len(cases), detail=refusal)
        calls = [json.dumps(case.arguments) for case in cases]
        job = {"source": source, "function": function, "method": method, "calls": calls}
        async with self._turns:
            begun = False
            for _ in range(2):  # somebody may have killed a process, be it warm or at work
                transcript = Transcript(function, cases)
                ending, said = await self._play(json.dumps(job).encode() + b"\n", transcript, limit_s)
                begun = begun or transcript.started
                if transcript.started and ending is not Ending.KILLED:
                    return transcript.report(ending)
        if transcript.started:
            return transcript.report(ending)
        if not begun:
            forget(self._cache)
        raise SandboxUnavailable(f"the sandbox does not start: {said or 'no answer'}")

    async def check(self) -> str | None:
        one = Case(arguments=(), expected=1)
        try:
            report = await self.run("def one(): return 1", "one", None, [one], limit_s=10)
        except SandboxUnavailable as reason:
            return str(reason)
        return None if report.outcome is Outcome.ACCEPTED else f"the sandbox does not work: {report.detail}"

    async def close(self) -> None:
        """End every process; a run under way raises SandboxUnavailable, as does any later one."""
        self._closed = True
        for process in (*self._warm, *self._running):
            process.kill()
        while self._warm:
            await self._warm.pop().end()
        for process in tuple(self._running):
            await process.buried()  # its run still listens to it

    async def _play(self, job: bytes, transcript: Transcript, limit_s: float) -> tuple[Ending, str]:
        process = self._warm.pop() if self._warm else self._start()
        self._running.add(process)
        try:
            ending = await _follow(process, job, transcript, limit_s)
        finally:
            try:
                said = await process.end()
            finally:
                self._running.discard(process)
        with suppress(SandboxUnavailable):  # whoever needs it will be told
            self._warm.append(self._start())
        return ending, said

    def _start(self) -> Process:
        if self._closed:
            raise SandboxUnavailable("the sandbox is closed")
        return Process(self._cache, self._memory)


async def _follow(process: Process, job: bytes, transcript: Transcript, limit_s: float) -> Ending:
    """Hand over the job and take lines until there is nothing to wait for."""
    written = 0
    try:
        async with asyncio.timeout(START_S) as clock, aclosing(process.lines(job)) as lines:
            with Limit(clock, process, limit_s) as limit:
                async for line in lines:
                    written += len(line) + LINE_BYTES
                    if written > WRITTEN_BYTES:
                        return Ending.FLOOD
                    waiting = not transcript.started
                    transcript.take(line)
                    if waiting and transcript.started:
                        limit.begin()
                    if transcript.complete:
                        return Ending.EXIT
                return ENDINGS.get(await process.wait(), Ending.KILLED)
    except TimeoutError:
        return Ending.TIME if transcript.started else Ending.KILLED
    except ValueError:
        return Ending.FLOOD


def _refusal(source: str) -> str | None:
    if len(source) > SOURCE_CHARS:
        return f"the program is longer than {SOURCE_CHARS:,} characters"
    try:
        source.encode()
    except UnicodeEncodeError:
        return "the program holds half a character (a lone surrogate)"
    return "the program holds a NUL character" if "\0" in source else None
