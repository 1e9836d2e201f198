"""What the benches of Slack need around them: a bot that costs nothing, the adapter, bare bolt."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp
from pydantic import SecretStr
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.adapter import SlackAdapter
from adapters.slack.settings import SlackSettings
from bot.chat.adapter import Host
from tests.adapters.local.house import LoopbackRoutes
from tests.adapters.slack.loopback.remote import RemoteSlack
from tests.fakes import NoVault

ANY = re.compile("")
QUIET = logging.getLogger("bench")
QUIET.setLevel(logging.WARNING)  # with no level of its own, slack_sdk writes long lines for nobody


def now() -> datetime:
    return datetime.now(UTC)


def adapter(keys: Mapping[str, str]) -> SlackAdapter:
    """For the Slack that has these keys."""
    settings = SlackSettings(
        bot_token=SecretStr(keys["bot_token"]),
        app_token=SecretStr(keys["app_token"]),
        api_url=keys["api_url"],
    )
    return SlackAdapter(settings, Host(LoopbackRoutes(), Path(), now, NoVault()))


def bolt(kind: str, *, default: bool = False) -> AsyncApp:
    """One listener, which acknowledges.

    The floor answers when its listener has ended, and leaves out what the adapter leaves out of bolt's own
    middleware. By `default` bolt has all of it, and looks every 10 ms whether the listener has acknowledged.
    """
    app = AsyncApp(
        logger=QUIET,
        signing_secret="secret",
        authorize=_authorized,
        process_before_response=not default,
        ignoring_self_events_enabled=default,
        attaching_function_token_enabled=default,
        attaching_conversation_kwargs_enabled=default,
    )

    async def listener(ack: AsyncAck) -> None:
        await ack()

    {"slash command": app.command, "button": app.action, "message": app.event}[kind](ANY)(listener)
    return app


@asynccontextmanager
async def socket(app: AsyncApp, keys: Mapping[str, str]) -> AsyncIterator[None]:
    """Bolt's own way to Slack."""
    web = AsyncWebClient(base_url=keys["api_url"], logger=QUIET)
    handler: Any = AsyncSocketModeHandler(
        app, keys["app_token"], logger=QUIET, web_client=web
    )  # has no types
    await handler.connect_async()
    try:
        yield
    finally:
        await handler.close_async()


@asynccontextmanager
async def nothing(keys: Mapping[str, str]) -> AsyncIterator[None]:
    """A socket at which everything is acknowledged unread."""
    web = AsyncWebClient(base_url=keys["api_url"])
    url = (await web.apps_connections_open(app_token=keys["app_token"]))["url"]

    async def listen(socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            frame = json.loads(message.data)
            if "envelope_id" in frame:
                await socket.send_str(json.dumps({"envelope_id": frame["envelope_id"]}))

    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        listening = asyncio.create_task(listen(socket))
        yield
        listening.cancel()


async def acknowledged(slack: RemoteSlack, act: int) -> None:
    """Wait for the acknowledgement of what somebody did."""
    while True:
        if (await slack.do("act", number=act))["acknowledgements"]:
            return
        await asyncio.sleep(0.01)


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios within each turn."""
    return median(a / b for a, b in zip(ours, theirs, strict=True))


async def _authorized(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)
