"""What a command line that is being typed could become."""

from __future__ import annotations

import shlex
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.chat.commands import CommandSpec, Option
from bot.errors import UserError

LIMIT = 25

Ask = Callable[[CommandSpec, Option, str], Awaitable[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`line` is the whole line when it is taken; `label` and `description` are shown.

    Enter takes the `chosen` one, and where there is none, it sends the line as it stands.
    """

    line: str
    label: str
    description: str
    chosen: bool = False


async def suggest(specs: Sequence[CommandSpec], line: str, ask: Ask) -> list[Suggestion]:
    """At most `LIMIT`, best first; `ask` knows what a completed option could be."""
    found = list(_commands(specs, line)) or [each async for each in _options(specs, line, ask)]
    is_whole = line.endswith(" ") or any(each.line.strip() == line.strip() for each in found)
    return [replace(each, chosen=at == 0 and not is_whole) for at, each in enumerate(found[:LIMIT])]


def _commands(specs: Sequence[CommandSpec], line: str) -> Iterator[Suggestion]:
    for spec in specs:
        if f"/{spec.name}".startswith(line.lower()):
            yield Suggestion(f"/{spec.name}" + " " * bool(spec.options), spec.usage, spec.description)


async def _options(specs: Sequence[CommandSpec], line: str, ask: Ask) -> AsyncIterator[Suggestion]:
    spec = max(
        (spec for spec in specs if line.lower().startswith(f"/{spec.name} ")),
        key=lambda spec: len(spec.name),
        default=None,
    )
    if spec is None:
        return
    head, _, word = line[len(spec.name) + 1 :].rpartition(" ")
    start = f"/{spec.name}{head} "
    for option, prefix, typed in _meant(spec, head, word):
        values = [choice for choice in option.choices if choice.startswith(typed.lower())]
        values += await ask(spec, option, typed) if option.completed else ()
        for number, value in enumerate(values):
            about = "" if number else option.description  # once is enough
            yield Suggestion(start + prefix + shlex.quote(value), prefix + value, about)
        if option.is_number and not word:
            bounds = f"{option.description}, {option.minimum} to {option.maximum}"
            yield Suggestion(f"{start}{option.name}=", f"{option.name}=", bounds)


def _meant(spec: CommandSpec, head: str, word: str) -> list[tuple[Option, str, str]]:
    """The options that the last word may be for, what of it names them, and the rest."""
    name, equals, value = word.partition("=")
    if equals:
        return [(option, f"{name}=", value) for option in spec.options if option.name == name.lower()]
    try:
        given = spec.parse(head)
    except UserError:
        given = {}
    return [(option, "", word) for option in spec.options if option.name not in given]
