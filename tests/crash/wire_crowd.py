"""The crash test on a platform as simple as can be: it repeats what was not acknowledged."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random

from aiohttp import web

from bot.chat.card import CARDS
from bot.chat.events import EVENTS, FormSubmitted, MessageSent
from bot.chat.refs import MessageRef, Person, Place
from tests.bank import HALF, RIGHT, WRONG
from tests.crash.wire import URL

MEMBERS = [Person("wire", "team", name, name.title()) for name in ("ada", "grace", "linus", "barbara")]
CHANNELS = [Place("wire", "team", f"channel-{number}") for number in range(6)]


@dataclass
class WireCrowd:
    """`tests.crash.crowd.Crowd` over one websocket."""

    now: Callable[[], datetime]
    chance: Random
    url: str = ""
    posted: Counter[str] = field(default_factory=Counter)
    ids: dict[str, str] = field(default_factory=dict)
    unacked: dict[str, str] = field(default_factory=dict)
    acked: set[str] = field(default_factory=set)
    _rests: bool = False
    traffic: asyncio.Event = field(default_factory=asyncio.Event)
    connected: asyncio.Event = field(default_factory=asyncio.Event)
    _socket: web.WebSocketResponse | None = None
    _numbers: count[int] = field(default_factory=lambda: count(1))

    day = 10.0
    life = 0.4
    open_for = timedelta(hours=3)
    adapter = "tests.crash.wire"
    members = MEMBERS
    channels = CHANNELS

    @property
    def environment(self) -> Mapping[str, str]:
        return {URL: self.url}

    def known(self, key: str) -> str:
        return key

    @property
    def is_busy(self) -> bool:
        return bool(self.unacked)

    def rest(self) -> None:
        self._rests = True

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        app = web.Application()
        app.router.add_get("/", self._serve)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        try:
            yield
        finally:
            await runner.cleanup()

    async def _serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._socket = socket
        self.connected.set()
        for payload in list(self.unacked.values()):
            await socket.send_json({"event": payload})
        async for message in socket:
            said = message.json()
            self.traffic.set()
            if "ack" in said:
                self.unacked.pop(said["ack"], None)
                self.acked.add(said["ack"])
            else:
                await socket.send_json({"answer": said["call"], "value": await self._do(said)})
        return socket

    async def _do(self, said: dict[str, str]) -> str:
        if said["do"] == "find":
            return self.ids.get(said["key"], "")
        if said["do"] == "thread":
            await self._everybody_answers(said["message"])
        if said["do"] != "send":
            return ""
        key, id = said["key"], f"m{next(self._numbers)}"
        self.posted[key] += 1
        self.ids[key] = id
        card = CARDS.validate_json(said["card"])
        if key.startswith("challenge:"):
            challenge = next(b.value for b in card.buttons if b.action == "answer")
            self._asked[id] = (Place.parse(said["place"]), challenge)
        return id

    _asked: dict[str, tuple[Place, str]] = field(default_factory=dict)

    async def _everybody_answers(self, message: str) -> None:
        """By the thread or by the form, all at once: that is the busiest a bot can be."""
        if message not in self._asked or self._rests:
            return
        place, challenge = self._asked.pop(message)
        thread = Place(place.adapter, place.workspace, place.channel, message)
        for person in MEMBERS:
            text = self.chance.choice([RIGHT, HALF, WRONG])
            id = f"e{next(self._numbers)}"
            event = (
                MessageSent(id=id, at=self.now(), person=person, message=MessageRef(thread, id), text=text)
                if self.chance.random() < 0.5
                else FormSubmitted(
                    id=id,
                    at=self.now(),
                    person=person,
                    place=place,
                    action="answer",
                    value=challenge,
                    values={"answer": text},
                )
            )
            self.unacked[id] = EVENTS.dump_json(event).decode()
            if self._socket and not self._socket.closed:
                await self._socket.send_json({"event": self.unacked[id]})
