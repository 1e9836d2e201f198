"""What can be typed: commands with options, and "lora 5" turned into them where there is only text."""

from __future__ import annotations

import difflib
import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.chat.card import clip, escape, require
from bot.errors import UserError

MAX_DESCRIPTION = 100  # Discord, as is the next
MAX_OPTIONS = 25
MAX_DIGITS = 9
MAX_WORDS = 3
_WORD = re.compile(r"[a-z0-9_-]{1,32}")
_QUOTING = frozenset("\"'\\")


def _require_description(text: str) -> None:
    require(
        0 < len(text) <= MAX_DESCRIPTION, f"a description has 1 to {MAX_DESCRIPTION} characters: {text!r}"
    )


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

    def __post_init__(self) -> None:
        require(
            bool(_WORD.fullmatch(self.name)), f"an option's name is one word in lower case: {self.name!r}"
        )
        _require_description(self.description)
        require(len(self.choices) <= MAX_OPTIONS, f"at most {MAX_OPTIONS} choices: {self.name}")
        require(all(c == c.lower() for c in self.choices), f"choices are in lower case: {self.name}")
        if self.minimum is None or self.maximum is None:
            require(self.minimum is self.maximum, f"a number has both ends: {self.name}")
        else:
            require(0 <= self.minimum <= self.maximum, f"a number is from 0 on: {self.name}")

    @property
    def is_number(self) -> bool:
        return self.minimum is not None

    def parse(self, text: str) -> str | int:
        """The value somebody typed; raises UserError with what would be right."""
        if self.minimum is not None and self.maximum is not None:
            digits = text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS
            if not digits or not self.minimum <= int(text) <= self.maximum:
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
        require(
            len(words) <= MAX_WORDS and all(map(_WORD.fullmatch, words)),
            f"a command has one to three words in lower case: {self.name!r}",
        )
        _require_description(self.description)
        require(len(self.options) <= MAX_OPTIONS, f"at most {MAX_OPTIONS} options: {self.name}")
        names = {option.name for option in self.options}
        require(len(names) == len(self.options), f"two options have one name: {self.name}")

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
                raise self._refusal(f"{option.name} is given twice.")
            found[option.name] = option.parse(value)
        return found

    def _option(self, word: str, found: dict[str, str | int]) -> tuple[Option, str]:
        name, equals, value = word.partition("=")
        if equals:
            for option in self.options:
                if option.name == name.lower():
                    return option, value
            near = _nearest([name], [option.name for option in self.options])
            hint = f" Did you mean {near}?" if near else ""
            raise self._refusal(f"There is no option “{escape(clip(name, 40))}”.{hint}")
        free = [option for option in self.options if option.name not in found]
        fitting = [o for o in free if o.is_number and word.isdigit()] or [
            o for o in free if word.lower() in o.choices
        ]
        fitting = (
            fitting or [option for option in free if not option.is_number and not option.choices] or free
        )
        if not fitting:
            raise self._refusal(f"That is more than `/{self.name}` takes.")
        return fitting[0], word

    def _refusal(self, reason: str) -> UserError:
        return UserError(f"{reason} Usage: `{self.usage}`")


def parse_line(specs: Iterable[CommandSpec], line: str) -> tuple[CommandSpec, dict[str, str | int]]:
    """ "/koko ask now" → its spec and options; the longest name wins. Raises UserError."""
    typed = line.strip().removeprefix("/")
    by_name = {spec.name: spec for spec in specs}
    tried = []
    for count in range(MAX_WORDS, 0, -1):
        words = typed.split(maxsplit=count)
        tried.append(" ".join(words[:count]))
        if spec := by_name.get(tried[-1].lower()):
            return spec, spec.parse(" ".join(words[count:]))
    near = _nearest(tried, list(by_name))
    hint = f"Did you mean `/{near}`?" if near else "`/koko help` shows what I can do."
    raise UserError(f"I don't know `/{_in_code(clip(tried[0], 60))}`. {hint}")


def _nearest(typed: Sequence[str], names: Sequence[str]) -> str | None:
    """The name most like one of those typed, the first of which counts most."""
    near = (difflib.get_close_matches(clip(text.lower(), 100), names, n=1) for text in typed)
    return next((match for matches in near for match in matches), None)


def _in_code(text: str) -> str:
    """Somebody's words as they can stand in code marks, where nothing but a mark ends them."""
    return "".join(char for char in text if char.isprintable() and char != "`")


def _words(text: str) -> list[str]:
    if _QUOTING.isdisjoint(text):
        return text.split()
    try:
        return shlex.split(text)
    except ValueError:  # a quote that is never closed: take it as typed
        return text.split()
