"""What people say, change and delete, in threads and to Koko alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from adapters.discord.client import Connection, Payload
from adapters.discord.intake import Intake
from adapters.discord.parse import is_heard
from adapters.discord.places import DIRECT, Places
from bot.chat.refs import Place

MOST_KNOWN = 20_000


@dataclass
class Talk:
    """Remembers for a while who wrote what was told and when they changed it last, which state of it the bot
    has been told, and what was deleted."""

    connection: Connection
    places: Places
    intake: Intake
    _told: dict[str, tuple[str, str]] = field(default_factory=dict)
    _taken: dict[str, str] = field(default_factory=dict)
    _deleted: dict[str, None] = field(default_factory=dict)

    def said(self, body: Payload) -> None:
        """A MESSAGE_CREATE or MESSAGE_UPDATE."""
        if self.intake.is_open and is_heard(body, self.connection.me):
            _keep(self._told, body["id"], (body["author"]["id"], body.get("edited_timestamp") or ""))
            self.intake.begin(self._hear(body, _guild(body)))

    def gone(self, ids: Iterable[str], body: Payload) -> None:
        """A MESSAGE_DELETE, or one of several."""
        for id in ids if self.intake.is_open else ():
            _keep(self._deleted, id, None)
            self.intake.begin(self._forget(id, body["channel_id"], _guild(body)))

    async def find(self, body: Payload, place: Place) -> None:
        """Take what is read in a place, if the bot has not been told it before: what was talk then must not
        become an answer because its author has been forgotten since.

        What was told of it while it was read is newer. What was changed is taken as of then: how it read
        before Discord does not tell, and who knows the answer by now could have put it in.
        """
        id, edited = str(body["id"]), body.get("edited_timestamp") or ""
        _, told = self._told.get(id, ("", ""))
        is_known = id in self._deleted or told > edited or self._taken.get(id) == edited
        if is_known or not is_heard(body, self.connection.me):
            return
        _keep(self._told, id, (body["author"]["id"], edited))
        async with self.intake.turn((place.workspace, body["author"]["id"])):
            await self._accept(body, place)

    async def miss(self, id: str, place: Place) -> None:
        """Take it that a message is gone, of which nobody told."""
        async with self._turn(id, place.workspace, place.thread or place.channel):
            await self.intake.accept(self.intake.parser.gone(id, place))

    async def _hear(self, body: Payload, guild: str) -> None:
        async with self.intake.turn((guild, body["author"]["id"])):
            await self._accept(body, await self._place(str(body["channel_id"]), guild))

    async def _forget(self, id: str, channel: str, guild: str) -> None:
        async with self._turn(id, guild, channel):
            await self.intake.accept(self.intake.parser.gone(id, await self._place(channel, guild)))

    async def _accept(self, body: Payload, place: Place) -> None:
        await self.intake.accept(self.intake.parser.message(body, place, self.connection.me))
        _keep(self._taken, str(body["id"]), body.get("edited_timestamp") or "")

    def _turn(self, id: str, guild: str, channel: str) -> asyncio.Lock:
        """After what its author said before, where that is known."""
        author, _ = self._told.get(id, (channel, ""))
        return self.intake.turn((guild, author))

    async def _place(self, channel: str, guild: str) -> Place:
        if known := self.places.known(channel, guild):
            return known
        async for attempt in self.intake.patiently():
            with attempt:
                return await self.places.of(channel, guild)
        raise AssertionError("the last try returns or raises")


def _guild(body: Payload) -> str:
    return str(body.get("guild_id") or DIRECT)


def _keep(known: dict[str, Any], id: str, what: object) -> None:
    known[id] = what
    if len(known) > MOST_KNOWN:
        del known[next(iter(known))]
