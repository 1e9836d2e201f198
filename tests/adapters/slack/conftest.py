"""A Slack on this machine, and Slack's own client to call it with."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.house import Living, living
from tests.adapters.slack.loopback.listener import Listener
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.contract.platform import ScriptedApp
from tests.waiting import until


@pytest.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    async with LoopbackSlack() as slack:
        yield slack


@pytest.fixture
def web(slack: LoopbackSlack) -> AsyncWebClient:
    """The client, which does nothing twice."""
    return AsyncWebClient(slack.bot_token, slack.api_url, retry_handlers=[])


@pytest.fixture
async def listener(slack: LoopbackSlack) -> AsyncIterator[Listener]:
    """An app that is connected."""
    async with Listener(slack) as listener:
        await until(lambda: slack.sockets.connections)
        yield listener


@pytest.fixture
def app() -> ScriptedApp:
    """The bot behind the adapter, which does as told."""
    return ScriptedApp()


@pytest.fixture
async def house(slack: LoopbackSlack, app: ScriptedApp) -> AsyncIterator[Living]:
    """The adapter, connected."""
    async with living(slack, app) as house:
        yield house
