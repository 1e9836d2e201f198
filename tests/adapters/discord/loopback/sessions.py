"""Sessions of the gateway, which outlive the connections they are on."""

from __future__ import annotations

import asyncio
import json
import secrets
import zlib
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.adapters.discord.loopback.state import Json

DISPATCH = 0


@dataclass(kw_only=True, eq=False)
class Session:
    """`sent` is kept for RESUME."""

    intents: int
    shard: tuple[int, int]
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    seq: int = 0
    sent: list[Json] = field(default_factory=list)
    connection: Connection | None = None
    lost_at: float = 0.0

    def add(self, event: str, data: Any) -> Json:
        self.seq += 1
        payload: Json = {"op": DISPATCH, "s": self.seq, "t": event, "d": data}
        self.sent.append(payload)
        return payload


@dataclass(kw_only=True, eq=False)
class Connection:
    """A frozen one is a zombie: it is open, and nothing comes of it."""

    socket: web.WebSocketResponse
    transport: asyncio.Transport | None = None
    compressor: Any = None
    session: Session | None = None
    patience: asyncio.Timeout | None = None
    """Until the next heartbeat."""
    said: list[float] = field(default_factory=list)
    frozen: bool = False
    hung_up: bool = False
    """By the server, which leaves the session as it is."""

    async def send(self, payload: Json) -> None:
        if self.frozen or self.socket.closed:
            return
        text = json.dumps(payload)
        try:
            if self.compressor:
                data = self.compressor.compress(text.encode()) + self.compressor.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(data)
            else:
                await self.socket.send_str(text)
        except ConnectionError:
            self.abort()

    def abort(self) -> None:
        """Go away without a word."""
        if self.transport:
            self.transport.abort()
