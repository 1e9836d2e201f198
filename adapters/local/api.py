"""The platform as JSON, for the page and for the terminal alike.

A request names the member it speaks for as `?as=` (their id); without it, that is the first member.
POST and DELETE take a JSON object of at most 64 kB; `nonce` is the client's own name for one act (8
to 64 of letters, digits, - and _), so that trying again does nothing twice. `place` is a channel, or
a thread in it, as `bot.chat.refs.Place` is written: `local:home:CHANNEL` or `local:home:CHANNEL:ID`,
where ID is that of the message on which the thread hangs.

    GET    /api/state               → {me, version, members: [{id, name, admin}],
                                       channels: [{id, name, direct, unread}],
                                       commands: [{usage, description}]}
    GET    /api/messages            ?place= &before=ID → {seq, messages: [message]}: the last
                                    100, oldest first
    POST   /api/messages            {place, text, nonce} → {message}; a text that begins with /
                                    is a command → {form}
    POST   /api/messages/ID         {text} → {message}
    DELETE /api/messages/ID         one's own, or a private one → {}
    POST   /api/press               {place, message, action, value, nonce} → {form}
    POST   /api/submit              {place, message, action, value, values, nonce}
                                    → {}, or {error, problems: {input: sentence}}
    GET    /api/complete            ?place= &line= → {suggestions: [{line, label, description}], html}
    POST   /api/channels            {name} → {channel, address}
    DELETE /api/channels/ID         archive → {}
    POST   /api/members             {name} → {member, address}
    POST   /api/members/ID          {admin} → {}
    POST   /api/seen                {channel} → {}
    GET    /api/events              ?since=SEQ → server-sent events, see `stream.py`

A message is {id, seq, place, channel, author, private, text, card, plain, title, replies, reaction,
edited, deleted, created_at}: `author` is null for the bot, which sends a `card` (as `bot.chat.card`
writes it) and the same as `plain` text. `form` is null or {message, action, value, title, text,
submit, inputs, html}: `message` is where it was opened, the rest is as `bot.chat.form` has it.

What somebody can't have comes back as {error: a sentence}, with status 200, since nothing went wrong;
what no client of good will asks has the status 400 (malformed), 403 (not yours), 410 (gone), 413 (too
long) or 415 (not JSON); 503 asks for patience.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TypeVar
from urllib.parse import quote

from aiohttp import web
from pydantic import ValidationError

from adapters.local.answers import Handler, Json, Refused, json_response
from adapters.local.bodies import Body, Named, Pressed, Reworded, Said, Seen, Submitted, Switched
from adapters.local.completion import suggest
from adapters.local.inbound import Inbound
from adapters.local.model import LAST, Member, Message, spot
from adapters.local.platform import Platform
from adapters.local.render import Renderer, address
from bot.chat.card import CARDS
from bot.chat.form import Form
from bot.chat.plain import plain
from bot.chat.refs import Place

MAX_BODY = 64 * 1024  # bytes
MAX_LINE = 300  # characters of a command that is being typed

Model = TypeVar("Model", bound=Body)


class Api:
    def __init__(self, platform: Platform, inbound: Inbound, renderer: Renderer) -> None:
        self._platform = platform
        self._inbound = inbound
        self._renderer = renderer

    def routes(self) -> list[tuple[str, str, Handler]]:
        """Method, path and handler of each."""
        handlers = [
            ("GET", "/api/state", self._state),
            ("GET", "/api/messages", self._messages),
            ("POST", "/api/messages", self._say),
            ("POST", r"/api/messages/{id:\d{1,15}}", self._reword),
            ("DELETE", r"/api/messages/{id:\d{1,15}}", self._withdraw),
            ("POST", "/api/press", self._press),
            ("POST", "/api/submit", self._submit),
            ("GET", "/api/complete", self._complete),
            ("POST", "/api/channels", self._add_channel),
            ("DELETE", "/api/channels/{id}", self._archive),
            ("POST", "/api/members", self._add_member),
            ("POST", "/api/members/{id}", self._set_admin),
            ("POST", "/api/seen", self._mark_seen),
        ]
        return [(method, path, _as_json(handler)) for method, path, handler in handlers]

    async def _state(self, request: web.Request) -> Json:
        me = await member_of(request, self._platform)
        unread = await self._platform.unread(me)
        return {
            "me": me.id,
            "version": self._platform.version,
            "members": [asdict(member) for member in await self._platform.members()],
            "channels": [
                {"id": c.id, "name": c.name, "direct": c.owner is not None, "unread": c.id in unread}
                for c in await self._platform.channels(me)
            ],
            "commands": [
                {"usage": spec.usage, "description": spec.description} for spec in self._inbound.commands
            ],
        }

    async def _messages(self, request: web.Request) -> Json:
        me = await member_of(request, self._platform)
        channel, thread = spot(_place(request.query.get("place", "")))
        seq = await self._platform.last_seq()
        messages = await self._platform.messages(
            await self._platform.channel(channel, me),
            thread,
            me,
            before=query_number(request, "before", LAST),
        )
        return {"seq": seq, "messages": [message_json(message) for message in messages]}

    async def _say(self, request: web.Request) -> Json:
        me, said = await member_of(request, self._platform), await _body(request, Said)
        if said.text.lstrip().startswith("/"):
            place = await self._enter(said.place, me)
            return self._form(await self._inbound.command(me, place, said.text, said.nonce))
        message = await self._inbound.say(me, _place(said.place), said.text, said.nonce)
        return {"message": message_json(message)}

    async def _reword(self, request: web.Request) -> Json:
        me, reworded = await member_of(request, self._platform), await _body(request, Reworded)
        message = await self._platform.message(int(request.match_info["id"]), me)
        return {"message": message_json(await self._inbound.edit(me, message, reworded.text))}

    async def _withdraw(self, request: web.Request) -> Json:
        me = await member_of(request, self._platform)
        await self._inbound.delete(me, await self._platform.message(int(request.match_info["id"]), me))
        return {}

    async def _press(self, request: web.Request) -> Json:
        me, pressed = await member_of(request, self._platform), await _body(request, Pressed)
        message = await self._platform.message(pressed.message, me)
        shown_in = await self._enter(pressed.place, me)
        form = await self._inbound.press(me, message, pressed.action, pressed.value, shown_in, pressed.nonce)
        return self._form(form, message.id)

    async def _submit(self, request: web.Request) -> Json:
        me, form = await member_of(request, self._platform), await _body(request, Submitted)
        problems = await self._inbound.submit(
            me,
            await self._enter(form.place, me),
            await self._platform.message(form.message, me) if form.message else None,
            form.action,
            form.value,
            form.values,
            form.nonce,
        )
        if problems:
            return {"error": "Something in the form is not right yet.", "problems": dict(problems)}
        return {}

    async def _complete(self, request: web.Request) -> Json:
        me = await member_of(request, self._platform)
        place = await self._enter(request.query.get("place", ""), me)
        suggestions = await suggest(
            self._inbound.commands,
            request.query.get("line", "")[:MAX_LINE],
            lambda spec, option, typed: self._inbound.complete(me, place, spec, option.name, typed),
        )
        html = self._renderer.suggestions(suggestions)
        return {"suggestions": [asdict(suggestion) for suggestion in suggestions], "html": html}

    async def _add_channel(self, request: web.Request) -> Json:
        me, named = await member_of(request, self._platform), await _body(request, Named)
        channel = await self._platform.add_channel(named.name)
        await self._inbound.gained(channel, me)
        return {"channel": channel.id, "address": address(me.id, channel.id)}

    async def _archive(self, request: web.Request) -> Json:
        me = await member_of(request, self._platform)
        channel = await self._platform.channel(request.match_info["id"], me)
        await self._inbound.lost(await self._platform.archive(channel), me)
        return {}

    async def _add_member(self, request: web.Request) -> Json:
        member = await self._platform.add_member((await _body(request, Named)).name)
        return {"member": member.id, "address": f"/?as={quote(member.id)}"}

    async def _set_admin(self, request: web.Request) -> Json:
        switched = await _body(request, Switched)
        await self._platform.set_admin(await self._platform.member(request.match_info["id"]), switched.admin)
        return {}

    async def _mark_seen(self, request: web.Request) -> Json:
        me, seen = await member_of(request, self._platform), await _body(request, Seen)
        await self._platform.mark_seen(me, await self._platform.channel(seen.channel, me))
        return {}

    async def _enter(self, place: str, me: Member) -> Place:
        return await self._platform.enter(*spot(_place(place)), me)

    def _form(self, form: Form | None, message: int | None = None) -> Json:
        return {"form": form and asdict(form) | {"message": message, "html": self._renderer.form(form)}}


async def member_of(request: web.Request, platform: Platform) -> Member:
    """Whom the request speaks for. Raises NotAllowed for a stranger."""
    named = request.query.get("as")
    return await platform.member(named) if named else (await platform.members())[0]


def query_number(request: web.Request, name: str, default: int) -> int:
    """A number from the address; raises Refused."""
    text = request.query.get(name, "")
    if not text:
        return default
    if not text.isdecimal() or len(text) > 16:
        raise Refused(400, f"{name} is a number.")
    return min(int(text), LAST)


def message_json(message: Message) -> Json:
    """As the module's docstring describes it."""
    return {
        "id": message.id,
        "seq": message.seq,
        "place": str(message.place),
        "channel": message.channel,
        "author": message.author,
        "private": message.private_to is not None,
        "text": message.text,
        "card": message.card and CARDS.dump_python(message.card, mode="json"),
        "plain": plain(message.card) if message.card else message.text,
        "title": message.title,
        "replies": message.replies,
        "reaction": message.reaction,
        "edited": message.revision > 0,
        "deleted": message.deleted,
        "created_at": message.created_at.isoformat(),
    }


def _as_json(handle: Callable[[web.Request], Awaitable[Json]]) -> Handler:
    async def answering(request: web.Request) -> web.Response:
        return json_response(await handle(request))

    return answering


async def _body(request: web.Request, model: type[Model]) -> Model:
    if request.content_type != "application/json":
        raise Refused(415, "Send JSON.")
    try:
        body = await request.clone(client_max_size=MAX_BODY).read()
    except web.HTTPRequestEntityTooLarge:
        raise Refused(413, "That is too long: 64 kB at most.") from None
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(map(str, wrong["loc"]))
        raise Refused(400, f"{where}: {wrong['msg']}".removeprefix(": ")) from None


def _place(text: str) -> Place:
    try:
        return Place.parse(text)
    except ValueError:
        raise Refused(400, "place is not a place.") from None
