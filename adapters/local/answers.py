"""Answers over HTTP: JSON, HTML, and what can't be served."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.errors import BotError, NotAllowed, PlaceGone, PlatformDown, UserError

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Json = dict[str, Any]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
STATUS: dict[type[BotError], int] = {NotAllowed: 403, PlaceGone: 410, PlatformDown: 503, UserError: 200}


class Refused(Exception):
    """A request that no client of good will makes: an HTTP status and a sentence."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status = status


def json_response(body: Json, status: int = 200) -> web.Response:
    return web.json_response(body, status=status, headers=HEADERS)


def html_response(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, content_type="text/html", status=status, headers=HEADERS)


def explained(handler: Handler, explain: Callable[[str, int], web.Response]) -> Handler:
    """The same handler, with what can't be served said in a sentence and an HTTP status."""

    async def serving(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Refused as refused:
            return explain(str(refused), refused.status)
        except BotError as error:
            return explain(str(error), STATUS[type(error)])

    return serving
