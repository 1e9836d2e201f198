"""What Koko, or somebody, may do in a place, by Discord's own rules.

https://docs.discord.com/developers/topics/permissions
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import discord
from discord.http import Route

from adapters.discord.client import Connection, Payload
from adapters.discord.faults import LOCKED
from adapters.discord.invite import GRANTS
from bot.chat.refs import Place
from bot.errors import ChatError

ALL = discord.Permissions.all()
ROLE, MEMBER = 0, 1
"""Kinds of what a channel's permissions are overwritten for."""

NAMES = {key: grant.name for key, grant in GRANTS.items()}


@dataclass(frozen=True, slots=True)
class Permissions:
    """Asked of Discord each time: Koko keeps no roles in memory, and seldom has to know."""

    connection: Connection
    now: Callable[[], datetime]

    async def missing(self, place: Place, *wanted: str) -> str:
        """A sentence that names which of these Koko lacks there, and how it is granted."""
        asked = ["view_channel", *wanted]
        try:
            granted, until = await self._mine(place)
            if until:
                return (
                    f"I am timed out in this server until {until:%d %B, %H:%M} UTC; a moderator can end it."
                )
            lacking = [name for name in asked if not getattr(granted, name)]
            if not lacking and place.thread and await self._is_locked(place.thread):
                return LOCKED
        except ChatError:
            lacking = []
        named = " and ".join(f"“{NAMES[name]}”" for name in lacking or wanted)
        return f"I lack {named} in this channel. Channel settings → Permissions → add Koko → allow it."

    async def _is_locked(self, thread: str) -> bool:
        found = await self.connection.patient(Route("GET", "/channels/{channel_id}", channel_id=thread))
        return bool(found.get("thread_metadata", {}).get("locked"))

    async def _mine(self, place: Place) -> tuple[discord.Permissions, datetime | None]:
        me = self.connection.me
        where = {"guild_id": place.workspace}
        guild = await self.connection.patient(Route("GET", "/guilds/{guild_id}", **where))
        member = await self.connection.patient(
            Route("GET", "/guilds/{guild_id}/members/{member_id}", member_id=me, **where)
        )
        channel = await self.connection.patient(
            Route("GET", "/channels/{channel_id}", channel_id=place.channel)
        )
        granted = in_server(guild, me, member["roles"])
        until = member.get("communication_disabled_until")
        ends = datetime.fromisoformat(until).astimezone(UTC) if until else None
        over = channel.get("permission_overwrites", ())
        in_time = ends if ends and ends > self.now() else None
        return in_channel(granted, over, place.workspace, me, member["roles"]), in_time


def in_server(guild: Payload, user: str, roles: Iterable[str]) -> discord.Permissions:
    """What somebody with these roles may do in a server, channels aside."""
    if guild.get("owner_id") == user:
        return ALL
    theirs = {str(guild["id"]), *roles}
    value = 0
    for role in guild.get("roles", ()):
        if role["id"] in theirs:
            value |= int(role["permissions"])
    granted = discord.Permissions(value)
    return ALL if granted.administrator else granted


def in_channel(
    granted: discord.Permissions,
    overwrites: Sequence[Mapping[str, Any]],
    guild: str,
    user: str,
    roles: Iterable[str],
) -> discord.Permissions:
    """The same in a channel: first everybody's overwrite, then those of roles, then one's own."""
    if granted.administrator:
        return granted
    value, theirs = granted.value, set(roles)
    everybody = [each for each in overwrites if each["type"] == ROLE and each["id"] == guild]
    by_role = [each for each in overwrites if each["type"] == ROLE and each["id"] in theirs]
    own = [each for each in overwrites if each["type"] == MEMBER and each["id"] == user]
    for level in (everybody, by_role, own):
        deny = allow = 0
        for each in level:
            deny |= int(each["deny"])
            allow |= int(each["allow"])
        value = value & ~deny | allow
    return discord.Permissions(value)
