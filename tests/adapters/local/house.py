"""What the local platform needs around it in a test: real sockets, a bot that does as told, visitors."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from adapters.local import create
from bot.chat.adapter import Adapter, Host
from bot.chat.card import Button, Buttons, Style, card
from bot.chat.commands import CommandSpec, Option
from bot.chat.events import CompletionAsked
from bot.chat.refs import Place
from tests.adapters.working import running
from tests.contract.platform import ScriptedApp
from tests.fakes import NoVault
from tests.waiting import LONG

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
PRACTICE = Place("local", "home", "interview-practice")
QUESTION = card(
    "What is low-rank adaptation?",
    "Explain how it changes *what is trained*.",
    Buttons((Button("Answer", "answer", "c1", Style.PRIMARY), Button("Hint", "hint", "c1"))),
)

COMMANDS = (
    CommandSpec(
        "quiz",
        "Practise a few questions",
        (
            Option(name="topic", description="What about", completed=True),
            Option(name="count", description="How many", minimum=1, maximum=20),
            Option(name="difficulty", description="How hard", choices=("easy", "hard")),
        ),
    ),
    CommandSpec("koko help", "See what I can do"),
    CommandSpec("koko hide", "Keep me off every board"),
)


class HomeApp(ScriptedApp):
    """With commands whose options have choices, numbers and values to complete."""

    commands: Sequence[CommandSpec] = COMMANDS

    async def complete(self, asked: CompletionAsked) -> Sequence[str]:
        return [topic for topic in ("lora", "long context", "rlhf") if topic.startswith(asked.typed)]


class AskingApp(HomeApp):
    """One that can be told to ask a question."""

    commands = (*COMMANDS, CommandSpec("koko ask now", "Ask a question here now (admins)"))


class LoopbackRoutes:
    """`bot.chat.adapter.Routes` on a free port; `host` is where it claims to be bound."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self._host = host
        self._app = web.Application()
        self.runner = web.AppRunner(self._app, shutdown_timeout=0.1)

    def add(self, method: str, path: str, handler: Callable[[Any], Awaitable[Any]]) -> None:
        self._app.router.add_route(method, path, handler)

    @property
    def address(self) -> tuple[str, int]:
        return self._host, self.runner.addresses[0][1] if self.runner.addresses else 0


@dataclass(frozen=True)
class Living:
    """The platform at work."""

    adapter: Adapter
    app: ScriptedApp
    url: str


@asynccontextmanager
async def living(
    folder: Path, app: ScriptedApp | None = None, *, host: str = "127.0.0.1", now: datetime = NOON
) -> AsyncIterator[Living]:
    """The adapter between a bot and a real socket, until the end of the block."""
    app = app or HomeApp()
    routes = LoopbackRoutes(host)
    adapter = create(Host(routes, folder, lambda: now, NoVault()))
    await routes.runner.setup()
    await web.TCPSite(routes.runner, "127.0.0.1", 0).start()
    try:
        async with running(adapter, app):
            yield Living(adapter, app, f"http://127.0.0.1:{routes.address[1]}")
    finally:
        await routes.runner.cleanup()


@dataclass
class Visitor:
    """One member's client, which speaks JSON as the page and the terminal do."""

    session: aiohttp.ClientSession
    url: str
    member: str
    acts: int = field(default=0)

    async def call(self, method: str, path: str, **options: Any) -> tuple[int, dict[str, Any]]:
        """Status and body of one request."""
        params = {"as": self.member, **options.pop("params", {})}
        async with self.session.request(method, self.url + path, params=params, **options) as response:
            return response.status, await response.json(content_type=None)

    async def get(self, path: str, **params: str) -> dict[str, Any]:
        status, body = await self.call("GET", path, params=params)
        assert status == 200, body
        return body

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        """The answer, which may be an error that somebody can do something about."""
        status, answer = await self.call("POST", path, json=body)
        assert status == 200, answer
        return answer

    async def act(self, path: str, **body: Any) -> dict[str, Any]:
        """Something new that is done, with a nonce of its own."""
        self.acts += 1
        return await self.post(path, nonce=f"{self.member}-nonce-{self.acts}", **body)

    async def say(self, text: str, place: Place = PRACTICE) -> dict[str, Any]:
        return await self.act("/api/messages", place=str(place), text=text)

    async def press(self, message: int, action: str, value: str, place: Place = PRACTICE) -> dict[str, Any]:
        return await self.act("/api/press", place=str(place), message=message, action=action, value=value)

    async def delete(self, path: str) -> None:
        status, body = await self.call("DELETE", path)
        assert status == 200, body

    async def messages(self, place: Place = PRACTICE) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = (await self.get("/api/messages", place=str(place)))["messages"]
        return messages

    async def reads(self, texts: list[str], place: Place = PRACTICE) -> None:
        """Wait until these are the messages of the place; TimeoutError where they never are."""
        async with asyncio.timeout(LONG):
            while [message["plain"].partition("\n")[0] for message in await self.messages(place)] != texts:
                pass

    async def page(self, path: str = "/") -> str:
        async with self.session.get(self.url + path, params={"as": self.member}) as response:
            assert response.status == 200, response.status
            return await response.text()
