"""HTTP mode: each envelope as a signed request to the app's own address, acknowledged by its answer."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp

from tests.adapters.slack.loopback.deliveries import Attempt, Deliveries, SlackAct
from tests.adapters.slack.loopback.state import Json
from tests.adapters.slack.loopback.world import World

FORM = "application/x-www-form-urlencoded"


def signed(secret: str, body: bytes, timestamp: int | None = None) -> dict[str, str]:
    """The headers by which the app knows that a request is Slack's; `timestamp` is now, or another."""
    timestamp = int(time.time()) if timestamp is None else timestamp
    base = b"v0:%d:%s" % (timestamp, body)
    signature = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": f"v0={signature}"}


def encoded(act: SlackAct) -> tuple[bytes, str]:
    """Body and Content-Type: events are JSON, commands a form, all else a form with JSON in it."""
    match act.kind:
        case "events_api":
            return json.dumps(act.payload).encode(), "application/json"
        case "slash_commands":
            return urlencode(act.payload).encode(), FORM
    return urlencode({"payload": json.dumps(act.payload)}).encode(), FORM


class Requests:
    """`Way` of `Deliveries` to one address."""

    late_reason = "http_timeout"

    def __init__(self, world: World, deliveries: Deliveries, url: str) -> None:
        self.url = url
        self._world = world
        self._deliveries = deliveries
        self._session = aiohttp.ClientSession()
        self._tasks: set[asyncio.Task[None]] = set()

    async def send(self, attempt: Attempt) -> bool:
        task = asyncio.create_task(self._post(attempt))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def verify(self) -> bool:
        """Whether the address answers the challenge by which Slack asks if it is the app's."""
        challenge = {"token": "verification-token", "challenge": "c0ffee", "type": "url_verification"}
        body = json.dumps(challenge).encode()
        headers = {**signed(self._world.signing_secret, body), "Content-Type": "application/json"}
        async with self._session.post(self.url, data=body, headers=headers) as response:
            return response.status == 200 and "c0ffee" in await response.text()

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        await self._session.close()

    async def _post(self, attempt: Attempt) -> None:
        act = attempt.act
        body, content_type = encoded(act)
        headers = {**signed(self._world.signing_secret, body), "Content-Type": content_type}
        if attempt.number:
            headers |= {"X-Slack-Retry-Num": str(attempt.number), "X-Slack-Retry-Reason": attempt.reason}
        patience = aiohttp.ClientTimeout(total=self._world.ack_within + 0.5)
        try:
            async with self._session.post(
                self.url, data=body, headers=headers, timeout=patience, allow_redirects=False
            ) as response:
                text = await response.text()
        except TimeoutError:
            self._deliveries.late(attempt)
        except aiohttp.ClientError:
            self._deliveries.lost(attempt, "connection_failed", resend=False)
        else:
            if response.status == 200:
                self._deliveries.acknowledged(attempt, _payload(act, response.content_type, text))
                return
            self._world.refuse(f"{act.kind} {act.name}: answered {response.status}, not 200")
            if response.headers.get("X-Slack-No-Retry") == "1":
                self._deliveries.give_up(attempt)
            else:
                self._deliveries.lost(attempt, "http_error", resend=False)


def _payload(act: SlackAct, content_type: str, text: str) -> Json | None:
    """What an answer says besides 200; that to an event is not looked at."""
    if not text or act.kind == "events_api":
        return None
    if content_type != "application/json":
        return {"text": text}
    payload: Json = json.loads(text)
    return payload
