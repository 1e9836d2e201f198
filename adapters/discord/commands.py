"""What can be typed, as Discord is told it, and what was typed, as Discord tells it.

https://docs.discord.com/developers/interactions/application-commands
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Any, cast

from discord.http import Route

from adapters.discord.client import Connection
from adapters.discord.invite import GUILD_INSTALL, USER_INSTALL
from bot.chat.commands import CommandSpec, Option

CHAT_INPUT, MESSAGE = 1, 3
SUBCOMMAND, GROUP, STRING, INTEGER = 1, 2, 3, 4
IN_GUILD, WITH_BOT, IN_PRIVATE = 0, 1, 2
EVERYWHERE = frozenset({"quiz", "koko"})
"""First words of commands that serve somebody alone: in any server, and in private."""

TRANSLATIONS: Mapping[str, Mapping[str, str]] = MappingProxyType({})
"""Descriptions in other languages: by Discord's locale ("de", "pt-BR"), each by the English sentence."""

ALL = "/applications/{application_id}/commands"

Payload = dict[str, Any]

_KEPT = (
    *("type", "name", "description", "description_localizations", "options", "required", "autocomplete"),
    *("choices", "min_value", "max_value", "integration_types", "contexts", "value", "nsfw"),
    "default_member_permissions",
)
_SETS = ("integration_types", "contexts")


def registered(
    specs: Sequence[CommandSpec],
    shortcuts: Sequence[str],
    translations: Mapping[str, Mapping[str, str]] = TRANSLATIONS,
) -> list[Payload]:
    """All that an application registers, in one go.

    Raises ValueError where names clash: with Discord, a command that has others under it can't be used
    by itself.
    """
    said = _Descriptions(translations)
    commands = []
    for first, several in groupby(sorted(specs, key=_first), key=_first):
        family = list(several)
        about = next((spec for spec in family if spec.name.endswith(" help")), family[0])
        where = _everywhere() if first in EVERYWHERE else _in_guilds()
        commands.append(
            {"type": CHAT_INPUT, "name": first}
            | said.of(about.description)
            | {"options": _under(family, first, said)}
            | where
        )
    return [*commands, *({"type": MESSAGE, "name": name} | _in_guilds(WITH_BOT) for name in shortcuts)]


def same(now: Sequence[Mapping[str, Any]], wanted: Sequence[Mapping[str, Any]]) -> bool:
    """Whether what is registered `now`, asked for with its localizations, is what is wanted."""
    return _by_name(now) == _by_name(wanted)


def different(now: Sequence[Mapping[str, Any]], wanted: Sequence[Mapping[str, Any]]) -> list[str]:
    """What people would type, or find in a menu, of those that are not registered `now` as they are wanted,
    and of those that are and should not be."""
    there, here = _by_name(now), _by_name(wanted)
    return [
        f"/{name}" if kind == CHAT_INPUT else name
        for kind, name in dict.fromkeys([*here, *there])
        if there.get((kind, name)) != here.get((kind, name))
    ]


def spoken(data: Mapping[str, Any]) -> tuple[str, dict[str, str | int]]:
    """The name of a command in an interaction's data, and its options."""
    name, options = _leaf(data)
    return name, {option["name"]: option["value"] for option in options}


def typing(data: Mapping[str, Any]) -> tuple[str, str, str]:
    """The command, the option and what is typed of it so far, in the data of an autocompletion."""
    name, options = _leaf(data)
    focused = next(option for option in options if option.get("focused"))
    return name, str(focused["name"]), str(focused["value"])


async def asked_for(connection: Connection) -> Sequence[Mapping[str, Any]]:
    """What is registered now. Raises ChatError."""
    route = Route("GET", ALL, application_id=connection.application)
    found: Sequence[Mapping[str, Any]] = await connection.patient(
        route, params={"with_localizations": "true"}
    )
    return found


class _Descriptions:
    def __init__(self, translations: Mapping[str, Mapping[str, str]]) -> None:
        self._translations = translations

    def of(self, english: str) -> Payload:
        others = {locale: told[english] for locale, told in self._translations.items() if english in told}
        return {"description": english} | ({"description_localizations": others} if others else {})


def _first(spec: CommandSpec) -> str:
    return spec.name.partition(" ")[0]


def _under(specs: Sequence[CommandSpec], name: str, said: _Descriptions) -> list[Payload]:
    """The options of a command, a subcommand or a group: those of its only spec, or the next words."""
    own, others = _split(specs, name)
    if own and others:
        raise ValueError(f"/{name} can't be used by itself, since there is /{others[0].name}")
    if own:
        return [_option(option, said) for option in own[0].options]
    found: list[Payload] = []
    by_word: dict[str, list[CommandSpec]] = {}
    for spec in specs:
        word = spec.name.removeprefix(f"{name} ").partition(" ")[0]
        by_word.setdefault(word, []).append(spec)
    for word, family in by_word.items():
        full = f"{name} {word}"
        kind = SUBCOMMAND if any(spec.name == full for spec in family) else GROUP
        found.append(
            {"type": kind, "name": word}
            | said.of(family[0].description)
            | {"options": _under(family, full, said)}
        )
    return found


def _split(specs: Sequence[CommandSpec], name: str) -> tuple[list[CommandSpec], list[CommandSpec]]:
    """That of this very name, and those under it."""
    return [spec for spec in specs if spec.name == name], [spec for spec in specs if spec.name != name]


def _option(option: Option, said: _Descriptions) -> Payload:
    payload = {"type": INTEGER if option.is_number else STRING, "name": option.name}
    payload |= said.of(option.description)
    if option.is_number:
        payload |= {"min_value": option.minimum, "max_value": option.maximum}
    if option.choices:
        payload["choices"] = [{"name": choice, "value": choice} for choice in option.choices]
    elif option.completed:
        payload["autocomplete"] = True
    return payload


def _everywhere() -> Payload:
    return {
        "integration_types": [GUILD_INSTALL, USER_INSTALL],
        "contexts": [IN_GUILD, WITH_BOT, IN_PRIVATE],
    }


def _in_guilds(*also: int) -> Payload:
    return {"integration_types": [GUILD_INSTALL], "contexts": [IN_GUILD, *also]}


def _by_name(commands: Sequence[Mapping[str, Any]]) -> dict[tuple[int, str], Payload]:
    return {(command.get("type", CHAT_INPUT), command["name"]): _kept(command) for command in commands}


def _kept(payload: Mapping[str, Any]) -> Payload:
    """Without what Discord adds, and without what means the same as its absence."""
    kept = {key: payload[key] for key in _KEPT if payload.get(key) not in (None, "", [], {})}
    for key in ("options", "choices"):
        if key in kept:
            kept[key] = [_kept(inner) for inner in kept[key]]
    kept |= {key: sorted(kept[key]) for key in _SETS if key in kept}
    return {key: value for key, value in kept.items() if value is not False}


def _leaf(data: Mapping[str, Any]) -> tuple[str, Sequence[Mapping[str, Any]]]:
    words, options = [data["name"]], data.get("options", ())
    while options and options[0]["type"] in (SUBCOMMAND, GROUP):
        words.append(options[0]["name"])
        options = options[0].get("options", ())
    return " ".join(words), cast("Sequence[Mapping[str, Any]]", options)
