"""The leaderboard: on request, and every week at its own time."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.chat.card import Card
from bot.chat.events import CommandInvoked
from bot.chat.outbox import Post, Send
from bot.domain import standings
from bot.domain.channel import Channel
from bot.domain.schedule import Occurrence, Schedule, ScheduleKind
from bot.domain.standings import Period
from bot.domain.streak import streak
from bot.logs import get_logger
from bot.store.port import Store, Transaction
from bot.views.standings import board

log = get_logger(__name__)

BATCH = 100


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """A channel's board counts that channel alone, and the quizzes of those who answered there."""

    store: Store
    adapters: Collection[str]
    catch_up: timedelta
    now: Callable[[], datetime]

    async def show(self, event: CommandInvoked) -> Card:
        period = Period(str(event.options.get("period", Period.WEEK)))
        place = event.place.parent
        async with self.store.read() as tx:
            channel = await tx.channels.get(place) or Channel(place)
            return await self._board(tx, channel, period, self.now())

    async def post_due(self) -> None:
        """Post the boards whose time has come, each for the week that ends with that time."""
        while await self._post_some():
            pass

    async def _post_some(self) -> bool:
        async with self.store.begin() as tx:
            due = await tx.schedules.take_due(ScheduleKind.LEADERBOARD, self.adapters, self.now(), BATCH)
        return any([await self._posts(schedule, schedule.next) for schedule in due if schedule.next])

    async def _posts(self, schedule: Schedule, due: Occurrence) -> bool:
        """Whether it was this one's to post."""
        try:
            async with self.store.begin() as tx:
                if not await tx.schedules.claim([(schedule, schedule.recurrence.following(due))]):
                    return False
                channel = await tx.channels.get(schedule.place) or Channel(schedule.place)
                is_late = self.now() - due.at > self.catch_up
                post = None if is_late else await self._post(tx, channel, schedule, due)
                await tx.outbox.add([post] if post else [])
        except Exception:  # as for a zone that this machine does not know: no other channel waits for it
            log.exception("leaderboard_failed", place=str(schedule.place))
            return False
        return True

    async def _post(
        self, tx: Transaction, channel: Channel, schedule: Schedule, due: Occurrence
    ) -> Post | None:
        """None for a week in which nothing was asked: there is nothing to say."""
        since, until = standings.bounds(Period.WEEK, due.at, schedule.recurrence.tz)
        latest = await tx.challenges.latest(channel.place)
        if latest is None or latest.opened_at < since:
            return None
        shown = await self._board(tx, channel, Period.WEEK, until)
        log.info("leaderboard_posted", place=str(channel.place))
        return Post(
            key=f"board:{schedule.id}:{due.day}",
            action=Send(channel.place, shown),
            due_at=due.at,
            expires_at=due.at + self.catch_up,
        )

    async def _board(self, tx: Transaction, channel: Channel, period: Period, until: datetime) -> Card:
        since, end = standings.bounds(period, until, ZoneInfo(channel.zone))
        tallies = await tx.points.tally(channel.place, since, end)
        before = None
        if period is not Period.ALL:
            earlier, _ = standings.bounds(
                period, since - timedelta(seconds=period is Period.MONTH), ZoneInfo(channel.zone)
            )
            before = {t.person: t.points for t in await tx.points.tally(channel.place, earlier, since)}
        days = await tx.challenges.days(channel.place, [tally.person for tally in tallies], until)
        streaks = {person: streak(answered) for person, answered in days.items()}
        places = standings.rank(tallies, before, streaks)
        return board(places, period, standings.most_improved(places, before or {}))
