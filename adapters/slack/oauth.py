"""How a workspace gets Koko: the page with *Add to Slack*, and where Slack sends the browser back to."""

from __future__ import annotations

import hmac
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pydantic import SecretStr
from yarl import URL

from adapters.slack.manifest import REDIRECT_PATH
from adapters.slack.names import CommandNames
from adapters.slack.workspaces import Install, ManyWorkspaces
from bot.chat.adapter import Routes, Vault
from bot.errors import ChatError, ConfigError, PlatformDown, UserError
from bot.logs import get_logger

log = get_logger(__name__)

INSTALL_PATH = "/slack/install"
COOKIE = "__Host-koko-install"
"""Browsers take a cookie of this prefix over TLS only, and from no other host."""
LIFE = timedelta(minutes=10)

_TEMPLATES = Path(__file__).parent / "templates"
_STYLE = (_TEMPLATES / "installing.css").read_text()
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
_BROWSER = re.compile(r"[\w-]{43}")
_CODE = re.compile(r"[a-z_]{1,60}")


@dataclass(frozen=True, slots=True)
class States:
    """The `state` of OAuth: that an installation was begun here, by this browser, lately, and just once.

    They are signed with the app's client secret and not kept until they come back, so that nobody fills
    the store by asking for them.
    """

    vault: Vault
    secret: SecretStr
    now: Callable[[], datetime]

    def issue(self, browser: str) -> str:
        claim = f"{int((self.now() + LIFE).timestamp())}.{token_urlsafe(16)}"
        return f"{claim}.{self._signature(claim, browser)}"

    async def redeem(self, state: str, browser: str) -> None:
        """Raises UserError for one that is not good, or was redeemed before."""
        claim, _, signature = state.rpartition(".")
        expected = self._signature(claim, browser)
        if not hmac.compare_digest(signature.encode(), expected.encode()):
            raise UserError("This installation was not begun here, in this browser. Please begin it again.")
        end = datetime.fromtimestamp(int(claim.partition(".")[0]), UTC)
        if self.now() >= end:
            raise UserError("This took more than ten minutes. Please begin it again.")
        if not await self.vault.add(f"state/{claim}", "", end):
            raise UserError("This page was opened before. If Koko is not in Slack yet, begin again.")

    def _signature(self, claim: str, browser: str) -> str:
        message = f"koko install\n{claim}\n{browser}".encode()
        return hmac.new(self.secret.get_secret_value().encode(), message, sha256).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Installing:
    """The two pages; `api_url` says which Slack, `scopes` what is asked of it, with the reasons."""

    workspaces: ManyWorkspaces
    states: States
    client_id: str
    api_url: str
    scopes: Mapping[str, str]
    names: CommandNames

    def mount(self, http: Routes) -> None:
        http.add("GET", INSTALL_PATH, self._offer)
        http.add("GET", REDIRECT_PATH, self._finish)

    async def _offer(self, request: web.Request) -> web.Response:
        browser = _browser(request) or token_urlsafe(32)
        asked = {
            "client_id": self.client_id,
            "scope": ",".join(self.scopes),
            "state": self.states.issue(browser),
        }
        link = self._slack("/oauth/v2/authorize", asked)
        response = _page("Add Koko to Slack", link, "Add to Slack", scopes=self.scopes)
        response.set_cookie(
            COOKIE,
            browser,
            max_age=int(LIFE.total_seconds()),
            path="/",
            secure=True,
            httponly=True,
            samesite="Lax",
        )
        return response

    async def _finish(self, request: web.Request) -> web.Response:
        if error := request.query.get("error"):
            return _declined(error)
        try:
            await self.states.redeem(request.query.get("state", ""), _browser(request))
            install = await self.workspaces.install(request.query.get("code", ""))
        except UserError as refusal:
            return _problem(str(refusal), 400)
        except ChatError as fault:
            log.warning("workspace_not_installed", reason=str(fault))
            return _problem(str(fault), 503 if isinstance(fault, PlatformDown) else 502)
        except ConfigError as fault:
            log.error("workspace_not_installed", reason=str(fault))
            return _problem("Koko is not set up for this; its log says what is missing.", 500)
        return self._done(install)

    def _done(self, install: Install) -> web.Response:
        link = self._slack("/app_redirect", {"app": install.app, "team": install.bot.team})
        slash = self.names.slash
        return _page(
            f"Koko is in {install.bot.team_name}",
            link,
            "Open Slack",
            install=install,
            setup=f"{slash('koko')} setup",
            quiz=slash("quiz"),
        )

    def _slack(self, path: str, query: Mapping[str, str]) -> str:
        return str(URL(self.api_url).with_path(path).with_query(query))


def _browser(request: web.Request) -> str:
    """What an earlier page gave the browser to know it by; empty where it has none."""
    cookie = request.cookies.get(COOKIE, "")
    return cookie if _BROWSER.fullmatch(cookie) else ""


def _declined(error: str) -> web.Response:
    if error == "access_denied":
        return _problem("Slack was told not to, and nothing has changed. This page can be closed.", 200)
    known = error if _CODE.fullmatch(error) else "an error"
    return _problem(f"Slack answered {known}.", 400)


def _problem(reason: str, status: int) -> web.Response:
    return _page("Koko was not installed", INSTALL_PATH, "Begin again", status, reason=reason)


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


def _page(title: str, link: str, label: str, status: int = 200, **content: object) -> web.Response:
    text = _ENVIRONMENT.get_template("installing.html").render(
        {"scopes": None, "install": None, **content},
        title=title,
        link=link,
        label=label,
        style=Markup(_STYLE),
    )
    return web.Response(text=text, content_type="text/html", status=status, headers=_HEADERS)
