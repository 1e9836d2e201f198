"""Names of people, places and messages that mean the same on every platform; no part of one is empty."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import quote, unquote


def _join(*parts: str) -> str:
    return ":".join(quote(part, safe="") for part in parts)


def _split(text: str, low: int, high: int) -> list[str]:
    parts = [unquote(part) for part in text.split(":")]
    if not low <= len(parts) <= high or not all(parts) or _join(*parts) != text:
        raise ValueError(f"not a reference: {text!r}")
    return parts


def _check(*parts: str | None) -> None:
    if "" in parts:
        raise ValueError(f"a reference with an empty part: {parts!r}")


def key_prefix(adapter: str, workspace: str) -> str:
    """What the keys of all people and places of a workspace begin with, and no others."""
    return f"{_join(adapter, workspace)}:"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a workspace; `name` is what they were called last and no part of who they are.

    `str(person)` is the database key, and `Person.parse` reads it back.
    """

    adapter: str
    workspace: str
    user: str
    name: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        _check(self.adapter, self.workspace, self.user)

    def __str__(self) -> str:
        return _join(self.adapter, self.workspace, self.user)

    @classmethod
    def parse(cls, text: str, name: str = "") -> Person:
        """Read what `str` wrote; raises ValueError for anything else."""
        adapter, workspace, user = _split(text, 3, 3)
        return cls(adapter, workspace, user, name)


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, or a thread in it; `str(place)` is the database key."""

    adapter: str
    workspace: str
    channel: str
    thread: str | None = None

    def __post_init__(self) -> None:
        _check(self.adapter, self.workspace, self.channel, self.thread)

    def __str__(self) -> str:
        return _join(self.adapter, self.workspace, self.channel, *filter(None, [self.thread]))

    @classmethod
    def parse(cls, text: str) -> Place:
        """Read what `str` wrote; raises ValueError for anything else."""
        return cls(*_split(text, 3, 4))

    @property
    def parent(self) -> Place:
        """The channel itself, for a thread as for a channel."""
        return replace(self, thread=None) if self.thread else self


@dataclass(frozen=True, slots=True)
class MessageRef:
    """One message; `id` is the platform's own and unique within the place's channel."""

    place: Place
    id: str

    def __post_init__(self) -> None:
        _check(self.id)

    def __str__(self) -> str:
        return f"{self.place}|{_join(self.id)}"

    @classmethod
    def parse(cls, text: str) -> MessageRef:
        """Read what `str` wrote; raises ValueError for anything else."""
        place, _, message = text.rpartition("|")
        return cls(Place.parse(place), *_split(message, 1, 1))
