"""The page: an address for each channel and thread, drawn whole, and kept live by `static/app.js`."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, unquote

from aiohttp import web

from adapters.local.answers import HEADERS, html_response
from adapters.local.api import member_of, query_number
from adapters.local.model import LAST, Channel, Member
from adapters.local.platform import BOT, FIRST_CHANNEL, PAGE, Platform
from adapters.local.render import Renderer, address
from bot.chat.card import File, Image
from bot.chat.form import Form, TextInput
from bot.errors import PlaceGone

STATIC = Path(__file__).parent / "static"
PATIENCE = timedelta(seconds=2)
AS, TOURED = "koko_as", "koko_toured"  # cookies
REMEMBERED = 365 * 24 * 3600  # seconds

NEW_CHANNEL = Form(
    action="channel",
    title="New channel",
    text=f"{BOT} comes along and asks its questions there.",
    inputs=(TextInput(id="name", label="Name", placeholder="system-design"),),
    submit="Create",
)
NEW_MEMBER = Form(
    action="member",
    title="New member",
    text="Somebody else to be: try how a team feels.",
    inputs=(TextInput(id="name", label="Name"),),
    submit="Add",
)
EDIT = Form(
    action="edit",
    title="Edit your message",
    inputs=(TextInput(id="text", label="Message", multiline=True),),
    submit="Save",
)
FORMS = {form.action: form for form in (NEW_CHANNEL, NEW_MEMBER, EDIT)}


class Pages:
    def __init__(self, platform: Platform, renderer: Renderer) -> None:
        self._platform = platform
        self._renderer = renderer

    async def home(self, request: web.Request) -> web.Response:
        """Lead to the newest question, as whoever one was last."""
        members = {member.id: member for member in await self._platform.members()}
        wanted = request.query.get("as") or unquote(request.cookies.get(AS, ""))
        me = members.get(wanted) or next(iter(members.values()))
        channel = (await self._platform.channels(me))[0]
        thread = await self._newest_thread(channel, me) if channel.id == FIRST_CHANNEL else None
        return web.Response(status=303, headers=HEADERS | {"Location": address(me.id, channel.id, thread)})

    async def show(self, request: web.Request) -> web.Response:
        me = await member_of(request, self._platform)
        channel = await self._platform.channel(request.match_info["channel"], me)
        thread = int(request.match_info.get("thread", "0")) or None
        root = await self._platform.root(channel.id, thread, me) if thread else None
        seq = await self._platform.last_seq()
        before = query_number(request, "before", LAST)
        messages = await self._platform.messages(channel, thread, me, before)
        first = messages[0].id if len(messages) == PAGE else None
        earlier = first if first and await self._platform.messages(channel, thread, me, first) else None
        seen = await self._platform.seen(me, channel) or LAST  # nothing is new to a newcomer
        new = next((m.id for m in messages if m.id > seen and m.author != me.id), None)
        await self._platform.mark_seen(me, channel)
        response = html_response(
            self._renderer.page(
                me=me,
                members={member.id: member for member in await self._platform.members()},
                channels=await self._platform.channels(me),
                unread=await self._platform.unread(me),
                channel=channel,
                root=root,
                messages=messages,
                earlier=earlier,
                new=new,
                seq=seq,
                version=self._platform.version,
                toured=TOURED in request.cookies or TOURED in request.query,
                forms=FORMS,
            )
        )
        for cookie, value in ((AS, me.id), *([(TOURED, "yes")] if TOURED in request.query else [])):
            response.set_cookie(cookie, quote(value), samesite="Lax", httponly=True, max_age=REMEMBERED)
        return response

    async def static(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(
            STATIC / request.match_info["name"], headers=HEADERS | {"Cache-Control": "no-cache"}
        )

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A picture of a card, or a file to be saved."""
        me = await member_of(request, self._platform)
        message = await self._platform.message(int(request.match_info["message"]), me)
        blocks = dict(enumerate(message.card.blocks if message.card else ()))
        match blocks.get(int(request.match_info["block"])):
            case Image(png=png):
                return web.Response(body=png, content_type="image/png", headers=HEADERS)
            case File(name=name, text=text):
                kept = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
                return web.Response(text=text, content_type="text/plain", headers=HEADERS | kept)
            case _:
                raise PlaceGone("There is no such file.")

    async def _newest_thread(self, channel: Channel, me: Member) -> int | None:
        """The newest question's; in a channel that has just begun, wait a moment for the first one."""
        with self._platform.listen() as changed, suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE.total_seconds()):
                while (thread := await self._platform.newest_thread(channel.id)) is None:
                    said = await self._platform.messages(channel, None, me)
                    if said and said[0].created_at < self._platform.now() - PATIENCE:
                        return None
                    await changed.wait()
                    changed.clear()
                return thread
        return None
