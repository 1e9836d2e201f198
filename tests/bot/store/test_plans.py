"""What Koko asks for all day long is answered from indexes, however much there is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from bot.domain.schedule import ScheduleKind
from bot.store.sql import SqlStore
from bot.store.tables import metadata
from tests.bot.store.samples import (
    ANN,
    BOB,
    GENERAL,
    HOUR,
    NOON,
    RANDOM,
    THREAD,
    challenge,
    message,
    opened,
    schedule,
)

MEMBERS = [ANN, BOB]
WAITING = "USING INDEX ix_outbox_lane"
"""Of the outbox only what waits, which is seldom much."""


@contextmanager
def recorded() -> Iterator[list[tuple[str, Any]]]:
    """The statements that reach the database, with their parameters."""
    statements: list[tuple[str, Any]] = []

    def keep(connection: Any, cursor: Any, sql: str, values: Any, context: Any, many: bool) -> None:
        statements.append((sql, values))

    event.listen(Engine, "before_cursor_execute", keep)
    yield statements
    event.remove(Engine, "before_cursor_execute", keep)


async def test_no_daily_question_reads_a_whole_table(tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{tmp_path / 'koko.db'}")
    await store.create_tables()
    await opened(store, challenge())
    with recorded() as statements:
        async with store.begin() as tx:
            await tx.channels.many([GENERAL, RANDOM])
            await tx.schedules.take_due(ScheduleKind.QUESTION, [GENERAL.adapter], NOON, 100)
            await tx.schedules.claim([(schedule(), None)])
            await tx.schedules.of(GENERAL)
            await tx.schedules.skips(["s1"], NOON.date())
            await tx.challenges.in_thread(THREAD)
            await tx.challenges.latest(GENERAL)
            await tx.challenges.closing(NOON, 100)
            await tx.challenges.seen([GENERAL, RANDOM])
            await tx.challenges.open_questions("local", "team", NOON)
            await tx.challenges.threads("local", "team", NOON)
            await tx.challenges.days(GENERAL, MEMBERS, NOON)
            await tx.attempts.from_message(message(1))
            await tx.attempts.of("c1", ANN)
            await tx.attempts.of("c1")
            await tx.attempts.latest("c1", ANN)
            await tx.attempts.ungraded(NOON, 100)
            await tx.attempts.missed(ANN, 20)
            await tx.attempts.hinted("c1", ANN)
            await tx.attempts.hold("c1", ANN)
            await tx.attempts.told("a1", None)
            await tx.appeals.get("a1")
            await tx.appeals.by(ANN)
            await tx.appeals.open_in(GENERAL, 10)
            await tx.appeals.in_doubt(GENERAL, 10)
            await tx.points.others(GENERAL, ANN)
            await tx.quizzes.unfinished(ANN)
            await tx.points.tally(GENERAL, NOON, NOON + HOUR)
            await tx.points.total(ANN, NOON, NOON + HOUR)
            await tx.people.hidden(MEMBERS)
            await tx.inbox.take_left(NOON, 100)
            await tx.outbox.take("local", NOON, 200)
            await tx.outbox.done(["1", "2"])
            await tx.secrets.get("slack", "k", NOON)
            await tx.secrets.take("slack", "k", NOON)
            await tx.secrets.add("slack", "k", "", NOON, NOON)
            await tx.secrets.keys("slack", "", NOON)
            await tx.secrets.sweep(NOON)
    await store.close()

    with closing(sqlite3.connect(tmp_path / "koko.db")) as connection:
        scans = [
            (step, sql)
            for sql, values in statements
            for _, _, _, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)
            if step.startswith("SCAN") and step.split()[1] in metadata.tables and WAITING not in step
        ]
    assert len(statements) > 20
    assert scans == []
