"""What members got, without their names and words, for those who look after the questions."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy import bindparam, func, or_, select

from bot.domain.health import Result
from bot.store.repositories.repository import Repository
from bot.store.tables import STANDS, appeals, attempts, questions, quizzes, reports

_c = attempts.c
_GRADED = (
    select(
        questions.c.id,
        _c.person,
        _c.score,
        _c.grade,
        _c.at,
        quizzes.c.started_at,
        func.lag(_c.at, type_=_c.at.type)
        .over(partition_by=(_c.within, _c.person), order_by=_c.number)
        .label("before"),
    )
    .join(questions, questions.c.hash == _c.question_hash)
    .outerjoin(quizzes, quizzes.c.id == _c.within)
    # A challenge counts its tries from 1, a quiz its places from 0.
    .where(STANDS, _c.score.is_not(None), _c.at >= bindparam("since"))
    .where(or_(quizzes.c.id.is_not(None), _c.number == 1))
    .order_by(_c.at)
)
_REPORTED = (
    select(reports.c.question, func.count().label("many"))
    .where(reports.c.at >= bindparam("since"))
    .group_by(reports.c.question)
)
_WON = (
    select(questions.c.id, func.count().label("many"))
    .select_from(appeals)
    .join(attempts, _c.id == appeals.c.attempt)
    .join(questions, questions.c.hash == _c.question_hash)
    .where(appeals.c.granted.is_(True), appeals.c.decided_at >= bindparam("since"))
    .group_by(questions.c.id)
)


class SqlResults(Repository):
    __slots__ = ()

    async def of_all(self, since: datetime) -> list[Result]:
        return [
            Result(
                question=row.id,
                person=sha256(str(row.person).encode()).hexdigest(),
                score=row.score,
                verdicts={judgement.criterion: judgement.verdict for judgement in row.grade.judgements},
                took=row.at - (row.before or row.started_at) if row.started_at else None,
            )
            for row in await self.rows(_GRADED, since=since)
        ]

    async def reported(self, since: datetime) -> dict[str, int]:
        return {row.question: row.many for row in await self.rows(_REPORTED, since=since)}

    async def appeals_won(self, since: datetime) -> dict[str, int]:
        return {row.id: row.many for row in await self.rows(_WON, since=since)}
