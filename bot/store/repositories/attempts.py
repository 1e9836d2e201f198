"""Attempts, their grades, and who has seen a hint."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update

from bot.chat.refs import MessageRef, Person
from bot.domain.attempt import Attempt, Standing
from bot.domain.grade import Grade
from bot.grading.model.opinion import fingerprint
from bot.store.repositories.repository import Repository, named
from bot.store.tables import STANDS, attempts, hints, opinions, people, questions

_c = attempts.c
MISSED = 0.6
"""A lower score than this is a question missed."""

_ALL = select(attempts, people.c.name).outerjoin(people, people.c.person == _c.person)
_GET = _ALL.where(_c.id == bindparam("id"))
_FROM_MESSAGE = _ALL.where(_c.source == bindparam("source"))
_OF = _ALL.where(_c.within == bindparam("within"), STANDS)
_OF_PERSON = _OF.where(_c.person == bindparam("person"))
_BY = _ALL.where(_c.person == bindparam("person")).order_by(_c.at.desc(), _c.number.desc())
_LATEST_OF = _BY.where(_c.within == bindparam("within")).limit(1)
_UNGRADED = (
    _ALL.where(_c.grade.is_(None), STANDS, _c.at < bindparam("before"))
    .order_by(_c.at)
    .limit(bindparam("limit"))
)
_LATEST = (
    select(
        questions.c.id,
        _c.score,
        _c.at,
        func.row_number().over(partition_by=questions.c.id, order_by=_c.at.desc()).label("age"),
    )
    .join(questions, questions.c.hash == _c.question_hash)
    .where(_c.person == bindparam("person"), STANDS)
    .subquery()
)
_MISSED = (
    select(_LATEST.c.id)
    .where(_LATEST.c.age == 1, _LATEST.c.score < MISSED)
    .order_by(_LATEST.c.at)
    .limit(bindparam("limit"))
)
_ONE = update(attempts).where(_c.id == bindparam("attempt"))
_TEXT = select(_c.text).where(_c.id == bindparam("id"))
# Nobody would find them once the words are gone by which they are found.
_FORGET_OPINIONS = delete(opinions).where(opinions.c.answer == bindparam("said"))
_REWRITE = _ONE.values(text=bindparam("words"), grade=None, score=None, question_hash=None, review=None)
_GRADE = _ONE.where(_c.text == bindparam("words"), _c.grade.is_(None), STANDS).values(
    grade=bindparam("given"),
    score=bindparam("of_one"),
    question_hash=bindparam("against"),
    review=bindparam("doubted"),
)
_REGRADE = _ONE.where(_c.text == bindparam("words"), _c.grade.is_not(None), STANDS).values(
    grade=bindparam("given"), score=bindparam("of_one"), review=bindparam("doubted")
)
_HOLD = (
    select(_c.id).where(_c.within == bindparam("within"), _c.person == bindparam("person")).with_for_update()
)
_TOLD = _ONE.values(line=bindparam("message"))
_STAND = _ONE.values(standing=bindparam("now"))
_HINTED = select(hints.c.at).where(
    hints.c.person == bindparam("person"), hints.c.challenge == bindparam("challenge")
)


class SqlAttempts(Repository):
    __slots__ = ()

    async def add(self, attempt: Attempt) -> bool:
        grade = attempt.grade
        return await self.insert_once(
            attempts,
            id=attempt.id,
            within=attempt.within,
            number=attempt.number,
            person=attempt.person,
            text=attempt.text,
            at=attempt.at,
            source=attempt.source,
            hinted=attempt.hinted,
            standing=attempt.standing,
            grade=grade,
            score=grade.score if grade else None,
            question_hash=grade.question if grade else None,
            line=attempt.line,
            review=grade.review if grade else None,
        )

    async def get(self, attempt_id: str) -> Attempt | None:
        row = await self.row(_GET, id=attempt_id)
        return as_attempt(row) if row else None

    async def from_message(self, message: MessageRef) -> Attempt | None:
        row = await self.row(_FROM_MESSAGE, source=message)
        return as_attempt(row) if row else None

    async def of(self, within: str, person: Person | None = None) -> list[Attempt]:
        rows = (
            await self.rows(_OF_PERSON, within=within, person=person)
            if person
            else await self.rows(_OF, within=within)
        )
        # Ordered here, for SQLite would read all that the person ever answered to be spared the sorting.
        return sorted(map(as_attempt, rows), key=lambda attempt: (attempt.at, attempt.number))

    async def latest(self, within: str, person: Person) -> Attempt | None:
        row = await self.row(_LATEST_OF, within=within, person=person)
        return as_attempt(row) if row else None

    async def rewrite(self, attempt_id: str, text: str) -> None:
        row = await self.row(_TEXT, id=attempt_id)
        if row:
            await self.write(_FORGET_OPINIONS, said=fingerprint(row.text))
        await self.write(_REWRITE, attempt=attempt_id, words=text)

    async def graded(self, attempt_id: str, text: str, grade: Grade) -> bool:
        return (
            await self.write(
                _GRADE,
                attempt=attempt_id,
                words=text,
                given=grade,
                of_one=grade.score,
                against=grade.question,
                doubted=grade.review,
            )
            == 1
        )

    async def hold(self, within: str, person: Person) -> None:
        await self.rows(_HOLD, within=within, person=person)

    async def regrade(self, attempt_id: str, text: str, grade: Grade) -> bool:
        changed = await self.write(
            _REGRADE,
            attempt=attempt_id,
            words=text,
            given=grade,
            of_one=grade.score,
            doubted=grade.review,
        )
        return changed == 1

    async def told(self, attempt_id: str, line: MessageRef | None) -> None:
        await self.write(_TOLD, attempt=attempt_id, message=line)

    async def stand(self, attempt_id: str, standing: Standing) -> None:
        await self.write(_STAND, attempt=attempt_id, now=standing)

    async def ungraded(self, before: datetime, limit: int) -> list[Attempt]:
        return [as_attempt(row) for row in await self.rows(_UNGRADED, before=before, limit=limit)]

    async def by(self, person: Person) -> list[Attempt]:
        return [as_attempt(row) for row in await self.rows(_BY, person=person)]

    async def missed(self, person: Person, limit: int) -> list[str]:
        return [row.id for row in await self.rows(_MISSED, person=person, limit=limit)]

    async def hint(self, challenge_id: str, person: Person, now: datetime) -> None:
        await self.insert_once(hints, person=person, challenge=challenge_id, at=now)

    async def hinted(self, challenge_id: str, person: Person) -> bool:
        return await self.row(_HINTED, person=person, challenge=challenge_id) is not None


def as_attempt(row: Row[Any]) -> Attempt:
    """Of a row of attempts with its author's name."""
    return Attempt(
        id=row.id,
        within=row.within,
        number=row.number,
        person=named(row.person, row.name),
        text=row.text,
        at=row.at,
        source=row.source,
        hinted=row.hinted,
        standing=row.standing,
        grade=row.grade,
        line=row.line,
    )
