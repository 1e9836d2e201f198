"""The app's commands: what they must look like, and how they are registered."""

from __future__ import annotations

import re
from typing import Any

from tests.adapters.discord.loopback import shapes
from tests.adapters.discord.loopback.components import check_length
from tests.adapters.discord.loopback.core import Core
from tests.adapters.discord.loopback.errors import DiscordError, invalid, unknown
from tests.adapters.discord.loopback.operations import Asked, Operation
from tests.adapters.discord.loopback.state import Command, Json
from tests.adapters.discord.loopback.world import World

SLASH, USER, MESSAGE = 1, 2, 3
SUBCOMMAND, GROUP = 1, 2
STRING, INTEGER, BOOLEAN, NUMBER = 3, 4, 5, 10
NAME = re.compile(r"^[-_'\w]{1,32}$")
MOST = {SLASH: 100, USER: 15, MESSAGE: 15}
CHARACTERS = 8000
"""Of one command with all that is in it, but without its localisations."""


def check_commands(specs: Any) -> None:
    if not isinstance(specs, list):
        raise invalid("body", "a list of commands")
    seen = set()
    for number, spec in enumerate(specs):
        check_command(spec, str(number))
        key = (spec.get("type", SLASH), spec["name"])
        if key in seen:
            raise invalid(f"{number}.name", "Application command names must be unique")
        seen.add(key)
    for kind, most in MOST.items():
        if sum(each == kind for each, _ in seen) > most:
            raise DiscordError(
                400, 30032, "Maximum number of application commands reached", f"{most} of the type {kind}"
            )


def check_command(spec: Json, at: str) -> None:
    kind = spec.get("type", SLASH)
    if kind not in MOST:
        raise invalid(f"{at}.type", "a command is of the type 1, 2 or 3")
    if kind == SLASH:
        _check_name(spec, at)
        check_length(spec.get("description"), 1, 100, f"{at}.description")
        _check_options(spec.get("options") or [], at, depth=0)
    else:
        check_length(spec.get("name"), 1, 32, f"{at}.name")
        if spec.get("description") or spec.get("options"):
            raise invalid(f"{at}.description", "only slash commands have a description and options")
    if length(spec) > CHARACTERS:
        raise invalid(at, f"a command has at most {CHARACTERS:,} characters in all")
    for name, known in (("contexts", {0, 1, 2}), ("integration_types", {0, 1})):
        if set(spec.get(name) or []) - known:
            raise invalid(f"{at}.{name}", f"of {sorted(known)}")


def length(spec: Json) -> int:
    own = len(spec.get("name", "")) + len(spec.get("description") or "")
    own += sum(len(str(one["name"])) + len(str(one["value"])) for one in spec.get("choices") or [])
    return own + sum(length(one) for one in spec.get("options") or [])


def _check_name(spec: Json, at: str) -> None:
    name = spec.get("name")
    if not isinstance(name, str) or not NAME.match(name) or name != name.lower():
        raise invalid(f"{at}.name", "1 to 32 small letters, digits, - and _")


def _check_options(options: list[Json], at: str, depth: int) -> None:
    if len(options) > 25:
        raise invalid(f"{at}.options", "Must be 25 or fewer in length.")
    optional, names, nests = False, set(), {one.get("type") in (SUBCOMMAND, GROUP) for one in options}
    if len(nests) > 1:
        raise invalid(f"{at}.options", "subcommands and other options don't stand side by side")
    for number, one in enumerate(options):
        here = f"{at}.options.{number}"
        _check_name(one, here)
        check_length(one.get("description"), 1, 100, f"{here}.description")
        if one["name"] in names:
            raise invalid(f"{here}.name", "Option names must be unique")
        names.add(one["name"])
        kind = one.get("type")
        if (kind == GROUP and depth) or (kind == SUBCOMMAND and depth > 1):
            raise invalid(f"{here}.type", "a group stands in a command, and a subcommand in either")
        if kind in (SUBCOMMAND, GROUP):
            _check_options(one.get("options") or [], here, 1 if kind == GROUP else 2)
            if kind == GROUP and not all(each.get("type") == SUBCOMMAND for each in one.get("options") or []):
                raise invalid(f"{here}.options", "a group has subcommands and nothing else")
            continue
        _check_value(one, here)
        if one.get("required") and optional:
            raise invalid(here, "Required options must be placed before non-required options")
        optional = optional or not one.get("required")


def _check_value(one: Json, at: str) -> None:
    kind = one.get("type")
    if kind not in range(STRING, 12):
        raise invalid(f"{at}.type", "an option is of a type from 1 to 11")
    choices = one.get("choices") or []
    if len(choices) > 25:
        raise invalid(f"{at}.choices", "Must be 25 or fewer in length.")
    for number, choice in enumerate(choices):
        check_length(choice.get("name"), 1, 100, f"{at}.choices.{number}.name")
        expected: Any = str if kind == STRING else int | float
        if not isinstance(choice.get("value"), expected):
            raise invalid(f"{at}.choices.{number}.value", "a choice's value is of the option's type")
    if one.get("autocomplete") and (choices or kind not in (STRING, INTEGER, NUMBER)):
        raise invalid(f"{at}.autocomplete", "only texts and numbers without choices are completed")
    if ("min_value" in one or "max_value" in one) and kind not in (INTEGER, NUMBER):
        raise invalid(f"{at}.min_value", "only numbers have a least and a greatest value")
    if ("min_length" in one or "max_length" in one) and kind != STRING:
        raise invalid(f"{at}.min_length", "only texts have a length")


# Calls


def _of(world: World, asked: Asked) -> list[Command]:
    if asked.params["application_id"] != world.application:
        raise unknown(10002, "Application", "an app registers its own commands")
    guild = asked.params.get("guild_id", "")
    if guild:
        world.guild(guild)
    return [one for one in world.commands if one.guild == guild]


def _add(world: World, spec: Json, guild: str) -> Command:
    """One of the same name and type takes the place of what was there, with its id."""
    known = [one for one in world.commands if one.guild == guild and _key(one.spec) == _key(spec)]
    for one in known:
        world.commands.remove(one)
    id = known[0].id if known else world.id()
    command = Command(id=id, guild=guild, spec={"type": SLASH, **spec}, version=world.id())
    world.commands.append(command)
    return command


def _key(spec: Json) -> tuple[int, str]:
    return spec.get("type", SLASH), spec["name"]


async def list_commands(core: Core, asked: Asked) -> Any:
    return [shapes.command(core.world, one) for one in _of(core.world, asked)]


async def bulk_set_commands(core: Core, asked: Asked) -> Any:
    existing = _of(core.world, asked)
    check_commands(asked.body)
    keys = {_key(spec) for spec in asked.body}
    for one in existing:
        if _key(one.spec) not in keys:
            core.world.commands.remove(one)
    guild = asked.params.get("guild_id", "")
    return [shapes.command(core.world, _add(core.world, spec, guild)) for spec in asked.body]


async def create_command(core: Core, asked: Asked) -> Any:
    existing = [one.spec for one in _of(core.world, asked)]
    fresh = [spec for spec in existing if _key(spec) != _key(asked.fields)]
    check_commands([*fresh, asked.fields])
    return shapes.command(core.world, _add(core.world, asked.fields, asked.params.get("guild_id", "")))


async def get_command(core: Core, asked: Asked) -> Any:
    return shapes.command(core.world, _one(core, asked))


async def delete_command(core: Core, asked: Asked) -> Any:
    core.world.commands.remove(_one(core, asked))
    return None


def _one(core: Core, asked: Asked) -> Command:
    for one in _of(core.world, asked):
        if one.id == asked.params["command_id"]:
            return one
    raise unknown(10063, "application command", "the app has no command of this id")


def _operations(infix: str, path: str, major: tuple[str, ...]) -> list[Operation]:
    def operation(id: str, method: str, path: str, handler: Any) -> Operation:
        return Operation(id=id, method=method, path=path, handler=handler, major=major)

    one = f"{path}/{{command_id}}"
    return [
        operation(f"list_{infix}application_commands", "GET", path, list_commands),
        operation(f"bulk_set_{infix}application_commands", "PUT", path, bulk_set_commands),
        operation(f"create_{infix}application_command", "POST", path, create_command),
        operation(f"get_{infix}application_command", "GET", one, get_command),
        operation(f"delete_{infix}application_command", "DELETE", one, delete_command),
    ]


OPERATIONS = [
    *_operations("", "/applications/{application_id}/commands", ()),
    *_operations("guild_", "/applications/{application_id}/guilds/{guild_id}/commands", ("guild_id",)),
]
