"""What is wrong with the tokens, their scopes and the clock, as `koko check` tells it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.client import Connection
from adapters.slack.faults import NO_TOKEN, code, meaning, translated
from adapters.slack.installs import Installs
from adapters.slack.scopes import APP_SCOPE, BOT_SCOPES
from adapters.slack.settings import PREFIX, Mode, SlackSettings, revealed
from bot.chat.adapter import Problem
from bot.errors import ChatError, ConfigError, PlaceGone, PlatformDown

CLOCKS_MAY_DIFFER = 60.0  # seconds; the age of a signature may be five minutes
APP_OF_TOKEN = re.compile(r"xapp-\d+-(A[A-Z0-9]+)-")

NEW_BOT_TOKEN = "copy the Bot User OAuth Token anew, under Install App"
NEW_APP_TOKEN = f"make one with the scope {APP_SCOPE}, under Basic Information, App-Level Tokens"
ONE_APP = "copy both from the pages of one app"
CREDENTIALS = "copy both anew, under Basic Information, App Credentials"
NEW_INSTALL = "install Koko there again at /slack/install"
ADD_SCOPE = "add it under OAuth & Permissions, Bot Token Scopes, and install the app again"
SOCKET_MODE_ON = "turn Socket Mode on, under Settings, Socket Mode"
BY_NTP = "have it set by NTP: questions come as late, and over http Slack is refused from 5 minutes on"
REACH_IT = f"see whether this machine reaches it, and whether {PREFIX}API_URL is right"


async def problems(
    connection: Connection, settings: SlackSettings, installs: Installs, now: Callable[[], datetime]
) -> list[Problem]:
    """Asked while `connection` is opened.

    Whether Slack reaches Koko over HTTP can't be seen from here: Slack's page for the app tries it.
    """
    found: list[Problem] = []
    try:
        async for whose, token in _tokens(settings, installs, found):
            found += await _bot_token(connection.web(token), settings, whose, now)
        if not settings.bot_token:
            found += _client(await _answer(_nothing_granted(connection.web(), settings)))
        if settings.mode is Mode.SOCKET:
            app_token = revealed(settings.app_token)
            found += _app(await _answer(connection.web().apps_connections_open(app_token=app_token)))
    except ConfigError as error:
        what, _, remedy = str(error).partition("; ")
        found.append(Problem(what, remedy or "see docs/slack.md"))
    except ChatError as error:
        found.append(Problem(f"{str(error).rstrip('.')} at {settings.api_url}", REACH_IT))
    return list(dict.fromkeys(found))


async def _tokens(
    settings: SlackSettings, installs: Installs, found: list[Problem]
) -> AsyncIterator[tuple[str, str]]:
    """Each with what to call it."""
    if settings.bot_token:
        yield f"{PREFIX}BOT_TOKEN", settings.bot_token.get_secret_value()
        return
    for workspace in await installs.workspaces():
        whose = f"the token of workspace {workspace}"
        try:
            yield whose, await installs.token(workspace)
        except PlaceGone:
            found.append(Problem(f"{whose} {NO_TOKEN['token_revoked']}", NEW_INSTALL))


async def _bot_token(
    web: AsyncWebClient, settings: SlackSettings, whose: str, now: Callable[[], datetime]
) -> list[Problem]:
    told = await _answer(web.auth_test())
    again = NEW_BOT_TOKEN if settings.bot_token else NEW_INSTALL
    found = [*_bot(told, whose, again), *_clock(told, now())]
    if settings.mode is Mode.SOCKET and (bot := told.get("bot_id")):
        found += _two_apps(await _answer(web.bots_info(bot=bot)), whose, revealed(settings.app_token))
    return found


async def _answer(call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
    """A refusal is an answer too. Raises ChatError where Slack gives none."""
    with translated():
        try:
            return await call
        except SlackApiError as error:
            is_passing = isinstance(meaning(error), PlatformDown) and code(error) not in NO_TOKEN
            if is_passing or not isinstance(error.response, AsyncSlackResponse):
                raise
            return error.response


def _bot(told: AsyncSlackResponse, whose: str, again: str) -> Iterator[Problem]:
    if refusal := told.get("error"):
        yield Problem(f"{whose} {NO_TOKEN.get(refusal, f'is refused by Slack with {refusal}')}", again)
        return
    for scope in _missing(told):
        lack = f"{whose} lacks the scope {scope}, without which Koko can't {BOT_SCOPES[scope]}"
        yield Problem(lack, ADD_SCOPE)


def _missing(told: AsyncSlackResponse) -> list[str]:
    """None where Slack's own headers did not come through."""
    granted = told.headers.get("x-oauth-scopes")
    return [] if granted is None else [scope for scope in BOT_SCOPES if scope not in granted.split(",")]


def _two_apps(told: AsyncSlackResponse, whose: str, app_token: str) -> Iterator[Problem]:
    """Each token works alone, but what happens in Slack never arrives."""
    bots, sockets = (told.get("bot") or {}).get("app_id"), APP_OF_TOKEN.match(app_token)
    if bots and sockets and sockets[1] != bots:
        yield Problem(f"{whose} is of the app {bots}, and {PREFIX}APP_TOKEN of {sockets[1]}", ONE_APP)


def _nothing_granted(web: AsyncWebClient, settings: SlackSettings) -> Awaitable[AsyncSlackResponse]:
    """Slack looks at the client before it looks at the code."""
    credentials = {"client_id": settings.client_id, "client_secret": revealed(settings.client_secret)}
    return web.oauth_v2_access(**credentials, code="none")


def _client(told: AsyncSlackResponse) -> Iterator[Problem]:
    if told.get("error") in ("bad_client_secret", "invalid_client_id"):
        yield Problem(f"{PREFIX}CLIENT_ID and {PREFIX}CLIENT_SECRET are not those of one app", CREDENTIALS)


def _app(told: AsyncSlackResponse) -> Iterator[Problem]:
    whose = f"{PREFIX}APP_TOKEN"
    match told.get("error"):
        case None:
            return
        case "missing_scope":
            lack = f"{whose} lacks the scope {APP_SCOPE}, without which Koko can't open a socket"
            yield Problem(lack, NEW_APP_TOKEN)
        case refusal if refusal in NO_TOKEN:
            yield Problem(f"{whose} {NO_TOKEN[refusal]}", NEW_APP_TOKEN)
        case refusal:
            yield Problem(f"Slack opens no socket for this app, with {refusal}", SOCKET_MODE_ON)


def _clock(told: AsyncSlackResponse, now: datetime) -> Iterator[Problem]:
    if date := told.headers.get("date"):
        ahead = (now - parsedate_to_datetime(date)).total_seconds()
        if abs(ahead) > CLOCKS_MAY_DIFFER:
            differs = f"{_minutes(abs(ahead))} {'ahead of' if ahead > 0 else 'behind'}"
            yield Problem(f"this machine's clock is {differs} Slack's", BY_NTP)


def _minutes(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes} minute{'s' if minutes != 1 else ''}"
