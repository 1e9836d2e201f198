"""The local platform as a stage: its members speak JSON over HTTP, as its page does."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import aiohttp
from pydantic import TypeAdapter

from bot.chat.card import CARDS
from bot.chat.form import Form, TextInput
from bot.chat.refs import Person, Place
from bot.compose import Koko
from tests.adapters.local.house import PRACTICE, Visitor
from tests.fakes import FixedClock
from tests.scenarios.stage import NAMES, Message, OpenForm

FORMS: TypeAdapter[Form] = TypeAdapter(Form)


@dataclass(frozen=True)
class LocalClient:
    """`tests.scenarios.stage.Client`."""

    visitor: Visitor

    @property
    def person(self) -> Person:
        name = self.visitor.member
        return Person(PRACTICE.adapter, PRACTICE.workspace, name, name.capitalize())

    async def types(self, line: str) -> str:
        return _wrong(await self.visitor.say(line))

    async def replies(self, to: Message, text: str) -> str:
        return _wrong(await self.visitor.say(text, _thread(to.id)))

    async def edits(self, message: Message, text: str) -> str:
        return _wrong(await self.visitor.post(f"/api/messages/{message.given['id']}", text=text))

    async def deletes(self, message: Message) -> None:
        await self.visitor.delete(f"/api/messages/{message.given['id']}")

    async def presses(self, message: Message, label: str) -> None:
        await self._press(message, label)

    async def opens(self, message: Message, label: str) -> OpenForm:
        shown = (await self._press(message, label))["form"]
        fields = ("action", "value", "title", "text", "submit", "inputs")
        form = FORMS.validate_python({name: shown[name] for name in fields})
        options = {
            entry.id: [option.value for option in entry.options]
            for entry in form.inputs
            if not isinstance(entry, TextInput)
        }
        return OpenForm(form.action, form.value, form.text, options, (form, message))

    async def submits(self, opened: OpenForm, values: Mapping[str, str]) -> str:
        form, message = opened.given
        initial = {
            entry.id: entry.initial if isinstance(entry, TextInput) else ",".join(entry.initial)
            for entry in form.inputs
        }
        act = _on(message) | {"action": form.action, "value": form.value}
        return _wrong(await self.visitor.act("/api/submit", values={**initial, **values}, **act))

    async def makes_admin(self, name: str) -> None:
        await self.visitor.post(f"/api/members/{name}", admin=True)

    async def sees(self) -> Sequence[Message]:
        channel = await self._in(PRACTICE)
        replies = [
            reply
            for message in channel
            if message.has_thread
            for reply in await self._in(_thread(message.id), thread=message.id)
        ]
        room = Place(PRACTICE.adapter, PRACTICE.workspace, f"@{self.visitor.member}")
        return [*channel, *replies, *await self._in(room, is_private=True)]

    async def _press(self, message: Message, label: str) -> dict[str, Any]:
        card = CARDS.validate_python(message.given["card"])
        button = next(button for button in card.buttons if button.label == label)
        act = _on(message) | {"action": button.action, "value": button.value}
        return await self.visitor.act("/api/press", **act)

    async def _in(
        self, place: Place, *, thread: str | None = None, is_private: bool = False
    ) -> list[Message]:
        return [_read(given, thread, is_private) for given in await self.visitor.messages(place)]


class LocalStage:
    """`tests.scenarios.stage.Stage`."""

    channel = PRACTICE
    adapter = "local"
    environment: ClassVar = {"KOKO_LOCAL_WELCOME": "false"}

    def __init__(self, folder: Path, session: aiohttp.ClientSession) -> None:
        self._folder = folder
        self.clients = {name: LocalClient(Visitor(session, "", name)) for name in NAMES}

    def opens(self, koko: Koko) -> None:
        host, port = koko.parts.server.address
        for client in self.clients.values():
            client.visitor.url = f"http://{host}:{port}"

    async def settles(self, seconds: float) -> None:
        """An answer is there as soon as it is given."""

    @contextmanager
    def is_down(self) -> Iterator[None]:
        """As when a disk is full."""
        with closing(sqlite3.connect(self._folder / "local.db")) as file:
            file.execute(
                "CREATE TRIGGER full BEFORE INSERT ON messages BEGIN SELECT RAISE(FAIL, 'disk is full'); END"
            )
            yield
            file.execute("DROP TRIGGER full")


@asynccontextmanager
async def local_stage(folder: Path, clock: FixedClock) -> AsyncIterator[LocalStage]:
    async with aiohttp.ClientSession() as session:
        yield LocalStage(folder, session)


def _read(given: dict[str, Any], thread: str | None, is_private: bool) -> Message:
    card = given["card"] and CARDS.validate_python(given["card"])
    return Message(
        id=f"{given['id']:09}",
        author=given["author"],
        text=given["plain"],
        thread=thread,
        is_private=is_private or given["private"],
        has_thread=bool(given["title"]),
        reaction=given["reaction"],
        buttons=tuple(button.label for button in card.buttons) if card else (),
        given=given,
    )


def _thread(id: str) -> Place:
    return Place(PRACTICE.adapter, PRACTICE.workspace, PRACTICE.channel, str(int(id)))


def _on(message: Message) -> dict[str, Any]:
    return {"place": message.given["place"], "message": message.given["id"]}


def _wrong(answer: dict[str, Any]) -> str:
    return "\n\n".join([answer.get("error", ""), *answer.get("problems", {}).values()]).strip()
