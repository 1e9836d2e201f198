"""A channel's schedules as one: begun with the defaults, moved on together, stopped together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from itertools import islice

from bot.chat.refs import Place
from bot.domain.channel import Channel
from bot.domain.schedule import DAY, DaysOff, Schedule, ScheduleKind
from bot.store.port import Transaction


async def timetable(tx: Transaction, place: Place) -> tuple[Channel, list[Schedule]]:
    """The channel and its schedules; the defaults, not kept yet, where nobody has begun."""
    channel = await tx.channels.get(place) or Channel(place)
    return channel, await tx.schedules.of(place) or [channel.daily(), channel.board()]


async def keep(tx: Transaction, channel: Channel, schedules: Iterable[Schedule], now: datetime) -> None:
    """Keep a channel and its schedules, each with its next run by the channel's zone and days off.

    A day that was dealt with is not asked again, whatever the new time, and what is due stays due.
    """
    await tx.channels.put(channel)
    for schedule in schedules:
        off = channel.off if schedule.kind is ScheduleKind.QUESTION else DaysOff()
        rule = replace(schedule.recurrence, zone=channel.zone, off=off)
        upcoming = schedule.next
        if upcoming is None or upcoming.at > now or not rule.asks_on(upcoming.day):
            upcoming = rule.after(now, since=schedule.last_day)
        await tx.schedules.put(replace(schedule, recurrence=rule, next=None if channel.paused else upcoming))


async def stop(tx: Transaction, place: Place, now: datetime) -> Channel | None:
    """Pause a channel; None where there was nothing to pause."""
    channel, schedules = await timetable(tx, place)
    if channel.paused or not await tx.schedules.of(place):
        return None
    paused = replace(channel, paused=True)
    await keep(tx, paused, schedules, now)
    return paused


async def coming(tx: Transaction, schedules: Iterable[Schedule], now: datetime, count: int) -> list[datetime]:
    """When the next questions come, at most so many."""
    asking = questions(schedules)
    skips = await tx.schedules.skips([s.id for s in asking], (now - DAY).date())
    return sorted(o.at for s in asking for o in islice(s.coming(now, skips), count))[:count]


def questions(schedules: Iterable[Schedule]) -> list[Schedule]:
    """Those that ask, in the order they were added."""
    return [schedule for schedule in schedules if schedule.kind is ScheduleKind.QUESTION]


def not_before(schedule: Schedule, day: date) -> Schedule:
    """The schedule with all days up to and including `day` dealt with."""
    return replace(schedule, last_day=max(filter(None, [schedule.last_day, day])))
