"""The one HTTP server: `/healthz`, and whatever paths the adapters mount."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from bot.errors import ConfigError

MAX_BODY = 1_000_000  # bytes; adapters set lower bounds of their own


class Server:
    """`bot.chat.adapter.Routes` on aiohttp, and the start and the end of it."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._problems: Callable[[], list[str]] = lambda: ["the bot is not assembled yet"]
        self._app = web.Application(client_max_size=MAX_BODY)
        self.add("GET", "/healthz", self._health)

    @property
    def address(self) -> tuple[str, int]:
        return self._address

    def report(self, problems: Callable[[], list[str]]) -> None:
        """`problems` says what keeps the bot from working now, in sentences; none is healthy."""
        self._problems = problems

    def add(self, method: str, path: str, handler: Callable[[Any], Awaitable[Any]]) -> None:
        self._app.router.add_route(method, path, handler)

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[None]:
        """Listen; raises ConfigError when the port is taken."""
        runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        host, port = self._address
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            await runner.cleanup()
            raise ConfigError(
                f"KOKO_HTTP_HOST, KOKO_HTTP_PORT: can't listen on {host}:{port}: {error.strerror}"
            ) from None
        self._address = (host, runner.addresses[0][1])
        try:
            yield
        finally:
            await runner.cleanup()

    async def _health(self, _: web.Request) -> web.Response:
        problems = self._problems()
        return web.json_response({"problems": problems}, status=503 if problems else 200)
