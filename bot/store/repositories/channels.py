"""Channels and their settings."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, bindparam, select

from bot.chat.refs import Place
from bot.domain.channel import Channel
from bot.store.repositories.repository import Repository, chunks
from bot.store.tables import channels

_GET = select(channels).where(channels.c.place == bindparam("place"))
_MANY = select(channels).where(channels.c.place.in_(bindparam("places", expanding=True)))


class SqlChannels(Repository):
    __slots__ = ()

    async def get(self, place: Place) -> Channel | None:
        row = await self.row(_GET, place=place)
        return _channel(row) if row else None

    async def many(self, places: Collection[Place]) -> dict[Place, Channel]:
        rows = [row for some in chunks(places) for row in await self.rows(_MANY, places=some)]
        return {row.place: _channel(row) for row in rows}

    async def put(self, channel: Channel) -> None:
        await self.upsert(channels, **_values(channel))

    async def add(self, channel: Channel) -> bool:
        return await self.insert_once(channels, **_values(channel))


def _values(channel: Channel) -> dict[str, object]:
    return {
        "place": channel.place,
        "zone": channel.zone,
        "answers": channel.answers,
        "open_for": channel.open_for,
        "off": channel.off,
        "paused": channel.paused,
        "set_up_by": channel.set_up_by,
    }


def _channel(row: Row[Any]) -> Channel:
    return Channel(
        row.place, row.zone, row.answers, row.open_for, row.off, paused=row.paused, set_up_by=row.set_up_by
    )
