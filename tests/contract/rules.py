"""What the rules of the adapter contract share: a platform, and waiting for what it shows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import TypeVar

import pytest

from bot.chat.card import Button, Buttons, card
from bot.chat.events import (
    Event,
)
from bot.chat.refs import Place
from tests.contract.platform import Act, Platform, ScriptedApp, Shown

T = TypeVar("T")
E = TypeVar("E", bound=Event)

LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)
PROSE = "The base stays frozen, I think."
ASK = Buttons((Button("Answer", "answer", "c|1"), Button("Hint", "hint")))


class Rules:
    """What the rules share. `patience` and `moment` are in seconds."""

    patience = 10.0
    moment = 0.05

    def platform_for(self, app: ScriptedApp) -> AbstractAsyncContextManager[Platform]:
        """A fresh platform whose adapter runs with this app and is connected."""
        raise NotImplementedError

    @pytest.fixture
    async def app(self) -> ScriptedApp:
        return ScriptedApp()

    @pytest.fixture
    async def platform(self, app: ScriptedApp) -> AsyncIterator[Platform]:
        async with self.platform_for(app) as platform:
            yield platform

    async def eventually(
        self, read: Callable[[], Awaitable[T]], holds: Callable[[T], object], rule: str
    ) -> T:
        """What was read once it holds; the rule is broken if it never does."""
        loop = asyncio.get_running_loop()
        end = loop.time() + self.patience
        while not holds(found := await read()):
            assert loop.time() < end, rule
            await asyncio.sleep(0.002)
        return found

    async def pause(self) -> None:
        await asyncio.sleep(self.moment)

    async def arrives(self, app: ScriptedApp, kind: type[E], count: int = 1) -> E:
        """The last of so many events of a kind, when the bot has got them all."""

        async def read() -> list[E]:
            return [event for event in app.arrived if isinstance(event, kind)]

        events = await self.eventually(read, lambda found: len(found) >= count, f"no {kind.__name__} arrived")
        return events[-1]

    async def acknowledged(self, act: Act) -> None:
        async def read() -> int:
            return act.acknowledgements

        await self.eventually(read, bool, "what somebody did is never acknowledged")

    async def message(self, platform: Platform, place: Place, words: str, rule: str = "") -> Shown:
        """The message with these words, as the admin sees it."""

        async def read() -> Sequence[Shown]:
            return await platform.sees(platform.admin, place)

        seen = await self.eventually(
            read, lambda all_: any(words in one.text for one in all_), rule or f"nobody sees {words!r}"
        )
        return next(one for one in seen if words in one.text)

    async def asked(self, platform: Platform) -> Shown:
        """A card with buttons that hangs in the channel."""
        await platform.adapter.send(platform.channel, card("Today", "What is frozen?", ASK), "ask")
        return await self.message(platform, platform.channel, "What is frozen?")
