"""Where the local platform's handlers hang on the one HTTP server."""

from __future__ import annotations

from aiohttp import web

from adapters.local.api import Api, json_response
from adapters.local.guard import Guard, Handler
from adapters.local.inbound import Inbound
from adapters.local.pages import STATIC, Pages
from adapters.local.platform import BOT, Platform
from adapters.local.render import Renderer
from adapters.local.stream import Stream
from bot.chat.adapter import Routes


def mount(http: Routes, guard: Guard, platform: Platform, inbound: Inbound) -> None:
    renderer = Renderer()
    pages = Pages(platform, inbound, renderer)
    names = "|".join(path.name for path in STATIC.iterdir())
    for method, path, handler in [
        ("GET", "/", pages.home),
        ("GET", "/c/{channel}", pages.show),
        ("GET", r"/c/{channel}/{thread:\d{1,15}}", pages.show),
        ("GET", f"/static/{{name:{names}}}", pages.static),
        ("GET", r"/files/{message:\d{1,15}}/{block:\d{1,3}}", pages.file),
        ("GET", "/api/events", Stream(platform, renderer).events),
        *Api(platform, inbound, renderer).routes(),
    ]:
        http.add(method, path, guard(_when_connected(inbound, handler)))


def _when_connected(inbound: Inbound, handler: Handler) -> Handler:
    async def answering(request: web.Request) -> web.StreamResponse:
        if inbound.is_connected:
            return await handler(request)
        return json_response({"error": f"{BOT} is starting. Try again in a moment."}, 503)

    return answering
