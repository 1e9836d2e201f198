"""The heartbeat: asks, every few seconds, what is due; the store remembers, so a beat may be missed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from structlog.contextvars import bound_contextvars

from bot.logs import get_logger

log = get_logger(__name__)

Job = tuple[str, Callable[[], Awaitable[object]]]
MISSED_BEATS = 3


@dataclass
class Clock:
    """Runs its jobs in their order at every tick. A job that fails is tried again at the next."""

    jobs: Sequence[Job]
    every: float
    """Seconds from one tick to the next."""
    _beat: float | None = field(default=None, init=False)

    async def tick(self) -> None:
        for name, job in self.jobs:
            with bound_contextvars(job=name):
                try:
                    await job()
                except Exception:
                    log.exception("job_failed")
        self._beat = asyncio.get_running_loop().time()

    async def run(self) -> None:
        """Tick until cancelled, the first time at once."""
        scheduler = AsyncIOScheduler(timezone=UTC)
        scheduler.add_job(
            self._beat_once,
            IntervalTrigger(seconds=self.every, timezone=UTC),
            next_run_time=datetime.now(UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            scheduler.shutdown(wait=False)

    async def _beat_once(self) -> None:
        """The scheduler takes its own end for a fault of the job that it ends."""
        with suppress(asyncio.CancelledError):
            await self.tick()

    def problem(self) -> str | None:
        """Why the clock does not beat, or None when it does."""
        if self._beat is None:
            return "the clock has not ticked yet"
        silent = asyncio.get_running_loop().time() - self._beat
        return (
            None if silent < self.every * MISSED_BEATS + 60 else f"the clock stands still for {silent:.0f} s"
        )
