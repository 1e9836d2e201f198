"""The state of a Discord, its clock and its ids, and the list of what was refused."""

from __future__ import annotations

import secrets
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.adapters.discord.loopback import permissions
from tests.adapters.discord.loopback.errors import DiscordError, missing_access, missing_permissions, unknown
from tests.adapters.discord.loopback.state import (
    DM,
    Call,
    Channel,
    Command,
    Guild,
    Interaction,
    Json,
    Message,
    User,
)

EPOCH = 1_420_070_400_000
"""The first millisecond of Discord's ids."""


@dataclass(kw_only=True)
class World:
    """Lives are in seconds of the monotonic clock; `now` makes ids, and the timestamps that people see."""

    now: Callable[[], datetime]
    message_content: bool = False
    """Whether the app may have the privileged intent of this name."""
    members_intent: bool = False
    interaction_life: float = 3.0
    token_life: float = 900.0
    heartbeat: float = 41.25
    session_life: float = 180.0
    """Seconds that a session without a connection can still be resumed."""
    shards: int = 1
    """What Discord recommends."""
    buckets: dict[str, tuple[int, float]] = field(default_factory=dict)
    """Calls and seconds by operation, each for every channel or guild by itself."""
    per_second: int = 0
    """Calls of the app in all, without those of interactions; Discord's own is 50, and 0 is no limit."""
    invalid_requests: int = 10_000
    """Answers of 401, 403 and 429 in ten minutes, after which the address is banned."""
    identifies: int = 1000
    """How many sessions may still begin today."""
    guest_followups: int = 5
    """Of an app that its user brought to a guild that does not have it."""
    url: str = ""
    token: str = field(default_factory=lambda: f"{secrets.token_hex(12)}.{secrets.token_hex(3)}.koko")
    bot: User = field(init=False)
    users: dict[str, User] = field(default_factory=dict)
    guilds: dict[str, Guild] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: dict[str, dict[str, Message]] = field(default_factory=lambda: defaultdict(dict))
    interactions: dict[str, Interaction] = field(default_factory=dict)
    tokens: dict[str, Interaction] = field(default_factory=dict)
    """Interactions by their token."""
    nonces: dict[tuple[str, str], Message] = field(default_factory=dict)
    """Messages of the app by channel and nonce."""
    forms: dict[str, Json] = field(default_factory=dict)
    """The modal before somebody, by their id."""
    choices: dict[str, list[Json]] = field(default_factory=dict)
    """What autocompletion last offered somebody."""
    commands: list[Command] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    _last_id: int = 0

    def __post_init__(self) -> None:
        self.bot = User(id=self.id(), name="koko", global_name="Koko", bot=True)
        self.users[self.bot.id] = self.bot

    @property
    def application(self) -> str:
        return self.bot.id

    @property
    def gateway_url(self) -> str:
        return self.url.replace("http", "ws", 1) + "/gateway"

    def refuse(self, sentence: str) -> None:
        """Note what the app did that the platform does not take."""
        self.refusals.append(sentence)

    def id(self) -> str:
        """A snowflake of this moment, later than all before it."""
        milliseconds = int(self.now().timestamp() * 1000) - EPOCH
        self._last_id = max(milliseconds << 22, self._last_id + 1)
        return str(self._last_id)

    def user(self, id: str) -> User:
        found = self.users.get(id)
        if not found:
            raise unknown(10013, "User", f"nobody is {id}")
        return found

    def guild(self, id: str) -> Guild:
        """One that the bot is in."""
        guild = self.guilds.get(id)
        if not guild or not guild.installed:
            raise unknown(10004, "Guild", f"the app is in no guild {id}")
        return guild

    def channel(self, id: str) -> Channel:
        """One that the bot can see."""
        channel = self.channels.get(id)
        if not channel:
            raise unknown(10003, "Channel", f"there is no channel {id}")
        if channel.type == DM:
            if self.bot.id not in channel.recipients:
                raise missing_access("the app is not in this conversation")
        elif not self.guilds[channel.guild].installed:
            raise missing_access(f"the app is not in the guild of {channel.name}")
        elif not permissions.allows(self.may(self.bot, channel), "VIEW_CHANNEL"):
            raise missing_access(f"the app needs VIEW_CHANNEL in {channel.name}")
        return channel

    def message(self, channel: Channel, id: str) -> Message:
        """One that can be looked up, which ephemeral ones never can."""
        found = self.messages[channel.id].get(id)
        if not found or found.only_for:
            raise unknown(10008, "Message", f"no message {id} is in {channel.name or 'this conversation'}")
        return found

    def may(self, user: User, channel: Channel) -> int:
        """What somebody may do there; a thread is asked for by its parent."""
        if channel.type == DM:
            return permissions.DIRECT if user.id in channel.recipients else 0
        parent = self.channels[channel.parent] if channel.is_thread else channel
        return permissions.in_channel(self.guilds[channel.guild], parent, user.id, self.now())

    def needs(self, channel: Channel, *names: str) -> None:
        """Raises Missing Permissions with the first that the bot does not have there."""
        granted = self.may(self.bot, channel)
        for name in names:
            if not permissions.allows(granted, name):
                raise missing_permissions(f"the app needs {name} in {channel.name}")

    def interaction(self, token: str) -> Interaction:
        """By its token, for as long as that lives."""
        found = self.tokens.get(token)
        if not found:
            raise unknown(10015, "Webhook", "no interaction has this token")
        if time.monotonic() - found.made_at > self.token_life:
            life = f"the token of an interaction lives {self.token_life:g} seconds"
            raise DiscordError(401, 50027, "Invalid Webhook Token", life)
        return found

    def begin(self, interaction: Interaction) -> None:
        """From now on it can be answered."""
        self.interactions[interaction.id] = self.tokens[interaction.token] = interaction

    def direct(self, user: User) -> Channel:
        """The conversation between somebody and the app, made if there is none."""
        for channel in self.channels.values():
            if channel.type == DM and set(channel.recipients) == {user.id, self.bot.id}:
                return channel
        channel = Channel(id=self.id(), type=DM, recipients=[user.id, self.bot.id])
        self.channels[channel.id] = channel
        return channel


def timestamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def created_at(id: str) -> datetime:
    """When a snowflake was made."""
    return datetime.fromtimestamp(((int(id) >> 22) + EPOCH) / 1000, UTC)
