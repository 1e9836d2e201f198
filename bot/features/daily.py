"""The daily question: opened when it is due, late if the bot was down, or at once when asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.bank.choose import choose
from bot.chat.adapter import Capabilities
from bot.chat.card import Card, card
from bot.chat.events import ButtonPressed, CommandInvoked
from bot.chat.outbox import Post, Send
from bot.chat.refs import Place
from bot.domain.challenge import Challenge, short_id
from bot.domain.channel import Channel
from bot.domain.question import OpenQuestion, Question
from bot.domain.schedule import Occurrence, Schedule, ScheduleKind
from bot.domain.track import following
from bot.errors import UserError
from bot.features.pool import Pool
from bot.features.timetable import keep, not_before, questions, timetable
from bot.logs import get_logger
from bot.store.port import Store, Transaction
from bot.views import challenge as view
from bot.views.words import course, moment

log = get_logger(__name__)

BATCH = 500
DOWN = "I was not running then"
NOTHING_FITS = "no question fits the topics and the difficulty"


class _Opening(NamedTuple):
    """A challenge to be put to a channel; `course` says where on a track it is."""

    challenge: Challenge
    question: Question
    channel: Channel
    course: str


@dataclass(frozen=True, slots=True)
class Daily:
    """`adapters` are the platforms that run in this process: others are another's to ask on.

    `catch_up` is how late a question may still be posted after its time.
    """

    store: Store
    pool: Pool
    adapters: Collection[str]
    capabilities: Callable[[Place], Capabilities]
    catch_up: timedelta
    now: Callable[[], datetime]

    async def open_due(self) -> None:
        """Open every question whose time has come; in one transaction for many channels at once.

        Where that fails each channel has its own, so that none waits for another's fault.
        """
        while await self._open_some():
            pass

    async def ask_now(self, event: CommandInvoked | ButtonPressed) -> Card:
        """Ask one at once; in a channel that nobody has set up this starts it with the defaults.

        Raises UserError where Koko was down meanwhile, for too long to ask one still.
        """
        place, now = event.place.parent, self.now()
        if now - event.at > self.catch_up:
            raise UserError(f"I asked nothing: {DOWN}.")
        async with self.store.begin() as tx:
            channel, is_new = await self._begin(tx, place, now)
            day = now.astimezone(ZoneInfo(channel.zone)).date()
            schedule = questions(await tx.schedules.of(place))[0]
            seen = (await tx.challenges.seen([place])).get(place, {})
            question, course = self._choose(schedule, day, seen)
            if question is None:
                raise UserError(f"I have nothing to ask: {NOTHING_FITS}. `/koko setup` changes both.")
            id = short_id(f"{event.person.adapter}:{event.id}")
            challenge = self._challenge(id, channel, question, day, now, None)
            await self._open(tx, [_Opening(challenge, question, channel, course)], now)
        if is_new:
            return view.begun(channel, now)
        return card(
            "", f"Asked. It is open until {moment(challenge.closes_at, channel.zone)} ({channel.zone})."
        )

    async def _begin(self, tx: Transaction, place: Place, now: datetime) -> tuple[Channel, bool]:
        """The channel, and whether this call set it going with the defaults: from tomorrow on."""
        channel, schedules = await timetable(tx, place)
        if await tx.schedules.of(place):
            return channel, False
        today = now.astimezone(ZoneInfo(channel.zone)).date()
        is_question = ScheduleKind.QUESTION
        await keep(
            tx, channel, [not_before(s, today) if s.kind is is_question else s for s in schedules], now
        )
        return channel, True

    async def _open_some(self) -> bool:
        now = self.now()
        due: Sequence[Schedule] = ()
        try:
            async with self.store.begin() as tx:
                due = await tx.schedules.take_due(ScheduleKind.QUESTION, self.adapters, now, BATCH)
                return await self._claim(tx, due, now) or len(due) == BATCH
        except Exception:  # one channel's fault may undo all: each is tried alone, where `_opens` logs whose
            if not due:
                raise
            log.exception("questions_failed", channels=len(due))
        return any([await self._opens(schedule, now) for schedule in due])

    async def _opens(self, schedule: Schedule, now: datetime) -> bool:
        try:
            async with self.store.begin() as tx:
                return await self._claim(tx, [schedule], now)
        except Exception:  # as for a zone that this machine does not know: no other channel waits for it
            log.exception("question_failed", place=str(schedule.place))
            return False

    async def _claim(self, tx: Transaction, due: Sequence[Schedule], now: datetime) -> bool:
        """Open those that nobody else has; whether there were any."""
        won = await tx.schedules.claim([(s, s.next and s.recurrence.following(s.next)) for s in due])
        mine = [(s, s.next) for s in due if s.id in won and s.next]
        if mine:
            await self._open_all(tx, mine, now)
        return bool(won)

    async def _open_all(
        self, tx: Transaction, due: Sequence[tuple[Schedule, Occurrence]], now: datetime
    ) -> None:
        places = {schedule.place for schedule, _ in due}
        channels, seen = await tx.channels.many(places), await tx.challenges.seen(places)
        skips = await tx.schedules.skips([s.id for s, _ in due], min(o.day for _, o in due))
        skipped = {(skip.schedule, skip.day) for skip in skips}
        opened: list[_Opening] = []
        for schedule, occurrence in due:
            if (schedule.id, occurrence.day) in skipped:
                continue
            if now - occurrence.at > self.catch_up:
                await self._skip(tx, schedule, occurrence.day, DOWN)
                continue
            channel = channels.get(schedule.place) or Channel(schedule.place)
            known = seen.setdefault(schedule.place, {})
            question, course = self._choose(schedule, occurrence.day, known)
            if question is None:
                await self._skip(tx, schedule, occurrence.day, NOTHING_FITS)
                continue
            known[question.id] = now
            id = short_id(f"{schedule.id}:{occurrence.day}")
            challenge = self._challenge(id, channel, question, occurrence.day, now, schedule.id)
            opened.append(_Opening(challenge, question, channel, course))
        await self._open(tx, opened, now)

    async def _open(self, tx: Transaction, opened: Sequence[_Opening], now: datetime) -> None:
        new = await tx.challenges.open([opening.challenge for opening in opened])
        fresh = [opening for opening in opened if opening.challenge.id in new]
        await tx.questions.keep({one.challenge.question_hash: one.question for one in fresh})
        await tx.outbox.add([self._post(opening, now) for opening in fresh])
        for opening in fresh:
            challenge = opening.challenge
            log.info("challenge_opened", challenge=challenge.id, place=str(challenge.place))

    async def _skip(self, tx: Transaction, schedule: Schedule, day: date, reason: str) -> None:
        await tx.schedules.skip(schedule.id, day, reason, f"{schedule.id}:{day}")
        log.warning("question_skipped", place=str(schedule.place), day=str(day), reason=reason)

    def _choose(
        self, schedule: Schedule, day: date, seen: dict[str, datetime]
    ) -> tuple[Question | None, str]:
        """The track's next question and where on it that is; without one, a draw.

        A channel's very first draw is prose, so that a plain reply answers it, and as easy as may be.
        """
        plan = schedule.plan
        if plan and (track := self.pool.bank.track(plan.track)):
            offered = {question.id: question for question in self.pool.fitting()}
            asked = plan.asked(track, seen)
            left = schedule.days_before(plan.interview, day) if plan.interview else None
            if id := following(track, asked, offered, left):
                return offered[id], course(track, len(asked) + 1, plan, day)
        fitting = self.pool.fitting(schedule.topics, schedule.easiest, schedule.hardest)
        if not seen:
            fitting = [question for question in fitting if isinstance(question, OpenQuestion)] or fitting
            easiest = min((question.difficulty.weight for question in fitting), default=0)
            fitting = [question for question in fitting if question.difficulty.weight == easiest]
        return choose(fitting, seen, f"{schedule.place}:{day}:{self.pool.bank.version}"), ""

    def _challenge(
        self, id: str, channel: Channel, question: Question, day: date, now: datetime, schedule: str | None
    ) -> Challenge:
        return Challenge(
            id=id,
            place=channel.place,
            question=question.id,
            question_hash=self.pool.bank.hash_of(question.id),
            day=day,
            opened_at=now,
            closes_at=channel.closing(now),
            answers=channel.answers,
            schedule=schedule,
        )

    def _post(self, opening: _Opening, now: datetime) -> Post:
        challenge, question, channel, course = opening
        able = self.capabilities(challenge.place)
        png = self.pool.album.png(question)
        asked = view.asked(challenge, question, channel, course, png, reads_threads=able.reads_threads)
        send = Send(challenge.place, asked, thread=question.title if able.threads else "")
        return Post(
            key=f"challenge:{challenge.id}",
            action=send,
            due_at=now,
            expires_at=min(now + self.catch_up, challenge.closes_at),
            challenge=challenge.id,
        )
