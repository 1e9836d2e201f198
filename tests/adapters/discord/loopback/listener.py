"""An app of a few lines on discord.py: it notes what arrives, and answers as it is told to."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import aiohttp
import discord
import yarl
from discord.http import HTTPClient, Route

from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.state import Channel, Json
from tests.waiting import stop, until


class ElsewhereHTTP(HTTPClient):
    """discord.py's own, with another API and another gateway than Discord's.

    Both go through here, so nothing of the library needs to be set, and several can live in one process.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, api_url: str, gateway_url: str) -> None:
        super().__init__(loop)
        self._api_url = api_url
        self._gateway_url = yarl.URL(gateway_url)

    async def request(self, route: Route, **arguments: Any) -> Any:
        route.url = route.url.replace(Route.BASE, self._api_url, 1)
        return await super().request(route, **arguments)

    async def ws_connect(self, url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        there = self._gateway_url.with_query(yarl.URL(url).query)
        return await super().ws_connect(str(there), compress=compress)


class Listener(discord.AutoShardedClient):
    """Connected while the context lasts. `arrived` are the dispatches, but for those of the beginning."""

    def __init__(self, server: LoopbackDiscord, *, intents: int = 0, **options: Any) -> None:
        wanted = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        if intents:
            wanted = discord.Intents._from_value(intents)
        super().__init__(
            intents=wanted,
            max_messages=None,
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.05,
            enable_debug_events=True,
            **options,
        )
        self.server = server
        self.packets: list[Json] = []
        self.failed: BaseException | None = None
        self._running: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self.http = self._connection.http = ElsewhereHTTP(loop, self.server.api_url, self.server.gateway_url)
        self._running = asyncio.create_task(self._run())
        await until(lambda: self.is_ready() or self.failed)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
        if self._running:
            with suppress(Exception):
                await stop(self._running)

    @property
    def arrived(self) -> Sequence[Json]:
        return [one for one in self.packets if one["t"] not in ("READY", "RESUMED", "GUILD_CREATE", None)]

    def of(self, event: str) -> Sequence[Json]:
        """What came with the dispatches of a type."""
        return [one["d"] for one in self.packets if one["t"] == event]

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Without discord.py's five seconds between two of them."""

    async def on_socket_raw_receive(self, text: str) -> None:
        packet = discord.utils._from_json(text)
        if packet["op"] == 0:
            self.packets.append(packet)

    async def call(self, method: str, path: str, of: Channel | None = None, **arguments: Any) -> Any:
        """One call, with discord.py's own patience; a path with `{channel_id}` is `of` a channel."""
        parameters = {"channel_id": of.id} if of else {}
        return await self.http.request(Route(method, path, **parameters), **arguments)

    async def _run(self) -> None:
        try:
            await self.start(self.server.token)
        except (discord.ConnectionClosed, discord.PrivilegedIntentsRequired, discord.LoginFailure) as error:
            self.failed = error
