"""How long a team's board takes in a store of a million points, beside the bare SQL of it.

    python -m bench.leaderboard [--rows N] [URL ...]

Without a URL on SQLite and on a Postgres of its own; a database that is named must be empty.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import Integer, String, case, column, insert, literal, null, select, values
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.chat.refs import Place
from bot.store.columns import UTCDateTime
from bot.store.database import engine_of, url_of
from bot.store.repositories.points import TALLY
from bot.store.sql import SqlStore
from bot.store.tables import points
from tests.postgres import running_postgres

MEMBERS = 50
DAYS = 100
"""Each member earns once a day: on two days of three by a challenge, else by a quiz."""
UNTIL = datetime(2026, 3, 1, tzinfo=UTC)
TEAM = Place("bench", "team1", "general")
PERIODS = {"week": timedelta(days=7), "month": timedelta(days=30), "all": timedelta(days=DAYS + 1)}


async def fill(engine: AsyncEngine, rows: int) -> None:
    """That many rows of teams of 50 members in one statement, and the statistics that a database keeps."""
    numbers = select(literal(0, Integer).label("i")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.i + 1).where(numbers.c.i < rows - 1))
    moments = (
        values(column("day", Integer), column("at", UTCDateTime), name="moments")
        .data([(day, UNTIL - timedelta(days=day, hours=1)) for day in range(DAYS)])
        .cte()
    )
    row = numbers.c.i // DAYS
    person = "bench:team" + (row // MEMBERS).cast(String) + ":member" + (row % MEMBERS).cast(String)
    place = "bench:team" + (row // MEMBERS).cast(String) + ":general"
    rows_of_points = select(
        numbers.c.i.cast(String),
        person,
        case((moments.c.day % 3 == 2, null()), else_=place),
        numbers.c.i % 100,
        moments.c.at,
    ).join(moments, moments.c.day == numbers.c.i % DAYS)
    async with engine.begin() as connection:
        await connection.execute(
            insert(points).from_select(["key", "person", "place", "points", "at"], rows_of_points)
        )
        await connection.exec_driver_sql("ANALYZE")


async def measure(url: str, rows: int) -> dict[str, tuple[float, ...]]:
    """Per period: milliseconds of the store's board and of its bare SQL, medians of turns taken by both."""
    store, engine = SqlStore(url), engine_of(url_of(url))
    await store.create_tables()
    await fill(engine, rows)
    figures = {}
    async with engine.connect() as connection:
        for period, length in PERIODS.items():
            since = UNTIL - length
            bare = await bare_sql(connection, since)

            async def board(since: datetime = since) -> int:
                async with store.read() as tx:
                    return len(await tx.points.tally(TEAM, since, UNTIL))

            figures[period] = await race(board, bare)
    await engine.dispose()
    await store.close()
    return figures


async def bare_sql(connection: AsyncConnection, since: datetime) -> Callable[[], Awaitable[int]]:
    """The same statement, straight to the driver."""
    compiled = TALLY.compile(dialect=connection.dialect)
    driver: Any = (await connection.get_raw_connection()).driver_connection
    sqlite = connection.dialect.name == "sqlite"
    given: dict[str, object] = {"place": str(TEAM)}
    for name, moment in (("since", since), ("until", UNTIL)):
        given[name] = f"{moment:%Y-%m-%d %H:%M:%S.%f}" if sqlite else moment
    filled = compiled.construct_params(given)
    parameters = [filled[name] for name in compiled.positiontup or ()]

    async def run() -> int:
        if sqlite:
            return len(await driver.execute_fetchall(str(compiled), parameters))
        return len(await driver.fetch(str(compiled), *parameters))

    return run


async def race(*runners: Callable[[], Awaitable[int]], turns: int = 50) -> tuple[float, ...]:
    """The median milliseconds of each; the first turns, which fill the caches, don't count."""
    taken: list[list[float]] = [[] for _ in runners]
    for _ in range(turns):
        for runner, times in zip(runners, taken, strict=True):
            start = time.perf_counter()
            members = await runner()
            times.append((time.perf_counter() - start) * 1000)
            assert members == MEMBERS
    return tuple(median(times[5:]) for times in taken)


def main(arguments: list[str]) -> None:
    parser = ArgumentParser(prog="bench.leaderboard")
    parser.add_argument("urls", nargs="*", metavar="URL")
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args(arguments)
    with ExitStack() as stack:
        urls = options.urls
        if not urls:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            server = stack.enter_context(running_postgres())
            urls = [f"sqlite:///{folder / 'bench.db'}", asyncio.run(server.create())]
        for url in urls:
            print(f"{url_of(url).get_backend_name()}, {options.rows:,} points, a team of {MEMBERS}")
            for period, (store, bare) in asyncio.run(measure(url, options.rows)).items():
                print(f"  {period:5} {store:6.2f} ms, bare SQL {bare:6.2f} ms, ratio {store / bare:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
