"""Plain calls of the REST API, without a client's patience."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType, TracebackType
from typing import Any, Self

import aiohttp

from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.dispatches import DiscordAct

AGENT = "DiscordBot (https://example.com, 1.0)"


@dataclass(frozen=True)
class Answered:
    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def code(self) -> int:
        """Discord's number of a refusal."""
        return int(self.body["code"])


class Caller:
    """While the context lasts, calls go out on one session."""

    def __init__(self, server: LoopbackDiscord) -> None:
        self._server = server
        self.headers = {"User-Agent": AGENT, "Authorization": f"Bot {server.token}"}

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def __call__(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] = MappingProxyType({})
    ) -> Answered:
        arguments = {} if body is None else {"json": body}
        request = self._session.request(
            method, self._server.api_url + path, headers={**self.headers, **headers}, **arguments
        )
        async with request as response:
            is_json = response.content_type == "application/json"
            answer = await response.json() if is_json else await response.text()
            return Answered(response.status, answer, dict(response.headers))

    async def posts(self, channel: str, body: Any) -> Answered:
        return await self("POST", f"/channels/{channel}/messages", body)

    async def answers(self, act: DiscordAct, body: Any) -> Answered:
        """An interaction, for the first time."""
        path = f"/interactions/{act.payload['id']}/{act.payload['token']}/callback"
        return await self("POST", path, body)

    async def follows(
        self, act: DiscordAct, method: str = "POST", path: str = "", body: Any = None
    ) -> Answered:
        """By an interaction's webhook."""
        return await self(method, f"/webhooks/{self._server.bot.id}/{act.payload['token']}{path}", body)
