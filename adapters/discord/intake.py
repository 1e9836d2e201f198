"""The same for all that Discord tells: written down, what one person does in its order, answered after."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from weakref import WeakValueDictionary

import stamina

from adapters.discord.answers import Answers
from adapters.discord.parse import Parser
from bot.chat.adapter import App
from bot.chat.card import Card
from bot.chat.events import Event, MessageEdited, MessageSent
from bot.errors import ChatError, PlatformDown
from bot.logs import get_logger

log = get_logger(__name__)

MESSAGES_AT_ONCE = 4  # that are answered: more would hold up what others do
LEAVING = 4.0  # seconds for what is being answered
ACCEPT_SECONDS = 300.0  # for which what Discord tells once is tried to be understood and written down

T = TypeVar("T")


@dataclass
class Intake:
    """Takes things in while it is `connected`."""

    answers: Answers
    now: Callable[[], datetime]
    _app: App | None = None
    _turns: WeakValueDictionary[Hashable, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    _busy: set[asyncio.Task[None]] = field(default_factory=set)
    _few: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MESSAGES_AT_ONCE))

    @property
    def is_open(self) -> bool:
        return self._app is not None

    @property
    def parser(self) -> Parser:
        """Raises PlatformDown while it is not connected."""
        if self._app is None:
            raise PlatformDown("Koko is not connected")
        return Parser(self._app, self.now)

    @asynccontextmanager
    async def connected(self, app: App) -> AsyncIterator[None]:
        """Leaves when what is being answered is finished, or takes too long."""
        self._app = app
        try:
            yield
        finally:
            self._app = None
            await self.finish(LEAVING)

    async def finish(self, seconds: float) -> None:
        """Wait for what is being answered, at most so long."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while self._busy and (left := end - loop.time()) > 0:
            await asyncio.wait(self._busy, timeout=left)

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Beside all else; what goes wrong with it concerns it alone, and is logged."""
        task = asyncio.create_task(_guarded(work))
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)

    def turn(self, key: Hashable) -> asyncio.Lock:
        """What one person does is taken in the order in which Discord tells it."""
        return self._turns.setdefault(key, asyncio.Lock())

    async def accept(self, event: Event | None) -> None:
        """Written down sooner or later: Discord tells it once, and nobody waits."""
        if event is None:
            return
        app = self.parser.app
        if await self.insist(lambda: app.accept(event)):
            self.begin(self._respond(app, event))

    async def insist(self, ask: Callable[[], Awaitable[T]]) -> T:
        """What the bot answers, asked again where its store fails; raises what it raises after minutes."""
        try:
            return await ask()
        except Exception:
            return await self._insist(ask)

    def patiently(self) -> AsyncIterator[stamina.Attempt]:
        """For what Discord tells once, and which takes a question to Discord to be understood."""

        def is_worth_it(error: Exception) -> bool:
            return isinstance(error, PlatformDown) and self.is_open

        return stamina.retry_context(
            on=is_worth_it, attempts=None, timeout=ACCEPT_SECONDS, wait_initial=0.2, wait_max=10.0
        )

    async def _insist(self, ask: Callable[[], Awaitable[T]]) -> T:
        """After a first try, which costs a twentieth of a retry that is made ready for nothing."""
        async for attempt in stamina.retry_context(
            on=Exception, attempts=None, timeout=ACCEPT_SECONDS, wait_initial=0.2, wait_max=10.0
        ):
            with attempt:
                return await ask()
        raise AssertionError("the last try returns or raises")

    async def _respond(self, app: App, event: Event) -> None:
        async with self._few:
            response = await app.respond(event)
        if isinstance(event, MessageSent | MessageEdited) and isinstance(response, Card):
            await self.answers.tell_about(response, event)


async def _guarded(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except ChatError as error:
        log.warning("answer_not_shown", reason=str(error))
    except Exception:
        log.exception("answer_failed")
