"""What the crash test's members do on any platform with threads and forms, which outlives the bot."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from tests.adapters.loopback.control import Act
from tests.bank import HALF, RIGHT, WRONG
from tests.waiting import stop, until, until_told

LOOK = 0.003  # seconds between two looks at what the bot has posted
FORM_SECONDS = 3.0  # that somebody waits for a form


class User(Protocol):
    id: str


U = TypeVar("U", bound=User)
Q = TypeVar("Q")


@dataclass
class ChattingCrowd(ABC, Generic[U, Q]):
    """The greater part of a `tests.crash.crowd.Crowd`, with a platform's `U`sers and `Q`uestions.

    Answers are known by their events' ids.
    """

    now: Callable[[], datetime]
    chance: Random
    connected: asyncio.Event = field(default_factory=asyncio.Event)
    traffic: asyncio.Event = field(default_factory=asyncio.Event)
    acked: set[str] = field(default_factory=set)
    unacked: set[str] = field(default_factory=set)
    _users: list[U] = field(default_factory=list)
    _rests: bool = False
    _hands: dict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    _asked: set[str] = field(default_factory=set)
    _busy: set[asyncio.Task[None]] = field(default_factory=set)

    open_for = timedelta(hours=12)
    says_no: ClassVar[type[Exception]]
    """Raised where a member can't do what they want to."""

    @property
    def is_busy(self) -> bool:
        return bool(self._busy or self.unacked)

    def rest(self) -> None:
        """What is asked from now on nobody answers."""
        self._rests = True

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        async with self._platform():
            watching = asyncio.create_task(self._watch())
            try:
                yield
            finally:
                await stop(watching)
                for task in list(self._busy):
                    await stop(task)

    async def _watch(self) -> None:
        """Note what the bot does, and have everybody answer what it asks."""
        calls = 0
        while True:
            await asyncio.sleep(LOOK)
            if self._is_connected():
                self.connected.set()
            if len(self._calls()) > calls:
                calls = len(self._calls())
                self.traffic.set()
            for question in () if self._rests else await self._questions():
                if self._id(question) not in self._asked:
                    self._asked.add(self._id(question))
                    self._everybody_answers(question)

    def _everybody_answers(self, question: Q) -> None:
        """By the thread or by the form, all at once: that is the busiest a bot can be."""
        for user in self._users:
            text = self.chance.choice([RIGHT, HALF, WRONG])
            if self.chance.random() < 0.5:
                self._begin(self._reply(user, question, text))
            else:
                self._begin(self._fill(user, question, text))

    def _begin(self, doing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(doing)
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)

    async def _fill(self, user: U, question: Q, text: str) -> None:
        """One form at a time; pressed again until it is there, and sent again until it is taken."""
        async with self._hands[user.id]:
            while (form := await self._opened(user, question)) is None:
                if self._id(question) not in map(self._id, await self._questions()):
                    return
            self.unacked.add(form)
            while not await self._is_taken(await self._submits(user, text)):
                pass
            self._has(form)

    async def _opened(self, user: U, question: Q) -> str | None:
        with suppress(self.says_no):
            act = await self._presses(user, question)
            with suppress(TimeoutError):
                await until(lambda: act.acknowledgements or act.failure, FORM_SECONDS)
                # Who presses again too soon has two of them, one in the way of the next question.
                await until_told(lambda: self._form_or(act.failure, user), FORM_SECONDS)
        return await self._form(user)

    async def _form_or(self, failure: str, user: U) -> str | None:
        return failure or await self._form(user)

    async def _is_taken(self, act: Act) -> bool:
        while True:
            if act.acknowledgements or act.failure:
                return bool(act.acknowledgements)
            await asyncio.sleep(LOOK)

    def _has(self, id: str) -> None:
        self.unacked.discard(id)
        self.acked.add(id)

    @abstractmethod
    def _platform(self) -> AbstractAsyncContextManager[object]: ...
    @abstractmethod
    def _calls(self) -> Sequence[object]:
        """All that the bots have made."""

    @abstractmethod
    def _is_connected(self) -> bool: ...
    @abstractmethod
    async def _questions(self) -> list[Q]:
        """Those that can be answered, of all channels."""

    @abstractmethod
    def _id(self, question: Q) -> str: ...
    @abstractmethod
    async def _reply(self, user: U, question: Q, text: str) -> None:
        """In its thread, until it is acknowledged."""

    @abstractmethod
    async def _presses(self, user: U, question: Q) -> Act: ...
    @abstractmethod
    async def _form(self, user: U) -> str | None:
        """The id that an answer by the form before somebody will have."""

    @abstractmethod
    async def _submits(self, user: U, text: str) -> Act: ...
