"""A whole bot on a platform in memory, for tests of what people can do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from bot.bank.files import Bank
from bot.chat.card import Card
from bot.chat.events import (
    ButtonPressed,
    CommandInvoked,
    Event,
    FormSubmitted,
    MessageDeleted,
    MessageEdited,
    MessageSent,
)
from bot.chat.form import Form
from bot.chat.plain import plain
from bot.chat.refs import MessageRef, Person, Place
from bot.compose import Koko, Parts, build
from bot.domain.challenge import Challenge
from bot.grading.rubric import RubricJudge
from bot.http import Server
from bot.store.sql import SqlStore
from tests.bank import BANK
from tests.fakes import FixedClock, RecordingAdapter, StubRunner

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
CHANNEL = Place("fake", "team", "daily")
ADMIN = Person("fake", "team", "root", "Root")
ADA = Person("fake", "team", "ada", "Ada")
GRACE = Person("fake", "team", "grace", "Grace")
LINUS = Person("fake", "team", "linus", "Linus")


@dataclass
class TestBot:
    """The bot, and what members do with it; an answer is what the bot showed them for it."""

    __test__ = False
    koko: Koko
    adapter: RecordingAdapter
    clock: FixedClock
    numbers: count[int] = field(default_factory=lambda: count(1))

    async def does(self, event: Event) -> Card | Form | None:
        """An event as an adapter handles it, and a second goes by; None where the bot stays silent."""
        self.clock.move(timedelta(seconds=1))
        if await self.koko.router.accept(event) is None:
            return None
        response = await self.koko.router.respond(event)
        await self.koko.messenger.drain("fake")
        return response

    async def command(
        self, person: Person, name: str, place: Place = CHANNEL, **options: str | int
    ) -> Card | Form | None:
        return await self.does(
            CommandInvoked(
                id=self.id(), at=self.clock(), person=person, place=place, command=name, options=options
            )
        )

    async def press(
        self, person: Person, action: str, value: str = "", place: Place = CHANNEL
    ) -> Card | Form | None:
        return await self.does(
            ButtonPressed(
                id=self.id(), at=self.clock(), person=person, place=place, action=action, value=value
            )
        )

    async def submit(
        self, person: Person, action: str, value: str = "", place: Place = CHANNEL, **values: str
    ) -> Card | Form | None:
        return await self.does(
            FormSubmitted(
                id=self.id(),
                at=self.clock(),
                person=person,
                place=place,
                action=action,
                value=value,
                values=values,
            )
        )

    async def answer(self, person: Person, text: str) -> str:
        """Answer the channel's latest question by the form; what the member is shown."""
        return shown(await self.submit(person, "answer", (await self.challenge()).id, answer=text))

    async def says(
        self, person: Person, text: str, *, addressed: bool = False
    ) -> tuple[MessageRef, Card | Form | None]:
        """Write in the latest question's thread; the message, and what the member is shown for it."""
        message = MessageRef(await self.thread(), f"m{next(self.numbers)}")
        said = MessageSent(
            id=self.id(), at=self.clock(), person=person, message=message, text=text, addressed=addressed
        )
        return message, await self.does(said)

    async def edits(self, person: Person, message: MessageRef, text: str) -> Card | Form | None:
        return await self.does(
            MessageEdited(id=self.id(), at=self.clock(), person=person, message=message, text=text)
        )

    async def deletes(self, message: MessageRef) -> Card | Form | None:
        return await self.does(MessageDeleted(id=self.id(), at=self.clock(), message=message))

    async def later(self, **by: float) -> None:
        """Let time pass (as `timedelta` counts it) and the clock tick."""
        self.clock.move(timedelta(**by))
        await self.tick()

    async def tick(self) -> None:
        await self.koko.clock.tick()
        await self.koko.messenger.drain("fake")

    async def challenge(self) -> Challenge:
        """The channel's latest."""
        async with self.koko.parts.store.read() as tx:
            challenge = await tx.challenges.latest(CHANNEL)
        assert challenge, "nothing was asked"
        return challenge

    async def thread(self) -> Place:
        thread = (await self.challenge()).thread
        assert thread, "the question has no thread"
        return thread

    async def in_thread(self) -> list[str]:
        """What the bot said in the latest question's thread."""
        thread = await self.thread()
        return [plain(sent.card) for sent in self.adapter.sent if sent.place == thread]

    def in_channel(self) -> list[str]:
        return [plain(sent.card) for sent in self.adapter.sent if sent.place == CHANNEL]

    def in_private(self, person: Person) -> list[str]:
        """What the bot said to somebody on its own account."""
        return [plain(s.card) for s in self.adapter.sent if s.place.channel == f"direct-{person.user}"]

    def id(self) -> str:
        return f"e{next(self.numbers)}"


def shown(response: Card | Form | None) -> str:
    """The text of a card."""
    assert isinstance(response, Card), f"not a card: {response}"
    return plain(response)


def button(response: Card | Form | None, label: str) -> tuple[str, str]:
    """Action and value of a card's button."""
    assert isinstance(response, Card), f"not a card: {response}"
    return next((button.action, button.value) for button in response.buttons if button.label == label)


def asked(response: Card | Form | None) -> Form:
    """A form that was opened."""
    assert isinstance(response, Form), f"not a form: {response}"
    return response


def build_bot(
    store: SqlStore, clock: FixedClock, bank: Bank = BANK, adapter: RecordingAdapter | None = None
) -> TestBot:
    """A bot on a store, as after a start; a second one on the same store is a restart."""
    adapter = adapter or RecordingAdapter(admins=[ADMIN])
    parts = Parts(
        store=store,
        bank=bank,
        judge=RubricJudge(),
        runner=StubRunner(),
        adapters=[adapter],
        server=Server("127.0.0.1", 0),
        now=clock,
        catch_up=timedelta(hours=6),
        tick_seconds=600,
        seconds=clock.seconds,
    )
    return TestBot(build(parts), adapter, clock)


@pytest.fixture
async def bot() -> AsyncIterator[TestBot]:
    """A bot on SQLite in memory, at eight on a Monday, in a channel that nobody has set up."""
    store = SqlStore("sqlite:///:memory:")
    await store.create_tables()
    yield build_bot(store, FixedClock(MONDAY))
    await store.close()
