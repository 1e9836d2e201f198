"""`/koko preview`, `pause`, `resume` and `skip`: what comes, and holding it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.chat.card import Card, card
from bot.chat.events import CommandInvoked
from bot.domain.calendar import plan
from bot.domain.schedule import Schedule
from bot.errors import UserError
from bot.features.timetable import keep, questions, stop, timetable
from bot.store.port import Store, Transaction
from bot.views.calendar import preview
from bot.views.words import day, moment

AHEAD = 14  # days
BEHIND = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Works on the channel in which it is called, or whose thread it is called in."""

    store: Store
    now: Callable[[], datetime]

    async def preview(self, event: CommandInvoked) -> Card:
        now = self.now()
        async with self.store.read() as tx:
            channel, schedules = await timetable(tx, event.place.parent)
            begun = bool(await tx.schedules.of(event.place.parent))
            skips = await tx.schedules.skips([s.id for s in schedules], (now - BEHIND).date())
            open_now = await tx.challenges.open_in(event.place.parent, now)
        closes = [challenge.closes_at for challenge in open_now]
        entries = plan(channel, schedules, skips, now, AHEAD, closes) if begun else []
        return preview(channel, entries, now, begun=begun)

    async def pause(self, event: CommandInvoked) -> Card:
        async with self.store.begin() as tx:
            if not await stop(tx, event.place.parent, self.now()):
                raise UserError("Nothing is scheduled here, so there is nothing to pause.")
        return card("", "Paused. What is open still closes and is revealed. `/koko resume` goes on.")

    async def resume(self, event: CommandInvoked) -> Card:
        now = self.now()
        async with self.store.begin() as tx:
            channel, schedules = await timetable(tx, event.place.parent)
            if not channel.paused:
                raise UserError("This channel is not paused.")
            channel = replace(channel, paused=False)
            await keep(tx, channel, schedules, now)
            upcoming = [s.next.at for s in questions(await tx.schedules.of(channel.place)) if s.next]
        if not upcoming:
            return card("", "Going on, but no day is left on which I would ask; see `/koko setup`.")
        return card(
            "", f"Going on. The next question comes {moment(min(upcoming), channel.zone, seen_from=now)}."
        )

    async def skip(self, event: CommandInvoked) -> Card:
        """Leave out the next day that would be asked; the same event leaves out no second one."""
        async with self.store.begin() as tx:
            _, schedules = await timetable(tx, event.place.parent)
            coming = {s.id: await self._next_day(tx, s) for s in questions(schedules)}
            days = [value for value in coming.values() if value]
            if not days:
                raise UserError("Nothing is scheduled here, so there is nothing to skip.")
            first = min(days)
            for id, value in coming.items():
                if value == first:
                    await tx.schedules.skip(
                        id, first, "skipped by an admin", f"{event.person.adapter}:{event.id}"
                    )
        return card("", f"I leave out {day(first)}. `/koko preview` shows what comes after.")

    async def _next_day(self, tx: Transaction, schedule: Schedule) -> date | None:
        if schedule.next is None:
            return None
        skips = await tx.schedules.skips([schedule.id], schedule.next.day)
        left_out = {skip.day for skip in skips}
        upcoming = schedule.recurrence.upcoming(schedule.next.at - timedelta(seconds=1), len(left_out) + 1)
        return next((o.day for o in upcoming if o.day not in left_out), None)
