"""Appeals and what admins made of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, bindparam, select, update

from bot.chat.refs import Person, Place
from bot.domain.appeal import BY, Appeal, Decision
from bot.domain.attempt import Attempt
from bot.store.repositories.attempts import as_attempt
from bot.store.repositories.repository import Repository, named
from bot.store.tables import STANDS, appeals, attempts, challenges, people

_c = appeals.c
_admins = people.alias("admins")

_ALL = (
    select(appeals, people.c.name, _admins.c.name.label("admin"))
    .outerjoin(people, people.c.person == _c.person)
    .outerjoin(_admins, _admins.c.person == _c.decided_by)
)
_GET = _ALL.where(_c.attempt == bindparam("id"))
_BY = _ALL.where(_c.person == bindparam("person")).order_by(_c.at.desc())
_DECIDED_BY = _ALL.where(_c.decided_by == bindparam("admin")).order_by(_c.decided_at.desc())
_OPEN_IN = (
    _ALL.join(attempts, attempts.c.id == _c.attempt)
    .where(_c.place == bindparam("place"), _c.decided_at.is_(None), STANDS)
    .order_by(_c.at)
    .limit(bindparam("limit"))
)
_IN_DOUBT = (
    select(attempts, people.c.name)
    .join(challenges, challenges.c.id == attempts.c.within)
    .outerjoin(people, people.c.person == attempts.c.person)
    .outerjoin(appeals, _c.attempt == attempts.c.id)
    .where(
        attempts.c.review.is_(True),
        STANDS,
        challenges.c.place == bindparam("place"),
        _c.attempt.is_(None),
    )
    .order_by(attempts.c.at)
    .limit(bindparam("limit"))
)
_DECIDE = (
    update(appeals)
    .where(_c.attempt == bindparam("id"), _c.decided_at.is_(None))
    .values(
        granted=bindparam("yes"),
        decided_by=bindparam("admin"),
        decided_at=bindparam("now"),
        sentence=bindparam("why"),
        before=bindparam("was"),
    )
)
_GRANTED = (
    select(attempts, people.c.name)
    .join(appeals, _c.attempt == attempts.c.id)
    .outerjoin(people, people.c.person == attempts.c.person)
    .where(_c.granted.is_(True), _c.consent.is_(True), STANDS)
    .order_by(_c.decided_at, _c.attempt)
)


class SqlAppeals(Repository):
    __slots__ = ()

    async def add(self, appeal: Appeal) -> bool:
        decision = appeal.decision
        return await self.insert_once(
            appeals,
            attempt=appeal.attempt,
            person=appeal.person,
            place=appeal.place,
            reason=appeal.reason,
            missed=appeal.missed,
            consent=appeal.consent,
            at=appeal.at,
            granted=decision.granted if decision else None,
            decided_by=decision.by if decision else None,
            decided_at=decision.at if decision else None,
            sentence=decision.sentence if decision else "",
            before=decision.before if decision else None,
        )

    async def get(self, attempt_id: str) -> Appeal | None:
        row = await self.row(_GET, id=attempt_id)
        return _appeal(row) if row else None

    async def by(self, person: Person) -> list[Appeal]:
        return [_appeal(row) for row in await self.rows(_BY, person=person)]

    async def decided_by(self, admin: Person) -> list[Decision]:
        decided = [_appeal(row).decision for row in await self.rows(_DECIDED_BY, admin=admin)]
        return [decision for decision in decided if decision]

    async def open_in(self, place: Place, limit: int) -> list[Appeal]:
        return [_appeal(row) for row in await self.rows(_OPEN_IN, place=place, limit=limit)]

    async def in_doubt(self, place: Place, limit: int) -> list[Attempt]:
        return [as_attempt(row) for row in await self.rows(_IN_DOUBT, place=place, limit=limit)]

    async def decide(self, attempt_id: str, decision: Decision) -> bool:
        changed = await self.write(
            _DECIDE,
            id=attempt_id,
            yes=decision.granted,
            admin=decision.by,
            now=decision.at,
            why=decision.sentence,
            was=decision.before,
        )
        return changed == 1

    async def samples(self) -> list[Attempt]:
        found = [as_attempt(row) for row in await self.rows(_GRANTED)]
        # An edit before the close is graded anew, and that text nobody has decided on.
        return [attempt for attempt in found if attempt.grade and attempt.grade.by == BY]


def _appeal(row: Row[Any]) -> Appeal:
    by = row.decided_by and named(row.decided_by, row.admin)
    decided = (
        Decision(granted=row.granted, by=by, sentence=row.sentence, at=row.decided_at, before=row.before)
        if row.decided_at
        else None
    )
    return Appeal(
        attempt=row.attempt,
        person=named(row.person, row.name),
        place=row.place,
        reason=row.reason,
        missed=row.missed,
        consent=row.consent,
        at=row.at,
        decision=decided,
    )
