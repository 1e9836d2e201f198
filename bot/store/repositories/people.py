"""People, what they asked to be kept out of, and what they reported."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, delete, select, update

from bot.chat.refs import Person
from bot.grading.model.opinion import fingerprint
from bot.store.port import Report
from bot.store.repositories.repository import Repository, chunks, named
from bot.store.tables import (
    appeals,
    attempts,
    channels,
    hints,
    inbox,
    opinions,
    outbox,
    people,
    points,
    quizzes,
    reports,
)

_HIDDEN = select(people.c.person, people.c.name).where(
    people.c.person.in_(bindparam("people", expanding=True)), people.c.hidden.is_(True)
)
_NAME = select(people.c.name).where(people.c.person == bindparam("person"))
_REPORTS = (
    select(reports, people.c.name)
    .outerjoin(people, people.c.person == reports.c.person)
    .where(reports.c.person == bindparam("person"))
    .order_by(reports.c.at.desc())
)
_FORGET = [
    *(
        delete(table).where(table.c.person == bindparam("whom"))
        for table in (attempts, appeals, hints, quizzes, points, reports, people)
    ),
    # The ids stay, so that a redelivery is still known.
    update(inbox).where(inbox.c.person == bindparam("whom")).values(event=None, person=None),
    delete(outbox).where(outbox.c.person == bindparam("whom")),
    update(channels).where(channels.c.set_up_by == bindparam("whom")).values(set_up_by=None),
    update(appeals).where(appeals.c.decided_by == bindparam("whom")).values(decided_by=None, sentence=""),
    delete(outbox).where(outbox.c.lane == bindparam("whom", type_=people.c.person.type)),
]


_ANSWERS = select(attempts.c.text).where(attempts.c.person == bindparam("whom"))
_FORGET_OPINIONS = delete(opinions).where(opinions.c.answer.in_(bindparam("answers", expanding=True)))


class SqlPeople(Repository):
    __slots__ = ()

    async def met(self, person: Person) -> Person:
        if person.name:
            await self.upsert(people, person=person, name=person.name)
            return person
        row = await self.row(_NAME, person=person)
        return named(person, row.name if row else "")

    async def hide(self, person: Person, hidden: bool) -> None:
        await self.upsert(people, person=person, hidden=hidden)

    async def hidden(self, some: Collection[Person]) -> set[Person]:
        rows = [row for few in chunks(some) for row in await self.rows(_HIDDEN, people=few)]
        return {named(row.person, row.name) for row in rows}

    async def forget(self, person: Person) -> None:
        answers = {fingerprint(row.text) for row in await self.rows(_ANSWERS, whom=person)}
        for few in chunks(answers):
            await self.write(_FORGET_OPINIONS, answers=few)
        for statement in _FORGET:
            await self.write(statement, whom=person)


class SqlReports(Repository):
    __slots__ = ()

    async def add(self, report: Report) -> bool:
        return await self.insert_once(
            reports,
            id=report.id,
            question=report.question,
            question_hash=report.question_hash,
            person=report.person,
            text=report.text,
            at=report.at,
        )

    async def by(self, person: Person) -> list[Report]:
        return [
            Report(row.id, row.question, row.question_hash, named(row.person, row.name), row.text, row.at)
            for row in await self.rows(_REPORTS, person=person)
        ]
