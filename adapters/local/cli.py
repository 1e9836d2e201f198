"""What the local platform adds to the command line: `koko chat`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import ChatError, UserError

Reach = Callable[[], AbstractAsyncContextManager[tuple[str, Path]]]
"""The address of a Koko that runs while inside, and the folder of its files. Raises ConfigError."""


def mount(app: typer.Typer, reach: Reach) -> None:
    @app.command()
    def chat(
        who: Annotated[str, typer.Option("--as", metavar="NAME", help="Which member to be.")] = "",
    ) -> None:
        """Practise in this terminal: with the Koko that runs on this machine, or with one of its own."""
        try:
            asyncio.run(_chat(reach, who))
        except (UserError, ChatError) as error:
            typer.echo(f"koko: {error}", err=True)
            raise typer.Exit(1) from None


async def _chat(reach: Reach, who: str) -> None:
    from adapters.local.terminal import chat  # other commands need no prompt and should not wait for one

    async with reach() as (address, folder):
        await chat(address, who, folder / "toured")
