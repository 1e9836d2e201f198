"""The time that a program may take, however many others share the machine."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Self

from bot.grading.sandbox.process import Process

PATIENCE = 3
"""How many times its limit a program may take on the clock, because it sleeps or shares its processor."""
LOOK_S = 0.01


class Limit:
    """Once begun, lets `clock` run out when `process` has used `limit_s` seconds of processor.

    Not the clock's seconds: fifty programs in one moment would fail what is right when it runs alone. A
    context manager, to be left before the clock.
    """

    def __init__(self, clock: asyncio.Timeout, process: Process, limit_s: float) -> None:
        self._clock = clock
        self._process = process
        self._limit_s = limit_s
        self._next: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        loop = asyncio.get_running_loop()
        self._clock.reschedule(loop.time() + self._limit_s * PATIENCE)
        with suppress(OSError):  # killed since it wrote that it starts
            end = self._process.worked_s() + self._limit_s
            self._next = loop.call_later(self._limit_s, self._look, end)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._next is not None:
            self._next.cancel()

    def _look(self, end: float) -> None:
        loop = asyncio.get_running_loop()
        try:
            left = end - self._process.worked_s()
        except OSError:  # it has ended by itself
            return
        if left <= 0:
            self._clock.reschedule(loop.time())
        else:
            self._next = loop.call_later(max(left, LOOK_S), self._look, end)
