from __future__ import annotations

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.postgres import VERSION, Postgres


async def tell(url: str, statement: str) -> None:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


async def ask(url: str, question: str) -> object:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        answer: object = await connection.scalar(text(question))
    await engine.dispose()
    return answer


async def test_a_test_gets_an_empty_database_of_the_promised_version(postgres_url: str) -> None:
    version = await ask(postgres_url, "SELECT current_setting('server_version_num')::int / 10000")
    tables = await ask(postgres_url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")

    assert (version, tables) == (VERSION, 0)


async def test_a_database_that_is_given_back_is_empty_for_the_next_whoever_is_connected(
    postgres: Postgres,
) -> None:
    url = await postgres.create()
    forgotten = await asyncpg.connect(url.replace("+asyncpg", ""))
    await tell(url, "CREATE TABLE question AS SELECT 'what is a p-value?' AS prompt")

    await postgres.give_back(url)

    assert await postgres.create() == url
    assert await ask(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
        await forgotten.execute("SELECT 1")
    await postgres.give_back(url)
