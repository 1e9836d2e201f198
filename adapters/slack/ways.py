"""The two ways in: a socket that Koko opens, or requests that Slack sends."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from time import time
from typing import Any, Protocol

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from adapters.slack.client import SDK_LOG, Connection
from adapters.slack.faults import NO_TOKEN, code, translated
from adapters.slack.manifest import EVENTS_PATH
from bot.chat.adapter import Routes
from bot.errors import ConfigError, PlatformDown
from bot.logs import get_logger

log = get_logger(__name__)

LOST = 20.0  # seconds after which the SDK is not trusted to reconnect: it may hold on to a used address
LOOK = 0.5  # seconds between two looks at the socket
LEAVING = 3.0  # seconds for what is not acknowledged yet
AGAIN = 3.0  # seconds within which it may be Slack itself that sends something twice
SIGNED_FOR = 600.0  # seconds; a signature holds for five minutes before and after its time


@dataclass(frozen=True, slots=True)
class Pace:
    """In seconds. Slack's sockets may take their time; tests are in more of a hurry."""

    ping: float = 2.0
    """Between two; a socket that is silent for four of these is opened anew."""
    opening: float = 8.0
    """For a socket; the SDK tries for ever, at an address that may be used up."""


class Way(Protocol):
    """How payloads reach bolt."""

    @property
    def is_open(self) -> bool: ...
    @property
    def trouble(self) -> str:
        """Why it is not open while `listen` goes on."""

    async def listen(self) -> None:
        """Until cancelled. Raises PlatformDown when it breaks, and ConfigError where it can't work."""


class Socket:
    """Socket Mode: https://docs.slack.dev/apis/events-api/using-socket-mode."""

    def __init__(self, bolt: AsyncApp, connection: Connection, app_token: str, pace: Pace) -> None:
        self._bolt, self._connection, self._token, self._pace = bolt, connection, app_token, pace
        self._client: SocketModeClient | None = None
        self._was_open = False
        self._taking: set[asyncio.Task[Any]] = set()

    @property
    def is_open(self) -> bool:
        client = self._client
        session = client.current_session if client else None
        return bool(client and session and not session.closed and not client.stale)

    @property
    def trouble(self) -> str:
        return f"the socket to Slack is being opened{' again' if self._was_open else ''}"

    async def listen(self) -> None:
        caller = self._connection.web()
        handler = AsyncSocketModeHandler(
            self._bolt, self._token, logger=SDK_LOG, web_client=caller, ping_interval=self._pace.ping
        )
        client: Any = handler.client  # its methods have no types
        client.socket_mode_request_listeners[:] = [partial(self._handle, handler)]
        try:
            client.wss_uri = await self._address(handler.client)
            with translated():
                async with asyncio.timeout(self._pace.opening):
                    await client.connect()
            self._client, self._was_open = handler.client, True
            await self._watch()
        finally:
            self._client = None
            if self._taking:
                await asyncio.wait(self._taking, timeout=LEAVING)
            await client.close()

    async def _handle(
        self, handler: AsyncSocketModeHandler, client: SocketModeClient, request: SocketModeRequest
    ) -> None:
        """Keeps the socket open until what came through it is acknowledged."""
        task = asyncio.current_task()
        assert task, "the SDK begins a task for each envelope"
        self._taking.add(task)
        try:
            await handler.handle(client, request)
        except (aiohttp.ClientError, OSError) as error:
            log.info("acknowledgement_lost", reason=str(error))  # Slack tells it again
        finally:
            self._taking.discard(task)

    async def _address(self, client: SocketModeClient) -> str:
        """Asked for here, since the SDK would ask again and again with a token that Slack refuses."""
        with translated():
            try:
                return await client.issue_new_wss_url()
            except SlackApiError as error:
                if code(error) in (*NO_TOKEN, "missing_scope") and not self._was_open:
                    raise ConfigError(
                        f"KOKO_SLACK_APP_TOKEN: Slack refuses it ({code(error)}); "
                        "docs/slack.md says where to find it"
                    ) from None
                raise

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        seen = loop.time()
        while loop.time() - seen < LOST:
            await asyncio.sleep(LOOK)
            seen = loop.time() if self.is_open else seen
        raise PlatformDown("the socket to Slack is lost")


class Requests:
    """HTTP: https://docs.slack.dev/apis/events-api/using-http-request-urls.

    Nothing is read before its signature is known to be Slack's, and nothing is taken twice.
    """

    def __init__(self, bolt: AsyncApp, routes: Routes, signing_secret: str) -> None:
        self._bolt = bolt
        self._verifier = SignatureVerifier(signing_secret)
        self._open = False
        self._taken: dict[str, float] = {}
        routes.add("POST", EVENTS_PATH, self._take)

    @property
    def is_open(self) -> bool:
        return self._open

    @property
    def trouble(self) -> str:
        return ""

    async def listen(self) -> None:
        self._open = True
        try:
            await asyncio.Event().wait()
        finally:
            self._open = False

    async def _take(self, request: web.Request) -> web.Response:
        if not self._open:
            raise web.HTTPServiceUnavailable(text="Koko is not connected.")
        body = await request.read()
        if not self._is_signed(request, body):
            if b"ssl_check=1" in body.split(b"&"):
                return web.Response()  # Slack looks at the certificate, now and then
            raise web.HTTPUnauthorized(text="This is not signed by Slack.")
        signature = request.headers["X-Slack-Signature"]
        if not self._is_new(signature) and _age(request) > AGAIN:
            raise web.HTTPUnauthorized(text="This was sent before.")
        is_taken = False
        try:
            answer = await self._bolt.async_dispatch(await to_bolt_request(request))
            is_taken = answer.status == HTTPStatus.OK
            return await to_aiohttp_response(answer)
        finally:
            if not is_taken:
                self._taken.pop(signature, None)

    def _is_signed(self, request: web.Request, body: bytes) -> bool:
        try:
            return self._verifier.is_valid_request(body, request.headers)
        except (TypeError, ValueError):  # of what is no time, no text or no ASCII
            return False

    def _is_new(self, signature: str) -> bool:
        """What Slack sends again it signs anew, but for what it sends in the same second."""
        now = asyncio.get_running_loop().time()
        while self._taken and next(iter(self._taken.values())) < now:
            del self._taken[next(iter(self._taken))]
        if signature in self._taken:
            return False
        self._taken[signature] = now + SIGNED_FOR
        return True


def _age(request: web.Request) -> float:
    """Seconds since Slack signed it."""
    return time() - int(request.headers["X-Slack-Request-Timestamp"])
