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
from bot.chat.commands import CommandSpec

app = typer.Typer(invoke_without_command=True)


@app.callback()
def manifest(context: typer.Context) -> None:
    """Print all commands with their options as JSON."""
    if context.invoked_subcommand is None:
        commands, _ = offered()
        typer.echo(json.dumps([{**asdict(spec), "usage": spec.usage} for spec in commands], indent=2))


def offered() -> tuple[Sequence[CommandSpec], Sequence[str]]:
    """Commands and shortcuts from the routes themselves, assembled on a store that is thrown away."""
    logs.configure(level="ERROR")
    with TemporaryDirectory() as folder:
        return asyncio.run(_offered(Path(folder)))


async def _offered(folder: Path) -> tuple[Sequence[CommandSpec], Sequence[str]]:
    alone = {"folder": folder, "database_url": SecretStr(""), "adapters": ()}
    async with compose.assemble(settings.load().model_copy(update=alone)) as koko:
        return koko.router.commands, koko.router.shortcuts
