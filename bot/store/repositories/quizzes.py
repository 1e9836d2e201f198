"""Quizzes and how far each has come."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, bindparam, select, update

from bot.chat.refs import Person
from bot.domain.quiz import Quiz
from bot.store.repositories.repository import Repository, named
from bot.store.tables import people, quizzes

_c = quizzes.c
_ALL = select(quizzes, people.c.name).outerjoin(people, people.c.person == _c.person)
_GET = _ALL.where(_c.id == bindparam("id"))
_UNFINISHED = (
    _ALL.where(_c.person == bindparam("person"), _c.finished.is_(False))
    .order_by(_c.started_at.desc(), _c.id)
    .limit(1)
)
_ADVANCE = (
    update(quizzes)
    .where(_c.id == bindparam("quiz"), _c.position == bindparam("seen"))
    .values(position=bindparam("to"), finished=bindparam("over"))
)


class SqlQuizzes(Repository):
    __slots__ = ()

    async def add(self, quiz: Quiz) -> bool:
        return await self.insert_once(
            quizzes,
            id=quiz.id,
            person=quiz.person,
            place=quiz.place,
            questions=quiz.questions,
            started_at=quiz.started_at,
            position=quiz.position,
            finished=quiz.finished,
        )

    async def get(self, quiz_id: str) -> Quiz | None:
        row = await self.row(_GET, id=quiz_id)
        return _quiz(row) if row else None

    async def unfinished(self, person: Person) -> Quiz | None:
        row = await self.row(_UNFINISHED, person=person)
        return _quiz(row) if row else None

    async def advance(self, quiz: Quiz, to: int) -> bool:
        over = to == len(quiz.questions)
        return await self.write(_ADVANCE, quiz=quiz.id, seen=quiz.position, to=to, over=over) == 1


def _quiz(row: Row[Any]) -> Quiz:
    return Quiz(
        id=row.id,
        person=named(row.person, row.name),
        place=row.place,
        questions=row.questions,
        started_at=row.started_at,
        position=row.position,
    )
