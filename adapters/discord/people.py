"""Who somebody is: their place alone with Koko, and whether they may set it up."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import discord
from discord.http import Route

from adapters.discord.client import Connection, Payload
from adapters.discord.faults import NO_ACCESS, UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MEMBER, code
from adapters.discord.permissions import in_server
from adapters.discord.places import ADAPTER, DIRECT, is_direct
from bot.chat.refs import Person, Place
from bot.errors import ChatError, NotAllowed, PlaceGone

SEEN_FOR = 10.0  # seconds for which what an interaction said of somebody's permissions is believed
MOST_SEEN = 5_000
MOST_DIRECTS = 20_000
NOT_HERE = (
    "I am not in this server, so nothing can be set up here. docs/discord.md has the link that invites me."
)


@dataclass
class People:
    """`admin_role` is the name or the id of a role that may set Koko up, beside *Manage Server*."""

    connection: Connection
    admin_role: str = ""
    _directs: dict[str, Place] = field(default_factory=dict)
    _seen: dict[Person, tuple[Payload, float]] = field(default_factory=dict)

    def met(self, body: Payload, person: Person) -> None:
        """An interaction tells what the member who did it may do, so that Discord need not be asked."""
        if member := body.get("member"):
            self._seen.pop(person, None)
            self._seen[person] = member, asyncio.get_running_loop().time() + SEEN_FOR
            if len(self._seen) > MOST_SEEN:
                del self._seen[next(iter(self._seen))]

    async def direct(self, person: Person) -> Place:
        """The same in every server: Discord has one conversation for two."""
        if person.user not in self._directs:
            opened = await self.connection.patient(
                Route("POST", "/users/@me/channels"), json={"recipient_id": person.user}
            )
            if len(self._directs) >= MOST_DIRECTS:
                del self._directs[next(iter(self._directs))]
            self._directs[person.user] = Place(ADAPTER, DIRECT, str(opened["id"]))
        return self._directs[person.user]

    async def is_admin(self, person: Person, place: Place) -> bool:
        """Who may manage the server, owns it, or has the role. Alone with Koko, everybody is their own."""
        if is_direct(place):
            if place.parent != await self.direct(person):
                raise NotAllowed(NOT_HERE)
            return True
        member, until = self._seen.get(person, ({}, 0.0))
        told = discord.Permissions(int(member.get("permissions", 0)))
        if until > asyncio.get_running_loop().time():
            if told.administrator or told.manage_guild or self.admin_role in member["roles"]:
                return True
            if not self.admin_role or self.admin_role.isdigit():
                return False
        return await self._asked(person, place)

    async def _asked(self, person: Person, place: Place) -> bool:
        where = {"guild_id": place.workspace}
        try:
            guild = await self.connection.patient(Route("GET", "/guilds/{guild_id}", **where))
            member = await self.connection.patient(
                Route("GET", "/guilds/{guild_id}/members/{member_id}", member_id=person.user, **where)
            )
        except ChatError as error:
            if code(error) == UNKNOWN_MEMBER:
                return False
            if code(error) in (UNKNOWN_GUILD, UNKNOWN_CHANNEL, NO_ACCESS):
                raise PlaceGone(NOT_HERE) from error
            raise
        wanted = self.admin_role.casefold()
        named = {
            role["id"]
            for role in guild["roles"]
            if wanted in (role["id"], role["name"].casefold()) and wanted
        }
        granted = in_server(guild, person.user, member["roles"])
        return granted.manage_guild or bool(named & set(member["roles"]))
