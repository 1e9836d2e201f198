"""Stand-ins for what a test can't or needn't have: time, a chat platform, the grading engines."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar, cast

from bot.chat.adapter import App, Capabilities, Health, Note, Problem, Reaction
from bot.chat.card import Card
from bot.chat.events import Event, FormSubmitted
from bot.chat.form import Form
from bot.chat.refs import MessageRef, Person, Place
from bot.domain.grade import Grade, Judgement, Verdict
from bot.domain.question import Case, Prose, question_hash
from bot.errors import PlatformDown
from bot.grading.ports import Outcome, Report

T = TypeVar("T")


@dataclass
class FixedClock:
    """A clock that stands still until it is moved; call it for the time (UTC)."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def move(self, by: timedelta) -> datetime:
        self.now += by
        return self.now

    def seconds(self) -> float:
        """How many went by since some moment."""
        return self.now.timestamp()


@dataclass
class Fault:
    """The next `count` calls whose description contains `match` raise `error`.

    A call is described as "send slack:T1:C1 key", "edit slack:T1:C1|17", "open_direct slack:T1:U1".
    With `late`, the platform does what it was asked before it fails, as when the answer is lost.
    """

    match: str
    error: BaseException = field(default_factory=lambda: PlatformDown("the platform is down"))
    count: int = 1
    late: bool = False


@dataclass(frozen=True)
class Sent:
    """A card that is on the platform."""

    message: MessageRef
    card: Card
    key: str

    @property
    def place(self) -> Place:
        return self.message.place


@dataclass
class RecordingAdapter:
    """A platform in memory: `sent`, `edited`, `reacted` are what the bot did, in order.

    `calls` describes every call, failed ones too. A call whose description contains a key of `holds`
    is done at once but returns only when the event is set. `feed` lets a member's event in.
    """

    name: str = "fake"
    capabilities: Capabilities = field(default_factory=Capabilities)
    admins: Collection[Person] = ()
    faults: list[Fault] = field(default_factory=list)
    holds: dict[str, asyncio.Event] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    edited: list[tuple[MessageRef, Card]] = field(default_factory=list)
    reacted: list[tuple[MessageRef, Reaction]] = field(default_factory=list)
    app: App | None = None

    async def run(self, app: App) -> None:
        self.app = app
        try:
            await asyncio.Event().wait()
        finally:
            self.app = None

    async def feed(self, event: Event) -> Card | Form | None:
        """What the bot answers to an event; None too where it stays silent. The bot must be running."""
        assert self.app, "nobody runs this adapter"
        if isinstance(event, FormSubmitted) and await self.app.problems(event):
            return None
        return None if await self.app.accept(event) is None else await self.app.respond(event)

    async def send(self, place: Place, card: Card, key: str) -> MessageRef:
        def post() -> MessageRef:
            message = MessageRef(place, str(len(self.sent) + 1))
            self.sent.append(Sent(message, card, key))
            return message

        return await self._do(f"send {place} {key}", post)

    async def edit(self, message: MessageRef, card: Card) -> None:
        await self._do(f"edit {message}", lambda: self.edited.append((message, card)))

    async def react(self, message: MessageRef, reaction: Reaction) -> None:
        await self._do(f"react {message} {reaction}", lambda: self.reacted.append((message, reaction)))

    async def open_thread(self, message: MessageRef, title: str) -> Place:
        place = message.place
        thread = Place(place.adapter, place.workspace, place.channel, message.id)
        return await self._do(f"open_thread {message} {title}", lambda: thread)

    async def open_direct(self, person: Person) -> Place:
        direct = Place(person.adapter, person.workspace, f"direct-{person.user}")
        return await self._do(f"open_direct {person}", lambda: direct)

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        found = (sent.message for sent in self.sent if (sent.place, sent.key) == (place, key))
        return await self._do(f"find {place} {key}", lambda: next(found, None))

    async def is_admin(self, person: Person, place: Place) -> bool:
        return await self._do(f"is_admin {person} {place}", lambda: person in self.admins)

    def health(self) -> Health:
        return Health(True) if self.app else Health(False, "not running")

    async def check(self) -> Sequence[Problem | Note]:
        return []

    async def _do(self, call: str, act: Callable[[], T]) -> T:
        self.calls.append(call)
        fault = next((f for f in self.faults if f.count > 0 and f.match in call), None)
        done = act() if fault is None or fault.late else None
        for match, event in self.holds.items():
            if match in call:
                await event.wait()
        if fault:
            fault.count -= 1
            raise fault.error
        return cast(T, done)


@dataclass
class StubJudge:
    """Finds every criterion met, or whatever `verdict` says; `asked` are the answers it was given."""

    verdict: Verdict = Verdict.MET
    asked: list[str] = field(default_factory=list)

    async def judge(self, question: Prose, answer: str, workspace: str = "") -> Grade:
        self.asked.append(answer)
        judgements = tuple(Judgement(c.id, c.statement, c.weight, self.verdict) for c in question.criteria)
        score = {Verdict.MET: 1.0, Verdict.PARTIAL: 0.5}.get(self.verdict, 0.0)
        return Grade(score, judgements, by="rubric", version="stub", question=question_hash(question))


@dataclass
class StubRunner:
    """Accepts every program that compiles, or whatever `outcome` says; `ran` are the sources it was given."""

    outcome: Outcome = Outcome.ACCEPTED
    ran: list[str] = field(default_factory=list)

    async def run(
        self, source: str, function: str, method: str | None, cases: Sequence[Case], limit_s: float
    ) -> Report:
        self.ran.append(source)
        if source.count("(") != source.count(")"):
            return Report(Outcome.SYNTAX_ERROR, 0, len(cases), detail="line 1: '(' was never closed")
        return Report(self.outcome, len(cases) * (self.outcome is Outcome.ACCEPTED), len(cases))

    async def check(self) -> str | None:
        return None


class NoVault:
    """For an adapter that has no secrets to keep."""

    async def get(self, key: str) -> str | None:
        raise AssertionError(key)

    async def put(self, key: str, secret: str, expires_at: datetime | None = None) -> None:
        raise AssertionError(key)

    async def add(self, key: str, secret: str, expires_at: datetime | None = None) -> bool:
        raise AssertionError(key)

    async def take(self, key: str) -> str | None:
        raise AssertionError(key)

    async def keys(self, prefix: str) -> Sequence[str]:
        raise AssertionError(prefix)
