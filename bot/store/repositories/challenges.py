"""Challenges, and the questions as they were when they were asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, String, bindparam, cast, func, select, type_coerce, update

from bot.chat.refs import MessageRef, Person, Place
from bot.domain.attempt import Standing
from bot.domain.challenge import Challenge
from bot.domain.question import Question
from bot.domain.streak import QuestionDay
from bot.store.repositories.repository import Repository, chunks
from bot.store.tables import STANDS, attempts, challenges, questions

_c = challenges.c
_AT_HAND = _c.revealed_at.is_(None) & _c.lost.is_(False)
_PUBLISHED = _c.message.is_not(None) & _c.lost.is_(False)

_QUESTION = select(questions.c.question).where(questions.c.hash == bindparam("question_hash"))
_GET = select(challenges).where(_c.id == bindparam("id"))
_LATEST_FIRST = select(challenges).where(_c.lost.is_(False)).order_by(_c.opened_at.desc(), _c.id).limit(1)
_IN_THREAD = _LATEST_FIRST.where(_c.thread == bindparam("place"))
_LATEST = _LATEST_FIRST.where(_c.place == bindparam("place"))
_OF_ONE = update(challenges).where(_c.id == bindparam("challenge"))
_PUBLISH = _OF_ONE.values(message=bindparam("card"), thread=bindparam("on_it"))
_LOSE = _OF_ONE.values(lost=True)
_REVEAL = _OF_ONE.where(_c.revealed_at.is_(None)).values(revealed_at=bindparam("now"))
_CLOSING = (
    select(challenges)
    .where(_AT_HAND, _c.message.is_not(None), _c.closes_at <= bindparam("now"))
    .order_by(_c.closes_at, _c.id)
    .limit(bindparam("limit"))
)
_OPEN_IN = (
    select(challenges)
    .where(_AT_HAND, _c.place == bindparam("place"), _c.closes_at > bindparam("now"))
    .order_by(_c.closes_at, _c.id)
)
_THREADS = (
    select(challenges)
    .where(
        _c.adapter == bindparam("adapter"),
        _c.workspace == bindparam("workspace"),
        _c.closes_at > bindparam("since"),
        _c.thread.is_not(None),
        _c.lost.is_(False),
    )
    .order_by(_c.closes_at, _c.id)
)
_AWAITED = select(_c.id).where(_AT_HAND, _c.place == bindparam("place"), _c.message.is_(None)).limit(1)
_KEY = type_coerce(_c.place, String).label("key")
_SEEN = (
    select(_KEY, _c.question, func.max(_c.opened_at).label("asked_at"))
    .where(_c.place.in_(bindparam("places", expanding=True)), _c.lost.is_(False))
    .group_by(_c.place, _c.question)
)
_OPEN_QUESTIONS = (
    select(_c.question)
    .where(
        _AT_HAND,
        _c.adapter == bindparam("adapter"),
        _c.workspace == bindparam("workspace"),
        _c.closes_at > bindparam("now"),
    )
    .distinct()
)
_DAYS = (
    select(_c.day, func.max(_c.closes_at).filter(_c.revealed_at.is_(None)).label("closes_at"))
    .where(_PUBLISHED, _c.place == bindparam("place"))
    .group_by(_c.day)
    .order_by(_c.day.desc())
    .limit(400)
)
# Each person's days in one row: a board of fifty would be twenty thousand of them.
_ANSWERED = (
    select(attempts.c.person, func.aggregate_strings(cast(_c.day, String), ",").label("days"))
    .join(attempts, attempts.c.within == _c.id)
    .where(
        _PUBLISHED,
        _c.place == bindparam("place"),
        _c.day >= bindparam("since"),
        attempts.c.person.in_(bindparam("people", expanding=True)),
        STANDS,
        attempts.c.standing == Standing.COUNTS,
        attempts.c.at < _c.closes_at,
    )
    .group_by(attempts.c.person)
)


class SqlQuestions(Repository):
    __slots__ = ()

    async def keep(self, versions: Mapping[str, Question]) -> None:
        await self.insert_many(
            questions, [{"hash": key, "id": q.id, "question": q} for key, q in versions.items()]
        )

    async def get(self, question_hash: str) -> Question | None:
        row = await self.row(_QUESTION, question_hash=question_hash)
        return row.question if row else None


class SqlChallenges(Repository):
    __slots__ = ()

    async def open(self, new: Sequence[Challenge]) -> set[str]:
        return await self.insert_new(challenges, [_values(challenge) for challenge in new])

    async def get(self, challenge_id: str) -> Challenge | None:
        return _challenge(await self.row(_GET, id=challenge_id))

    async def in_thread(self, thread: Place) -> Challenge | None:
        return _challenge(await self.row(_IN_THREAD, place=thread))

    async def latest(self, place: Place) -> Challenge | None:
        return _challenge(await self.row(_LATEST, place=place))

    async def open_in(self, place: Place, now: datetime) -> list[Challenge]:
        return [_read(row) for row in await self.rows(_OPEN_IN, place=place, now=now)]

    async def threads(self, adapter: str, workspace: str, since: datetime) -> list[Challenge]:
        rows = await self.rows(_THREADS, adapter=adapter, workspace=workspace, since=since)
        return [_read(row) for row in rows]

    async def awaited(self, place: Place) -> bool:
        return await self.row(_AWAITED, place=place) is not None

    async def published(self, challenge_id: str, message: MessageRef, thread: Place | None) -> None:
        await self.write(_PUBLISH, challenge=challenge_id, card=message, on_it=thread)

    async def lost(self, challenge_id: str) -> None:
        await self.write(_LOSE, challenge=challenge_id)

    async def closing(self, now: datetime, limit: int) -> list[Challenge]:
        return [_read(row) for row in await self.rows(_CLOSING, now=now, limit=limit)]

    async def reveal(self, challenge_id: str, now: datetime) -> bool:
        return await self.write(_REVEAL, challenge=challenge_id, now=now) == 1

    async def seen(self, places: Collection[Place]) -> dict[Place, dict[str, datetime]]:
        asked: dict[Place, dict[str, datetime]] = {place: {} for place in places}
        by_key = {str(place): questions for place, questions in asked.items()}
        for some in chunks(places):
            for row in await self.rows(_SEEN, places=some):
                by_key[row.key][row.question] = row.asked_at
        return asked

    async def open_questions(self, adapter: str, workspace: str, now: datetime) -> set[str]:
        rows = await self.rows(_OPEN_QUESTIONS, adapter=adapter, workspace=workspace, now=now)
        return {row.question for row in rows}

    async def days(
        self, place: Place, people: Collection[Person], now: datetime
    ) -> dict[Person, list[QuestionDay]]:
        days = await self.rows(_DAYS, place=place)
        if not days:
            return {person: [] for person in people}
        answered: dict[Person, set[str]] = {}
        for some in chunks(people):
            for row in await self.rows(_ANSWERED, place=place, since=days[-1].day, people=some):
                answered[row.person] = set(row.days.split(","))
        # A day reads one of two ways, whoever it is about.
        ways = {
            str(row.day): [
                QuestionDay(row.day, given, open=row.closes_at is not None and row.closes_at > now)
                for given in (False, True)
            ]
            for row in days
        }
        return {
            person: [both[day in answered.get(person, ())] for day, both in ways.items()] for person in people
        }


def _values(challenge: Challenge) -> dict[str, object]:
    return {
        "id": challenge.id,
        "adapter": challenge.place.adapter,
        "workspace": challenge.place.workspace,
        "place": challenge.place,
        "question": challenge.question,
        "question_hash": challenge.question_hash,
        "day": challenge.day,
        "opened_at": challenge.opened_at,
        "closes_at": challenge.closes_at,
        "answers": challenge.answers,
        "schedule": challenge.schedule,
        "message": challenge.message,
        "thread": challenge.thread,
        "revealed_at": challenge.revealed_at,
    }


def _challenge(row: Row[Any] | None) -> Challenge | None:
    return _read(row) if row else None


def _read(row: Row[Any]) -> Challenge:
    return Challenge(
        id=row.id,
        place=row.place,
        question=row.question,
        question_hash=row.question_hash,
        day=row.day,
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        answers=row.answers,
        schedule=row.schedule,
        message=row.message,
        thread=row.thread,
        revealed_at=row.revealed_at,
    )
