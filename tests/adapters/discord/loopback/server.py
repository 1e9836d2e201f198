"""The HTTP side: the REST API, attachments and the gateway, with whatever is to go wrong."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial

from aiohttp import web

from tests.adapters.discord.loopback import commands, interactions, lookups, messages, threads
from tests.adapters.discord.loopback.core import Core
from tests.adapters.discord.loopback.errors import DiscordError
from tests.adapters.discord.loopback.faults import (
    Answer,
    Banned,
    Delay,
    RateLimited,
    ResetAfter,
    ResetBefore,
    Status,
)
from tests.adapters.discord.loopback.limits import Limited, Limits
from tests.adapters.discord.loopback.operations import Asked, Operation, read
from tests.adapters.discord.loopback.state import Call
from tests.adapters.loopback.wires import reset

OPERATIONS: list[Operation] = [
    *commands.OPERATIONS,
    *interactions.OPERATIONS,
    *lookups.OPERATIONS,
    *messages.OPERATIONS,
    *threads.OPERATIONS,
]
PREFIX = "/api/v10"
INVALID = (401, 403, 429)


class Server:
    """Routes of one loopback Discord."""

    def __init__(self, core: Core) -> None:
        self.limits = Limits(core.world)
        self._core = core

    def routes(self, app: web.Application) -> None:
        for operation in OPERATIONS:
            app.router.add_route(operation.method, PREFIX + operation.path, partial(self._api, operation))
        app.router.add_get("/gateway", self._gateway)
        app.router.add_get("/attachments/{channel}/{file}/{name}", self._attachment)
        app.router.add_route("*", PREFIX + "/{rest:.*}", self._nowhere)

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        serve = partial(self._core.gateway.serve, request)
        return await self._with_faults(("socket",), request, serve)

    async def _api(self, operation: Operation, request: web.Request) -> web.StreamResponse:
        names = (operation.id, f"{operation.method} {request.path.removeprefix(PREFIX)}")
        return await self._with_faults(names, request, partial(self._call, operation, request))

    async def _with_faults(
        self,
        names: tuple[str, ...],
        request: web.Request,
        go_on: Callable[[], Awaitable[web.StreamResponse]],
    ) -> web.StreamResponse:
        match self._core.faults.take(*names):
            case RateLimited(seconds, everything):
                return self._limited(Limited(seconds, everything), {})
            case Banned(seconds):
                return self._banned(seconds)
            case Status(status, after):
                if after:
                    await go_on()
                return web.Response(status=status, text="upstream connect error", headers=_via())
            case Answer(code, status, message):
                return self._refused(DiscordError(status, code, message, "a fault"), {})
            case ResetBefore():
                await request.read()
                reset(request)
                return web.Response()
            case ResetAfter():
                await go_on()
                reset(request)
                return web.Response()
            case Delay(seconds):
                await asyncio.sleep(seconds)
        return await go_on()

    async def _call(self, operation: Operation, request: web.Request) -> web.StreamResponse:
        world = self._core.world
        asked, status, code = Asked(params={}, query={}), 200, 0
        headers: dict[str, str] = {}
        try:
            if self.limits.is_banned():
                world.refuse(f"{operation.id}: banned for too many invalid requests in ten minutes")
                status = 429
                return self._banned(600)
            self._check_caller(operation, request)
            asked = await read(request)
            limited, headers = self.limits.take(operation, dict(request.match_info))
            if limited:
                scope = "all calls together" if limited.everything else "its bucket"
                world.refuse(f"{operation.id}: 429 more than {scope} may take")
                status = 429
                return self._limited(limited, headers)
            body = await operation.handler(self._core, asked)
        except DiscordError as error:
            world.refuse(f"{operation.id}: {error}")
            status, code = error.status, error.code
            return self._refused(error, headers)
        finally:
            path = request.path.removeprefix(PREFIX)
            world.calls.append(
                Call(request.method, path, operation.id, asked.body, status, code, dict(request.headers))
            )
        if body is None:
            return web.Response(status=204, headers=headers | _via())
        # discord.py compares the header with this, letter by letter.
        response = web.json_response(body, headers=headers | _via())
        response.headers["Content-Type"] = "application/json"
        return response

    def _check_caller(self, operation: Operation, request: web.Request) -> None:
        is_named = request.headers.get("User-Agent", "").startswith("DiscordBot (")
        if operation.authorized and not is_named:  # discord.py answers interactions without
            raise DiscordError(
                403, 40333, "internal network error", "the User-Agent is DiscordBot (url, version)"
            )
        if operation.authorized and request.headers.get("Authorization") != f"Bot {self._core.world.token}":
            raise DiscordError(401, 0, "401: Unauthorized", "a call carries the bot's token")

    async def _nowhere(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(PREFIX)
        self._core.world.refuse(f"{request.method} {path}: there is no such operation")
        return web.json_response({"message": "404: Not Found", "code": 0}, status=404, headers=_via())

    async def _attachment(self, request: web.Request) -> web.StreamResponse:
        for message in self._core.world.messages[request.match_info["channel"]].values():
            for file in message.files:
                if file.id == request.match_info["file"]:
                    return web.Response(body=file.data)
        return web.Response(status=404)

    def _refused(self, error: DiscordError, headers: dict[str, str]) -> web.Response:
        if error.status in INVALID:
            self.limits.invalid.append(time.monotonic())
        body = {"message": error.message, "code": error.code, **error.fields}
        response = web.json_response(body, status=error.status, headers=headers | _via())
        response.headers["Content-Type"] = "application/json"
        return response

    def _limited(self, limited: Limited, headers: dict[str, str]) -> web.Response:
        self.limits.invalid.append(time.monotonic())
        headers = headers | {
            "Retry-After": str(int(limited.retry_after) + 1),
            "X-RateLimit-Scope": "global" if limited.everything else "user",
        }
        if limited.everything:
            headers["X-RateLimit-Global"] = "true"
        body = {
            "message": "You are being rate limited.",
            "retry_after": limited.retry_after,
            "global": limited.everything,
            "code": 0,
        }
        response = web.json_response(body, status=429, headers=headers | _via())
        response.headers["Content-Type"] = "application/json"
        return response

    def _banned(self, seconds: int) -> web.Response:
        """No `Via`: it comes from the proxy before Discord, and as a page."""
        return web.Response(
            status=429,
            text="<html><title>Access denied</title>error code: 1015</html>",
            content_type="text/html",
            headers={"Retry-After": str(seconds)},
        )


def _via() -> dict[str, str]:
    return {"Via": "1.1 google"}
