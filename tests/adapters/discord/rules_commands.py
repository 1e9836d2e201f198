"""What Discord would say to the commands of an application: page *Application commands*."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import Field, TypeAdapter, model_validator

from tests.adapters.discord.reading import Json
from tests.adapters.discord.rules_basics import ABSENT, Strict, check, check_distinct, problems, said

MAX_SIZE = 8000
MAX_CHAT_INPUT = 100
MAX_MESSAGE = 5
LOCALES = (
    *("id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no"),
    *("pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN"),
    *("ja", "zh-TW", "ko"),
)

Name = Annotated[str, Field(pattern=r"^[-_a-z0-9]{1,32}$")]
Description = Annotated[str, said(100)]
Number = Annotated[int, Field(ge=-(2**53), le=2**53)]


class Described(Strict):
    name: Name
    description: Description
    description_localizations: dict[str, Description] = ABSENT

    @model_validator(mode="after")
    def _is_in_languages_that_are_known(self) -> Self:
        unknown = set(self.description_localizations or ()) - set(LOCALES)
        check(not unknown, f"has no language {', '.join(sorted(unknown))}")
        return self


class Choice(Strict):
    name: Annotated[str, said(100)]
    value: Annotated[str, said(100)]


class Text(Described):
    type: Literal[3]
    required: bool = ABSENT
    choices: Annotated[list[Choice], Field(min_length=1, max_length=25)] = ABSENT
    autocomplete: bool = ABSENT
    max_length: Annotated[int, Field(ge=1, le=6000)] = ABSENT

    @model_validator(mode="after")
    def _is_chosen_or_completed(self) -> Self:
        check(not (self.choices and self.autocomplete), "has choices or is completed, not both")
        check_distinct((choice.name for choice in self.choices or ()), "choice")
        check_distinct((choice.value for choice in self.choices or ()), "value")
        return self


class WholeNumber(Described):
    type: Literal[4]
    required: bool = ABSENT
    min_value: Number = ABSENT
    max_value: Number = ABSENT
    autocomplete: bool = ABSENT

    @model_validator(mode="after")
    def _has_a_range(self) -> Self:
        if self.min_value is not None and self.max_value is not None:
            check(self.min_value <= self.max_value, "has a min_value up to its max_value")
        return self


Value = Annotated[Text | WholeNumber, Field(discriminator="type")]


class Subcommand(Described):
    type: Literal[1]
    options: Annotated[list[Value], Field(max_length=25)]


class Group(Described):
    type: Literal[2]
    options: Annotated[list[Subcommand], Field(min_length=1, max_length=25)]


class Where(Strict):
    integration_types: Annotated[list[Literal[0, 1]], Field(min_length=1)]
    contexts: Annotated[list[Literal[0, 1, 2]], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_told_once(self) -> Self:
        check_distinct(self.integration_types, "integration type")
        check_distinct(self.contexts, "context")
        return self


class ChatInput(Described, Where):
    type: Literal[1]
    options: Annotated[
        list[Annotated[Subcommand | Group | Text | WholeNumber, Field(discriminator="type")]],
        Field(max_length=25),
    ]

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        kinds = {isinstance(option, Subcommand | Group) for option in self.options}
        check(len(kinds) < 2, "has subcommands or options of its own, not both")
        size = sum(map(len, _said(self.model_dump(exclude_none=True))))
        check(size <= MAX_SIZE, f"has at most {MAX_SIZE:,} characters of names, descriptions and values")
        return self


class MessageMenu(Where):
    """One in the menu of a message: its name is shown, and it has nothing else."""

    type: Literal[3]
    name: Annotated[str, said(32)]


Command = Annotated[ChatInput | MessageMenu, Field(discriminator="type")]


class Commands(Strict):
    commands: list[Command]

    @model_validator(mode="after")
    def _fit_into_an_application(self) -> Self:
        chat = [one for one in self.commands if isinstance(one, ChatInput)]
        menus = [one for one in self.commands if isinstance(one, MessageMenu)]
        check(len(chat) <= MAX_CHAT_INPUT, f"has at most {MAX_CHAT_INPUT} commands that are typed")
        check(len(menus) <= MAX_MESSAGE, f"has at most {MAX_MESSAGE} commands of messages")
        check_distinct(((one.type, one.name) for one in self.commands), "command")
        for group in _groups(chat):
            check_distinct((option.name for option in group.options), "option")
        return self


_COMMANDS: TypeAdapter[Any] = TypeAdapter(Commands)


def command_problems(commands: Sequence[Json]) -> list[str]:
    """What is wrong with the list that overwrites all commands of an application."""
    return problems(_COMMANDS, {"commands": list(commands)})


def _groups(options: Sequence[Any]) -> Iterator[Any]:
    for option in options:
        if isinstance(option, ChatInput | Subcommand | Group):
            yield option
            yield from _groups(option.options)


def _said(value: Any) -> Iterator[str]:
    """Names, descriptions and values, at any depth; of translations the longest would count."""
    if isinstance(value, dict):
        yield from (value[key] for key in ("name", "description", "value") if key in value)
        for key in ("options", "choices"):
            yield from (text for inner in value.get(key, ()) for text in _said(inner))
