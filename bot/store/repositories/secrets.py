"""Secrets of adapters, as they were sealed; what has expired is not there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, func, or_, select, update

from bot.store.repositories.repository import Repository
from bot.store.tables import secrets

_c = secrets.c
_LIVE = or_(_c.expires_at.is_(None), _c.expires_at > bindparam("now"))
_THIS = and_(_c.adapter == bindparam("of"), _c.key == bindparam("named"))
_GET = select(_c.sealed).where(_THIS, _LIVE)
_TAKE = delete(secrets).where(_THIS, _LIVE).returning(_c.sealed)
_CLEAR = delete(secrets).where(_THIS, _c.expires_at <= bindparam("now"))
# Neither LIKE nor an order: SQLite's ignores case, and Postgres sorts as its country does.
_KEYS = select(_c.key).where(
    _c.adapter == bindparam("of"),
    func.substr(_c.key, 1, func.length(bindparam("prefix"))) == bindparam("prefix"),
    _LIVE,
)
_ALL = select(_c.adapter, _c.key, _c.sealed).where(_LIVE)
_SWAP = update(secrets).where(_THIS, _c.sealed == bindparam("before")).values(sealed=bindparam("after"))
_SWEEP = delete(secrets).where(_c.expires_at <= bindparam("now"))


class SqlSecrets(Repository):
    __slots__ = ()

    async def get(self, adapter: str, key: str, now: datetime) -> str | None:
        row = await self.row(_GET, of=adapter, named=key, now=now)
        return row.sealed if row else None

    async def put(self, adapter: str, key: str, sealed: str, expires_at: datetime | None) -> None:
        await self.upsert(secrets, adapter=adapter, key=key, sealed=sealed, expires_at=expires_at)

    async def add(
        self, adapter: str, key: str, sealed: str, expires_at: datetime | None, now: datetime
    ) -> bool:
        await self.write(_CLEAR, of=adapter, named=key, now=now)
        return await self.insert_once(secrets, adapter=adapter, key=key, sealed=sealed, expires_at=expires_at)

    async def take(self, adapter: str, key: str, now: datetime) -> str | None:
        row = await self.row(_TAKE, of=adapter, named=key, now=now)
        return row.sealed if row else None

    async def keys(self, adapter: str, prefix: str, now: datetime) -> list[str]:
        return sorted(row.key for row in await self.rows(_KEYS, of=adapter, prefix=prefix, now=now))

    async def all(self, now: datetime) -> Sequence[tuple[str, str, str]]:
        return [(row.adapter, row.key, row.sealed) for row in await self.rows(_ALL, now=now)]

    async def swap(self, adapter: str, key: str, before: str, after: str) -> bool:
        return await self.write(_SWAP, of=adapter, named=key, before=before, after=after) == 1

    async def sweep(self, now: datetime) -> int:
        return await self.write(_SWEEP, now=now)
