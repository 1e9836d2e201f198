"""The tables of docs/settings.md and docs/commands.md as the code has them; to print them anew:
`python -m tests.reference`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from operator import itemgetter
from pkgutil import iter_modules
from types import EllipsisType
from typing import Any

from pydantic_settings import BaseSettings
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

import adapters
from bot import cli
from bot.cli.deferred import Deferred
from bot.settings import HOUSE, Settings

Table = list[str]


def settings_table(model: type[BaseSettings]) -> Table:
    """A line for each variable."""
    schema, prefix = model.model_json_schema(), model.model_config["env_prefix"]
    enums = {f"#/$defs/{name}": enum for name, enum in schema.get("$defs", {}).items()}
    rows = [
        (f"`{prefix}{name.upper()}`", _default(field), _takes(field), _sentence(field["description"]))
        for name, field in (
            (name, enums.get(own.get("$ref"), {}) | own) for name, own in schema["properties"].items()
        )
    ]
    return _table(("variable", "default", "takes", "what it is"), rows)


def settings_models() -> list[type[BaseSettings]]:
    """The core's, then each adapter's."""
    found = [
        import_module(f"adapters.{adapter.name}.settings")
        for adapter in iter_modules(adapters.__path__)
        if find_spec(f"adapters.{adapter.name}.settings")
    ]
    models = [model for module in found for model in vars(module).values() if _is_settings(model)]
    return [Settings, *models]


def chat_table() -> Table:
    """A line for each command of the chat."""
    printed = subprocess.run([sys.executable, "-m", "bot", "manifest"], check=True, capture_output=True)
    rows = [
        (f"`{entry['usage']}`", _sentence(entry["description"]), "<br>".join(map(_option, entry["options"])))
        for entry in json.loads(printed.stdout)
    ]
    return _table(("command", "what it does", "options"), rows)


def reasons_table(what: str, why: str, reasons: Mapping[str, str]) -> Table:
    """A line for each name."""
    return _table((what, why), [(f"`{name}`", reason) for name, reason in reasons.items()])


def command_line_table() -> Table:
    """A line for each command of `koko`, those of adapters among them."""
    rows = [
        (f"`koko {name}`", _sentence(command.help or ""), "<br>".join(_parameters(command)))
        for name, command in sorted(_commands(get_command(cli.command_line())), key=itemgetter(0))
    ]
    return _table(("command", "what it does", "takes"), rows)


def _default(field: dict[str, Any]) -> str:
    match field.get("default", ...):
        case EllipsisType():
            return "needed"
        case None | "":
            return "none"
        case bool() as switch:
            return f"`{str(switch).lower()}`"
        case list() as several:
            return f"`{','.join(several)}`"
        case value:
            return f"`{value}`".replace(f"{HOUSE}/", "")


def _takes(field: dict[str, Any]) -> str:
    match field:
        case {"enum": names}:
            return ", ".join(f"`{name}`" for name in names)
        case {"type": "boolean"}:
            return "`true`, `false`"
        case {"minimum": low, "maximum": high} | {"anyOf": [{"minimum": low, "maximum": high}, _]}:
            return f"{low} to {high}"
        case {"exclusiveMinimum": low, "maximum": high}:
            return f"more than {low}, to {high}"
        case {"anyOf": [{"minLength": length}, _]}:
            return f"{length} characters or more"
        case {"format": "path"}:
            return "a folder"
        case _:
            return "text"


def _is_settings(thing: object) -> bool:
    return isinstance(thing, type) and issubclass(thing, BaseSettings) and thing is not BaseSettings


def _option(option: dict[str, Any]) -> str:
    bounds = f": {option['minimum']} to {option['maximum']}" if option["maximum"] else ""
    choices = f": {', '.join(option['choices'])}" if option["choices"] else ""
    return f"`{option['name']}` {_sentence(option['description'])}{bounds}{choices}"


def _commands(group: object) -> Iterator[tuple[str, TyperCommand | TyperGroup]]:
    """A group that does something by itself is a command too."""
    assert isinstance(group, TyperGroup)
    for name, listed in group.commands.items():
        command = listed.loaded() if isinstance(listed, Deferred) else listed
        if isinstance(command, TyperCommand):
            yield name, command
        elif isinstance(command, TyperGroup):
            yield from [(name, command)] if command.invoke_without_command else []
            yield from ((f"{name} {inner}", one) for inner, one in _commands(command))


def _parameters(command: TyperCommand | TyperGroup) -> Iterator[str]:
    for parameter in command.params:
        is_option = parameter.param_type_name == "option"
        name = parameter.opts[0] if is_option else (parameter.metavar or (parameter.name or "").upper())
        yield f"`{name}` {_sentence(getattr(parameter, 'help', ''))}"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:].rstrip('.')}"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    lines = [header, ["---"] * len(header), *rows]
    return [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines]


if __name__ == "__main__":
    for table in (*map(settings_table, settings_models()), chat_table(), command_line_table()):
        print(*table, "", sep="\n")
