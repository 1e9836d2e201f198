"""The local platform at work, and members who visit it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.chat.refs import MessageRef
from tests.adapters.local.house import PRACTICE, QUESTION, Living, Visitor, living
from tests.adapters.local.typed_at import Terminal, terminal
from tests.contract.platform import ScriptedApp


@pytest.fixture
async def platform(tmp_path: Path) -> AsyncIterator[Living]:
    async with living(tmp_path) as platform:
        yield platform


@pytest.fixture
def app(platform: Living) -> ScriptedApp:
    return platform.app


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def you(platform: Living, session: aiohttp.ClientSession) -> Visitor:
    """The first member, an admin."""
    return Visitor(session, platform.url, "you")


@pytest.fixture
def ada(platform: Living, session: aiohttp.ClientSession) -> Visitor:
    return Visitor(session, platform.url, "ada")


@pytest.fixture
async def question(platform: Living) -> MessageRef:
    """A question with a thread."""
    message = await platform.adapter.send(PRACTICE, QUESTION, "q1")
    await platform.adapter.open_thread(message, "Low rank")
    return message


@pytest.fixture
async def yours(platform: Living, question: MessageRef, tmp_path: Path) -> AsyncIterator[Terminal]:
    """The first member's terminal, in the thread of the question."""
    async with terminal(platform.url, tmp_path) as yours:
        await yours.sees("Hint")
        yield yours
