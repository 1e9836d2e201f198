"""A database is brought to the newest version whole, and one that is newer is refused."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.domain.channel import Channel
from bot.domain.grade import GRADES
from bot.errors import ConfigError
from bot.store.database import engine_of, url_of
from bot.store.sql import SqlStore
from bot.store.tables import metadata
from bot.store.upgrade import MIGRATIONS, migrate, newest, require_newest, version
from tests.bot.store.samples import ANN, GENERAL, challenge, grade, opened

NOW = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
NEXT = f"""
import sqlalchemy as sa
from alembic import op

revision = "9998"
down_revision = "{newest()}"


def upgrade() -> None:
    op.add_column("channels", sa.Column("motto", sa.Text))
"""


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The migrations of a Koko one version newer than this one."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder)
    (folder / "versions" / "9998_next.py").write_text(NEXT)
    return folder


def differences(connection: Connection) -> Any:
    options = {"compare_type": True, "compare_server_default": True}
    return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)


async def on(url: str, statement: str) -> None:
    engine = engine_of(url_of(url))
    async with engine.begin() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


def test_the_newest_version_is_the_one_that_alembic_ends_with(newer: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(newer))

    assert newest(newer) == ScriptDirectory.from_config(config).get_current_head() == "9998"


async def test_migrations_lead_to_the_tables_that_the_store_expects(database_url: str) -> None:
    await migrate(database_url, NOW)
    engine = engine_of(url_of(database_url))
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_an_empty_database_is_migrated_and_used(database_url: str) -> None:
    assert await version(database_url) is None
    with pytest.raises(ConfigError, match=r"is empty .* run `koko migrate`"):
        await require_newest(database_url)

    assert await migrate(database_url, NOW) is None

    assert await version(database_url) == newest()
    await require_newest(database_url)
    store = SqlStore(database_url)
    async with store.begin() as tx:
        assert await tx.channels.add(Channel(GENERAL))
    await store.close()
    assert await migrate(database_url, NOW) is None


async def test_a_newer_database_is_refused_and_stays_as_it_is(database_url: str) -> None:
    await migrate(database_url, NOW)
    await on(database_url, "UPDATE alembic_version SET version_num = '9999'")
    for refusing in (migrate(database_url, NOW), require_newest(database_url)):
        with pytest.raises(ConfigError, match=r"at version 9999.*install the newer Koko"):
            await refusing
    assert await version(database_url) == "9999"


async def test_a_failed_migration_leaves_nothing(database_url: str) -> None:
    await on(database_url, "CREATE TABLE skips (day TEXT)")
    with pytest.raises(ConfigError, match="skips"):
        await migrate(database_url, NOW)
    await on(database_url, "CREATE TABLE attempts (day TEXT)")
    assert await version(database_url) is None


async def test_an_older_database_is_brought_up_with_all_it_holds(database_url: str, newer: Path) -> None:
    await migrate(database_url, NOW)
    store = SqlStore(database_url)
    async with store.begin() as tx:
        await tx.channels.add(Channel(GENERAL))

    await migrate(database_url, NOW, newer)

    assert await version(database_url) == "9998"
    async with store.read() as tx:
        assert await tx.channels.get(GENERAL) == Channel(GENERAL)
    await store.close()


async def test_grades_that_were_marked_for_review_before_there_was_a_column_for_it_are_found(
    database_url: str, tmp_path: Path
) -> None:
    older = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, older, ignore=shutil.ignore_patterns("000[6-9]_*"))
    await migrate(database_url, NOW, older)
    texts = {"marked": "This", "quoted": '"review":true'}
    for number, (id, words) in enumerate(texts.items()):
        given = replace(grade(), note=words, review=id == "marked")
        as_json = GRADES.dump_json(given).decode().replace(":", "\\:")
        await on(
            database_url,
            "INSERT INTO attempts (id, within, number, person, text, at, hinted, standing, grade) VALUES "
            f"('{id}', 'c1', {number}, '{ANN}', 'This', '2026-11-24', false, 'counts', '{as_json}')",
        )

    await migrate(database_url, NOW)

    store = SqlStore(database_url)
    await opened(store, challenge())
    async with store.read() as tx:
        assert [each.id for each in await tx.appeals.in_doubt(GENERAL, 10)] == ["marked"]
    await store.close()


async def test_an_sqlite_file_is_copied_first_with_what_is_still_in_its_log(
    tmp_path: Path, newer: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'koko.db'}"
    await migrate(url, NOW)
    store = SqlStore(url)
    async with store.begin() as tx:
        await tx.channels.add(Channel(GENERAL))
    assert (tmp_path / "koko.db-wal").stat().st_size > 0

    copy = await migrate(url, NOW, newer)
    await store.close()

    assert copy == tmp_path / f"koko-{newest()}-20261124T123000.db"
    assert await version(f"sqlite:///{copy}") == newest()
    before = SqlStore(f"sqlite:///{copy}")
    async with before.read() as tx:
        assert await tx.channels.get(GENERAL) == Channel(GENERAL)
    await before.close()


async def test_a_file_that_can_not_be_copied_first_is_left_as_it_is(tmp_path: Path, newer: Path) -> None:
    url = f"sqlite:///{tmp_path / 'koko.db'}"
    await migrate(url, NOW)
    (tmp_path / f"koko-{newest()}-20261124T123000.db").write_text("Something else is here.")

    with pytest.raises(ConfigError, match=r"can't be copied to .*123000\.db first"):
        await migrate(url, NOW, newer)
    assert await version(url) == newest()


async def test_processes_that_migrate_at_once_do_it_once(database_url: str) -> None:
    await asyncio.gather(*(migrate(database_url, NOW) for _ in range(3)))
    assert await version(database_url) == newest()


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("koko.db", "not a URL"),
        ("mysql://localhost/koko", "mysql is not supported"),
        ("sqlite:////no/such/folder/koko.db", "there is no folder"),
        ("postgresql://ann:secret@127.0.0.1:1/koko", "can't be used"),
    ],
)
async def test_a_url_that_leads_nowhere_is_named_without_its_password(url: str, problem: str) -> None:
    with pytest.raises(ConfigError, match=f"^KOKO_DATABASE_URL: .*{problem}") as refused:
        await migrate(url, NOW)
    assert "secret" not in str(refused.value)


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "koko.db").write_text("Not a database, but longer than a header would have to be." * 20)
    with pytest.raises(ConfigError, match="file is not a database"):
        await version(f"sqlite:///{tmp_path / 'koko.db'}")
