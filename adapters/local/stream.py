"""What changes, as it changes: server-sent events that miss nothing, since they are read from the file.

    event: message    id: SEQ      data: a message as `api.py` has it, with `html`; deleted ones too
    event: working                 data: {"places": [place]}, where the bot is at work
    event: version                 data: {"version": …}, another one when members or channels changed than
                                   the client has (`?version=`)
    event: reset                   data: {}; so much has changed that the client should begin anew

A client that comes back says the last id it saw (`Last-Event-ID`, as browsers do, or `?since=`).
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import web

from adapters.local.answers import HEADERS
from adapters.local.api import member_of, message_json, query_number
from adapters.local.model import LAST, Member
from adapters.local.platform import PAGE, Platform
from adapters.local.render import Renderer
from bot.errors import PlatformDown

HEARTBEAT = 15.0  # seconds; a proxy may drop a connection that is silent for long
RETRY = 1000  # milliseconds until a browser connects again


class Stream:
    def __init__(self, platform: Platform, renderer: Renderer) -> None:
        self._platform = platform
        self._renderer = renderer

    async def events(self, request: web.Request) -> web.StreamResponse:
        me = await member_of(request, self._platform)
        last = request.headers.get("Last-Event-ID", "")
        since = int(last) if last.isdecimal() and len(last) < 16 else query_number(request, "since", LAST)
        response = web.StreamResponse(headers=HEADERS | {"Content-Type": "text/event-stream"})
        await response.prepare(request)
        try:
            await response.write(f"retry: {RETRY}\n\n".encode())
            since = min(since, await self._platform.last_seq())
            await self._follow(response, me, since, request.query.get("version", ""))
        except (ConnectionResetError, PlatformDown):
            pass  # one of the two is gone; the browser connects again
        return response

    async def _follow(self, response: web.StreamResponse, me: Member, since: int, version: str) -> None:
        sent = {"version": _event("version", {"version": version}), "working": ""}
        with self._platform.listen() as changed:
            while self._platform.is_open:
                changed.clear()
                since = await self._send_messages(response, me, since)
                places = [str(place) for place in self._platform.working_for(me)]
                state = {
                    "version": _event("version", {"version": self._platform.version}),
                    "working": _event("working", {"places": places}),
                }
                for name in state:
                    if state[name] != sent[name]:
                        await response.write(state[name].encode())
                sent = state
                try:
                    await asyncio.wait_for(changed.wait(), HEARTBEAT)
                except TimeoutError:
                    await response.write(b": still here\n\n")

    async def _send_messages(self, response: web.StreamResponse, me: Member, since: int) -> int:
        changes = await self._platform.changes(me, since)
        if len(changes) == PAGE:
            await response.write(_event("reset", {}, id=await self._platform.last_seq()).encode())
            return await self._platform.last_seq()
        members = {member.id: member for member in await self._platform.members()}
        for message in changes:
            html = "" if message.deleted else self._renderer.message(message, me, members)
            await response.write(
                _event("message", message_json(message) | {"html": html}, id=message.seq).encode()
            )
        return changes[-1].seq if changes else since


def _event(name: str, data: dict[str, Any], id: int | None = None) -> str:
    numbered = "" if id is None else f"id: {id}\n"
    return f"event: {name}\n{numbered}data: {json.dumps(data)}\n\n"
