"""A Discord on this machine, and an app on discord.py that is connected to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.adapters.discord.house import Living, living
from tests.adapters.discord.loopback.caller import Caller
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.listener import Listener
from tests.contract.platform import ScriptedApp


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as discord:
        yield discord


@pytest.fixture
async def caller(discord: LoopbackDiscord) -> AsyncIterator[Caller]:
    """Plain calls, which do nothing twice."""
    async with Caller(discord) as caller:
        yield caller


@pytest.fixture
async def listener(discord: LoopbackDiscord) -> AsyncIterator[Listener]:
    """An app that is connected."""
    async with Listener(discord) as listener:
        yield listener


@pytest.fixture
def app() -> ScriptedApp:
    """The bot behind the adapter, which does as told."""
    return ScriptedApp()


@pytest.fixture
async def house(discord: LoopbackDiscord, app: ScriptedApp) -> AsyncIterator[Living]:
    """The adapter, connected."""
    async with living(discord, app) as house:
        yield house
