"""What Slack sends to the app, until it is acknowledged: in order, once, and again where nobody answers."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from tests.adapters.slack.loopback.faults import (
    Delay,
    DropAfterAck,
    DropBeforeAck,
    Duplicate,
    Faults,
    Reorder,
)
from tests.adapters.slack.loopback.state import Json
from tests.adapters.slack.loopback.world import World
from tests.contract.platform import Act

Drop = DropBeforeAck | DropAfterAck | None


@dataclass(kw_only=True)
class SlackAct(Act):
    """Something that was done, as Slack tells the app of it.

    `kind` is the type of its envelope and `name` that of its content, or the command. `ack_payload` and
    `ack_seconds` are of the first acknowledgement. `deliveries` counts attempts. `failure` is what Slack's
    own client tells the member when the app doesn't answer (`operation_timeout`, `dispatch_failed`).
    """

    kind: str
    name: str
    payload: Json
    ts: str = ""
    """Of the message that was written, for `reads`."""
    ack_payload: Json | None = None
    ack_seconds: float | None = None
    deliveries: int = 0
    failure: str = ""
    envelope_id: str = field(default_factory=lambda: _envelope_id())
    on_ack: Callable[[Json], None] = field(default=lambda payload: None, repr=False)
    on_failure: Callable[[str], None] = field(default=lambda failure: None, repr=False)

    @property
    def accepts_payload(self) -> bool:
        return self.kind == "slash_commands" or self.name == "view_submission"


@dataclass(eq=False, kw_only=True)
class Attempt:
    """One delivery of an act; `number` is Slack's `retry_attempt`."""

    act: SlackAct
    envelope_id: str
    number: int = 0
    reason: str = ""
    sent_at: float = 0.0
    drop: Drop = None
    settled: bool = False
    timer: asyncio.TimerHandle | None = None

    def envelope(self) -> Json:
        act = self.act
        body: Json = {
            "envelope_id": self.envelope_id,
            "type": act.kind,
            "payload": act.payload,
            "accepts_response_payload": act.accepts_payload,
        }
        if act.kind == "events_api":
            body |= {"retry_attempt": self.number, "retry_reason": self.reason}
        return body


class Way(Protocol):
    """How envelopes reach the app; `late_reason` is Slack's word for no acknowledgement in time."""

    late_reason: str

    async def send(self, attempt: Attempt) -> bool:
        """Whether it is on its way; False where there is nobody to send to."""


class Deliveries:
    """All that is on its way to the app."""

    def __init__(self, world: World, faults: Faults, way: Way) -> None:
        self.way = way
        self._world = world
        self._faults = faults
        self._queue: asyncio.Queue[Attempt] = asyncio.Queue()
        self._waiting: list[Attempt] = []
        self._held: list[Attempt] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def deliver(self, act: SlackAct) -> SlackAct:
        """Returns at once; what is handed over first is sent first."""
        self._queue.put_nowait(Attempt(act=act, envelope_id=act.envelope_id))
        return act

    async def run(self) -> None:
        """Send what there is, until cancelled."""
        while True:
            await self._send(await self._queue.get())

    def flush(self) -> None:
        """There is somebody to send to again."""
        waiting, self._waiting = self._waiting, []
        for attempt in waiting:
            self._queue.put_nowait(attempt)

    def acknowledged(self, attempt: Attempt, payload: Json | None) -> None:
        act = attempt.act
        act.acknowledgements += 1
        if attempt.settled:
            return
        self._settle(attempt)
        if act.ack_seconds is None:
            act.ack_payload, act.ack_seconds = payload, time.monotonic() - attempt.sent_at
        if payload is not None and not act.accepts_payload:
            self._world.refuse(
                f"{act.kind} {act.name}: accepts no response payload, so it is acknowledged bare"
            )
        elif act.acknowledgements == 1:
            act.on_ack(payload or {})

    def lost(self, attempt: Attempt, reason: str, *, resend: bool) -> None:
        """It was not acknowledged, and never will be: the connection went away, or the answer was no 200.

        Events are sent again in any case; what else is `resend` goes to another connection, once.
        """
        if attempt.settled:
            return
        self._settle(attempt)
        if attempt.act.kind == "events_api":
            self._retry(attempt, reason, at_once=resend)
        elif resend and attempt.number == 0:
            self._again(attempt, reason, 0.0)
        else:
            self._fail(attempt.act, "dispatch_failed")

    def give_up(self, attempt: Attempt) -> None:
        """The app does not want it again."""
        self._settle(attempt)
        self._fail(attempt.act, "given_up")

    def late(self, attempt: Attempt) -> None:
        """It was not acknowledged in time."""
        if attempt.settled:
            return
        self._settle(attempt)
        act = attempt.act
        self._world.refuse(
            f"{act.kind} {act.name}: not acknowledged within {self._world.ack_within:g} seconds"
        )
        if act.kind == "events_api":
            self._retry(attempt, self.way.late_reason)
        else:
            self._fail(act, "operation_timeout")

    def _retry(self, attempt: Attempt, reason: str, at_once: bool = False) -> None:
        """Events are delivered again, three times at most; nothing else is."""
        if attempt.number < len(self._world.retries):
            self._again(attempt, reason, 0.0 if at_once else self._world.retries[attempt.number])
        else:
            self._fail(attempt.act, "given_up")

    def _again(self, attempt: Attempt, reason: str, seconds: float) -> None:
        """In an envelope of its own, with the same event or trigger in it."""
        again = Attempt(act=attempt.act, envelope_id=_envelope_id(), number=attempt.number + 1, reason=reason)
        self._later(seconds, again)

    def _later(self, seconds: float, attempt: Attempt) -> None:
        asyncio.get_running_loop().call_later(seconds, self._queue.put_nowait, attempt)

    def _fail(self, act: SlackAct, failure: str) -> None:
        act.failure = failure
        act.on_failure(failure)

    async def _send(self, attempt: Attempt) -> None:
        match self._faults.take(attempt.act.kind, attempt.act.name):
            case Delay(seconds):
                self._spawn(self._send_later(attempt, seconds))
                return
            case Reorder():
                self._held.append(attempt)
                self._spawn(self._release_later())
                return
            case Duplicate():
                await self._send_now(Attempt(act=attempt.act, envelope_id=attempt.envelope_id))
            case (DropBeforeAck() | DropAfterAck()) as drop:
                attempt.drop = drop
        await self._send_now(attempt)
        await self._release()

    async def _release(self) -> None:
        held, self._held = self._held, []
        for late in held:
            await self._send_now(late)

    async def _release_later(self) -> None:
        """Where nothing follows, it comes a second late."""
        await asyncio.sleep(1.0)
        await self._release()

    async def _send_later(self, attempt: Attempt, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._send_now(attempt)

    async def _send_now(self, attempt: Attempt) -> None:
        attempt.sent_at = time.monotonic()
        if await self.way.send(attempt):
            attempt.act.deliveries += 1
            if not attempt.settled:
                loop = asyncio.get_running_loop()
                attempt.timer = loop.call_later(self._world.ack_within, self.late, attempt)
        elif attempt.act.kind == "events_api":
            # The queue of the Events API holds it; what comes late is a retry by Slack's count.
            attempt.number = max(attempt.number, 1)
            attempt.reason = "timeout"
            self._waiting.append(attempt)
        elif attempt.number:
            attempt.timer = asyncio.get_running_loop().call_later(
                self._world.ack_within, self._expire, attempt
            )
            self._waiting.append(attempt)
        else:
            self._fail(attempt.act, "dispatch_failed")

    def _expire(self, attempt: Attempt) -> None:
        if attempt in self._waiting:
            self._waiting.remove(attempt)
            self._fail(attempt.act, "operation_timeout")

    def _settle(self, attempt: Attempt) -> None:
        attempt.settled = True
        if attempt.timer:
            attempt.timer.cancel()

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)


def _envelope_id() -> str:
    value = secrets.token_hex(16)
    return "-".join((value[:8], value[8:12], value[12:16], value[16:20], value[20:]))
