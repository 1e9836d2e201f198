"""Schedules, and who moves each of them on first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update

from bot.chat.refs import Place
from bot.domain.schedule import DaysOff, Occurrence, Recurrence, Schedule, ScheduleKind, Skip
from bot.domain.track import Plan
from bot.store.repositories.repository import Repository, chunks
from bot.store.tables import schedules, skips

_DUE = (
    select(schedules)
    .where(
        schedules.c.kind == bindparam("kind"),
        schedules.c.next_run_at <= bindparam("now"),
        schedules.c.adapter.in_(bindparam("adapters", expanding=True)),
    )
    .order_by(schedules.c.next_run_at, schedules.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_MOVE = (
    update(schedules)
    .where(schedules.c.id.in_(bindparam("ids", expanding=True)), schedules.c.next_run_at == bindparam("seen"))
    .values(next_run_at=bindparam("to"), next_day=bindparam("to_day"), last_day=bindparam("from_day"))
    .returning(schedules.c.id)
)
_OF = select(schedules).where(schedules.c.place == bindparam("place")).order_by(schedules.c.id)
_DELETE = delete(schedules).where(schedules.c.id == bindparam("schedule"))
_DELETE_SKIPS = delete(skips).where(skips.c.schedule == bindparam("schedule"))
_SKIPS = (
    select(skips)
    .where(skips.c.schedule.in_(bindparam("ids", expanding=True)), skips.c.day >= bindparam("since"))
    .order_by(skips.c.day, skips.c.schedule)
)


class SqlSchedules(Repository):
    __slots__ = ()

    async def take_due(
        self, kind: ScheduleKind, adapters: Collection[str], now: datetime, limit: int
    ) -> Sequence[Schedule]:
        rows = await self.rows(_DUE, kind=kind, adapters=list(adapters), now=now, limit=limit)
        return [_schedule(row) for row in rows]

    async def claim(self, moves: Sequence[tuple[Schedule, Occurrence | None]]) -> set[str]:
        # Most of those that are due together move together, from one moment to one other.
        alike: defaultdict[tuple[Occurrence, Occurrence | None], list[str]] = defaultdict(list)
        for schedule, following in moves:
            if schedule.next:
                alike[schedule.next, following].append(schedule.id)
        won: set[str] = set()
        for (seen, following), ids in alike.items():
            for some in chunks(ids):
                rows = await self.rows(
                    _MOVE,
                    ids=some,
                    seen=seen.at,
                    from_day=seen.day,
                    to=following.at if following else None,
                    to_day=following.day if following else None,
                )
                won.update(row.id for row in rows)
        return won

    async def of(self, place: Place) -> list[Schedule]:
        return [_schedule(row) for row in await self.rows(_OF, place=place)]

    async def put(self, schedule: Schedule) -> None:
        rule, upcoming = schedule.recurrence, schedule.next
        await self.upsert(
            schedules,
            id=schedule.id,
            adapter=schedule.place.adapter,
            place=schedule.place,
            kind=schedule.kind,
            zone=rule.zone,
            at=rule.at,
            weekdays=rule.weekdays,
            off=rule.off,
            topics=schedule.topics,
            easiest=schedule.easiest,
            hardest=schedule.hardest,
            track=schedule.plan.track if schedule.plan else None,
            track_since=schedule.plan.since if schedule.plan else None,
            interview=schedule.plan.interview if schedule.plan else None,
            next_day=upcoming.day if upcoming else None,
            next_run_at=upcoming.at if upcoming else None,
            last_day=schedule.last_day,
        )

    async def delete(self, schedule_id: str) -> None:
        await self.write(_DELETE, schedule=schedule_id)
        await self.write(_DELETE_SKIPS, schedule=schedule_id)

    async def skip(self, schedule_id: str, day: date, reason: str, key: str) -> bool:
        return await self.insert_once(skips, schedule=schedule_id, day=day, reason=reason, key=key)

    async def skips(self, schedule_ids: Collection[str], since: date) -> list[Skip]:
        rows = [r for some in chunks(schedule_ids) for r in await self.rows(_SKIPS, ids=some, since=since)]
        return [Skip(row.schedule, row.day, row.reason) for row in rows]


def _schedule(row: Row[Any]) -> Schedule:
    return Schedule(
        id=row.id,
        place=row.place,
        kind=row.kind,
        recurrence=_rule(row.zone, row.at, row.weekdays, row.off),
        topics=row.topics,
        easiest=row.easiest,
        hardest=row.hardest,
        plan=Plan(row.track, row.track_since, row.interview) if row.track else None,
        next=Occurrence(row.next_day, row.next_run_at) if row.next_run_at else None,
        last_day=row.last_day,
    )


@lru_cache(1024)
def _rule(zone: str, at: time, weekdays: frozenset[int], off: DaysOff) -> Recurrence:
    """Thousands of channels share a few rules, and what each of those has worked out."""
    return Recurrence(zone, at, weekdays, off)
