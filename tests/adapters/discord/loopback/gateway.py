"""The gateway: connections, the sessions on them, and what a client may say."""

from __future__ import annotations

import asyncio
import json
import time
import zlib
from collections.abc import Iterator
from typing import Any

from aiohttp import WSMsgType, web

from tests.adapters.discord.loopback import shapes
from tests.adapters.discord.loopback.dispatches import DiscordAct
from tests.adapters.discord.loopback.faults import Faults, Unanswered
from tests.adapters.discord.loopback.sessions import Connection, Session
from tests.adapters.discord.loopback.state import Json
from tests.adapters.discord.loopback.world import World

HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT, MEMBERS = 1, 2, 3, 4, 6, 7, 8
INVALID, HELLO, ACK = 9, 10, 11
GUILDS, GUILD_MEMBERS, PRESENCES, GUILD_MESSAGES = 1 << 0, 1 << 1, 1 << 8, 1 << 9
DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 12, 1 << 15
KNOWN_INTENTS = (1 << 26) - 1
PER_MINUTE = 120
"""How much a client may send on one connection."""
LONGEST = 4096
"""Bytes of one payload of a client."""


class Closed(Exception):
    """The connection is closed, with this code and for this reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}")
        self.code = code
        self.reason = reason


class Gateway:
    """All sessions and connections. `identified` are the bodies of IDENTIFY, `resumed` counts RESUMEs."""

    def __init__(self, world: World, faults: Faults) -> None:
        self.connections: list[Connection] = []
        self.sessions: dict[str, Session] = {}
        self.identified: list[Json] = []
        self.resumed = 0
        self._world = world
        self._faults = faults

    # What tests do to it

    async def reconnect(self) -> None:
        """Ask all to connect anew (op 7)."""
        await self._to_all({"op": RECONNECT, "d": None})

    async def invalidate(self, *, resumable: bool) -> None:
        """Tell all that their session is invalid (op 9), or only that they should resume it."""
        if not resumable:
            self.sessions.clear()
        await self._to_all({"op": INVALID, "d": resumable})

    def drop(self, *, sessions: bool = False) -> None:
        """Cut all connections without a word, and with them the sessions."""
        if sessions:
            self.sessions.clear()
        for connection in list(self.connections):
            connection.abort()

    def freeze(self) -> None:
        """All connections of this moment are zombies: open, without acknowledgements and events."""
        for connection in self.connections:
            connection.frozen = True

    async def close(self, code: int = 1001, reason: str = "") -> None:
        """Hang up, and keep the sessions."""
        for connection in self.connections:
            connection.hung_up = True
        sockets = [connection.socket for connection in self.connections]
        await asyncio.gather(*(one.close(code=code, message=reason.encode()) for one in sockets))

    async def _to_all(self, payload: Json) -> None:
        for connection in list(self.connections):
            await connection.send(payload)

    # What is dispatched

    async def send(self, act: DiscordAct) -> int:
        count = 0
        for session in list(self._concerned(act)):
            readable = act.hidden is None or session.intents & MESSAGE_CONTENT
            payload = session.add(act.event, act.payload if readable else act.hidden)
            if session.connection:
                count += not session.connection.frozen
                await session.connection.send(payload)
        return count

    def cut(self, act: DiscordAct, *, sessions: bool = False) -> None:
        for session in list(self._concerned(act)):
            connection, session.connection = session.connection, None
            session.lost_at = time.monotonic()
            if sessions:
                del self.sessions[session.id]
            if connection:
                connection.abort()

    def _concerned(self, act: DiscordAct) -> Iterator[Session]:
        for session in self.sessions.values():
            if act.intent and not session.intents & act.intent:
                continue
            if self._is_of(session, act.guild):
                yield session

    def _is_of(self, session: Session, guild: str) -> bool:
        index, count = session.shard
        home = self._world.guilds.get(guild)
        return index == ((int(guild) >> 22) % count if home and home.installed else 0)

    # What clients say

    async def serve(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(max_msg_size=1_000_000)
        await socket.prepare(request)
        compressed = request.query.get("compress") == "zlib-stream"
        compressor = zlib.compressobj() if compressed else None
        connection = Connection(socket=socket, transport=request.transport, compressor=compressor)
        self.connections.append(connection)
        try:
            if request.query.get("v") != "10" or request.query.get("encoding") != "json":
                raise Closed(4012, "the gateway is asked for with v=10 and encoding=json")
            await connection.send(
                {"op": HELLO, "d": {"heartbeat_interval": int(self._world.heartbeat * 1e3)}}
            )
            async with asyncio.timeout(self._world.heartbeat * 2) as connection.patience:
                await self._listen(connection)
        except TimeoutError:
            await self._gone(connection)
        except Closed as closed:
            self._world.refuse(f"gateway: {closed}")
            await socket.close(code=closed.code, message=closed.reason.encode())
        finally:
            self.connections.remove(connection)
            self._leave(connection)
        return socket

    async def _listen(self, connection: Connection) -> None:
        async for frame in connection.socket:
            if frame.type == WSMsgType.ERROR:
                return
            now = time.monotonic()
            connection.said = [moment for moment in connection.said if now - moment < 60.0] + [now]
            if len(connection.said) > PER_MINUTE:
                raise Closed(4008, f"a client sends {PER_MINUTE} payloads a minute at most")
            payload = self._parsed(frame.data)
            await self._said(connection, payload["op"], payload.get("d"))

    def _parsed(self, data: str | bytes) -> Json:
        try:
            payload = json.loads(data)
        except ValueError:
            payload = None
        if not isinstance(payload, dict) or not isinstance(payload.get("op"), int):
            raise Closed(4002, "a payload is an object with an op")
        if len(data) > LONGEST:
            raise Closed(4002, f"a payload has at most {LONGEST:,} bytes")
        return payload

    async def _said(self, connection: Connection, op: int, data: Any) -> None:
        if op == HEARTBEAT:
            if connection.patience:
                connection.patience.reschedule(asyncio.get_running_loop().time() + self._world.heartbeat * 2)
            if not isinstance(self._faults.take("heartbeat"), Unanswered):
                await connection.send({"op": ACK})
        elif op == IDENTIFY:
            await self._identify(connection, data)
        elif op == RESUME:
            await self._resume(connection, data)
        elif op not in (PRESENCE, VOICE, MEMBERS):
            raise Closed(4001, f"there is no op {op} for a client")
        elif not connection.session:
            raise Closed(4003, "before anything else comes IDENTIFY or RESUME")
        elif op == MEMBERS:
            self._needs_members(connection.session)

    def _needs_members(self, session: Session) -> None:
        if not session.intents & GUILD_MEMBERS:
            raise Closed(4014, "all members of a guild are asked for with the members intent")

    async def _identify(self, connection: Connection, data: Json) -> None:
        if connection.session:
            raise Closed(4005, "IDENTIFY comes once on a connection")
        self._check_token(data)
        self.identified.append(data)
        self._world.identifies -= 1
        if self._world.identifies < 0:
            raise Closed(4004, "sessions begin 1,000 times a day at most; then Discord resets the token")
        index, count = data.get("shard") or (0, 1)
        if not 0 <= index < count:
            raise Closed(4010, f"there is no shard {index} of {count}")
        if count < self._world.shards:
            raise Closed(4011, f"this many guilds are served by {self._world.shards} shards")
        session = Session(intents=self._intents(data), shard=(index, count))
        self.sessions[session.id] = session
        guilds = [
            one for one in self._world.guilds.values() if one.installed and self._is_of(session, one.id)
        ]
        session.add(
            "READY",
            {
                "v": 10,
                "user": shapes.user(self._world.bot) | {"verified": True, "mfa_enabled": True, "email": None},
                "guilds": [{"id": one.id, "unavailable": True} for one in guilds],
                "session_id": session.id,
                "session_type": "normal",
                "resume_gateway_url": self._world.gateway_url,
                "shard": [index, count],
                "private_channels": [],
                "relationships": [],
                "application": {"id": self._world.application, "flags": 0},
            },
        )
        if session.intents & GUILDS:
            for one in guilds:
                session.add("GUILD_CREATE", shapes.guild(self._world, one))
        await self._catch_up(connection, session, 0)

    async def _resume(self, connection: Connection, data: Json) -> None:
        self._check_token(data)
        session = self._known(data.get("session_id", ""))
        if not session:
            await connection.send({"op": INVALID, "d": False})
            return
        seq = data.get("seq")
        if not isinstance(seq, int) or seq > session.seq:
            raise Closed(4007, f"RESUME names the last sequence number that came, which is {session.seq}")
        self.resumed += 1
        session.connection = None
        seq = await self._replay(connection, session, seq)
        resumed = session.add("RESUMED", {})
        await self._catch_up(connection, session, seq)
        session.sent.remove(resumed)

    def _known(self, id: str) -> Session | None:
        """A session that can still be resumed."""
        session = self.sessions.get(id)
        if session and session.lost_at and not session.connection:
            if time.monotonic() - session.lost_at <= self._world.session_life:
                return session
            del self.sessions[id]
            return None
        return session

    def _check_token(self, data: Any) -> None:
        if not isinstance(data, dict) or data.get("token") != self._world.token:
            raise Closed(4004, "this token was never given out")

    def _intents(self, data: Json) -> int:
        intents = data.get("intents")
        if not isinstance(intents, int) or intents < 0 or intents & ~KNOWN_INTENTS:
            raise Closed(4013, "intents are a number made of bits that Discord knows")
        world = self._world
        granted = {
            MESSAGE_CONTENT: world.message_content,
            GUILD_MEMBERS: world.members_intent,
            PRESENCES: False,
        }
        for bit, is_granted in granted.items():
            if intents & bit and not is_granted:
                raise Closed(
                    4014, "a privileged intent is switched on in the Developer Portal before it is used"
                )
        return intents

    async def _replay(self, connection: Connection, session: Session, seq: int) -> int:
        """Everything after a number; returns the last one."""
        while waiting := [payload for payload in session.sent if payload["s"] > seq]:
            for payload in waiting:
                await connection.send(payload)
                seq = payload["s"]
        return seq

    async def _catch_up(self, connection: Connection, session: Session, seq: int) -> None:
        """From the last payload on, what is new goes straight to the connection."""
        await self._replay(connection, session, seq)
        session.connection, connection.session = connection, session

    async def _gone(self, connection: Connection) -> None:
        """A client that stops its heartbeat, and its session with it."""
        if connection.session:
            self.sessions.pop(connection.session.id, None)
        self._world.refuse("gateway: 4009 a client sends a heartbeat in every interval")
        await connection.socket.close(code=4009, message=b"Session timed out.")

    def _leave(self, connection: Connection) -> None:
        """A client's 1000 and 1001 end the session too; after anything else it can be resumed."""
        session = connection.session
        if session and session.connection is connection:
            session.connection, session.lost_at = None, time.monotonic()
            if connection.socket.close_code in (1000, 1001) and not connection.hung_up:
                self.sessions.pop(session.id, None)
