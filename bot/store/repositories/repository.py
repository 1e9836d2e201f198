"""How every repository speaks to its tables; the only place where the two databases differ."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Executable, Insert, Row, Select, Table, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.chat.refs import Person

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Repository:
    """Statements are built once, when their module is loaded, and get their values here."""

    connection: AsyncConnection

    async def rows(self, statement: Executable, **values: object) -> Sequence[Row[Any]]:
        return (await self.connection.execute(statement, values)).all()

    async def row(self, statement: Executable, **values: object) -> Row[Any] | None:
        return (await self.connection.execute(statement, values)).first()

    async def write(self, statement: Executable, **values: object) -> int:
        """How many rows were changed."""
        return (await self.connection.execute(statement, values)).rowcount

    async def insert_once(self, table: Table, **values: object) -> bool:
        """False where the row, or another with one of its natural keys, was there already."""
        return await self.write(_insert_once(self.connection.dialect.name, table), **values) == 1

    async def insert_many(self, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
        """Those of the rows whose natural keys are new."""
        if rows:
            await self.connection.execute(_insert_once(self.connection.dialect.name, table), rows)

    async def insert_new(self, table: Table, rows: Sequence[Mapping[str, object]]) -> set[str]:
        """The same for a table with an `id`; the ids of those that were new."""
        if not rows:
            return set()
        statement = _insert_once(self.connection.dialect.name, table).returning(table.c.id)
        return set((await self.connection.execute(statement, rows)).scalars())

    async def upsert(self, table: Table, **values: object) -> None:
        """Insert the row, or change these columns of it."""
        await self.write(_upsert(self.connection.dialect.name, table, tuple(values)), **values)


_INSERT: dict[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


@cache
def _insert_once(dialect: str, table: Table) -> Insert:
    return _INSERT[dialect](table).on_conflict_do_nothing()


@cache
def _upsert(dialect: str, table: Table, columns: tuple[str, ...]) -> Insert:
    insert = _INSERT[dialect](table)
    changed = {name: insert.excluded[name] for name in columns if not table.c[name].primary_key}
    return insert.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_=changed,
        # Nothing is written, and so nothing waited for, where nothing changes.
        where=or_(*(table.c[name].is_distinct_from(value) for name, value in changed.items())),
    )


def chunks(items: Collection[T], size: int = 5000) -> Iterator[list[T]]:
    """The items a few at a time: an IN of either database takes 32,767 at most."""
    left = iter(items)
    while chunk := list(islice(left, size)):
        yield chunk


def oldest(table: Table, count: int = 1000) -> Select[int]:
    """The numbers of the first rows of a numbered table: what one sweep looks at, lest it read them all."""
    return select(table.c.number).order_by(table.c.number).limit(count)


def named(person: Person, name: str | None) -> Person:
    """The person as they are called now."""
    return replace(person, name=name or "")
