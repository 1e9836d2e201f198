"""What is to be said, written down before it is sent: that is how nothing is lost or said twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Protocol

from pydantic import TypeAdapter

from bot.chat.adapter import Reaction
from bot.chat.card import Card, Text, card
from bot.chat.refs import MessageRef, Person, Place
from bot.errors import ChatError, NotAllowed


@dataclass(frozen=True, slots=True)
class Send:
    """Post a card in a place, or to a person in private; with a `thread` title, open a thread on it.

    A `line` may share one message with others like it, when many wait for the same place.
    """

    to: Place | Person
    card: Card
    thread: str = ""
    line: bool = False
    kind: Literal["send"] = "send"


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace a message's card."""

    message: MessageRef
    card: Card
    kind: Literal["edit"] = "edit"


@dataclass(frozen=True, slots=True)
class React:
    """Put a reaction on a message."""

    message: MessageRef
    reaction: Reaction
    kind: Literal["react"] = "react"


@dataclass(frozen=True, slots=True)
class Unread:
    """Instead of an action that this version of Koko can't read: `where` is the channel of its lane."""

    where: Place
    reason: str


Action = Send | Edit | React

ACTIONS: TypeAdapter[Action] = TypeAdapter(Action)
"""Reads and writes an action as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One action to be done by `expires_at`, not before `due_at` (both UTC).

    `key` is natural ("challenge:4f…"), so that writing a post down twice is harmless. `challenge` is
    the id of the challenge whose card this is, if it is one; `about` is whose words or name it holds.
    `tries` counts earlier attempts. `also` are the keys of lines that share this post's message.
    """

    key: str
    action: Action | Unread
    due_at: datetime
    expires_at: datetime
    challenge: str | None = None
    about: Person | None = None
    tries: int = 0
    also: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Of all that is out when this is."""
        return (self.key, *self.also)

    @property
    def where(self) -> Place | Person:
        action = self.action
        match action:
            case Send():
                return action.to
            case Unread():
                return action.where
        return action.message.place

    @property
    def lane(self) -> str:
        """Posts of one lane are sent one after the other: a channel with its threads, or a person.

        A channel's reactions have a lane beside it, so that neither waits for the other.
        """
        where = self.where
        lane = str(where.parent if isinstance(where, Place) else where)
        return f"{lane}+" if isinstance(self.action, React) else lane


def joined(lines: Sequence[Send]) -> Send:
    """One message of several lines: their texts, a line each, and what else the first has."""
    first, *others = lines
    said = [block.text for line in lines for block in line.card.blocks if isinstance(block, Text)]
    rest = [block for block in first.card.blocks if not isinstance(block, Text)]
    return replace(first, card=card("", "\n".join(said), *rest)) if others else first


@dataclass(frozen=True, slots=True)
class Delivered:
    """The post is out: as `message`, and with `thread` where one was asked for and not `refused`."""

    post: Post
    message: MessageRef | None
    thread: Place | None = None
    refused: NotAllowed | None = None


@dataclass(frozen=True, slots=True)
class Postponed:
    """The platform was down; try again at `until`."""

    post: Post
    until: datetime


@dataclass(frozen=True, slots=True)
class Refused:
    """The post can't be delivered, now or later."""

    post: Post
    error: ChatError


Outcome = Delivered | Postponed | Refused


class Outbox(Protocol):
    """Where the messenger finds what to send and says what became of it."""

    async def take(self, adapter: str, limit: int) -> Sequence[Post]:
        """Posts that are due now, at most one of a lane, lent to this caller for a minute.

        Workspaces take turns, so that none waits for all that another has to say.
        """

    async def settle(self, outcomes: Sequence[Outcome]) -> None:
        """Strike out, postpone or drop, all in one go."""
