"""A team on the local platform and the real Koko among them: stories are told in what members do and read."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import AsyncExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from pydantic import SecretStr, TypeAdapter

from bot.bank.files import Bank
from bot.chat.card import CARDS, Button
from bot.chat.form import Form, TextInput
from bot.chat.outbox import Outbox
from bot.chat.refs import Place
from bot.compose import Koko
from bot.settings import Settings
from bot.store.upgrade import migrate
from tests.adapters.local.house import PRACTICE, Visitor
from tests.bank import write_files
from tests.fakes import FixedClock
from tests.scenarios.life import Counted, at_work
from tests.waiting import LONG, until

FORMS: TypeAdapter[Form] = TypeAdapter(Form)
PATIENCE = 60.0  # seconds; a sandbox on a busy machine takes some


class Team:
    """Four members, of whom `you` are the admin, and the clock they live by."""

    koko: Koko

    def __init__(
        self, folder: Path, database_url: str, clock: FixedClock, session: aiohttp.ClientSession
    ) -> None:
        self.folder, self.database_url, self.clock = folder, database_url, clock
        self.members = [Member(self, Visitor(session, "", name)) for name in ("you", "ada", "grace", "linus")]
        self.you, self.ada, self.grace, self.linus = self.members
        self._life = AsyncExitStack()

    async def begins(self, bank: Bank) -> None:
        """Koko starts for the first time, with these questions."""
        write_files(self.folder / "questions", bank)
        await migrate(self.database_url, self.clock())
        await self.starts()

    async def starts(self) -> None:
        settings = Settings(
            folder=self.folder,
            questions=self.folder / "questions",
            database_url=SecretStr(self.database_url),
            adapters=("local",),
            http_port=0,
            tick_seconds=600,
        )
        self.koko = await self._life.enter_async_context(at_work(settings, self.clock, self._counted))
        host, port = self.koko.parts.server.address
        for member in self.members:
            member.visitor.url = f"http://{host}:{port}"
        await self.settles()

    async def stops(self) -> None:
        await self._life.aclose()

    async def restarts(self) -> None:
        await self.stops()
        await self.starts()

    async def is_away(self, **by: float) -> None:
        """Koko does not run for so long (as `timedelta` counts it)."""
        await self.stops()
        self.clock.move(timedelta(**by))
        await self.starts()

    async def later(self, **by: float) -> None:
        """Time passes (as `timedelta` counts it), and the clock ticks."""
        self.clock.move(timedelta(**by))
        await self.koko.clock.tick()
        await self.settles()

    async def until(self, moment: datetime) -> None:
        """The same, up to a moment."""
        await self.later(seconds=(moment - self.clock()).total_seconds())

    async def settles(self) -> None:
        """Wait until all that members did is answered, and all that Koko has to say is said."""
        await self.koko.router.finish(PATIENCE)
        await self.koko.messenger.drain(PRACTICE.adapter)
        await until(lambda: not self._outbox.under_way)

    @contextmanager
    def platform_is_down(self) -> Iterator[None]:
        """No message can be kept, as when a disk is full."""
        with closing(sqlite3.connect(self.folder / "local.db")) as file:
            file.execute(
                "CREATE TRIGGER full BEFORE INSERT ON messages BEGIN SELECT RAISE(FAIL, 'disk is full'); END"
            )
            yield
            file.execute("DROP TRIGGER full")

    def _counted(self, outbox: Outbox) -> Outbox:
        self._outbox = Counted(outbox)
        return self._outbox


@dataclass(frozen=True)
class Message:
    """What stands somewhere: a member's text, or a card of Koko's, which has no author."""

    id: int
    place: str
    author: str | None
    is_private: bool
    has_thread: bool
    text: str
    reaction: str | None
    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class OpenForm:
    """A form that a member has before them, and the message whose button opened it."""

    form: Form
    opened_by: Message

    @property
    def text(self) -> str:
        return self.form.text


@dataclass
class Member:
    """Somebody of the team. An act gives back what Koko shows them for it, nothing that was there before."""

    team: Team
    visitor: Visitor

    async def types(self, line: str) -> str:
        """A command, in the channel."""
        return await self._does(self.visitor.say(line))

    async def replies(self, text: str) -> Message:
        """Say something in the thread of the latest question."""
        thread = await self._thread()
        await self._does(self.visitor.say(text, thread))
        return [message for message in await self._in(thread) if message.author == self.visitor.member][-1]

    async def edits(self, message: Message, text: str) -> str:
        return await self._does(self.visitor.post(f"/api/messages/{message.id}", text=text))

    async def deletes(self, message: Message) -> None:
        await self.visitor.delete(f"/api/messages/{message.id}")
        await self.team.settles()

    async def presses(self, label: str, on: str = "") -> str:
        """The newest button of that label, on a card with that text."""
        act = _press(*await self._button(label, on))
        return await self._does(self.visitor.act("/api/press", **act))

    async def opens(self, label: str, on: str = "") -> OpenForm:
        """The form behind such a button."""
        message, button = await self._button(label, on)
        shown = (await self.visitor.act("/api/press", **_press(message, button)))["form"]
        fields = ("action", "value", "title", "text", "submit", "inputs")
        return OpenForm(FORMS.validate_python({name: shown[name] for name in fields}), message)

    async def fills(self, opened: OpenForm, **values: str) -> str:
        """Send a form with these values, and else with those it came with."""
        form, message = opened.form, opened.opened_by
        initial = {
            entry.id: entry.initial if isinstance(entry, TextInput) else ",".join(entry.initial)
            for entry in form.inputs
        }
        act = {"place": message.place, "message": message.id, "action": form.action, "value": form.value}
        return await self._does(self.visitor.act("/api/submit", values=initial | values, **act))

    async def answers(self, text: str) -> str:
        """Answer the latest question by its form."""
        return await self.fills(await self.opens("Answer"), answer=text)

    async def makes_admin(self, other: Member) -> None:
        await self.visitor.post(f"/api/members/{other.visitor.member}", admin=True)

    async def reads(self) -> list[str]:
        """The channel, as all see it."""
        return _public(await self._in(PRACTICE))

    async def reads_thread(self) -> list[str]:
        """The thread of the latest question, as all see it."""
        return _public(await self._in(await self._thread()))

    async def waits(self) -> None:
        """Until there is something in the channel, for what nobody of the team has set going."""
        async with asyncio.timeout(LONG):
            while not await self.reads():
                pass
        await self.team.settles()

    async def sees(self, message: Message) -> Message:
        """A message as it is now."""
        return next(one for one in await self._everything() if one.id == message.id)

    @property
    def _room(self) -> Place:
        return Place(PRACTICE.adapter, PRACTICE.workspace, f"@{self.visitor.member}")

    async def _does(self, act: Awaitable[dict[str, Any]]) -> str:
        """It takes a second; what is new then, or what is wrong with it."""
        before = set(await self._everything())
        self.team.clock.move(timedelta(seconds=1))
        answer = await act
        await self.team.settles()
        new = [m.text for m in await self._everything() if m not in before and m.author is None]
        return "\n\n".join([answer.get("error", ""), *answer.get("problems", {}).values(), *new]).strip()

    async def _button(self, label: str, on: str) -> tuple[Message, Button]:
        found = [
            (message, button)
            for message in await self._everything()
            for button in message.buttons
            if button.label == label and on in message.text
        ]
        return max(found, key=lambda pair: pair[0].id)

    async def _everything(self) -> list[Message]:
        """What the member can see, in the channel, in its threads and in their own room."""
        places = [PRACTICE, *await self._threads(), self._room]
        return [message for place in places for message in await self._in(place)]

    async def _thread(self) -> Place:
        return (await self._threads())[-1]

    async def _threads(self) -> list[Place]:
        return [
            Place(PRACTICE.adapter, PRACTICE.workspace, PRACTICE.channel, str(message.id))
            for message in await self._in(PRACTICE)
            if message.has_thread
        ]

    async def _in(self, place: Place) -> list[Message]:
        return [_read(message) for message in await self.visitor.messages(place)]


def _read(given: dict[str, Any]) -> Message:
    card = given["card"] and CARDS.validate_python(given["card"])
    return Message(
        id=given["id"],
        place=given["place"],
        author=given["author"],
        is_private=given["private"],
        has_thread=bool(given["title"]),
        text=given["plain"],
        reaction=given["reaction"],
        buttons=tuple(card.buttons) if card else (),
    )


def _public(messages: Sequence[Message]) -> list[str]:
    return [message.text for message in messages if not message.is_private]


def _press(message: Message, button: Button) -> dict[str, Any]:
    return {"place": message.place, "message": message.id, "action": button.action, "value": button.value}
