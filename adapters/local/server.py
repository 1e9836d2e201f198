"""Where the local platform's handlers hang on the one HTTP server."""

from __future__ import annotations

import re

from aiohttp import web

from adapters.local.answers import Handler, explained, html_response, json_response
from adapters.local.api import Api
from adapters.local.guard import Guard
from adapters.local.inbound import Inbound
from adapters.local.pages import STATIC, Pages
from adapters.local.platform import BOT, Platform
from adapters.local.render import Renderer
from adapters.local.stream import Stream
from bot.chat.adapter import Routes
from bot.errors import PlatformDown


def mount(http: Routes, guard: Guard, platform: Platform, inbound: Inbound) -> None:
    renderer = Renderer()
    pages = Pages(platform, renderer)
    names = "|".join(re.escape(path.name) for path in STATIC.iterdir())

    def on_a_page(reason: str, status: int) -> web.Response:
        return html_response(renderer.problem(reason, status), status)

    def as_json(reason: str, status: int) -> web.Response:
        return json_response({"error": reason}, status)

    for method, path, handler, explain in [
        ("GET", "/", pages.home, on_a_page),
        ("GET", "/c/{channel}", pages.show, on_a_page),
        ("GET", r"/c/{channel}/{thread:\d{1,15}}", pages.show, on_a_page),
        ("GET", f"/static/{{name:{names}}}", pages.static, on_a_page),
        ("GET", r"/files/{message:\d{1,15}}/{block:\d{1,3}}", pages.file, on_a_page),
        ("GET", "/api/events", Stream(platform, renderer).events, as_json),
        *((*route, as_json) for route in Api(platform, inbound, renderer).routes()),
    ]:
        http.add(method, path, guard(explained(_when_connected(inbound, handler), explain)))


def _when_connected(inbound: Inbound, handler: Handler) -> Handler:
    async def serving(request: web.Request) -> web.StreamResponse:
        if not inbound.is_connected:
            raise PlatformDown(f"{BOT} is starting; try again in a moment.")
        return await handler(request)

    return serving
