"""`koko migrate`: the database's schema, brought up to this program."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import typer

from bot import settings
from bot.store.upgrade import migrate as upgrade
from bot.store.upgrade import newest


def migrate() -> None:
    read = settings.load()
    read.make_folder()
    copy = asyncio.run(upgrade(read.database, datetime.now(UTC)))
    typer.echo(
        f"The database is at version {newest()}." + (f" The old one is kept as {copy}." if copy else "")
    )
