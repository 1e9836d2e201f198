"""The outbox: what is to be said, each lane in its order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update

from bot.chat.outbox import Action, Post, Send, Unread, joined
from bot.chat.refs import Place
from bot.store.columns import Unreadable
from bot.store.repositories.repository import Repository, chunks, oldest
from bot.store.tables import outbox

LOAN = timedelta(minutes=1)
MANY_LINES = 4  # of a lane: that many that wait are said in one message
MOST_LINES = 20
PROCESSES = 4  # so many may take at once and still find enough that none of the others has

_c = outbox.c
_FREE = _c.action.is_not(None) & (_c.free_at <= bindparam("now"))
_HEADS = select(func.min(_c.number)).where(_c.action.is_not(None)).group_by(_c.lane)
# A lane without its last part: of "slack:T1:C1" it is "slack:T1:".
_WORKSPACE = func.rtrim(_c.lane, func.replace(_c.lane, ":", ""))
_TURNS = (
    select(
        _c.number,
        _c.free_at,
        func.row_number().over(partition_by=_WORKSPACE, order_by=(_c.free_at, _c.number)).label("turn"),
    )
    .where(_FREE, _c.adapter == bindparam("adapter"), _c.number.in_(_HEADS))
    .subquery("turns")
)
_NEXT = (
    select(_TURNS)
    .order_by(_TURNS.c.turn, _TURNS.c.free_at, _TURNS.c.number)
    .limit(bindparam("seen"))
    .subquery("next")
)
_READY = (
    select(outbox)
    .join(_NEXT, _NEXT.c.number == _c.number)
    .where(_FREE)  # again, for another process may have lent it while this one waited
    .order_by(_NEXT.c.turn, _c.free_at, _c.number)
    .limit(bindparam("limit"))
    .with_for_update(of=outbox, skip_locked=True)
)
_LEND = (
    update(outbox)
    .where(_c.number.in_(bindparam("numbers", expanding=True)))
    .values(free_at=bindparam("until"), tries=_c.tries + 1)
)
_BEHIND = (
    select(outbox)
    .where(_c.lane == bindparam("lane"), _c.action.is_not(None), _c.number > bindparam("number"))
    .order_by(_c.number)
    .limit(bindparam("limit"))
)
_SHARE = (
    update(outbox)
    .where(_c.number.in_(bindparam("numbers", expanding=True)))
    .values(shared=bindparam("with_key"))
)
_DONE = update(outbox).where(_c.key.in_(bindparam("keys", expanding=True))).values(action=None)
_POSTPONE = (
    update(outbox).where(_c.key.in_(bindparam("keys", expanding=True))).values(free_at=bindparam("until"))
)
_RELEASE = update(outbox).where(_c.action.is_not(None), _c.tries > 0).values(free_at=_c.due_at)
_SWEEP = delete(outbox).where(
    _c.number.in_(oldest(outbox)), _c.action.is_(None), _c.due_at < bindparam("before")
)


class SqlPosts(Repository):
    __slots__ = ()

    async def add(self, posts: Sequence[Post]) -> None:
        await self.insert_many(outbox, [_values(post) for post in posts])

    async def take(self, adapter: str, now: datetime, limit: int) -> list[Post]:
        heads = await self.rows(_READY, adapter=adapter, now=now, limit=limit, seen=PROCESSES * limit)
        messages = [await self._message(head, now) for head in heads]
        if messages:
            numbers = [row.number for rows in messages for row in rows]
            await self.write(_LEND, numbers=numbers, until=now + LOAN)
        return [_post(rows) for rows in messages]

    async def _message(self, head: Row[Any], now: datetime) -> list[Row[Any]]:
        """The posts that one message says. What was sent once stays together, so that it can be found."""
        if not _is_line(head):
            return [head]
        behind = await self.rows(_BEHIND, lane=head.lane, number=head.number, limit=MOST_LINES - 1)
        if head.tries:
            with_it = (row for row in behind if row.shared and row.shared == head.shared)
            return [head, *filter(_is_line, with_it)]
        alike = takewhile(lambda row: _joins(row, head, now), behind)
        rows = [head, *alike]
        if len(rows) < MANY_LINES:
            return [head]
        await self.write(_SHARE, numbers=[row.number for row in rows], with_key=head.key)
        return rows

    async def done(self, keys: Collection[str]) -> None:
        for some in chunks(keys):
            await self.write(_DONE, keys=some)

    async def postpone(self, keys: Collection[str], until: datetime) -> None:
        await self.write(_POSTPONE, keys=keys, until=until)

    async def release(self) -> None:
        await self.write(_RELEASE)

    async def sweep(self, before: datetime) -> int:
        return await self.write(_SWEEP, before=before)


def _is_line(row: Row[Any]) -> bool:
    return isinstance(row.action, Send) and row.action.line


def _joins(row: Row[Any], head: Row[Any], now: datetime) -> bool:
    """Whether a post is a line that can be said with the first of its lane."""
    is_new = not row.tries and row.free_at <= now
    return is_new and _is_line(row) and bool(row.action.to == head.action.to)


def _post(rows: Sequence[Row[Any]]) -> Post:
    head = rows[0]
    key = head.shared or head.key
    return Post(
        key=key,
        action=joined([row.action for row in rows]) if _is_line(head) else _action(head),
        due_at=head.due_at,
        expires_at=head.expires_at,
        challenge=head.challenge,
        about=head.person,
        tries=head.tries,
        also=tuple(row.key for row in rows if row.key != key),
    )


def _action(row: Row[Any]) -> Action | Unread:
    action: Action | Unreadable = row.action
    if isinstance(action, Unreadable):
        # A person's lane reads like a channel's, in which nobody has ever begun anything.
        return Unread(Place.parse(row.lane.removesuffix("+")), action.reason)
    return action


def _values(post: Post) -> dict[str, object]:
    return {
        "key": post.key,
        "adapter": post.where.adapter,
        "lane": post.lane,
        "action": post.action,
        "due_at": post.due_at,
        "expires_at": post.expires_at,
        "challenge": post.challenge,
        "person": post.about,
        "tries": post.tries,
        "free_at": post.due_at,
    }
