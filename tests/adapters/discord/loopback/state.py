"""What there is in a Discord: people, guilds, channels, messages, interactions. Ids are strings of digits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]

TEXT, DM, CATEGORY, ANNOUNCEMENT = 0, 1, 4, 5
ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD, FORUM = 10, 11, 12, 15
THREADS = (ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD)

EPHEMERAL, COMPONENTS_V2, LOADING, HAS_THREAD, SUPPRESS_EMBEDS = 1 << 6, 1 << 15, 1 << 7, 1 << 5, 1 << 2
SUPPRESS_NOTIFICATIONS = 1 << 12


@dataclass(kw_only=True, eq=False)
class User:
    """Somebody. `takes_dms`: whether the app may write to them; `installed`: the app is theirs too."""

    id: str
    name: str
    global_name: str = ""
    bot: bool = False
    takes_dms: bool = True
    installed: bool = False
    locale: str = "en-US"


@dataclass(kw_only=True, eq=False)
class Role:
    id: str
    name: str
    permissions: int
    position: int = 0
    managed: bool = False


@dataclass(kw_only=True, eq=False)
class Member:
    """Somebody in a guild."""

    user: str
    joined_at: datetime
    roles: list[str] = field(default_factory=list)
    nick: str = ""
    timed_out_until: datetime | None = None


@dataclass(kw_only=True, eq=False)
class Guild:
    """`installed`: the bot is in it. `members` are by the user's id."""

    id: str
    name: str
    owner: str
    roles: dict[str, Role] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    installed: bool = True
    unavailable: bool = False


@dataclass(kw_only=True)
class Overwrite:
    """`type` is 0 for a role and 1 for a member."""

    id: str
    type: int
    allow: int = 0
    deny: int = 0


@dataclass(kw_only=True, eq=False)
class Channel:
    """A channel, a thread or a direct conversation; `parent` is a thread's channel."""

    id: str
    type: int
    name: str = ""
    guild: str = ""
    parent: str = ""
    owner: str = ""
    overwrites: list[Overwrite] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    slow_mode: int = 0
    tags: list[Json] = field(default_factory=list)
    applied_tags: list[str] = field(default_factory=list)
    archived: bool = False
    locked: bool = False
    auto_archive: int = 1440
    archived_at: datetime | None = None
    joined: list[str] = field(default_factory=list)
    requires_tag: bool = False

    @property
    def is_thread(self) -> bool:
        return self.type in THREADS


@dataclass(kw_only=True, eq=False)
class File:
    id: str
    name: str
    data: bytes = field(repr=False)
    description: str = ""


@dataclass(kw_only=True, eq=False)
class Message:
    """`only_for` is who sees an ephemeral one; `loading` until a deferred answer is there."""

    id: str
    channel: str
    author: str
    content: str = ""
    type: int = 0
    flags: int = 0
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    reference: Json | None = None
    nonce: str = ""
    edited_at: datetime | None = None
    only_for: str = ""
    app: bool = False
    thread: str = ""
    pinged_by_reply: bool = False
    interaction: str = ""

    @property
    def loading(self) -> bool:
        return bool(self.flags & LOADING)


@dataclass(kw_only=True, eq=False)
class Interaction:
    """Something done to the app, that it may answer with `token`. Times are of the monotonic clock."""

    id: str
    token: str
    type: int
    user: str
    channel: str
    guild: str
    made_at: float
    data: Json
    answer: Json | None = None
    original: str = ""
    source: str = ""
    answered_at: float = 0.0
    guest: bool = False
    """The bot itself is not in the guild: the app was brought by the user."""
    followups: int = 0


@dataclass(kw_only=True, eq=False)
class Command:
    id: str
    guild: str
    spec: Json
    version: str


@dataclass(frozen=True)
class Call:
    """A call of the REST API as it came in, and what was answered: 0, or the number of the error."""

    method: str
    path: str
    operation: str
    body: Any
    status: int = 200
    code: int = 0
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
