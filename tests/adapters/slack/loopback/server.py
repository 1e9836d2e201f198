"""The HTTP side: Web API, response addresses and sockets, with whatever is to go wrong."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import aiohttp
from aiohttp import web

from tests.adapters.loopback.wires import reset
from tests.adapters.slack.loopback import chat, files, oauth, reading, views
from tests.adapters.slack.loopback.answers import answer
from tests.adapters.slack.loopback.calls import Caller, Method, read_arguments
from tests.adapters.slack.loopback.core import Core, missing_scope
from tests.adapters.slack.loopback.errors import SlackError
from tests.adapters.slack.loopback.faults import (
    Answer,
    Delay,
    RateLimited,
    ResetAfter,
    ResetBefore,
    Status,
)
from tests.adapters.slack.loopback.sockets import Sockets
from tests.adapters.slack.loopback.state import Json, Token
from tests.adapters.slack.loopback.world import Call

METHODS: dict[str, Method] = {
    **chat.METHODS,
    **files.METHODS,
    **oauth.METHODS,
    **reading.METHODS,
    **views.METHODS,
}


class Server:
    """Routes of one loopback Slack."""

    def __init__(self, core: Core, sockets: Sockets) -> None:
        self._core = core
        self._sockets = sockets

    def routes(self, app: web.Application) -> None:
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/link/", self._link)
        app.router.add_post("/upload/v1/{secret}", self._upload)
        for kind in ("commands", "actions", "app"):
            app.router.add_post(f"/{kind}/{{team}}/{{number}}/{{secret}}", self._response_url)

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        return await self._with_faults(method, request, lambda: self._call(method, request))

    async def _link(self, request: web.Request) -> web.StreamResponse:
        return await self._with_faults("socket", request, lambda: self._sockets.serve(request))

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        async def take() -> web.StreamResponse:
            data = await _uploaded(request)
            try:
                files.upload(self._core, request.match_info["secret"], data)
            except SlackError as error:
                self._core.world.refuse(f"upload: {error}")
                return web.Response(status=error.status, text=error.code)
            return web.Response(text=f"OK - {len(data)}")

        return await self._with_faults("upload", request, take)

    async def _response_url(self, request: web.Request) -> web.StreamResponse:
        async def respond() -> web.StreamResponse:
            try:
                answer(self._core, request.path, request.content_type, await request.read())
            except SlackError as error:
                self._core.world.refuse(f"response_url: {error}")
                return web.json_response({"ok": False, "error": error.code}, status=_status(error))
            return web.Response(text="ok")

        return await self._with_faults("response_url", request, respond)

    async def _with_faults(
        self, name: str, request: web.Request, go_on: Callable[[], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        match self._core.faults.take(name):
            case RateLimited(seconds):
                return _rate_limited(seconds)
            case Status(status):
                return web.Response(status=status, text="upstream connect error")
            case Answer(error):
                return web.json_response({"ok": False, "error": error})
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

    async def _call(self, name: str, request: web.Request) -> web.StreamResponse:
        world = self._core.world
        arguments: Json = {}
        headers: dict[str, str] = {}
        try:
            method = METHODS.get(name)
            if not method:
                raise SlackError("unknown_method", f"there is no method {name}", req_method=name)
            arguments = await read_arguments(request)
            caller = self._caller(method, request, arguments)
            if caller.token.scopes:
                headers["x-oauth-scopes"] = ",".join(sorted(caller.token.scopes))
            headers["x-accepted-oauth-scopes"] = ",".join(method.scopes)
            for scope in method.scopes:
                if scope not in caller.token.scopes:
                    raise missing_scope(scope, caller.token.scopes)
            body = await method.handler(self._core, caller, method.read(arguments))
        except SlackError as error:
            world.calls.append(Call(name, arguments, error.code))
            world.refuse(f"{name}: {error}")
            if error.code == "ratelimited":
                return _rate_limited(error.fields["retry_after"])
            body = {"ok": False, "error": error.code, **error.fields}
            return web.json_response(body, status=error.status, headers=headers)
        world.calls.append(Call(name, arguments))
        return web.json_response({"ok": True, **body}, headers=headers)

    def _caller(self, method: Method, request: web.Request, arguments: Json) -> Caller:
        """Takes the token out of the arguments, where it may stand in a form."""
        given = arguments.pop("token", "")
        kind, _, bearer = request.headers.get("Authorization", "").partition(" ")
        value = bearer if kind == "Bearer" else given
        workspaces = self._core.world.workspaces
        if method.token is None:
            if kind == "Basic":
                basic = aiohttp.BasicAuth.decode(request.headers["Authorization"])
                arguments |= {"client_id": basic.login, "client_secret": basic.password}
            return Caller(Token(value="", kind="bot"), next(iter(workspaces.values())))
        if not value:
            raise SlackError("not_authed", "a call carries a token")
        token = self._core.world.tokens.get(str(value))
        if not token:
            raise SlackError("invalid_auth", "this token was never given out")
        if token.kind != method.token:
            raise SlackError("not_allowed_token_type", f"this method takes the token of the {method.token}")
        if token.kind == "app":
            return Caller(token, next(iter(workspaces.values())))
        if not workspaces[token.team].installed:
            raise SlackError("account_inactive", "the app is no longer installed in this workspace")
        if token.revoked:
            raise SlackError("token_revoked", "this token was revoked")
        if token.expires_at is not None and time.monotonic() > token.expires_at:
            raise SlackError("token_expired", "a rotated token lives 12 hours")
        return Caller(token, workspaces[token.team])


async def _uploaded(request: web.Request) -> bytes:
    """The file as it is, or as the one part of a form."""
    if request.content_type != "multipart/form-data":
        return await request.read()
    parts = list((await request.post()).values())
    return parts[0].file.read() if parts and isinstance(parts[0], web.FileField) else b""


def _status(error: SlackError) -> int:
    return error.status if error.status != 200 else 400


def _rate_limited(seconds: int) -> web.Response:
    return web.json_response(
        {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(seconds)}
    )
