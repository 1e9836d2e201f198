"""Who may talk to the page: nothing but the page itself, on this machine or with the token."""

from __future__ import annotations

import hmac
import ipaddress

from aiohttp import web
from pydantic import SecretStr

from adapters.local.answers import HEADERS, Handler
from bot.errors import ConfigError

TOKEN_COOKIE = "koko_token"


class Guard:
    """Wraps handlers. Without a token only this machine is served, and under its own names, so that
    no web site can point a name of its own here (DNS rebinding)."""

    def __init__(self, bound_to: str, token: SecretStr | None) -> None:
        """Raises ConfigError where other machines could come in without a token."""
        if token is None and not _is_loopback(bound_to):
            raise ConfigError(
                f"KOKO_LOCAL_TOKEN: needed, since the page is bound to {bound_to} and open to other machines."
                " Set it (16 characters or more), or bind to 127.0.0.1."
            )
        self._token = token.get_secret_value() if token else None

    def __call__(self, handler: Handler) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            refusal = self._refusal(request)
            if refusal is None:
                return await handler(request)
            if self._token and hmac.compare_digest(
                _bytes(request.query.get("token", "")), _bytes(self._token)
            ):
                return self._admit(request, self._token)
            return web.Response(status=403, text=refusal, headers=HEADERS)

        return guarded

    def _refusal(self, request: web.Request) -> str | None:
        """Why this request is not served; the token's cookie is looked at last."""
        if request.method != "GET" and not _is_own(request):
            return "Another web site may not write here."
        if self._token:
            cookie = request.cookies.get(TOKEN_COOKIE, "")
            if not hmac.compare_digest(_bytes(cookie), _bytes(self._token)):
                return "Open this page once with ?token= and the token that it was started with."
        elif not _is_loopback(_hostname(request.host)):
            return "This page answers to localhost and 127.0.0.1 only."
        return None

    def _admit(self, request: web.Request, token: str) -> web.Response:
        """Keep the token in a cookie and take it out of the address."""
        clean = request.rel_url.without_query_params("token")
        response = web.Response(status=303, headers=HEADERS | {"Location": str(clean)})
        response.set_cookie(
            TOKEN_COOKIE,
            token,
            httponly=True,
            samesite="Lax",
            secure=request.secure,
            max_age=90 * 24 * 3600,
        )
        return response


def _is_own(request: web.Request) -> bool:
    """Browsers say which page a request comes from; programs that are none say nothing."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    return request.headers.get("Origin", f"//{request.host}").partition("//")[2] == request.host


def _is_loopback(host: str) -> bool:
    try:
        return host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _hostname(host: str) -> str:
    """Without the port, and without the brackets of an IPv6 address."""
    return host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogateescape")
