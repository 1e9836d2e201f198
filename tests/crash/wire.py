"""An adapter whose platform lives in another process, so that it outlives the bot's death."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count

import aiohttp

from bot.chat.adapter import Adapter, App, Capabilities, Health, Host, Problem, Reaction
from bot.chat.card import CARDS, Card
from bot.chat.events import EVENTS
from bot.chat.refs import MessageRef, Person, Place
from bot.errors import PlatformDown

URL = "KOKO_WIRE_URL"


def create(host: Host) -> Adapter:
    return WireAdapter(os.environ[URL])


class WireAdapter:
    """One websocket: the bot's calls go out with a number, events come in and are acknowledged."""

    name = "wire"
    capabilities = Capabilities()

    def __init__(self, url: str) -> None:
        self._url = url
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._waiting: dict[int, asyncio.Future[str]] = {}
        self._numbers = count(1)

    async def run(self, app: App) -> None:
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(self._url) as self._socket,
            asyncio.TaskGroup() as tasks,
        ):
            async for message in self._socket:
                said: Mapping[str, str] = message.json()
                if "event" in said:
                    tasks.create_task(self._take(app, said["event"]))
                elif future := self._waiting.pop(int(said["answer"]), None):
                    future.set_result(said["value"])

    async def _take(self, app: App, payload: str) -> None:
        event = EVENTS.validate_json(payload)
        reply = await app.accept(event)
        await self._socket_or_raise().send_json({"ack": event.id})
        if reply is not None:
            await app.respond(event)

    async def send(self, place: Place, card: Card, key: str) -> MessageRef:
        id = await self._call(do="send", place=str(place), card=CARDS.dump_json(card).decode(), key=key)
        return MessageRef(place, id)

    async def edit(self, message: MessageRef, card: Card) -> None:
        await self._call(do="edit", message=message.id)

    async def react(self, message: MessageRef, reaction: Reaction) -> None:
        await self._call(do="react", message=message.id, reaction=reaction)

    async def open_thread(self, message: MessageRef, title: str) -> Place:
        await self._call(do="thread", message=message.id)
        place = message.place
        return Place(place.adapter, place.workspace, place.channel, message.id)

    async def open_direct(self, person: Person) -> Place:
        return Place(self.name, person.workspace, f"direct-{person.user}")

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        id = await self._call(do="find", key=key)
        return MessageRef(place, id) if id else None

    async def is_admin(self, person: Person, place: Place) -> bool:
        return True

    def health(self) -> Health:
        return Health(self._socket is not None and not self._socket.closed, "not connected")

    async def check(self) -> Sequence[Problem]:
        return ()

    async def _call(self, **call: str) -> str:
        number = next(self._numbers)
        self._waiting[number] = answer = asyncio.get_running_loop().create_future()
        await self._socket_or_raise().send_json({"call": number, **call})
        return str(await answer)

    def _socket_or_raise(self) -> aiohttp.ClientWebSocketResponse:
        if self._socket is None or self._socket.closed:
            raise PlatformDown("the wire is cut")
        return self._socket
