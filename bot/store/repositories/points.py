"""Points: what a board adds up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, func, select

from bot.chat.refs import Person, Place
from bot.domain.standings import Tally
from bot.store.port import Earned
from bot.store.repositories.repository import Repository, named
from bot.store.tables import people, points

_c = points.c
_IN_TIME = (_c.at >= bindparam("since")) & (_c.at < bindparam("until"))
_REMOVE = delete(points).where(_c.key == bindparam("key"))
_TOTAL = select(func.coalesce(func.sum(_c.points), 0).label("points")).where(
    _c.person == bindparam("person"), _IN_TIME
)
_OTHERS = select(_c.person).where(_c.place == bindparam("place"), _c.person != bindparam("person")).limit(1)
_HERE = (
    select(_c.person, func.sum(_c.points).label("points"), func.count().label("challenges"))
    .where(_c.place == bindparam("place"), _IN_TIME)
    .group_by(_c.person)
    .subquery("here")
)
_QUIZZES = (
    select(func.coalesce(func.sum(_c.points), 0))
    .where(_c.person == _HERE.c.person, _c.place.is_(None), _IN_TIME)
    .scalar_subquery()
)
TALLY = (
    select(_HERE.c.person, (_HERE.c.points + _QUIZZES).label("points"), _HERE.c.challenges, people.c.name)
    .outerjoin(people, people.c.person == _HERE.c.person)
    .where(people.c.hidden.is_not(True))
)


class SqlPoints(Repository):
    __slots__ = ()

    async def put(self, earned: Earned) -> None:
        await self.upsert(points, **_values(earned))

    async def once(self, earned: Earned) -> bool:
        return await self.insert_once(points, **_values(earned))

    async def remove(self, key: str) -> None:
        await self.write(_REMOVE, key=key)

    async def tally(self, place: Place, since: datetime, until: datetime) -> list[Tally]:
        rows = await self.rows(TALLY, place=place, since=since, until=until)
        return [Tally(named(row.person, row.name), row.points, row.challenges) for row in rows]

    async def others(self, place: Place, person: Person) -> bool:
        return await self.row(_OTHERS, place=place, person=person) is not None

    async def total(self, person: Person, since: datetime, until: datetime) -> int:
        row = await self.row(_TOTAL, person=person, since=since, until=until)
        return row.points if row else 0


def _values(earned: Earned) -> dict[str, object]:
    return {
        "key": earned.key,
        "person": earned.person,
        "place": earned.place,
        "points": earned.points,
        "at": earned.at,
    }
