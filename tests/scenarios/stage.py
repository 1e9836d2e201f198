"""Where a story is played: what a chat platform must offer, so that it can be told there too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.chat.refs import Person, Place
from bot.compose import Koko

NAMES = ("you", "ada", "grace", "linus")
"""The members of the team by their handles; "you" are the admin. Others see them as `You`, `Ada`, …"""


@dataclass(frozen=True)
class Message:
    """What stands somewhere: a member's text, or a card of Koko's, which has no author.

    `id` grows with time. `thread` is the id of the message on which a reply hangs. A private one only one
    member sees, also in their own place with Koko. `text` reads as `bot.chat.plain` has it. `given` is how
    the platform's client knows it.
    """

    id: str
    author: str | None
    text: str
    thread: str | None = None
    is_private: bool = False
    has_thread: bool = field(default=False, compare=False)
    reaction: str | None = None
    buttons: tuple[str, ...] = ()
    given: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class OpenForm:
    """A form that a member has before them.

    `options` are the values that each select offers, in the order in which they are shown.
    """

    action: str
    value: str
    text: str
    options: Mapping[str, Sequence[str]]
    given: Any = field(default=None, compare=False, repr=False)


class Client(Protocol):
    """What one member has in hands. An act returns when the platform has told Koko of it.

    Some give back what the client itself says is wrong.
    """

    @property
    def person(self) -> Person: ...

    async def types(self, line: str) -> str:
        """A command, in the channel."""

    async def replies(self, to: Message, text: str) -> str: ...

    async def edits(self, message: Message, text: str) -> str: ...

    async def deletes(self, message: Message) -> None: ...

    async def presses(self, message: Message, label: str) -> None: ...

    async def opens(self, message: Message, label: str) -> OpenForm:
        """The form behind a button."""

    async def submits(self, opened: OpenForm, values: Mapping[str, str]) -> str:
        """With these values, and else with those that the form came with; several choices come joined by
        commas."""

    async def makes_admin(self, name: str) -> None: ...

    async def sees(self) -> Sequence[Message]:
        """The channel, each of its threads, then the member's own place with Koko; the oldest first."""


class Stage(Protocol):
    """One channel on one platform, which outlives Koko."""

    @property
    def channel(self) -> Place: ...

    @property
    def adapter(self) -> str:
        """What `KOKO_ADAPTERS` calls it."""

    @property
    def environment(self) -> Mapping[str, str]:
        """Settings of the adapter, by which Koko finds this platform."""

    @property
    def clients(self) -> Mapping[str, Client]:
        """By the members' handles."""

    def opens(self, koko: Koko) -> None:
        """Koko is at work, for the first time or again."""

    async def settles(self, seconds: float) -> None:
        """Wait until all that Koko has answered is shown, at most so long."""

    def is_down(self) -> AbstractContextManager[None]:
        """No card can be posted while this lasts."""
