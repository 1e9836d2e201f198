"""emulate, a Slack that others wrote, in a process of its own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.scopes import BOT_SCOPES
from tests.node import command

Json = dict[str, Any]

HERE = Path(__file__).parent
TEAM = "T000000001"
ADMIN = "U000000001"
GENERAL = "C000000001"
"""emulate's own: a workspace, who runs it, and a public channel with them in it."""

BOT = "U0000KOKO"
BOT_TOKEN = "xoxb-koko"
ADMIN_TOKEN = "xoxp-admin"
MEMBER_TOKEN = "xoxp-ada"
CLIENT_ID = "1.2"
CLIENT_SECRET = "a client's secret"
SIGNING_SECRET = "a secret that signs events"
REDIRECT = "http://127.0.0.1/slack/oauth_redirect"


def seed(scopes: Sequence[str]) -> Json:
    """A workspace in which Koko is installed with these scopes, and a member, Ada."""
    app = {
        "app_id": "A0000KOKO",
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "name": "Koko",
        "redirect_uris": [REDIRECT],
        "scopes": list(scopes),
        "bot_id": "B0000KOKO",
        "bot_user_id": BOT,
        "bot_name": "koko",
    }
    bot = {"token": BOT_TOKEN, "type": "bot", "user_id": BOT, "scopes": list(scopes)}
    person = {"type": "user", "scopes": ["chat:write", "channels:manage", "groups:write"]}
    return {
        "strict_scopes": True,
        "signing_secret": SIGNING_SECRET,
        "users": [{"name": "ada", "real_name": "Ada Lovelace"}],
        "oauth_apps": [app],
        "tokens": [
            bot
            | {"app_id": app["app_id"], "client_id": CLIENT_ID, "bot_id": app["bot_id"], "bot_user_id": BOT},
            person | {"token": ADMIN_TOKEN, "user_id": ADMIN},
            person | {"token": MEMBER_TOKEN, "user": "ada"},
        ],
    }


@dataclass(frozen=True)
class Emulate:
    """The running one; `url` has no path."""

    url: str
    _process: asyncio.subprocess.Process

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def web(self, token: str = BOT_TOKEN) -> AsyncWebClient:
        return AsyncWebClient(token, self.api_url)

    async def tells(self, url: str) -> None:
        """From now on, events go to this address, signed."""
        assert await _said(self._process, url) == url


@asynccontextmanager
async def running(scopes: Sequence[str] = tuple(BOT_SCOPES)) -> AsyncIterator[Emulate]:
    """A new workspace for as long as the block lasts."""
    line, pipe = command(HERE, "serve.mjs"), asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*line, cwd=HERE, stdin=pipe, stdout=pipe)
    assert process.stdin
    try:
        yield Emulate(await _said(process, json.dumps(seed(scopes))), process)
    finally:
        process.stdin.close()
        await process.wait()


async def _said(process: asyncio.subprocess.Process, line: str) -> str:
    """The answer to a line."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(line.encode() + b"\n")
    return (await process.stdout.readline()).decode().strip()
