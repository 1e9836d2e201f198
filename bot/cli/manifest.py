"""`koko manifest`: everything people can type, as a platform would register it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import typer
from pydantic import SecretStr

from bot import compose, logs, settings


def manifest() -> None:
    """Print all commands with their options as JSON."""
    logs.configure(level="ERROR")
    with TemporaryDirectory() as folder:
        typer.echo(json.dumps(asyncio.run(_commands(Path(folder))), indent=2))


async def _commands(folder: Path) -> list[dict[str, object]]:
    """From the routes themselves, assembled on a store that is thrown away."""
    alone = {"folder": folder, "database_url": SecretStr(""), "adapters": ()}
    async with compose.assemble(settings.load().model_copy(update=alone)) as koko:
        return [{**asdict(spec), "usage": spec.usage} for spec in koko.router.commands]
