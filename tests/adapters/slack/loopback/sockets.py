"""Socket Mode: the websockets that the app opened, each envelope sent over one of them."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

from tests.adapters.loopback.wires import reset
from tests.adapters.slack.loopback.deliveries import Attempt, Deliveries
from tests.adapters.slack.loopback.faults import DropAfterAck, DropBeforeAck
from tests.adapters.slack.loopback.world import APP, World

MAX_CONNECTIONS = 10


@dataclass(eq=False)
class Connection:
    """One websocket, and what was sent over it that is not acknowledged."""

    socket: web.WebSocketResponse
    request: web.Request
    open: set[Attempt] = field(default_factory=set)

    async def send(self, frame: dict[str, Any]) -> None:
        await self.socket.send_str(json.dumps(frame))

    def drop(self) -> None:
        """Without a goodbye, as when a cable is pulled."""
        reset(self.request)


class Sockets:
    """All connections of the app; `Way` of `Deliveries`."""

    late_reason = "timeout"

    def __init__(self, world: World) -> None:
        self.connections: list[Connection] = []
        self.opened = 0
        """How many there ever were."""
        self.deliveries: Deliveries
        self._world = world
        self._turns = count()
        self._sent: dict[str, list[Attempt]] = {}

    async def serve(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._world.tickets:
            self._world.refuse("socket: a connection is opened with a fresh ticket of apps.connections.open")
            return web.Response(status=403, text="invalid ticket")
        self._world.tickets.remove(ticket)
        socket = web.WebSocketResponse(heartbeat=10.0, max_msg_size=1_000_000)
        await socket.prepare(request)
        if len(self.connections) >= MAX_CONNECTIONS:
            self._world.refuse(f"socket: an app has at most {MAX_CONNECTIONS} connections")
            await socket.send_json(disconnect("too_many_websockets"))
            await socket.close()
            return socket
        connection = Connection(socket, request)
        self.connections.append(connection)
        self.opened += 1
        await connection.send(self._hello())
        self.deliveries.flush()
        try:
            await self._listen(connection)
        finally:
            self._gone(connection)
        return socket

    async def send(self, attempt: Attempt) -> bool:
        live = [connection for connection in self.connections if not connection.socket.closed]
        if not live:
            return False
        connection = live[next(self._turns) % len(live)]
        connection.open.add(attempt)
        self._sent.setdefault(attempt.envelope_id, []).append(attempt)
        with suppress(ConnectionError):
            await connection.send(attempt.envelope())
        if isinstance(attempt.drop, DropBeforeAck):
            connection.drop()
            self._gone(connection)
        return True

    async def disconnect(self, reason: str) -> None:
        """Tell every connection that it is to be replaced; all but a warning close it."""
        for connection in list(self.connections):
            with suppress(ConnectionError):
                await connection.send(disconnect(reason))
            if reason != "warning":
                await connection.socket.close()

    def drop(self) -> None:
        """All connections go away without a word."""
        for connection in list(self.connections):
            connection.drop()
            self._gone(connection)

    async def close(self) -> None:
        for connection in list(self.connections):
            await connection.socket.close()

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.socket:
            if message.type is not WSMsgType.TEXT:
                self._world.refuse("socket: an acknowledgement is a text frame")
                continue
            try:
                frame = json.loads(message.data)
            except ValueError:
                frame = None
            if not isinstance(frame, dict) or not frame.keys() <= {"envelope_id", "payload"}:
                self._world.refuse("socket: an acknowledgement is {envelope_id, payload?} in JSON")
                continue
            self._acknowledged(connection, frame)

    def _acknowledged(self, connection: Connection, frame: dict[str, Any]) -> None:
        sent = self._sent.get(str(frame.get("envelope_id")))
        if not sent:
            self._world.refuse("socket: no envelope with this envelope_id was ever sent")
            return
        attempt = next((one for one in sent if not one.settled), sent[-1])
        for other in self.connections:
            other.open.discard(attempt)
        self.deliveries.acknowledged(attempt, frame.get("payload"))
        if isinstance(attempt.drop, DropAfterAck):
            connection.drop()

    def _gone(self, connection: Connection) -> None:
        self.connections = [one for one in self.connections if one is not connection]
        attempts, connection.open = connection.open, set()
        for attempt in sorted(attempts, key=lambda one: one.sent_at):
            self.deliveries.lost(attempt, "timeout", resend=True)

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {
                "host": "applink-loopback",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
            "connection_info": {"app_id": APP},
        }


def disconnect(reason: str) -> dict[str, Any]:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-loopback"}}
