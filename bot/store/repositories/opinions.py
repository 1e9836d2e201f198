"""What the model judge said, by fingerprints, and how often each workspace has asked it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import bindparam, delete, select, update

from bot.grading.model.opinion import Asked, Opinion
from bot.store.repositories.repository import Repository
from bot.store.tables import model_calls, opinions

_GET = select(opinions.c.opinion).where(
    opinions.c.answer == bindparam("said"),
    opinions.c.question_hash == bindparam("of"),
    opinions.c.model == bindparam("by"),
)
_CALL = (
    update(model_calls)
    .where(
        model_calls.c.workspace == bindparam("payer"),
        model_calls.c.day == bindparam("today"),
        model_calls.c.calls < bindparam("limit"),
    )
    .values(calls=model_calls.c.calls + 1)
)
_SWEEP = delete(opinions).where(opinions.c.at < bindparam("before"))
_SWEEP_CALLS = delete(model_calls).where(model_calls.c.day < bindparam("before"))


class SqlOpinions(Repository):
    __slots__ = ()

    async def get(self, asked: Asked) -> Opinion | None:
        row = await self.row(_GET, said=asked.answer, of=asked.question, by=asked.model)
        return row.opinion if row else None

    async def keep(self, asked: Asked, opinion: Opinion, at: datetime) -> None:
        await self.insert_once(
            opinions,
            question_hash=asked.question,
            answer=asked.answer,
            model=asked.model,
            opinion=opinion,
            at=at,
        )

    async def claim(self, workspace: str, day: date, limit: int) -> bool:
        await self.insert_once(model_calls, workspace=workspace, day=day, calls=0)
        return await self.write(_CALL, payer=workspace, today=day, limit=limit) == 1

    async def sweep(self, before: datetime) -> int:
        await self.write(_SWEEP_CALLS, before=before.date())
        return await self.write(_SWEEP, before=before)
