"""What happens in a chat, as past participles; adapters make them, the router takes them.

Every event has an `id` that the platform repeats when it delivers the event again, unique within
its adapter, so that nothing is done twice; and `at`, when it happened (UTC), so that an answer given
in time counts even if it is handled late.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from pydantic import TypeAdapter

from bot.chat.refs import MessageRef, Person, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandInvoked:
    """`/quiz lora 5`: `command` is a `CommandSpec.name`, `options` are its options by name."""

    id: str
    at: datetime
    person: Person
    place: Place
    command: str
    options: Mapping[str, str | int] = field(default_factory=dict)
    kind: Literal["command"] = "command"


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonPressed:
    """A button of a card; `message` is where it hung, None where the platform can't say."""

    id: str
    at: datetime
    person: Person
    place: Place
    action: str
    value: str = ""
    message: MessageRef | None = None
    kind: Literal["button"] = "button"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSubmitted:
    """A form came back; `values` by input id, several choices of a `Select` joined by commas."""

    id: str
    at: datetime
    person: Person
    place: Place
    action: str
    value: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    message: MessageRef | None = None
    kind: Literal["form"] = "form"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortcutUsed:
    """A message's own menu was used ("Why this score?")."""

    id: str
    at: datetime
    person: Person
    place: Place
    shortcut: str
    message: MessageRef
    kind: Literal["shortcut"] = "shortcut"


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeOpened:
    """Somebody opened the bot's own page, where the platform has one; never written down."""

    id: str
    person: Person
    kind: Literal["home"] = "home"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionAsked:
    """Somebody is typing the value of an option; never written down."""

    id: str
    person: Person
    place: Place
    command: str
    option: str
    typed: str
    kind: Literal["completion"] = "completion"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent:
    """A message of a person in a thread or in private with the bot; never of a bot.

    `text` is Markdown as typed, with the platform's escapes undone, code in fences.
    `addressed` says that it begins with a mention of somebody.
    """

    id: str
    at: datetime
    person: Person
    message: MessageRef
    text: str
    addressed: bool = False
    kind: Literal["sent"] = "sent"

    @property
    def place(self) -> Place:
        return self.message.place


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEdited:
    """A message now reads `text`."""

    id: str
    at: datetime
    person: Person
    message: MessageRef
    text: str
    addressed: bool = False
    kind: Literal["edited"] = "edited"

    @property
    def place(self) -> Place:
        return self.message.place


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDeleted:
    """A message is gone; platforms don't say who wrote it or who removed it."""

    id: str
    at: datetime
    message: MessageRef
    kind: Literal["deleted"] = "deleted"

    @property
    def place(self) -> Place:
        return self.message.place


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceGained:
    """The bot was brought into a channel, by `person` where the platform says so."""

    id: str
    at: datetime
    place: Place
    person: Person | None = None
    kind: Literal["gained"] = "gained"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLost:
    """The channel was archived or deleted, or the bot removed from it."""

    id: str
    at: datetime
    place: Place
    reason: str
    kind: Literal["lost"] = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceLost:
    """The bot was removed from a whole workspace, or its keys to it were taken away."""

    id: str
    at: datetime
    adapter: str
    workspace: str
    reason: str
    kind: Literal["workspace_lost"] = "workspace_lost"


Event = (
    CommandInvoked
    | ButtonPressed
    | FormSubmitted
    | ShortcutUsed
    | HomeOpened
    | CompletionAsked
    | MessageSent
    | MessageEdited
    | MessageDeleted
    | PlaceGained
    | PlaceLost
    | WorkspaceLost
)

EVENTS: TypeAdapter[Event] = TypeAdapter(Event)
"""Reads and writes any event as JSON, for the inbox and for recorded payloads."""


def adapter_of(event: Event) -> str:
    """The name of the adapter that the event came from."""
    match event:
        case HomeOpened():
            return event.person.adapter
        case WorkspaceLost():
            return event.adapter
        case _:
            return event.place.adapter
