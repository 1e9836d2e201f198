"""Which version a database has, and how an older one becomes today's."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import URL, Connection, column, func, inspect, select, table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import ConfigError
from bot.store.database import engine_of, url_of

MIGRATIONS = Path(__file__).parent / "migrations"
_VERSION = table("alembic_version", column("version_num"))
_LOCK = int.from_bytes(b"koko")


def newest(migrations: Path = MIGRATIONS) -> str:
    """The version that this program needs."""
    return _known(migrations)[-1]


async def version(url: str) -> str | None:
    """The version of a database, None while it is empty.

    This and all below raise ConfigError for a database that can't be reached or is none.
    """
    target = url_of(url)
    file = _file(target)
    if file and not file.exists():
        return None
    async with _connected(target) as connection:
        if not await connection.run_sync(lambda c: inspect(c).has_table(_VERSION.name)):
            return None
        found: str | None = await connection.scalar(select(_VERSION.c.version_num))
        return found


def is_older(found: str | None, migrations: Path = MIGRATIONS) -> bool:
    """Whether `migrate` has something to do for a database of this version."""
    if found is not None and found not in _known(migrations):
        raise ConfigError(
            f"KOKO_DATABASE_URL: the database is at version {found}, and this Koko knows only "
            f"{newest(migrations)}; install the newer Koko again, or go back to the copy that its "
            "migration made"
        )
    return found != newest(migrations)


async def require_newest(url: str) -> None:
    """Raises ConfigError, which says what to do, unless the database has the newest version."""
    found = await version(url)
    if is_older(found):
        raise ConfigError(
            f"KOKO_DATABASE_URL: the database is {'empty' if found is None else f'at version {found}'} "
            f"and this Koko needs version {newest()}; run `koko migrate`"
        )


async def migrate(url: str, now: datetime, migrations: Path = MIGRATIONS) -> Path | None:
    """Bring a database to the newest version, all or nothing; refuse one that is newer still.

    An SQLite file that holds something is copied first; returns the copy, which lies beside it.
    """
    target = url_of(url)
    found = await version(url)
    if not is_older(found, migrations):
        return None
    file = _file(target)
    if file and not file.parent.is_dir():
        raise ConfigError(f"KOKO_DATABASE_URL: there is no folder {file.parent}; make it, or name another")
    copy = await asyncio.to_thread(_copy, file, found, now) if file and found else None
    async with _connected(target) as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        await connection.run_sync(partial(_upgrade, migrations))
    return copy


def _known(migrations: Path) -> list[str]:
    """All versions, the oldest first: the files are named after them."""
    return sorted(path.stem.partition("_")[0] for path in (migrations / "versions").glob("[0-9]*.py"))


def _file(url: URL) -> Path | None:
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _copy(file: Path, found: str, now: datetime) -> Path:
    copy = file.with_name(f"{file.stem}-{found}-{now:%Y%m%dT%H%M%S}{file.suffix}")
    try:
        with closing(sqlite3.connect(file)) as connection:
            # Unlike a copy of the file, it holds what is still in the write-ahead log.
            connection.execute("VACUUM INTO ?", [str(copy)])
    except sqlite3.Error as error:
        raise ConfigError(f"KOKO_DATABASE_URL: it can't be copied to {copy} first: {error}") from error
    return copy


def _upgrade(migrations: Path, connection: Connection) -> None:
    # Loaded here, for a database needs it once and every start would pay 10 MB for it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@asynccontextmanager
async def _connected(url: URL) -> AsyncIterator[AsyncConnection]:
    engine = engine_of(url)
    try:
        async with engine.begin() as connection:
            yield connection
    except (DBAPIError, sqlite3.Error, OSError) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        raise ConfigError(f"KOKO_DATABASE_URL: {url.render_as_string()} can't be used: {reason}") from error
    finally:
        await engine.dispose()
