"""What a Slack knows: workspaces, people, channels, messages, files, views and keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
ChannelKind = Literal["channel", "group", "im"]


@dataclass(eq=False, kw_only=True)
class User:
    """`team` is the home workspace, which for a Slack Connect stranger is another than the channel's.

    `teams` are all those of an Enterprise organisation that they are in.
    """

    id: str
    team: str
    name: str
    real_name: str
    teams: tuple[str, ...] = ()
    display_name: str = ""
    admin: bool = False
    owner: bool = False
    guest: bool = False
    deactivated: bool = False
    bot: bool = False


@dataclass(eq=False, kw_only=True)
class Channel:
    """`partner` is the person of a direct channel, `shared_with` who else has it, by Slack Connect."""

    id: str
    team: str
    name: str
    kind: ChannelKind = "channel"
    creator: str = ""
    members: list[str] = field(default_factory=list)
    archived: bool = False
    deleted: bool = False
    partner: str = ""
    shared_with: set[str] = field(default_factory=set)
    read_only: bool = False
    created: int = 1_700_000_000


@dataclass(eq=False, kw_only=True)
class Message:
    """`only_for` is who sees an ephemeral message; `app` says that the app of this workspace wrote it."""

    channel: str
    ts: str
    team: str
    user: str = ""
    app: bool = False
    bot_id: str = ""
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    broadcast: bool = False
    only_for: str = ""
    metadata: Json | None = None
    files: list[str] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited: Json | None = None
    subtype: str = ""
    client_msg_id: str = ""
    attachments: list[Json] = field(default_factory=list)


@dataclass(eq=False, kw_only=True)
class File:
    """`data` is None until it was uploaded; `seen_at` is monotonic, when Slack has looked at it."""

    id: str
    team: str
    user: str
    name: str
    length: int
    secret: str
    title: str = ""
    alt_text: str = ""
    data: bytes | None = None
    complete: bool = False
    seen_at: float = 0.0
    shares: dict[str, list[str]] = field(default_factory=dict)

    @property
    def mimetype(self) -> str:
        kinds = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "txt": "text/plain"}
        return kinds.get(self.name.rpartition(".")[2].lower(), "application/octet-stream")


@dataclass(eq=False, kw_only=True)
class View:
    """A modal or a Home tab as it is before somebody, with what is filled in and what is said to be wrong."""

    id: str
    team: str
    user: str
    shape: Json
    hash: str
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    trouble: str = ""
    previous: str | None = None
    root: str = ""


@dataclass(eq=False, kw_only=True)
class Token:
    """`bot` and `app` are the two kinds there are here; `expires_at` is monotonic, for rotated ones."""

    value: str
    kind: Literal["bot", "app"]
    team: str = ""
    scopes: frozenset[str] = frozenset()
    revoked: bool = False
    expires_at: float | None = None
    refresh_token: str = ""


@dataclass(eq=False, kw_only=True)
class Code:
    """What an install brought back, to be exchanged for a token."""

    team: str
    made_at: float
    redirect_uri: str = ""
    used: bool = False


@dataclass(eq=False, kw_only=True)
class Trigger:
    """What a person did that lets the app open a view before them, once and within seconds."""

    id: str
    team: str
    user: str
    made_at: float
    used: bool = False


@dataclass(eq=False, kw_only=True)
class ResponseUrl:
    """What lets the app answer in a place where it may not even be; `original` is the message acted on."""

    path: str
    team: str
    channel: str
    user: str
    made_at: float
    original: Message | None = None
    uses: int = 0


@dataclass(eq=False, kw_only=True)
class Workspace:
    """A workspace, and the bot user that the app has in it while it is installed."""

    id: str
    name: str
    domain: str
    bot: User
    bot_id: str
    installed: bool = True
    admin: User
    member: User
    guest: User
    stranger: User
    deactivated: User
    general: Channel
    private: Channel
    elsewhere: Channel
    shared: Channel
    """A channel with another workspace, where the stranger is."""
