"""Slack's side of OAuth: gives tokens for codes and for refresh tokens, each of which is good once."""

from __future__ import annotations

import asyncio
import secrets
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Json = dict[str, Any]

TWELVE_HOURS = 43_200
SCOPES = "chat:write,commands"


@dataclass
class Granting:
    """Tokens end where the app `rotates` them; an answer waits until it `may_answer`."""

    rotates: bool = False
    status: int = 200
    team_name: str = "Practice"
    client_id: str = "1234.5678"
    client_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    url: str = ""
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)
    grants: list[Json] = field(default_factory=list)
    """What was asked for, whether it was granted or not."""
    given: list[str] = field(default_factory=list)
    """Every token and code that there ever was."""
    _codes: dict[str, str] = field(default_factory=dict)
    _refresh: dict[str, str] = field(default_factory=dict)
    _tokens: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.may_answer.set()

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def code(self, team: str = "T1") -> str:
        """As a browser brings it back once the app was allowed; a `team` of "" is a whole organisation."""
        return self._new(self._codes, team, "code")

    def revoke(self) -> None:
        """All that was given out."""
        self._refresh.clear()
        self._tokens.clear()

    async def access(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.grants.append(form)
        await self.may_answer.wait()
        if self.status != 200:
            return web.Response(status=self.status, text="upstream connect error")
        basic = b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {basic}":
            return _refused("bad_client_secret")
        match form:
            case {"code": code} if len(form) == 1:
                team = self._codes.pop(code, None)
                return _refused("invalid_code") if team is None else self._granted(team)
            case {"grant_type": "refresh_token", "refresh_token": refresh_token} if len(form) == 2:
                team = self._refresh.pop(refresh_token, None)
                return _refused("invalid_refresh_token") if team is None else self._granted(team)
        return _refused("invalid_arguments")

    async def test(self, request: web.Request) -> web.Response:
        team = self._tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if team is None:
            return _refused("invalid_auth")
        bot = {"user_id": f"U0KOKO{team}", "bot_id": f"B0KOKO{team}", "user": "koko"}
        where = {"url": "https://practice.slack.com/", "team": self.team_name, "team_id": team}
        return web.json_response({"ok": True, **bot, **where}, headers={"x-oauth-scopes": SCOPES})

    def _granted(self, team: str) -> web.Response:
        token = self._new(self._tokens, team, "xoxe.xoxb" if self.rotates else "xoxb")
        body: Json = {
            "ok": True,
            "access_token": token,
            "token_type": "bot",
            "scope": SCOPES,
            "bot_user_id": f"U0KOKO{team}",
            "app_id": "A0KOKO",
            "team": {"id": team, "name": self.team_name} if team else None,
            "enterprise": None if team else {"id": "E1", "name": "All of it"},
            "is_enterprise_install": not team,
            "authed_user": {"id": "U0ADA"},
        }
        if self.rotates:
            body |= {"refresh_token": self._new(self._refresh, team, "xoxe-1"), "expires_in": TWELVE_HOURS}
        return web.json_response(body)

    def _new(self, kind: dict[str, str], team: str, prefix: str) -> str:
        value = f"{prefix}-{secrets.token_hex(16)}"
        kind[value] = team
        self.given.append(value)
        return value


@asynccontextmanager
async def granting(slack: Granting) -> AsyncIterator[Granting]:
    """The same on a free port, until the end of the block."""
    app = web.Application()
    app.router.add_post("/api/oauth.v2.access", slack.access)
    app.router.add_post("/api/auth.test", slack.test)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield slack
    finally:
        await runner.cleanup()


def _refused(error: str) -> web.Response:
    return web.json_response({"ok": False, "error": error})
