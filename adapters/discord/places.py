"""Which channels there are, as far as Koko needs to know: what is a thread, and of which channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from discord.http import Route

from adapters.discord.client import Connection, Payload
from adapters.discord.faults import NOT_HERE
from adapters.discord.permissions import in_channel, in_server
from bot.chat.refs import MessageRef, Place
from bot.errors import PlaceGone

ADAPTER = "discord"
DIRECT = "@me"
"""The workspace of what one person shares with the bot alone, which belongs to no server."""

TEXT, ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD, FORUM, MEDIA = 0, 10, 11, 12, 15, 16
THREADS = {ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD}
FORUMS = {FORUM, MEDIA}


def is_thread(channel: Payload) -> bool:
    return channel.get("type") in THREADS


def place_of(channel: Payload, guild: str) -> Place:
    """Of a channel's or thread's object."""
    if is_thread(channel):
        return Place(ADAPTER, guild, str(channel["parent_id"]), str(channel["id"]))
    return Place(ADAPTER, guild, str(channel["id"]))


def first_channel(guild: Payload, me: str) -> Place | None:
    """Where a server's own notices are, or else its first channel of text, if Koko may write there.

    Discord has no invitation to a channel, so nobody says which one Koko is meant for. `guild` is as
    GUILD_CREATE tells it, with its roles, and Koko among its members.
    """
    roles = next((each["roles"] for each in guild.get("members", ()) if each["user"]["id"] == me), ())
    granted = in_server(guild, me, roles)

    def may_write(channel: Payload) -> bool:
        over = channel.get("permission_overwrites", ())
        there = in_channel(granted, over, str(guild["id"]), me, roles)
        return there.view_channel and there.send_messages

    channels = sorted(guild.get("channels", ()), key=lambda each: (each.get("position", 0), int(each["id"])))
    named = [each for each in channels if each["id"] == guild.get("system_channel_id")]
    texts = [each for each in channels if each["type"] == TEXT]
    either = [*named, *texts]
    found = next(filter(may_write, either), next(iter(either), None))
    return place_of(found, str(guild["id"])) if found else None


def is_direct(place: Place) -> bool:
    """Whether it is outside of every server: one person's place with Koko, or one that Koko is not in."""
    return place.workspace == DIRECT


@dataclass
class Places:
    """Kinds of channels by their id; a thread's channel and its guild.

    A server tells all of it when a session begins, and each change after that. What was not told (a
    thread that was archived then) is asked for once.
    """

    connection: Connection
    _left: set[str] = field(default_factory=set)
    _kinds: dict[int, int] = field(default_factory=dict)
    _parents: dict[int, int] = field(default_factory=dict)

    def leave(self, guild: str) -> None:
        self._left.add(guild)

    def enter(self, guild: str) -> None:
        self._left.discard(guild)

    def require(self, place: Place) -> None:
        """Raises PlaceGone where Koko was sent away, so that Discord is not asked to say more there."""
        if place.workspace in self._left:
            raise PlaceGone(NOT_HERE)

    def learn(self, channel: Payload) -> None:
        id = int(channel["id"])
        self._kinds[id] = channel["type"]
        if is_thread(channel):
            self._parents[id] = int(channel["parent_id"])

    def forget(self, channel: Payload) -> None:
        self._kinds.pop(int(channel["id"]), None)
        self._parents.pop(int(channel["id"]), None)

    def known(self, channel: str, guild: str) -> Place | None:
        """The place that a channel's id means; None where that has to be asked."""
        id = int(channel)
        if guild == DIRECT or (id in self._kinds and id not in self._parents):
            return Place(ADAPTER, guild, channel)
        return Place(ADAPTER, guild, str(self._parents[id]), channel) if id in self._parents else None

    async def of(self, channel: str, guild: str) -> Place:
        """The same, asked for if need be. Raises ChatError."""
        return self.known(channel, guild) or place_of(await self.look(channel), guild)

    async def is_forum(self, channel: str) -> bool:
        """Whether it takes posts only, and no messages. Raises ChatError."""
        kind = self._kinds.get(int(channel)) if channel.isdigit() else None
        return (kind if kind is not None else (await self.look(channel))["type"]) in FORUMS

    async def look(self, channel: str) -> Mapping[str, Any]:
        """The channel's object. Raises ChatError."""
        found: Mapping[str, Any] = await self.connection.patient(
            Route("GET", "/channels/{channel_id}", channel_id=channel)
        )
        self.learn(found)
        return found

    async def home(self, message: MessageRef) -> str:
        """The id of the channel that a message hangs in: a post of a forum hangs in its own thread."""
        place = message.place
        self.require(place)
        if place.thread:
            return place.thread
        if not is_direct(place) and await self.is_forum(place.channel):
            return message.id
        return place.channel
