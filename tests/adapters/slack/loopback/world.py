"""The state of all workspaces, its clock and its ids, and the list of what was refused."""

from __future__ import annotations

import secrets
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from tests.adapters.slack.loopback.errors import SlackError
from tests.adapters.slack.loopback.manifest import COMMANDS, EVENTS, SCOPES, SHORTCUTS
from tests.adapters.slack.loopback.state import (
    Channel,
    Code,
    File,
    Json,
    Message,
    ResponseUrl,
    Token,
    Trigger,
    User,
    View,
    Workspace,
)

APP = "A0KOKO"


@dataclass(frozen=True)
class Call:
    """A call of the Web API as it came in, and what was answered: `""`, or the code of the error."""

    method: str
    arguments: Json
    error: str = ""


@dataclass(kw_only=True)
class World:
    """Lives are in seconds of the monotonic clock; `now` makes the timestamps that people see."""

    now: Callable[[], datetime]
    trigger_life: float = 3.0
    response_url_life: float = 1800.0
    ack_within: float = 3.0
    retries: tuple[float, ...] = (0.0, 60.0, 300.0)
    """Seconds before each redelivery of an event that was not acknowledged."""
    post_interval: float = 0.0
    """Seconds between two posts to one channel; more are `ratelimited`. Slack's own is about 1."""
    token_life: float = 0.0
    """Seconds that a bot token lives, for apps with token rotation; 0: for ever. Slack's own is 43,200."""
    page: int = 999
    """Messages of a history at once. Slack gives 15 to apps that are distributed outside its marketplace."""
    looks_for: float = 0.0
    """Seconds after its upload in which no message can show a picture. Slack's own are about 1."""
    scopes: frozenset[str] = SCOPES
    events: frozenset[str] = EVENTS
    """What the app has subscribed to; other events of a workspace never reach it."""
    commands: frozenset[str] = COMMANDS
    """With their slash; a client knows no others of the app."""
    shortcuts: frozenset[str] = SHORTCUTS
    """Callback ids."""
    url: str = ""
    client_id: str = "1234567890.9876543210"
    client_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: dict[str, dict[str, Message]] = field(default_factory=lambda: defaultdict(dict))
    files: dict[str, File] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    modals: dict[str, list[View]] = field(default_factory=lambda: defaultdict(list))
    homes: dict[tuple[str, str], View] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    tickets: set[str] = field(default_factory=set)
    codes: dict[str, Code] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    posted_at: dict[str, float] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _last_ts: dict[str, int] = field(default_factory=dict)

    def refuse(self, sentence: str) -> None:
        """Note what the app did that the platform does not take."""
        self.refusals.append(sentence)

    def id(self, prefix: str) -> str:
        return f"{prefix}0{next(self._numbers):06X}"

    def ts(self, channel: str = "") -> str:
        """A timestamp that no other message of the channel has, and later than all of them."""
        micros = int(self.now().timestamp() * 1_000_000)
        micros = max(micros, self._last_ts.get(channel, 0) + 100)
        self._last_ts[channel] = micros
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"

    def seconds(self) -> int:
        return int(self.now().timestamp())

    def trigger(self, workspace: Workspace, user: User) -> str:
        number = next(self._numbers)
        trigger = Trigger(
            id=f"{number}.{number * 7}.{secrets.token_hex(16)}",
            team=workspace.id,
            user=user.id,
            made_at=time.monotonic(),
        )
        self.triggers[trigger.id] = trigger
        return trigger.id

    def response_url(
        self, kind: str, workspace: Workspace, channel: Channel, user: User, original: Message | None = None
    ) -> str:
        """`kind` is what Slack calls it in the path: `commands`, `actions` or `app`."""
        path = f"/{kind}/{workspace.id}/{next(self._numbers)}/{secrets.token_urlsafe(18)}"
        self.response_urls[path] = ResponseUrl(
            path=path,
            team=workspace.id,
            channel=channel.id,
            user=user.id,
            made_at=time.monotonic(),
            original=original,
        )
        return self.url + path

    def token(self, workspace: Workspace, value: str = "", expires_at: float | None = None) -> Token:
        """A new bot token of a workspace."""
        value = value or f"xoxb-{workspace.id}-{secrets.token_hex(12)}"
        token = Token(value=value, kind="bot", team=workspace.id, scopes=self.scopes, expires_at=expires_at)
        self.tokens[value] = token
        return token

    def direct(self, workspace: Workspace, user: User) -> Channel:
        """The direct channel between a person and the app, made if there is none."""
        for channel in self.channels.values():
            if channel.kind == "im" and channel.team == workspace.id and channel.partner == user.id:
                return channel
        channel = Channel(
            id=self.id("D"),
            team=workspace.id,
            name="directmessage",
            kind="im",
            creator=user.id,
            members=[user.id, workspace.bot.id],
            partner=user.id,
        )
        self.channels[channel.id] = channel
        return channel

    def message(self, channel: Channel, ts: object) -> Message:
        """Raises `message_not_found`, also for ephemeral ones, which nobody can look up."""
        found = self.messages[channel.id].get(str(ts))
        if not found or found.only_for:
            raise SlackError("message_not_found", f"no message {ts} is in {channel.name}")
        return found

    def replies(self, parent: Message) -> list[Message]:
        """What was said in the thread on a message, the oldest first, without ephemeral words."""
        return [
            message
            for message in self.messages[parent.channel].values()
            if message.thread_ts == parent.ts and message.ts != parent.ts and not message.only_for
        ]
