"""Stores for the tests, each on SQLite and on Postgres."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import pytest

from bot.store.sql import SqlStore
from tests.postgres import Postgres


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> str:
    """Which database the test is about."""
    return cast(str, request.param)


@pytest.fixture
async def database_url(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A database without tables that outlives its stores."""
    async with _place(database, request, f"sqlite:///{tmp_path / 'koko.db'}") as url:
        yield url


@pytest.fixture
async def store_url(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The same with tables, for several stores on one database, or one store after another."""
    async with _place(database, request, f"sqlite:///{tmp_path / 'koko.db'}") as url:
        store = SqlStore(url)
        await store.create_tables()
        await store.close()
        yield url


@pytest.fixture
async def store(database: str, request: pytest.FixtureRequest) -> AsyncIterator[SqlStore]:
    """An empty store of the test's own."""
    async with _place(database, request, "sqlite:///:memory:") as url:
        store = SqlStore(url)
        await store.create_tables()
        yield store
        await store.close()


@asynccontextmanager
async def _place(database: str, request: pytest.FixtureRequest, sqlite: str) -> AsyncIterator[str]:
    """Where a store may be."""
    if database == "sqlite":
        yield sqlite
    else:
        postgres: Postgres = request.getfixturevalue("postgres")
        url = await postgres.create()
        yield url
        await postgres.give_back(url)
