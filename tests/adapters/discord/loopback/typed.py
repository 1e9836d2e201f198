"""A slash command as somebody types it: `/koko ask now topic: async count: 3`."""

from __future__ import annotations

import re
from typing import Any

from tests.adapters.discord.loopback import shapes
from tests.adapters.discord.loopback.commands import BOOLEAN, GROUP, INTEGER, NUMBER, STRING, SUBCOMMAND
from tests.adapters.discord.loopback.errors import ClientSaysNo
from tests.adapters.discord.loopback.state import Command, Json
from tests.adapters.discord.loopback.world import World

USER, CHANNEL, ROLE = 6, 7, 8


def read(world: World, command: Command, line: str, guild: str, *, focused: bool = False) -> Json:
    """The `data` of an interaction. Where one is `focused`, the last option is still being typed."""
    words = line.split()[1:]
    options = command.spec.get("options") or []
    path: list[Json] = []
    while options and options[0]["type"] in (SUBCOMMAND, GROUP):
        chosen = next((one for one in options if words and one["name"] == words[0]), None)
        if not chosen:
            raise ClientSaysNo(f"{line}: there are {', '.join(one['name'] for one in options)}")
        words, options = words[1:], chosen.get("options") or []
        path.append(chosen)
    rest = line.split(maxsplit=len(path) + 1)[len(path) + 1 :]
    resolved: Json = {}
    given = _values(world, options, rest[0] if rest else "", guild, resolved, focused)
    for chosen in reversed(path):
        given = [{"name": chosen["name"], "type": chosen["type"], "options": given}]
    data: Json = {"id": command.id, "name": command.spec["name"], "type": 1}
    if given:
        data["options"] = given
    if resolved:
        data["resolved"] = resolved
    return data | ({"guild_id": command.guild} if command.guild else {})


def _values(
    world: World, options: list[Json], text: str, guild: str, resolved: Json, focused: bool
) -> list[Json]:
    by_name = {one["name"]: one for one in options}
    found = list(re.finditer(r"(?:^|\s)([-\w]+):", text))
    found = [match for match in found if match[1] in by_name]
    if text and (not found or text[: found[0].start()].strip()):
        raise ClientSaysNo(f"{text}: there are the options {', '.join(by_name)}")
    given: list[Json] = []
    for match, following in zip(found, [*found[1:], None], strict=False):
        option = by_name[match[1]]
        typed = text[match.end() : following.start() if following else len(text)].strip()
        one: Json = {"name": option["name"], "type": option["type"]}
        if focused and following is None:
            given.append(one | {"value": typed, "focused": True})
        else:
            given.append(one | {"value": _value(world, option, typed, guild, resolved)})
    missing = [
        one["name"]
        for one in options
        if one.get("required") and one["name"] not in {g["name"] for g in given}
    ]
    if missing and not focused:
        raise ClientSaysNo(f"{', '.join(missing)}: this option is required")
    return given


def _value(world: World, option: Json, typed: str, guild: str, resolved: Json) -> Any:
    kind, name = option["type"], option["name"]
    choices = {one["name"]: one["value"] for one in option.get("choices") or []}
    if choices:
        if typed not in choices and typed not in choices.values():
            raise ClientSaysNo(f"{name}: one of {', '.join(choices)}")
        return choices.get(typed, typed)
    if kind == STRING:
        if not option.get("min_length", 0) <= len(typed) <= option.get("max_length", 6000):
            raise ClientSaysNo(f"{name}: its length is out of bounds")
        return typed
    if kind in (INTEGER, NUMBER):
        return _number(option, typed)
    if kind == BOOLEAN:
        if typed not in ("True", "False"):
            raise ClientSaysNo(f"{name}: True or False")
        return typed == "True"
    return _somebody(world, kind, name, typed, guild, resolved)


def _number(option: Json, typed: str) -> int | float:
    try:
        number = int(typed) if option["type"] == INTEGER else float(typed)
    except ValueError:
        raise ClientSaysNo(f"{option['name']}: a number") from None
    if not option.get("min_value", number) <= number <= option.get("max_value", number):
        raise ClientSaysNo(f"{option['name']}: out of bounds")
    return number


def _somebody(world: World, kind: int, name: str, typed: str, guild: str, resolved: Json) -> str:
    """Somebody or something of the guild, chosen from a list by its name."""
    word = typed.lstrip("@#")
    if kind == USER:
        for user in world.users.values():
            if user.name == word:
                resolved.setdefault("users", {})[user.id] = shapes.user(user)
                return user.id
    if kind == CHANNEL:
        for channel in world.channels.values():
            if channel.name == word and channel.guild == guild:
                shape = shapes.channel(world, channel) | {"permissions": "0"}
                resolved.setdefault("channels", {})[channel.id] = shape
                return channel.id
    if kind == ROLE and guild:
        for role in world.guilds[guild].roles.values():
            if role.name.lstrip("@") == word:
                all_roles = {one["id"]: one for one in shapes.roles(world.guilds[guild])}
                resolved.setdefault("roles", {})[role.id] = all_roles[role.id]
                return role.id
    raise ClientSaysNo(f"{name}: there is no {typed}")
