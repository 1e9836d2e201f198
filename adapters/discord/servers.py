"""Servers that take Koko in or send it away, and what changes in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from adapters.discord.client import Connection, Payload
from adapters.discord.intake import Intake
from adapters.discord.missed import Missed
from adapters.discord.places import Places, first_channel

INVITED_LATELY = timedelta(days=6)
"""In which a server that invited Koko while it was away is greeted; the store knows for a week what it has
taken, and so for whom that is done."""


@dataclass
class Servers:
    """Knows which servers Koko is in, and since when."""

    connection: Connection
    places: Places
    intake: Intake
    missed: Missed
    _joined: dict[str, str] = field(default_factory=dict)
    _to_read: set[str] = field(default_factory=set)

    def session(self, body: Payload) -> None:
        """A session begins: servers that Koko is in follow, and what was missed is read back."""
        mine = {str(guild["id"]) for guild in body["guilds"]}
        shard, shards = body.get("shard", (0, 1))
        for guild in [id for id in self._joined if (int(id) >> 22) % shards == shard and id not in mine]:
            self.left({"id": guild})
        for guild in mine:
            self._joined.setdefault(guild, "")
        self._to_read |= mine

    def told(self, body: Payload) -> None:
        """All of a server: when a session begins, when it is there again, and when it has invited Koko."""
        if body.get("unavailable"):
            return
        for channel in (*body.get("channels", ()), *body.get("threads", ())):
            self.places.learn({**channel, "guild_id": body["id"]})
        guild, joined = str(body["id"]), str(body["joined_at"])
        self.places.enter(guild)
        before = self._joined.get(guild)
        self._joined[guild] = joined
        if before != joined and (before is None or self._is_lately(joined)):
            self.intake.begin(self._gained(body, before or ""))
        if guild in self._to_read and self.connection.settings.message_content:
            self.missed.read(guild, body.get("threads", ()))
        self._to_read.discard(guild)

    def left(self, body: Payload) -> None:
        """A server that is only unavailable comes back by itself."""
        if not body.get("unavailable") and self.intake.is_open:
            guild = str(body["id"])
            self.places.leave(guild)
            self.intake.begin(self._lost(guild, self._joined.pop(guild, "")))

    def channel_changed(self, body: Payload) -> None:
        self.places.learn(body)
        self.permissions_changed(body)

    def channel_gone(self, body: Payload) -> None:
        self.places.forget(body)
        if self.intake.is_open and "guild_id" in body:
            self.intake.begin(self.intake.accept(self.intake.parser.lost(body)))

    def thread_changed(self, body: Payload) -> None:
        """Discord tells all of a thread that is opened again, so those that rest need not be kept."""
        if body["thread_metadata"]["archived"]:
            self.places.forget(body)
        else:
            self.places.learn(body)
        self.connection.refusals.forget_about(str(body["id"]))

    def threads(self, body: Payload) -> None:
        for thread in body["threads"]:
            self.places.learn(thread)

    def permissions_changed(self, _: Payload) -> None:
        self.connection.refusals.forget()

    async def _gained(self, guild: Payload, before: str) -> None:
        """`before` is when it was joined the last time, if it has been left since and nobody told."""
        if before:
            await self._lost(str(guild["id"]), before)
        if place := first_channel(guild, self.connection.me):
            await self.intake.accept(self.intake.parser.gained(guild, place))

    async def _lost(self, guild: str, joined: str) -> None:
        await self.intake.accept(self.intake.parser.left(guild, joined))

    def _is_lately(self, joined: str) -> bool:
        return self.intake.now() - datetime.fromisoformat(joined) < INVITED_LATELY
