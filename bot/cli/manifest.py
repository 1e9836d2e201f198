"""`koko manifest`: everything people can type, as a platform would register it; platforms add theirs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import typer
from pydantic import SecretStr

from bot import compose, logs, settings
from bot.chat.adapter import Menu
from bot.chat.commands import CommandSpec
from bot.cli.additions import additions

app = typer.Typer(invoke_without_command=True)


@app.callback()
def manifest(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        commands, _ = offered()
        typer.echo(json.dumps([{**asdict(spec), "usage": spec.usage} for spec in commands], indent=2))


def offered() -> tuple[Sequence[CommandSpec], Sequence[str]]:
    """Commands and shortcuts, for what adapters add to this command."""
    logs.configure(level="ERROR")
    found = asyncio.run(menu(settings.load()))
    return found.commands, found.shortcuts


async def menu(read: settings.Settings) -> Menu:
    """From the routes themselves, assembled on a store that is thrown away."""
    with TemporaryDirectory() as folder:
        alone = {"folder": Path(folder), "database_url": SecretStr(""), "adapters": (), **settings.NO_MODEL}
        async with compose.assemble(read.model_copy(update=alone)) as koko:
            return Menu(koko.router.commands, koko.router.shortcuts)


for mount in additions("mount_manifest"):
    mount(app, offered)
