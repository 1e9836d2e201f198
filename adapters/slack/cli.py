"""What Slack adds to the command line: `koko manifest slack`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from adapters.slack.manifest import manifest
from adapters.slack.names import PREFIX, CommandNames
from adapters.slack.settings import Mode
from bot.chat.commands import CommandSpec

ADDRESS = re.compile(r"https://[\w.-]+(:\d+)?/?")

Offered = Callable[[], tuple[Sequence[CommandSpec], Sequence[str]]]
"""The bot's commands and shortcuts."""


def mount_manifest(app: typer.Typer, offered: Offered) -> None:
    @app.command()
    def slack(
        mode: Annotated[Mode, typer.Option("--mode", help="How events come in.")] = Mode.SOCKET,
        url: Annotated[
            str, typer.Option("--url", metavar="URL", help="Where Slack reaches Koko: https://koko.example")
        ] = "",
        prefix: Annotated[
            str, typer.Option("--prefix", help="As in KOKO_SLACK_COMMAND_PREFIX: acme- makes /acme-quiz")
        ] = "",
        is_distributed: Annotated[
            bool,
            typer.Option("--distributed", help="For many workspaces, which install it at /slack/install."),
        ] = False,
    ) -> None:
        """Print Slack's app manifest, from which Slack creates the app."""
        commands, shortcuts = offered()
        names, address = _names(prefix), _address(url)
        if not address and (is_distributed or mode is Mode.HTTP):
            raise typer.BadParameter("Slack, or a browser, must be told where Koko is", param_hint="--url")
        made = manifest(commands, shortcuts, names, mode, address, is_distributed=is_distributed)
        typer.echo(json.dumps(made, indent=2))


def _names(prefix: str) -> CommandNames:
    if not re.match(PREFIX, prefix):
        raise typer.BadParameter(
            "at most 16 small letters, digits, - and _, such as acme-", param_hint="--prefix"
        )
    return CommandNames(prefix)


def _address(url: str) -> str | None:
    """Slack calls https alone, and the paths are Koko's own."""
    if url and not ADDRESS.fullmatch(url):
        raise typer.BadParameter("it begins with https:// and has no path", param_hint="--url")
    return url.rstrip("/") or None
