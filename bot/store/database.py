"""A database by its URL: which driver speaks to it, and how its transactions begin."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import ExitStack
from functools import partial
from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import ConfigError

PATIENCE = 30
"""Seconds to wait for another writer, in this process or another."""

READS: dict[str, dict[str, Any]] = {
    "sqlite": {"reads": True},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
"""Options of a connection that only reads, and sees one state of the data while it does."""

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}


def url_of(text: str) -> URL:
    """The URL with its driver; raises ConfigError for what is none, or for another database."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ConfigError(f"KOKO_DATABASE_URL: not a URL of a database; {_WANTED}") from None
    driver = _DRIVERS.get(url.drivername.partition("+")[0])
    if driver is None:
        raise ConfigError(f"KOKO_DATABASE_URL: {url.drivername} is not supported; {_WANTED}")
    url = url.set(drivername=driver)
    # Hosts hand out libpq's spelling, which asyncpg calls `ssl`.
    if mode := url.query.get("sslmode"):
        url = url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
    return url


_WANTED = "write sqlite:///path/to/koko.db or postgresql://user:password@host/name"


def engine_of(url: URL, *, durable: bool = True) -> AsyncEngine:
    """An engine whose transactions write, unless the options are `READS`.

    What is not `durable` need not outlive the machine, only the process. Answers are among the
    parameters of statements, so errors, which are logged, leave them out.
    """
    if url.get_backend_name() != "sqlite":
        # A server may write dates in its country's way; we read them where they are cast to text.
        settings = {"server_settings": {"datestyle": "ISO"}}
        return create_async_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=settings)
    engine = create_async_engine(
        url,
        hide_parameters=True,
        # A transaction has ended before: a rollback of nothing would cost a switch to SQLite's thread.
        pool_reset_on_return=None,
        connect_args={"isolation_level": None, "timeout": PATIENCE},
    )
    event.listen(engine.sync_engine, "connect", partial(_set_up, "NORMAL" if durable else "OFF"))
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _set_up(synchronous: str, connection: Any, _record: object) -> None:
    with ExitStack() as undo:
        undo.callback(connection.close)
        cursor = connection.cursor()
        _keep_log(connection, cursor)
        for pragma in (
            f"synchronous = {synchronous}",
            "foreign_keys = ON",
            "secure_delete = ON",  # what members had erased must not lie in free pages
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        undo.pop_all()


def _keep_log(connection: Any, cursor: Any) -> None:
    """Several at once may find a file without its write-ahead log, and for that SQLite is not patient."""
    for _ in range(PATIENCE * 20):
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            connection.run_async(lambda _: asyncio.sleep(0.05))
        else:
            return
    raise sqlite3.OperationalError("database is locked")


def _begin(connection: Connection) -> None:
    """A read that turns into a write fails at once if another wrote meanwhile, however patient it is."""
    reads = connection.get_execution_options().get("reads", False)
    driver: Any = connection.connection.dbapi_connection
    with ExitStack() as undo:
        # Cancelled here, it would go back to the pool with a transaction begun.
        undo.callback(connection.invalidate)
        driver.run_async(lambda sqlite: sqlite.execute("BEGIN" if reads else "BEGIN IMMEDIATE"))
        undo.pop_all()
