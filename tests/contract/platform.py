"""What the contract plays with: a platform seen from its members' side, and a bot that does as told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.chat.adapter import Adapter, Reply, Thread
from bot.chat.card import Card
from bot.chat.commands import CommandSpec, Option
from bot.chat.events import CompletionAsked, Event, FormSubmitted
from bot.chat.form import Form
from bot.chat.refs import MessageRef, Person, Place
from bot.errors import ChatError


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A message as somebody reads it.

    `text` is what the eye sees, all blocks of it but the buttons, with marks and escapes undone.
    `mentions` are those it calls, `markup` what else of the text is more than words: emphasis, links,
    tags. `reactions` are the bot's. `ref` is None where the platform has no name for it.
    """

    ref: MessageRef | None
    text: str
    buttons: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    reactions: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    markup: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ShownForm:
    """A form as somebody has it before them: labels, and by input id what is filled in and what is wrong."""

    title: str
    text: str
    labels: tuple[str, ...]
    values: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Act:
    """Something that a member did, on its way to the bot.

    `message` is what they wrote. The platform counts `acknowledgements`; `again` delivers once more.
    """

    again: Callable[[], Awaitable[None]]
    message: MessageRef | None = None
    acknowledgements: int = 0


@dataclass(frozen=True)
class Fault:
    """A place into which nothing can be sent, and for how many seconds where the platform says so."""

    place: Place
    retry_after: float | None = None


class Platform(Protocol):
    """A platform on loopback with the adapter connected to it.

    What members do returns at once; the act is acknowledged when it is.
    """

    @property
    def adapter(self) -> Adapter: ...
    @property
    def channel(self) -> Place:
        """Where the bot and both members are."""

    @property
    def admin(self) -> Person: ...
    @property
    def member(self) -> Person:
        """Somebody who is no admin."""

    def mention(self, person: Person) -> str:
        """What a member types to call somebody."""

    async def says(self, person: Person, place: Place, text: str) -> Act: ...
    async def bot_says(self, place: Place, text: str) -> None:
        """Another bot says something, where the platform has others."""

    async def edits(self, person: Person, message: MessageRef, text: str) -> Act: ...
    async def deletes(self, person: Person, message: MessageRef) -> Act: ...
    async def invokes(self, person: Person, place: Place, line: str) -> Act:
        """`line` as a member would type it, with its slash."""

    async def presses(self, person: Person, message: Shown, label: str) -> Act: ...
    async def submits(self, person: Person, values: Mapping[str, str]) -> Act:
        """Send the form that the person has before them."""

    async def sees(self, person: Person, place: Place) -> Sequence[Shown]:
        """The messages of a place that the person can read, the oldest first."""

    async def form(self, person: Person) -> ShownForm | None:
        """The form the person has before them."""

    async def restarts(self) -> None:
        """The bot is killed, and another `adapter` connects to the same platform."""

    async def breaks(self, error: type[ChatError]) -> Fault | None:
        """From now on sending fails as the error says; None where it can't on this platform."""


@dataclass
class ScriptedApp:
    """The bot as adapters see it: answers with `reply` and `response`, and finds `wrong` in forms.

    `arrived` are the events that `accept` was called with, repeated ones too; `answered` those of
    `respond`. `may_accept` and `may_respond` hold them up while they are cleared. `asked` are the threads
    of its questions.
    """

    reply: Reply | None = Reply.PRIVATE
    response: Card | Form | None = None
    wrong: Mapping[str, str] = field(default_factory=dict)
    asked: Sequence[Thread] = ()
    arrived: list[Event] = field(default_factory=list)
    answered: list[Event] = field(default_factory=list)
    may_accept: asyncio.Event = field(default_factory=asyncio.Event)
    may_respond: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.may_accept.set()
        self.may_respond.set()

    @property
    def commands(self) -> Sequence[CommandSpec]:
        topic = Option(name="topic", description="What about.")
        count = Option(name="count", description="How many.", minimum=1, maximum=20)
        return [
            CommandSpec("quiz", "A private run of questions.", (topic, count)),
            CommandSpec("koko setup", "Set Koko up here."),
        ]

    @property
    def shortcuts(self) -> Sequence[str]:
        return ["Why this score?"]

    async def accept(self, event: Event) -> Reply | None:
        repeated = event.id in {known.id for known in self.arrived}
        self.arrived.append(event)
        await self.may_accept.wait()
        return None if repeated else self.reply

    async def respond(self, event: Event) -> Card | Form | None:
        self.answered.append(event)
        await self.may_respond.wait()
        return self.response

    async def problems(self, submitted: FormSubmitted) -> Mapping[str, str]:
        return self.wrong

    async def complete(self, asked: CompletionAsked) -> Sequence[str]:
        return [asked.typed]

    async def threads(self, adapter: str, workspace: str, since: datetime) -> Sequence[Thread]:
        return self.asked
