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
from bot.logs import get_logger
from bot.store.columns import Unreadable
from bot.store.repositories.repository import Repository, oldest
from bot.store.tables import inbox

LOAN = timedelta(minutes=2)
UNREAD_FOR = timedelta(hours=1)  # for a process of the version that wrote it, if one is running beside this

log = get_logger(__name__)

_c = inbox.c
_HANDLE = update(inbox).where(_c.key == bindparam("of")).values(event=None, person=None)
_DEFER = update(inbox).where(_c.key == bindparam("of")).values(free_at=bindparam("until"))
_LEFT = (
    select(_c.number, _c.key, _c.event, _c.accepted_at)
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
        for row in rows:
            if isinstance(row.event, Unreadable):
                log.error("event_unreadable", key=row.key, reason=row.event.reason)
                if row.accepted_at <= now - UNREAD_FOR:
                    await self.write(_HANDLE, of=row.key)
        read = [row.event for row in rows if not isinstance(row.event, Unreadable)]
        return await self.take_left(now, limit) if rows and not read else read

    async def release(self) -> None:
        await self.write(_RELEASE)

    async def sweep(self, before: datetime) -> int:
        return await self.write(_SWEEP, before=before)


def _key(event: Event) -> str:
    return f"{adapter_of(event)}:{event.id}"
