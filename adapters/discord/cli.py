"""What Discord adds to the command line: `koko invite discord`."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Annotated

import typer

from adapters.discord.invite import guild_link, user_link
from adapters.discord.settings import read_settings
from bot.errors import ChatError, ConfigError

Reach = Callable[[], AbstractAsyncContextManager[tuple[str, Path]]]
ID = re.compile(r"\d{17,20}")
NEEDS = "without --client-id, this asks Discord by the token, which needs discord.py; install koko[discord]"


def mount(app: typer.Typer, reach: Reach) -> None:
    invite = typer.Typer(no_args_is_help=True, help="Links that bring Koko into a chat.")

    @invite.callback()
    def only() -> None:
        """Links that bring Koko into a chat."""

    @invite.command()
    def discord(
        client_id: Annotated[
            str,
            typer.Option(
                "--client-id", metavar="ID", help="The application's id; without it, Discord is asked."
            ),
        ] = "",
    ) -> None:
        """Print the links by which Discord brings Koko into a server, or to one person."""
        if client_id and not ID.fullmatch(client_id):
            raise typer.BadParameter(
                "the Application ID of the page General Information, 17 digits or more",
                param_hint="--client-id",
            )
        try:
            found = client_id or asyncio.run(_application())
        except ChatError as error:
            typer.echo(f"koko: {error}", err=True)
            raise typer.Exit(1) from None
        typer.echo(f"Into a server, by somebody who may manage it:\n{guild_link(found)}\n")
        typer.echo(f"For oneself, in private and in any server:\n{user_link(found)}")

    app.add_typer(invite, name="invite")


async def _application() -> str:
    """Raises ConfigError for a wrong token, and ChatError where Discord can't be asked."""
    settings = read_settings()
    try:
        from adapters.discord.client import Connection
    except ModuleNotFoundError:
        raise ConfigError(NEEDS) from None
    connection = Connection(settings)
    async with connection.opened({}):
        return connection.application
