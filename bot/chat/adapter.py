"""The contract between the bot and a chat platform; `docs/adapters.md` walks through it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, StrEnum
from pathlib import Path
from typing import Any, Protocol

from bot.chat.card import Card
from bot.chat.commands import CommandSpec
from bot.chat.events import CompletionAsked, Event, FormSubmitted
from bot.chat.form import Form
from bot.chat.refs import MessageRef, Person, Place


class Reply(Enum):
    """How a route answers; known before its handler runs, so an adapter can acknowledge in time."""

    PRIVATE = "private"
    """Only the person sees it."""
    PUBLIC = "public"
    """Everybody in the place sees it."""
    UPDATE = "update"
    """Replaces the message whose button was pressed."""
    FORM = "form"
    """Opens a form, so it must not be acknowledged before the form is there."""


class Reaction(StrEnum):
    """The few reactions Koko gives; how each looks is the adapter's affair."""

    SEEN = "seen"
    """An answer was taken."""
    FULL = "full"
    """It met everything."""
    PART = "part"
    """It met something."""
    NONE = "none"
    """It met nothing, or could not be graded."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Where platforms differ in what can be *done*; how a thing looks is the adapter's affair.

    A capability changes the way, never the meaning: without threads the Answer button still works.
    Private replies and forms are none: without them an answer could not be kept from the others.
    `post_interval` is the least number of seconds between two posts to one channel; edits and
    reactions need no pace. `unthreaded` are workspaces without threads on a platform that has them
    elsewhere, such as what people share with Discord's bots alone. `roaming` are workspaces whose people
    have the same ids in all others: who presses a button there may be meant as a member of another.
    """

    threads: bool = True
    reads_messages: bool = True
    post_interval: float = 0.0
    unthreaded: frozenset[str] = frozenset()
    roaming: frozenset[str] = frozenset()

    @property
    def reads_threads(self) -> bool:
        """Whether a reply in a thread reaches the bot at all."""
        return self.threads and self.reads_messages

    def at_home(self, person: Person, workspace: str) -> Person:
        """The same person as a member of that workspace, where their ids are the same; else as they are.

        Their name is left out, for they may be called something else there.
        """
        if person.workspace == workspace or person.workspace not in self.roaming:
            return person
        return Person(person.adapter, workspace, person.user)

    def in_workspace(self, workspace: str) -> Capabilities:
        """Those of all places there."""
        return replace(self, threads=False) if workspace in self.unthreaded else self


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the platform is connected, and if not, why (a sentence without secrets)."""

    connected: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong with the set-up, and what to do about it."""

    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the set-up that is good to know, in a sentence. Nothing is wrong."""

    note: str


@dataclass(frozen=True, slots=True)
class Menu:
    """All that people can type, and what a message's own menu offers; empty where nobody has asked for it."""

    commands: Sequence[CommandSpec] = ()
    shortcuts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """In which a question is answered.

    `since` (UTC) is when it was asked. `answers` are the messages there that are answers now and can still
    be taken back.
    """

    place: Place
    since: datetime
    answers: frozenset[MessageRef] = frozenset()


class App(Protocol):
    """What an adapter sees of the bot.

    Inbound, every adapter is the same few lines, and the acknowledgement has one owner:

        reply = await app.accept(event)      # None: nobody listens, or seen before; stay silent
        acknowledge(reply)                   # FORM: not yet
        response = await app.respond(event)
        show(reply, response)
    """

    @property
    def commands(self) -> Sequence[CommandSpec]:
        """All commands, in the order help shows them."""

    @property
    def shortcuts(self) -> Sequence[str]:
        """What a message's own menu offers, as shown there: a `ShortcutUsed.shortcut` each."""

    async def accept(self, event: Event) -> Reply | None:
        """Write the event down, then say how it will be answered; None means stay silent.

        Only when this has returned may the platform be told that the event has arrived.
        """

    async def respond(self, event: Event) -> Card | Form | None:
        """Handle an accepted event. Never raises; a `Form` comes only from `Reply.FORM` routes,
        and an error there comes back as a Card to be shown in private."""

    async def problems(self, submitted: FormSubmitted) -> Mapping[str, str]:
        """What is wrong with a form's values, a sentence by input id; asked before `accept`, so
        that a platform can keep the form open. Reads only."""

    async def complete(self, asked: CompletionAsked) -> Sequence[str]:
        """At most 25 values that the option being typed could have."""

    async def threads(self, adapter: str, workspace: str, since: datetime) -> Sequence[Thread]:
        """Those of a workspace whose questions are open, or have closed since then (UTC).

        For a platform that tells everything once: what happened there while nobody listened is found by
        reading them again, and told as if it happened now.
        """


class Routes(Protocol):
    """The one HTTP server, on which adapters mount paths."""

    def add(self, method: str, path: str, handler: Callable[[Any], Awaitable[Any]]) -> None:
        """`path` as aiohttp writes it (`/x/{y}`); the handler takes and returns aiohttp's types."""

    @property
    def address(self) -> tuple[str, int]:
        """Host and port the server is bound to."""


class Vault(Protocol):
    """An adapter's own secrets by key, encrypted where they lie, shared by all processes on the store.

    Every call raises ConfigError while `KOKO_SECRET_KEY` is not set.
    """

    async def get(self, key: str) -> str | None: ...

    async def put(self, key: str, secret: str, expires_at: datetime | None = None) -> None:
        """Keep it in place of what was there; after `expires_at` (UTC) it is as if it were not."""

    async def add(self, key: str, secret: str, expires_at: datetime | None = None) -> bool:
        """Keep it if there is none; False where there is. With `expires_at`, a lock that a crash frees."""

    async def take(self, key: str) -> str | None:
        """Get and remove in one go: of several who ask at once, one gets it."""

    async def keys(self, prefix: str) -> Sequence[str]:
        """Keys that begin so, in order."""


@dataclass(frozen=True, slots=True)
class Host:
    """What an adapter gets to live on: the HTTP server, a folder, the time (UTC), its own secrets.

    `menu` is there for `Adapter.check`, which runs without the bot; `run` is told all of it by its `App`.
    """

    http: Routes
    folder: Path
    now: Callable[[], datetime]
    vault: Vault
    menu: Menu = field(default_factory=Menu)


class Adapter(Protocol):
    """What the bot sees of a platform. All of it is required.

    Calls raise `PlaceGone`, `NotAllowed` or `PlatformDown` and nothing else of the platform's.
    """

    @property
    def name(self) -> str:
        """The adapter's package name, and `Place.adapter` of all its places."""

    @property
    def capabilities(self) -> Capabilities: ...

    async def run(self, app: App) -> None:
        """Connect and feed events until cancelled."""

    async def send(self, place: Place, card: Card, key: str) -> MessageRef:
        """Post a card, with mentions off. `key` is unique to the post, and `find` looks for it."""

    async def edit(self, message: MessageRef, card: Card) -> None: ...

    async def react(self, message: MessageRef, reaction: Reaction) -> None:
        """Put the bot's reaction on a message in place of its last one; harmless when repeated."""

    async def open_thread(self, message: MessageRef, title: str) -> Place:
        """The thread on a message; the same one when repeated."""

    async def open_direct(self, person: Person) -> Place:
        """A place that the person alone shares with the bot."""

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        """The message that an earlier `send` with this key posted, if it did arrive.

        It was not sent before `since` (UTC), so that a platform without an index need not be read through.
        """

    async def is_admin(self, person: Person, place: Place) -> bool: ...

    def health(self) -> Health: ...

    async def check(self) -> Sequence[Problem | Note]:
        """What is wrong with tokens, scopes and intents, and what to do; and what is only worth saying."""
