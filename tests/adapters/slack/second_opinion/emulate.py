"""emulate, a Slack that others wrote, in a process of its own."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.scopes import BOT_SCOPES

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

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def web(self, token: str = BOT_TOKEN) -> AsyncWebClient:
        return AsyncWebClient(token, self.api_url)


@asynccontextmanager
async def running(*, scopes: Sequence[str] = tuple(BOT_SCOPES), events: str = "") -> AsyncIterator[Emulate]:
    """A new workspace for as long as the block lasts; what happens in it is told to the address `events`."""
    node = shutil.which("node")
    assert node, "emulate needs Node.js: `make npm` installs it or says how"
    assert (HERE / "node_modules").exists(), (
        "the second opinion on Slack is not installed: run `make emulate`"
    )
    process = await asyncio.create_subprocess_exec(
        node, "serve.mjs", cwd=HERE, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin
    assert process.stdout
    try:
        process.stdin.write(json.dumps({"slack": seed(scopes), "events": events}).encode() + b"\n")
        yield Emulate(json.loads(await process.stdout.readline())["url"])
    finally:
        process.stdin.close()
        await process.wait()
