"""What can be typed: commands with options, and "lora 5" turned into them where there is only text."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.errors import UserError

MAX_NAME = 32  # Discord, for each word
MAX_DESCRIPTION = 100  # Discord


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option of a command: text, or a whole number when it has a `minimum` and `maximum`.

    `choices` are all the values there are; `completed` says that `App.complete` can offer some.
    """

    name: str
    description: str
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    completed: bool = False

    @property
    def is_number(self) -> bool:
        return self.minimum is not None

    def parse(self, text: str) -> str | int:
        """The value somebody typed; raises UserError with what would be right."""
        if self.minimum is not None and self.maximum is not None:
            if not text.isascii() or not text.isdigit() or not self.minimum <= int(text[:9]) <= self.maximum:
                raise UserError(f"{self.name} is a whole number from {self.minimum} to {self.maximum}.")
            return int(text)
        if self.choices and text.lower() not in self.choices:
            raise UserError(f"{self.name} is one of {', '.join(self.choices)}.")
        return text.lower() if self.choices else text


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """A command of one to three words ("quiz", "koko ask now") with its options in typing order."""

    name: str
    description: str
    options: tuple[Option, ...] = ()

    def __post_init__(self) -> None:
        words = self.name.split(" ")
        if not 1 <= len(words) <= 3 or not all(0 < len(word) <= MAX_NAME for word in words):
            raise ValueError(f"a command has one to three words: {self.name!r}")
        if not 0 < len(self.description) <= MAX_DESCRIPTION:
            raise ValueError(f"a description has 1 to {MAX_DESCRIPTION} characters: {self.name!r}")

    @property
    def usage(self) -> str:
        return " ".join([f"/{self.name}", *(f"[{option.name}]" for option in self.options)])

    def parse(self, text: str) -> dict[str, str | int]:
        """Options from `name=value` pairs and bare values; a bare number goes to the first number
        option, a bare word that is a choice to its option, any other to the first free text option.

        Raises UserError.
        """
        found: dict[str, str | int] = {}
        for word in _words(text):
            option, value = self._option(word, found)
            if option.name in found:
                raise UserError(f"{option.name} is given twice. Usage: {self.usage}")
            found[option.name] = option.parse(value)
        return found

    def _option(self, word: str, found: dict[str, str | int]) -> tuple[Option, str]:
        name, equals, value = word.partition("=")
        if equals:
            for option in self.options:
                if option.name == name.lower():
                    return option, value
            raise UserError(f"There is no option {name[:40]!r}. Usage: {self.usage}")
        free = [option for option in self.options if option.name not in found]
        fitting = [o for o in free if o.is_number and word.isdigit()] or [
            o for o in free if word.lower() in o.choices
        ]
        fitting = (
            fitting or [option for option in free if not option.is_number and not option.choices] or free
        )
        if not fitting:
            raise UserError(f"That is more than /{self.name} takes. Usage: {self.usage}")
        return fitting[0], word


def parse_line(specs: Iterable[CommandSpec], line: str) -> tuple[CommandSpec, dict[str, str | int]]:
    """ "/koko ask now" → its spec and options; the longest name wins. Raises UserError."""
    words = line.strip().removeprefix("/").split()
    by_name = {spec.name: spec for spec in specs}
    for count in range(min(3, len(words)), 0, -1):
        spec = by_name.get(" ".join(words[:count]).lower())
        if spec:
            return spec, spec.parse(" ".join(words[count:]))
    raise UserError(_unknown(" ".join(words[:3]), list(by_name)))


def _unknown(typed: str, names: Sequence[str]) -> str:
    near = difflib.get_close_matches(typed.lower(), names, n=1)
    return f"I don't know /{typed[:60]}. " + (
        f"Did you mean /{near[0]}?" if near else "/koko help shows what I can do."
    )


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:  # a quote that is never closed: take it as typed
        return text.split()
