"""A command that is imported when it is called, so that none waits for what another needs."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command


class Deferred(TyperCommand):
    """Stands in the list of commands for one that `defer` names."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        return self.loaded().make_context(info_name, args, parent, **extra)

    def loaded(self) -> TyperCommand | TyperGroup:
        """The command itself; its module says what it takes, and the list what it is for."""
        assert self.name
        module, _, name = self.context_settings["obj"].partition(":")
        found = getattr(import_module(module), name)
        around = typer.Typer(rich_markup_mode=self.rich_markup_mode)
        around.callback()(_nothing)  # which keeps a single command from standing for all
        if isinstance(found, typer.Typer):
            around.add_typer(found, name=self.name, help=self.help)
        else:
            around.command(self.name, help=self.help)(found)
        group = get_command(around)
        assert isinstance(group, TyperGroup)
        command = group.commands[self.name]
        assert isinstance(command, TyperCommand | TyperGroup)
        return command


def defer(app: typer.Typer, name: str, place: str, help: str) -> None:
    """Add a command; `place` is "module:function", or "module:app" for one that has more below it."""
    app.command(name, cls=Deferred, help=help, context_settings={"obj": place})(_nothing)


def _nothing() -> None:
    pass
