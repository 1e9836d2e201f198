"""What an answer costs on its way through router, feature, grader and SQLite, beside its bare writes.

    python -m bench.event

The floor is the same writing statements with the same values, in as many transactions, straight
through Python's sqlite3 on a file of its own.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, event

from bot.chat.events import MessageSent
from bot.chat.refs import MessageRef, Person
from bot.store.sql import SqlStore
from tests.bank import HALF, OPEN_ONLY
from tests.bots import ADMIN, MONDAY, TestBot, build_bot
from tests.fakes import FixedClock

ANSWERS = 400
TURNS = 5
WRITES = ("INSERT", "UPDATE", "DELETE")


class Recorder:
    """The writing statements of every transaction, as the driver gets them."""

    def __init__(self) -> None:
        self.transactions: list[list[tuple[str, Any]]] = [[]]
        event.listen(Engine, "before_cursor_execute", self._keep)
        event.listen(Engine, "commit", self._end)

    def _keep(self, connection: Any, cursor: Any, sql: str, values: Any, context: Any, many: bool) -> None:
        if sql.startswith(WRITES):
            self.transactions[-1] += [(sql, row) for row in (values if many else [values])]

    def _end(self, connection: Any) -> None:
        self.transactions.append([])

    def stop(self) -> list[list[tuple[str, Any]]]:
        event.remove(Engine, "before_cursor_execute", self._keep)
        event.remove(Engine, "commit", self._end)
        return [transaction for transaction in self.transactions if transaction]


async def opened(path: Path) -> TestBot:
    """A bot whose channel has just been asked."""
    store = SqlStore(f"sqlite:///{path}")
    await store.create_tables()
    bot = build_bot(store, FixedClock(MONDAY), OPEN_ONLY)
    await bot.command(ADMIN, "koko ask now")
    return bot


async def answers(bot: TestBot, first: int, count: int) -> float:
    """Milliseconds an answer, for as many members who answer in the thread."""
    thread = await bot.thread()
    bot.clock.move(timedelta(seconds=1))
    begun = time.perf_counter()
    for number in range(first, first + count):
        said = MessageSent(
            id=f"answer{number}",
            at=bot.clock(),
            person=Person("fake", "team", f"member{number}", f"Member {number}"),
            message=MessageRef(thread, f"answer{number}"),
            text=HALF,
        )
        assert await bot.koko.router.accept(said)
        await bot.koko.router.respond(said)
    return (time.perf_counter() - begun) * 1000 / count


def replay(path: Path, transactions: Sequence[Sequence[tuple[str, Any]]], count: int) -> float:
    """Milliseconds an answer for the same writes on a bare connection."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    begun = time.perf_counter()
    for transaction in transactions:
        connection.execute("BEGIN IMMEDIATE")
        for sql, values in transaction:
            connection.execute(sql, values)
        connection.execute("COMMIT")
    taken = time.perf_counter() - begun
    connection.close()
    return taken * 1000 / count


async def turn(folder: Path, number: int) -> tuple[float, float]:
    """Both, on two files with the same content."""
    bot, bare = await opened(folder / f"koko{number}.db"), await opened(folder / f"bare{number}.db")
    await answers(bot, 0, 50)
    recorder = Recorder()
    whole = await answers(bot, 50, ANSWERS)
    transactions = recorder.stop()
    await bot.koko.parts.store.close()
    await bare.koko.parts.store.close()
    return whole, replay(folder / f"bare{number}.db", transactions, ANSWERS)


def main() -> None:
    with TemporaryDirectory() as folder:
        turns = [asyncio.run(turn(Path(folder), number)) for number in range(TURNS)]
    whole, bare = (median(figures) for figures in zip(*turns, strict=True))
    ratio = median(a / b for a, b in turns)
    print(f"an answer in a thread, {ANSWERS} members, median of {TURNS} turns")
    print(f"  {whole:6.2f} ms through router, feature, rubric judge and SQLite, {1000 / whole:,.0f} a second")
    print(f"  {bare:6.2f} ms for its bare writes, ratio {ratio:.1f}")


if __name__ == "__main__":
    main()
