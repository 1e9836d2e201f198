"""What there is on the local platform: members, channels and messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.chat.adapter import Reaction
from bot.chat.card import Card
from bot.chat.refs import MessageRef, Person, Place
from bot.errors import PlaceGone

ADAPTER = "local"
WORKSPACE = "home"
LAST = 2**53  # above the id of any message, and the greatest whole number that JavaScript keeps


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody you can be; an admin may set Koko up."""

    id: str
    name: str
    admin: bool = False

    @property
    def person(self) -> Person:
        return Person(ADAPTER, WORKSPACE, self.id, self.name)


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, or with an `owner` (a member's id) the room that they alone share with the bot.

    `revision` counts how often it was archived and brought back.
    """

    id: str
    name: str
    owner: str | None = None
    archived: bool = False
    revision: int = 0

    def visible_to(self, member: Member) -> bool:
        return self.owner in (None, member.id)

    @property
    def place(self) -> Place:
        return Place(ADAPTER, WORKSPACE, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A member's text or, without `author`, a card of the bot.

    `thread` is the id of the message it replies to. `private_to` is the one member who sees it.
    `title` and `replies` are those of the thread on it. `revision` counts edits. `seq` numbers all
    changes on the platform; a message has that of its last one.
    """

    id: int
    channel: str
    thread: int | None
    author: str | None
    private_to: str | None
    text: str
    card: Card | None
    title: str
    replies: int
    reaction: Reaction | None
    revision: int
    deleted: bool
    created_at: datetime
    seq: int

    @property
    def place(self) -> Place:
        return Place(ADAPTER, WORKSPACE, self.channel, str(self.thread) if self.thread else None)

    @property
    def thread_place(self) -> Place:
        """The thread on it, or that it is in."""
        return Place(ADAPTER, WORKSPACE, self.channel, str(self.thread or self.id))

    @property
    def ref(self) -> MessageRef:
        return MessageRef(self.place, str(self.id))

    @property
    def has_thread(self) -> bool:
        return bool(self.title or self.replies)


def spot(place: Place) -> tuple[str, int | None]:
    """Channel and thread as the platform knows them. Raises PlaceGone for another platform's place."""
    if (place.adapter, place.workspace) != (ADAPTER, WORKSPACE):
        raise PlaceGone("There is no such place.")
    return place.channel, None if place.thread is None else number(place.thread)


def number(text: str) -> int:
    """The id of a message. Raises PlaceGone for what can't be one."""
    if not text.isdecimal() or len(text) > 15:
        raise PlaceGone("There is no such message.")
    return int(text)
