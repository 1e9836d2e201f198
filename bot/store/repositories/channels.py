"""Channels and their settings, and what ends with a workspace."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Column, Row, String, bindparam, delete, exists, func, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.chat.refs import Person, Place, key_prefix
from bot.domain.channel import Channel
from bot.store.repositories.repository import Repository, chunks
from bot.store.tables import STANDS, attempts, challenges, channels, outbox, schedules

_GET = select(channels).where(channels.c.place == bindparam("place"))
_MANY = select(channels).where(channels.c.place.in_(bindparam("places", expanding=True)))
_ANSWERED_IN = (
    select(challenges.c.place)
    .join(attempts, attempts.c.within == challenges.c.id)
    .where(attempts.c.person == bindparam("person"), STANDS)
    .group_by(challenges.c.place)
    .order_by(func.max(attempts.c.at).desc())
    .limit(bindparam("limit"))
)
_SET_UP_BY = (
    select(channels.c.place)
    .where(channels.c.set_up_by == bindparam("person"))
    .order_by(channels.c.place)
    .limit(bindparam("limit"))
)
_PREFIX = bindparam("prefix", type_=String)
_REMOVE = delete(channels).where(channels.c.place == bindparam("place"))


def _begins(column: Column[Any]) -> ColumnElement[bool]:
    """Not LIKE, which takes no account of case on SQLite."""
    return func.substr(column, 1, func.length(_PREFIX), type_=String) == _PREFIX


_HAS_BEGUN = exists().where(schedules.c.place == channels.c.place)
_PAUSE = (
    update(channels)
    .where(_begins(channels.c.place), _HAS_BEGUN, channels.c.paused.is_(False))
    .values(paused=True)
)
_LOSE = [
    delete(channels).where(_begins(channels.c.place), ~_HAS_BEGUN),
    update(schedules).where(_begins(schedules.c.place)).values(next_run_at=None, next_day=None),
    # Cards on their way will never be there.
    update(challenges)
    .where(_begins(challenges.c.place), challenges.c.revealed_at.is_(None), challenges.c.message.is_(None))
    .values(lost=True),
    update(outbox).where(_begins(outbox.c.lane), outbox.c.action.is_not(None)).values(action=None),
]


class SqlChannels(Repository):
    __slots__ = ()

    async def get(self, place: Place) -> Channel | None:
        row = await self.row(_GET, place=place)
        return _channel(row) if row else None

    async def many(self, places: Collection[Place]) -> dict[Place, Channel]:
        rows = [row for some in chunks(places) for row in await self.rows(_MANY, places=some)]
        return {row.place: _channel(row) for row in rows}

    async def of(self, person: Person, limit: int) -> list[Place]:
        rows = [
            *await self.rows(_ANSWERED_IN, person=person, limit=limit),
            *await self.rows(_SET_UP_BY, person=person, limit=limit),
        ]
        return list(dict.fromkeys(row.place for row in rows))[:limit]

    async def put(self, channel: Channel) -> None:
        await self.upsert(channels, **_values(channel))

    async def add(self, channel: Channel) -> bool:
        return await self.insert_once(channels, **_values(channel))

    async def remove(self, place: Place) -> None:
        await self.write(_REMOVE, place=place)

    async def lose(self, adapter: str, workspace: str) -> int:
        prefix = key_prefix(adapter, workspace)
        paused = await self.write(_PAUSE, prefix=prefix)
        for statement in _LOSE:
            await self.write(statement, prefix=prefix)
        return paused


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
