"""`/koko setup`: when and what a channel is asked, changed one small form at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.chat.adapter import Capabilities
from bot.chat.card import Card
from bot.chat.events import ButtonPressed, CommandInvoked, FormSubmitted
from bot.chat.form import Form
from bot.chat.refs import Place
from bot.domain import typed
from bot.domain.channel import Answers, Channel
from bot.domain.question import Difficulty
from bot.domain.schedule import DaysOff, Schedule, ScheduleKind
from bot.domain.track import Plan
from bot.errors import UserError
from bot.features.pool import Pool
from bot.features.timetable import coming, keep, questions, timetable
from bot.store.port import Store, Transaction
from bot.views import setup as view

Timetable = tuple[Channel, list[Schedule]]
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Setup:
    """Whoever saves a form last gets the notices. The first save sets the channel going."""

    store: Store
    pool: Pool
    capabilities: Callable[[Place], Capabilities]
    now: Callable[[], datetime]

    async def show(self, event: CommandInvoked | ButtonPressed) -> Card:
        async with self.store.read() as tx:
            return await self._card(tx, *await timetable(tx, event.place.parent))

    async def start(self, event: ButtonPressed) -> Card:
        return await self._save(event, lambda channel, schedules: (channel, schedules))

    async def add(self, event: ButtonPressed) -> Card:
        """One more question a day, at four in the afternoon until somebody says otherwise."""

        def change(channel: Channel, schedules: list[Schedule]) -> Timetable:
            number = len(questions(schedules)) + 1
            if number > view.MAX_QUESTIONS:
                raise UserError(f"A channel can have {view.MAX_QUESTIONS} questions a day.")
            return channel, [*schedules, channel.daily(number, time(16))]

        return await self._save(event, change)

    async def remove(self, event: ButtonPressed) -> Card:
        """Take the last question schedule away."""
        async with self.store.begin() as tx:
            channel, schedules = await timetable(tx, event.place.parent)
            asking = questions(schedules)
            if len(asking) > 1 and event.value == str(len(asking)):
                await tx.schedules.delete(asking[-1].id)
            return await self._card(tx, channel, await tx.schedules.of(channel.place))

    async def ask(self, event: ButtonPressed | FormSubmitted) -> Form:
        """The form behind a button of the card."""
        async with self.store.read() as tx:
            channel, schedules = await timetable(tx, event.place.parent)
        match event.action:
            case "setup.time":
                return view.time_form(*_numbered(schedules, event.value))
            case "setup.topics":
                return view.topics_form(*_numbered(schedules, event.value), self.pool.bank.topics)
            case "setup.track":
                return view.track_form(*_numbered(schedules, event.value), self.pool.bank.tracks)
            case "setup.answers":
                return view.answers_form(channel, self.capabilities(channel.place))
            case "setup.board":
                return view.board_form(_board(channel, schedules))
            case _:
                return view.off_form(channel)

    async def check(self, submitted: FormSubmitted) -> Mapping[str, str]:
        """What is wrong with the form's values, with the nearest right thing."""
        wrong = (await self.ask(submitted)).problems(submitted.values)
        for name, read in _READERS.items():
            if (
                name in submitted.values
                and name not in wrong
                and (problem := _problem(read, submitted.values[name]))
            ):
                wrong[name] = problem
        if not wrong and submitted.action == "setup.topics":
            easiest, hardest = (Difficulty(submitted.values[key]) for key in ("easiest", "hardest"))
            if easiest.weight > hardest.weight:
                wrong["hardest"] = "The hardest can't be easier than the easiest."
        if not wrong and submitted.action == "setup.track":
            interview = typed.read_day(submitted.values.get("interview", ""))
            async with self.store.read() as tx:
                channel, _ = await timetable(tx, submitted.place.parent)
            today = self.now().astimezone(ZoneInfo(channel.zone)).date()
            if interview and not 0 < (interview - today).days <= typed.MAX_DATES:
                wrong["interview"] = "The interview must lie ahead, and within a year."
            elif interview and submitted.values["track"] == view.NO_TRACK:
                wrong["track"] = "Choose the track that leads to the interview."
        return wrong

    async def submit(self, submitted: FormSubmitted) -> Card:
        """Keep a form's values; `check` has been asked before."""
        values = submitted.values

        def change(channel: Channel, schedules: list[Schedule]) -> Timetable:
            match submitted.action:
                case "setup.time":
                    _, schedule = _numbered(schedules, submitted.value)
                    days = frozenset(int(day) for day in values["weekdays"].split(",") if day)
                    rule = replace(schedule.recurrence, at=typed.read_time(values["at"]), weekdays=days)
                    changed = replace(schedule, recurrence=rule)
                    return replace(channel, zone=typed.read_zone(values["zone"])), _with(schedules, changed)
                case "setup.topics":
                    _, schedule = _numbered(schedules, submitted.value)
                    topics = frozenset(topic for topic in values.get("topics", "").split(",") if topic)
                    easiest, hardest = Difficulty(values["easiest"]), Difficulty(values["hardest"])
                    changed = replace(schedule, topics=topics, easiest=easiest, hardest=hardest)
                    return channel, _with(schedules, changed)
                case "setup.track":
                    _, schedule = _numbered(schedules, submitted.value)
                    return channel, _with(schedules, replace(schedule, plan=self._plan(schedule, values)))
                case "setup.answers":
                    answers, open_for = Answers(values["answers"]), typed.read_hours(values["hours"])
                    return replace(channel, answers=answers, open_for=open_for), schedules
                case "setup.board":
                    day = values["weekday"]
                    days = frozenset() if day == view.NEVER else frozenset({int(day)})
                    board = _board(channel, schedules)
                    rule = replace(board.recurrence, at=typed.read_time(values["at"]), weekdays=days)
                    return channel, _with(schedules, replace(board, recurrence=rule))
                case _:
                    off = DaysOff(
                        typed.read_dates(values.get("dates", "")),
                        typed.read_country(values.get("country", "")),
                    )
                    return replace(channel, off=off), schedules

        return await self._save(submitted, change)

    def _plan(self, schedule: Schedule, values: Mapping[str, str]) -> Plan | None:
        """The track that a form names; begun now, unless it was being followed already."""
        chosen = values["track"]
        if chosen == view.NO_TRACK:
            return None
        begun = schedule.plan.since if schedule.plan and schedule.plan.track == chosen else self.now()
        return Plan(chosen, begun, typed.read_day(values.get("interview", "")))

    async def _save(
        self, event: ButtonPressed | FormSubmitted, change: Callable[[Channel, list[Schedule]], Timetable]
    ) -> Card:
        async with self.store.begin() as tx:
            await tx.people.met(event.person)
            channel, schedules = change(*await timetable(tx, event.place.parent))
            channel = replace(channel, set_up_by=event.person)
            await keep(tx, channel, schedules, self.now())
            return await self._card(tx, channel, await tx.schedules.of(channel.place))

    async def _card(self, tx: Transaction, channel: Channel, schedules: list[Schedule]) -> Card:
        now = self.now()
        posts = await coming(tx, schedules, now, SHOWN)
        begun = bool(await tx.schedules.of(channel.place))
        able = self.capabilities(channel.place)
        tracks = self.pool.bank.tracks
        return view.settings(channel, schedules, posts, now, begun=begun, able=able, tracks=tracks)


_READERS: dict[str, Callable[[str], object]] = {
    "at": typed.read_time,
    "zone": typed.read_zone,
    "hours": typed.read_hours,
    "dates": typed.read_dates,
    "interview": typed.read_day,
    "country": typed.read_country,
}


def _problem(read: Callable[[str], object], text: str) -> str | None:
    try:
        read(text)
    except UserError as error:
        return str(error)
    return None


def _numbered(schedules: list[Schedule], number: str) -> tuple[int, Schedule]:
    numbered = {str(n): (n, schedule) for n, schedule in enumerate(questions(schedules), 1)}
    if number not in numbered:
        raise UserError("That question is not scheduled any more; `/koko setup` shows what is.")
    return numbered[number]


def _board(channel: Channel, schedules: list[Schedule]) -> Schedule:
    return next((s for s in schedules if s.kind is ScheduleKind.LEADERBOARD), channel.board())


def _with(schedules: list[Schedule], changed: Schedule) -> list[Schedule]:
    return [*(s for s in schedules if s.id != changed.id), changed]
