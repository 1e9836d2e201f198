"""The store on SQLite or Postgres, by its URL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import create_mock_engine
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import PATIENCE, READS, engine_of, url_of
from bot.store.port import Transaction
from bot.store.repositories.appeals import SqlAppeals
from bot.store.repositories.attempts import SqlAttempts
from bot.store.repositories.challenges import SqlChallenges, SqlQuestions
from bot.store.repositories.channels import SqlChannels
from bot.store.repositories.inbox import SqlInbox
from bot.store.repositories.opinions import SqlOpinions
from bot.store.repositories.outbox import SqlPosts
from bot.store.repositories.people import SqlPeople, SqlReports
from bot.store.repositories.points import SqlPoints
from bot.store.repositories.quizzes import SqlQuizzes
from bot.store.repositories.results import SqlResults
from bot.store.repositories.schedules import SqlSchedules
from bot.store.repositories.secrets import SqlSecrets
from bot.store.tables import metadata


class SqlTransaction:
    """The port's transaction on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.channels = SqlChannels(connection)
        self.schedules = SqlSchedules(connection)
        self.questions = SqlQuestions(connection)
        self.challenges = SqlChallenges(connection)
        self.attempts = SqlAttempts(connection)
        self.appeals = SqlAppeals(connection)
        self.quizzes = SqlQuizzes(connection)
        self.points = SqlPoints(connection)
        self.people = SqlPeople(connection)
        self.reports = SqlReports(connection)
        self.results = SqlResults(connection)
        self.inbox = SqlInbox(connection)
        self.outbox = SqlPosts(connection)
        self.secrets = SqlSecrets(connection)
        self.opinions = SqlOpinions(connection)


class SqlStore:
    """The port's store, for a schema that is there already: `upgrade.migrate` or `create_tables`.

    `sqlite:///:memory:` is a database of this store's own that ends with it. It lies in a temporary
    file, for SQLite's own memory ends with a connection and knows no reader beside a writer. Raises
    ConfigError for a URL that is none.
    """

    def __init__(self, url: str) -> None:
        target = url_of(url)
        sqlite = target.get_backend_name() == "sqlite"
        self._folder: TemporaryDirectory[str] | None = None
        if sqlite and target.database in (None, "", ":memory:"):
            self._folder = TemporaryDirectory(prefix="koko-")
            target = target.set(database=f"{self._folder.name}/koko.db")
        self._engine = engine_of(target, durable=self._folder is None)
        self._reading = self._engine.execution_options(**READS[target.get_backend_name()])
        self._turn = asyncio.Lock() if sqlite else None

    @property
    def is_shared(self) -> bool:
        return self._turn is None

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Transaction]:
        async with in_turn(self._turn), self._engine.begin() as connection:
            yield SqlTransaction(connection)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        async with self._reading.connect() as connection:
            yield SqlTransaction(connection)

    async def create_tables(self) -> None:
        """Make the schema at once, for an empty database that no other version of Koko will see."""
        async with self._engine.begin() as connection:
            for statement in _schema(self._engine.dialect.name):
                await connection.exec_driver_sql(statement)

    async def close(self) -> None:
        await self._engine.dispose()
        if self._folder:
            self._folder.cleanup()


@asynccontextmanager
async def in_turn(lock: asyncio.Lock | None) -> AsyncIterator[None]:
    """Writers of one process in the order they came; SQLite itself would let them poll.

    Raises TimeoutError when the one before does not end, as when a transaction is begun in another.
    """
    if lock is None:
        yield
        return
    async with asyncio.timeout(PATIENCE):
        await lock.acquire()
    try:
        yield
    finally:
        lock.release()


@cache
def _schema(dialect: str) -> Sequence[str]:
    """What makes the tables. To spell it takes longer than to do it, and the tests do it often."""
    made: list[str] = []

    def spell(statement: Any, *_: object) -> None:
        made.append(str(statement.compile(dialect=engine.dialect)))

    engine = create_mock_engine(f"{dialect}://", spell)
    metadata.create_all(engine, checkfirst=False)
    return made
