"""Slack's Web API, called as the bot of one workspace or another over one pool of connections."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.faults import FORGOTTEN, RETRIES, Faults, Unseen, code, translated
from adapters.slack.installs import Installs
from bot.chat.refs import Place
from bot.errors import NotAllowed, PlatformDown

CALL_SECONDS = 15.0
PAGE = 200  # messages; Slack gives 15 to apps that are distributed outside of its marketplace
MOST_PAGES = 25
SKEW = timedelta(minutes=2)  # that Slack's clock may be behind
HOOKS = "hooks.slack.com"
_QUERY = re.compile(r"\?[^\s'\")]+")


def _without_keys(record: logging.LogRecord) -> bool:
    """Errors of slack_sdk name the address of a socket, which whoever knows it can open."""
    record.msg, record.args = _QUERY.sub("?…", record.getMessage()), None
    record.exc_info = None
    return True


# At DEBUG, slack_sdk and bolt log what people wrote.
SDK_LOG = logging.getLogger("slack")
SDK_LOG.setLevel(logging.WARNING)
SDK_LOG.addFilter(_without_keys)


@dataclass
class Connection:
    """What can be called while `opened`, with any token."""

    api_url: str
    _session: aiohttp.ClientSession | None = None

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        timeout = aiohttp.ClientTimeout(total=CALL_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout, middlewares=[_stay]) as self._session:
            try:
                yield
            finally:
                self._session = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """Raises PlatformDown while it is not opened."""
        if self._session is None:
            raise PlatformDown("Slack is not connected")
        return self._session

    def web(self, token: str | None = None, *, patient: bool = True) -> AsyncWebClient:
        """A `patient` one waits out rate limits, and tries again what can't be done twice by it."""
        handlers = [Unseen(), AsyncRateLimitErrorRetryHandler(RETRIES), Faults()]
        return AsyncWebClient(
            token,
            self.api_url,
            session=self.session,
            retry_handlers=handlers if patient else handlers[:1],
            logger=SDK_LOG,
        )

    async def tell(self, response_url: str, body: Mapping[str, Any]) -> None:
        """Answer what somebody did, in their sight alone or in place of what they pressed.

        Raises NotAllowed where the address is not Slack's, or takes no more answers.
        """
        address = urlsplit(response_url)
        if (address.scheme, address.netloc) != self._hooks:
            raise NotAllowed("An answer was asked for at an address that is not Slack's.")
        faults = Faults(repeatable=bool(body.get("replace_original")))
        hook = AsyncWebhookClient(
            response_url,
            session=self.session,
            retry_handlers=[Unseen(), AsyncRateLimitErrorRetryHandler(RETRIES), faults],
            logger=SDK_LOG,
        )
        with translated():
            answer = await hook.send_dict(dict(body))
        if answer.status_code >= 500:
            raise PlatformDown(f"Slack answered {answer.status_code}")
        if answer.status_code != 200:
            raise NotAllowed("Slack takes no more answers to that.")

    @property
    def _hooks(self) -> tuple[str, str]:
        """Where answers are taken: with Slack's API elsewhere, there too."""
        api = urlsplit(self.api_url)
        return ("https", HOOKS) if api.hostname == "slack.com" else (api.scheme, api.netloc)


async def _stay(request: aiohttp.ClientRequest, ask: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Slack sends nobody elsewhere, and what is meant for it goes nowhere else."""
    answer = await ask(request)
    if HTTPStatus.MULTIPLE_CHOICES <= answer.status < HTTPStatus.BAD_REQUEST:
        answer.close()
        raise aiohttp.ClientConnectionError(f"{answer.status} from Slack")
    return answer


@dataclass
class Client:
    """The API by workspace. All raise `PlaceGone`, `NotAllowed` or `PlatformDown` and nothing else."""

    connection: Connection
    installs: Installs
    _webs: dict[tuple[str, bool], AsyncWebClient] = field(default_factory=dict)
    _left_off: dict[tuple[Place, str], str] = field(default_factory=dict)

    @asynccontextmanager
    async def once(self, workspace: str) -> AsyncIterator[AsyncWebClient]:
        """For what the outbox tries again by itself."""
        with translated():
            yield await self._web(workspace, patient=False)

    @asynccontextmanager
    async def patient(self, workspace: str) -> AsyncIterator[AsyncWebClient]:
        """For what somebody waits for."""
        with translated():
            yield await self._web(workspace, patient=True)

    async def messages(self, place: Place, since: datetime, sought: str) -> AsyncIterator[Mapping[str, Any]]:
        """What was said there since, with the metadata of it. Raises NotAllowed where it is too much.

        After PlatformDown, as it is after each page where Slack gives one a minute, who seeks the same
        again goes on where they were, or begins anew where Slack has forgotten that.
        """
        where: dict[str, Any] = {
            "channel": place.channel,
            "oldest": f"{(since - SKEW).timestamp():.6f}",
            "limit": PAGE,
            "include_all_metadata": True,
            "cursor": self._left_off.pop((place, sought), None),
        }
        for _ in range(MOST_PAGES):
            try:
                async with self.once(place.workspace) as web:
                    page = await (
                        web.conversations_replies(ts=place.thread, **where)
                        if place.thread
                        else web.conversations_history(**where)
                    )
            except PlatformDown as error:
                if where["cursor"] and code(error.__cause__) != FORGOTTEN:
                    self._left_off[place, sought] = where["cursor"]
                raise
            for message in page["messages"]:
                yield message
            where["cursor"] = (page.get("response_metadata") or {}).get("next_cursor")
            if not where["cursor"]:
                return
        raise NotAllowed("There are too many messages since then to tell whether this one is there.")

    async def _web(self, workspace: str, *, patient: bool) -> AsyncWebClient:
        token, session = await self.installs.token(workspace), self.connection.session
        web = self._webs.get((workspace, patient))
        if web is None or web.token != token or web.session is not session:
            web = self._webs[workspace, patient] = self.connection.web(token, patient=patient)
        return web
