"""One life of the bot in the crash test: it starts, works, and is killed from outside."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, time

from bot import logs
from bot.bank.files import Bank
from bot.chat.adapter import Host
from bot.compose import Parts, build, load_adapter
from bot.grading.rubric import RubricJudge
from bot.http import Server
from bot.router import LEFT_FOR
from bot.store.sql import SqlStore
from bot.store.vault import Secrets
from tests.bank import CACHE, STORY
from tests.fakes import StubRunner

FIRST_DAY = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
CATCH_UP = timedelta(hours=20)
"""Long enough that a machine which is slow to start another life skips no day for that."""
TURN = 1.0
"""Real seconds that a tick may give to what was left: an hour or so of the played clock."""
PROSE = Bank(
    tuple(
        question.model_copy(update={"id": f"{question.id}-{number}"})
        for question in (CACHE, STORY)
        for number in range(40)
    )
)


@dataclass(frozen=True)
class FastClock:
    """A clock that began at `FIRST_DAY` when the real one read `begun`, and runs `speed` times as fast."""

    begun: float
    speed: float

    def __call__(self) -> datetime:
        return FIRST_DAY + timedelta(seconds=(time() - self.begun) * self.speed)


def live(database: str, adapter: str, environment: Mapping[str, str], clock: FastClock) -> None:
    """Run until killed."""
    os.environ.update(environment)
    logs.configure(level="CRITICAL")
    asyncio.run(_live(database, adapter, clock))


async def _live(database: str, adapter: str, clock: Callable[[], datetime]) -> None:
    server = Server("127.0.0.1", 0)
    store = SqlStore(database)
    host = Host(server, Path(), clock, Secrets(store, [], clock).of(adapter))
    parts = Parts(
        store=store,
        bank=PROSE,
        judge=RubricJudge(),
        runner=StubRunner(),
        adapters=[load_adapter(adapter, host)],
        server=server,
        now=clock,
        catch_up=CATCH_UP,
        tick_seconds=0.05,
        seconds=lambda: monotonic() * LEFT_FOR / TURN,
    )
    await build(parts).run(asyncio.Event(), lambda: None)
