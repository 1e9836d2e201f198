"""A member's own page, where the platform has one; all of it is in commands too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.bank.files import Bank
from bot.chat.card import Card
from bot.chat.events import ButtonPressed, HomeOpened
from bot.chat.refs import Person
from bot.domain.attempt import Standing
from bot.domain.channel import Channel
from bot.domain.standings import EPOCH
from bot.domain.streak import QuestionDay, streak
from bot.features.profile import strengths
from bot.features.timetable import coming
from bot.store.port import Store, Transaction
from bot.views.heatmap import first_day
from bot.views.home import MAX_CHANNELS, Active, Practice, home


@dataclass(frozen=True, slots=True)
class Home:
    """Shows the channels in which the member has answered or whose setup they saved, and no others."""

    store: Store
    bank: Bank
    now: Callable[[], datetime]

    async def show(self, event: HomeOpened) -> Card:
        async with self.store.read() as tx:
            return await self._page(tx, event.person)

    async def hide(self, pressed: ButtonPressed) -> Card:
        """Off the boards, or back on them; the page as it is then."""
        async with self.store.begin() as tx:
            await tx.people.met(pressed.person)
            await tx.people.hide(pressed.person, pressed.value == "yes")
            return await self._page(tx, pressed.person)

    async def _page(self, tx: Transaction, person: Person) -> Card:
        now = self.now()
        places = await tx.channels.of(person, MAX_CHANNELS)
        known = await tx.channels.many(places)
        channels = [known.get(place) or Channel(place) for place in places]
        days = {place: (await tx.challenges.days(place, [person], now))[person] for place in places}
        zone = ZoneInfo(channels[0].zone if channels else "UTC")
        today = now.astimezone(zone).date()
        return home(
            await self._practice(tx, person, days.values(), zone, today),
            [await self._active(tx, channel, days[channel.place]) for channel in channels],
            today,
            now,
            hidden=bool(await tx.people.hidden([person])),
        )

    async def _practice(
        self,
        tx: Transaction,
        person: Person,
        days: Iterable[Sequence[QuestionDay]],
        zone: ZoneInfo,
        today: date,
    ) -> Practice:
        now, since = self.now(), first_day(today)
        attempts = [a for a in await tx.attempts.by(person) if a.standing is not Standing.WITHDRAWN]
        given = Counter(a.at.astimezone(zone).date() for a in attempts if a.text)
        asked = [day for each in days for day in each if day.day >= since and (day.answered or not day.open)]
        return Practice(
            week=await tx.points.total(person, now - timedelta(days=7), now),
            ever=await tx.points.total(person, EPOCH, now),
            topics=strengths(self.bank, attempts),
            answers={day: number for day, number in given.items() if day >= since},
            asked=len({day.day for day in asked}),
            answered=len({day.day for day in asked if day.answered}),
        )

    async def _active(self, tx: Transaction, channel: Channel, days: Sequence[QuestionDay]) -> Active:
        schedules = await tx.schedules.of(channel.place)
        upcoming = await coming(tx, schedules, self.now(), 1)
        return Active(channel, streak(days), upcoming[0] if upcoming else None, begun=bool(schedules))
