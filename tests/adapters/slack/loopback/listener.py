"""An app of a few lines on Slack's own client: it notes what arrives, and acknowledges as it is told to."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Sequence
from types import TracebackType
from typing import Any, Self

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.loopback.state import Json

_QUIET = logging.getLogger("loopback-listener")
_QUIET.setLevel(logging.CRITICAL)


class Listener:
    """Connected while the context lasts. Where it `acknowledges`, the next of `answers` goes with it."""

    def __init__(self, slack: LoopbackSlack) -> None:
        self.web = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        self.arrived: list[SocketModeRequest] = []
        self.acknowledges = True
        self.answers: list[Json] = []
        self._client: Any = SocketModeClient(
            slack.app_token,
            logger=_QUIET,
            web_client=AsyncWebClient(base_url=slack.api_url),
            ping_interval=0.05,
        )
        self._client.socket_mode_request_listeners.append(self._take)

    async def __aenter__(self) -> Self:
        await self._client.connect()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.close()

    @property
    def payloads(self) -> Sequence[Json]:
        return [request.payload for request in self.arrived]

    @property
    def events(self) -> Sequence[Json]:
        """The events among what arrived, without their envelopes."""
        return [payload["event"] for payload in self.payloads if "event" in payload]

    async def _take(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.arrived.append(request)
        if self.acknowledges:
            answer: Any = self.answers.pop(0) if self.answers else None
            await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, answer))


async def refused(call: Awaitable[object]) -> AsyncSlackResponse:
    """What Slack said no with."""
    with pytest.raises(SlackApiError) as raised:
        await call
    response: AsyncSlackResponse = raised.value.response
    return response
