"""The inbox: events that were accepted, until they are handled."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update

from bot.chat.events import (
    Event,
    MessageDeleted,
    MessageEdited,
    MessageSent,
    PlaceLost,
    WorkspaceLost,
    adapter_of,
)
from bot.chat.refs import MessageRef
from bot.store.repositories.repository import Repository, oldest
from bot.store.tables import inbox

LOAN = timedelta(minutes=2)

_c = inbox.c
_HANDLE = update(inbox).where(_c.key == bindparam("of")).values(event=None, person=None)
_DEFER = update(inbox).where(_c.key == bindparam("of")).values(free_at=bindparam("until"))
_LEFT = (
    select(_c.number, _c.event)
    .where(_c.event.is_not(None), _c.free_at <= bindparam("now"))
    .order_by(_c.free_at, _c.number)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_UNHANDLED = select(_c.event).where(_c.event.is_not(None))
_LEND = (
    update(inbox)
    .where(_c.number.in_(bindparam("numbers", expanding=True)))
    .values(free_at=bindparam("until"))
)
_RELEASE = update(inbox).where(_c.event.is_not(None)).values(free_at=_c.accepted_at)
_SWEEP = delete(inbox).where(
    _c.number.in_(oldest(inbox)), _c.event.is_(None), _c.accepted_at < bindparam("before")
)


class SqlInbox(Repository):
    __slots__ = ()

    async def add(self, event: Event, now: datetime) -> bool:
        return await self.insert_once(
            inbox,
            key=_key(event),
            person=None if isinstance(event, MessageDeleted | PlaceLost | WorkspaceLost) else event.person,
            event=event,
            accepted_at=now,
            free_at=now + LOAN,
        )

    async def handled(self, event: Event) -> None:
        await self.write(_HANDLE, of=_key(event))

    async def defer(self, event: Event, until: datetime) -> None:
        await self.write(_DEFER, of=_key(event), until=until)

    async def holds(self, message: MessageRef) -> bool:
        written = (row.event for row in await self.rows(_UNHANDLED))
        return any(
            isinstance(event, MessageSent | MessageEdited) and event.message == message for event in written
        )

    async def take_left(self, now: datetime, limit: int) -> list[Event]:
        rows = await self.rows(_LEFT, now=now, limit=limit)
        if rows:
            await self.write(_LEND, numbers=[row.number for row in rows], until=now + LOAN)
        return [row.event for row in rows]

    async def release(self) -> None:
        await self.write(_RELEASE)

    async def sweep(self, before: datetime) -> int:
        return await self.write(_SWEEP, before=before)


def _key(event: Event) -> str:
    return f"{adapter_of(event)}:{event.id}"
