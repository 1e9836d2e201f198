"""`koko migrate`: the database's schema, brought up to this program."""

from __future__ import annotations

import asyncio

import typer

from bot import settings
from bot.compose import utc_now
from bot.store.upgrade import migrate as upgrade
from bot.store.upgrade import newest


def migrate() -> None:
    """Bring the database up to date; on SQLite a copy is made beside it first."""
    read = settings.load()
    read.make_folder()
    copy = asyncio.run(upgrade(read.database, utc_now()))
    typer.echo(
        f"The database is at version {newest()}." + (f" The old one is kept as {copy}." if copy else "")
    )
