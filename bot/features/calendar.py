"""`/koko preview`, `pause`, `resume` and `skip`: what comes, and holding it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.chat.card import Card, card
from bot.chat.events import ButtonPressed, CommandInvoked
from bot.domain.calendar import plan
from bot.domain.schedule import DAY
from bot.errors import UserError
from bot.features.timetable import coming, keep, questions, stop, timetable
from bot.store.port import Store
from bot.views.calendar import preview
from bot.views.words import day, moment

AHEAD = 14  # days
BEHIND = timedelta(days=7)
NOT_YET_ASKED = timedelta(minutes=1)  # so long what is due may wait for the clock


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

    async def resume(self, event: CommandInvoked | ButtonPressed) -> Card:
        now = self.now()
        async with self.store.begin() as tx:
            channel, schedules = await timetable(tx, event.place.parent)
            if not channel.paused:
                raise UserError("This channel is not paused.")
            channel = replace(channel, paused=False)
            await keep(tx, channel, schedules, now)
            first = await coming(tx, await tx.schedules.of(channel.place), now, 1)
        if not first:
            return card("", "Going on, but no day is left on which I would ask; see `/koko setup`.")
        return card("", f"Going on. The next question comes {moment(first[0], channel.zone, seen_from=now)}.")

    async def skip(self, event: CommandInvoked) -> Card:
        """Leave out the next day that would be asked; the same event leaves out no second one."""
        now = self.now()
        async with self.store.begin() as tx:
            asking = questions(await tx.schedules.of(event.place.parent))
            skips = await tx.schedules.skips([s.id for s in asking], (now - DAY).date())
            days = (next(s.coming(now - NOT_YET_ASKED, skips), None) for s in asking)
            first = min((occurrence.day for occurrence in days if occurrence), default=None)
            if first is None:
                raise UserError("Nothing is scheduled here, so there is nothing to skip.")
            for schedule in asking:
                key = f"{event.person.adapter}:{event.id}"
                await tx.schedules.skip(schedule.id, first, "skipped by an admin", key)
        return card("", f"I leave out {day(first)}. `/koko preview` shows what comes after.")
