"""`koko secret`: a key for KOKO_SECRET_KEY."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot import settings
from bot.store.seal import new_key


def secret(
    discard: Annotated[
        bool, typer.Option("--discard", help="Instead erase what KOKO_SECRET_KEY does not open.")
    ] = False,
) -> None:
    typer.echo(asyncio.run(_discard()) if discard else new_key())


async def _discard() -> str:
    from bot.compose import open_secrets

    async with open_secrets(settings.load()) as secrets:
        return f"Secrets erased: {await secrets.discard()}. Their workspaces have to install Koko again."
