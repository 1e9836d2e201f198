"""The platform's HTTP API for a program that is no browser."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import aiohttp
from pydantic import SecretStr

from adapters.local.answers import Json
from adapters.local.stream import HEARTBEAT
from bot.errors import ConfigError, PlatformDown, UserError

UNREACHABLE = "Koko can't be reached just now. Nothing is lost: try again in a moment."
MAX_LINE = 8 * 1024 * 1024  # bytes; a message with a picture is one line
AGAIN = 2.0  # seconds until the next try to listen


class Refusal(UserError):
    """The platform says no; `problems` are those of a form, a sentence by input id."""

    def __init__(self, reason: str, problems: Mapping[str, str]) -> None:
        super().__init__(reason)
        self.problems = problems


@asynccontextmanager
async def connected(address: str, token: SecretStr | None) -> AsyncIterator[Client]:
    """Raises ConfigError where there is no local platform, or the token is not its own."""
    timeout = aiohttp.ClientTimeout(total=None, sock_read=4 * HEARTBEAT)
    jar = aiohttp.CookieJar(unsafe=True)  # the platform's host is an address, not a name
    async with aiohttp.ClientSession(
        address, cookie_jar=jar, timeout=timeout, read_bufsize=MAX_LINE
    ) as session:
        # Once shown, the token is kept as a cookie.
        shown = {"token": token.get_secret_value()} if token else {}
        async with session.get("/api/state", params=shown) as response:
            if response.status == 404:
                raise ConfigError(f"KOKO_ADAPTERS: the Koko at {address} runs without local; add it.")
            if response.status == 403:
                raise ConfigError(f"KOKO_LOCAL_TOKEN: needs the token that the Koko at {address} has.")
        yield Client(session)


class Client:
    """Speaks for the member `me`. Calls raise Refusal, and PlatformDown where nobody answers."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._failed: tuple[str, Json] | None = None
        self._nonce = ""
        self.me: str | None = None

    async def get(self, path: str, **query: str) -> Json:
        return await self._call("GET", path, query)

    async def post(self, path: str, **body: object) -> Json:
        return await self._call("POST", path, {}, body)

    async def delete(self, path: str) -> None:
        await self._call("DELETE", path, {})

    async def act(self, path: str, **body: object) -> Json:
        """Do something once, also when it is called again after it failed."""
        if self._failed != (path, body):
            self._failed, self._nonce = (path, body), uuid4().hex
        answer = await self.post(path, **body, nonce=self._nonce)
        self._failed = None
        return answer

    async def events(self, since: int) -> AsyncIterator[tuple[str, Json]]:
        """Name and data of what changes after `since`, for ever; "lost" and "found" are the connection."""
        is_lost = False
        while True:
            try:
                params = self._as_me({"since": str(since)})
                async with self._session.get("/api/events", params=params) as response:
                    response.raise_for_status()
                    if is_lost:
                        yield "found", {}
                    is_lost = False
                    async for fields in _blocks(response.content):
                        since = int(fields.get("id", since))
                        yield fields["event"], json.loads(fields["data"])
            except (aiohttp.ClientError, TimeoutError):
                pass  # it is the same as an end
            if not is_lost:
                yield "lost", {}
            is_lost = True
            await asyncio.sleep(AGAIN)

    async def _call(self, method: str, path: str, query: Json, body: Json | None = None) -> Json:
        try:
            async with self._session.request(method, path, params=self._as_me(query), json=body) as response:
                answer: Json = await response.json()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise PlatformDown(UNREACHABLE) from error
        if "error" in answer:
            raise Refusal(answer["error"], answer.get("problems", {}))
        return answer

    def _as_me(self, query: Mapping[str, Any]) -> Json:
        return {**query, "as": self.me} if self.me else dict(query)


async def _blocks(lines: aiohttp.StreamReader) -> AsyncIterator[dict[str, str]]:
    """Server-sent events as fields; comments, and blocks without an event, are left out."""
    fields: dict[str, str] = {}
    async for line in lines:
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if name:
            fields[name] = value
        elif "event" in fields:
            yield fields
        if not name:
            fields = {}
