"""What comes in from Slack, by either way: written down, acknowledged in time, answered after.

Bolt checks and reads the payloads; there is one reader for each kind of them, and behind it the bot's own
table of routes.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager, nullcontext
from dataclasses import replace
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.response import BoltResponse

from adapters.slack.answers import Answers
from adapters.slack.client import SDK_LOG
from adapters.slack.installs import Installs
from adapters.slack.modal import errors, inputs
from adapters.slack.names import CommandNames
from adapters.slack.parse import (
    Origin,
    Parser,
    Payload,
    asked_by,
    asker,
    is_goodbye,
    origin,
    pressed_in,
    turn_of,
)
from adapters.slack.people import People
from bot.chat.adapter import App, Reply
from bot.chat.card import Card, card
from bot.chat.events import (
    ButtonPressed,
    CommandInvoked,
    Event,
    FormSubmitted,
    HomeOpened,
    MessageEdited,
    MessageSent,
    ShortcutUsed,
)
from bot.errors import ChatError, PlaceGone, PlatformDown, UserError
from bot.logs import get_logger

log = get_logger(__name__)

FORM_SECONDS = 2.5  # of the three within which Slack wants to hear that something has arrived
AT_ONCE = 4  # messages that are answered: more would hold up the acknowledgement of others
LEAVING = 4.0  # seconds for what is being answered
NOT_TAKEN = "I could not take that just now. Please try once more in a minute."

Asking = CommandInvoked | ButtonPressed | FormSubmitted | ShortcutUsed | MessageSent | MessageEdited
"""What a person does in a place, and may be answered."""

Read = Callable[[Payload, str], Awaitable[Event | None]]
"""Makes an event of a payload and the workspace it is from; None for what does not concern the bot."""


class Inbound:
    """Handles what `bolt` is given while it is connected."""

    def __init__(
        self,
        installs: Installs,
        people: People,
        answers: Answers,
        names: CommandNames,
        signing_secret: str,
        now: Callable[[], datetime],
    ) -> None:
        self._installs, self._people, self._answers = installs, people, answers
        self._names, self._now = names, now
        self._app: App | None = None
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._busy: set[asyncio.Task[None]] = set()
        self._few = asyncio.Semaphore(AT_ONCE)
        self._readers: Mapping[str, Read] = {
            "block_actions": self._button,
            "view_submission": self._form,
            "message_action": self._shortcut,
            "event_callback": self._event,
        }
        self.bolt = self._listening(signing_secret)

    @asynccontextmanager
    async def connected(self, app: App) -> AsyncIterator[None]:
        """Leaves when what is being answered is finished, or takes too long."""
        self._app = app
        try:
            yield
        finally:
            self._app = None
            await self.finish(LEAVING)

    async def finish(self, seconds: float) -> None:
        """Wait for what is being answered, at most so long."""
        if self._busy:
            await asyncio.wait(self._busy, timeout=seconds)

    def _listening(self, signing_secret: str) -> AsyncApp:
        bolt = AsyncApp(
            logger=SDK_LOG,
            name="koko",
            signing_secret=signing_secret,
            authorize=_authorized,
            ignoring_self_events_enabled=False,  # the parser leaves them out
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )
        bolt.use(_Listener(self._listen))
        return bolt

    async def _listen(self, request: AsyncBoltRequest) -> BoltResponse | None:
        """None for what nobody reads."""
        body, ack, team = request.body, request.context.ack, request.context.team_id or ""
        read = self._command if "command" in body else self._readers.get(body.get("type", ""))
        if read is None:
            return None
        clock = asyncio.get_running_loop().time
        until = clock() + FORM_SECONDS
        try:
            async with self._turn(body):
                team = await self._team(body, team)
                if not team:
                    return await ack()  # there is nobody to tell
                opening = await self._take(await read(body, team), origin(body, team), ack)
            if opening:
                await asyncio.wait([opening], timeout=max(0.0, until - clock()))
                await ack()
            return ack.response
        except UserError as error:
            why = str(error)
        except ChatError as error:
            log.warning("not_taken", reason=str(error))
            why = NOT_TAKEN
        except Exception:
            log.exception("not_taken")
            why = NOT_TAKEN
        return await self._refuse(why, body, team, ack)

    async def _refuse(self, why: str, body: Payload, team: str, ack: AsyncAck) -> BoltResponse:
        """Say why something is not taken. Where nobody can be told, Slack is not told that it has arrived:
        it tells it again, or says itself that something went wrong."""
        if body.get("type") == "view_submission":
            return await ack(errors(dict.fromkeys(inputs(body["view"])[:1], why)))
        back = origin(body, team)
        if not back.response_url:
            return BoltResponse(status=500)
        self._begin(self._answers.tell(card("", why), asker(body, team), back))
        return await ack()

    # One reader for each kind of payload

    async def _command(self, body: Payload, team: str) -> Event:
        return self._parser.command(body, team)

    async def _button(self, body: Payload, team: str) -> Event:
        place = pressed_in(body, team) or await self._people.direct(asker(body, team).person)
        return self._parser.button(body, team, place)

    async def _form(self, body: Payload, team: str) -> Event:
        return self._parser.form(body, team)

    async def _shortcut(self, body: Payload, team: str) -> Event | None:
        return self._parser.shortcut(body, team)

    async def _event(self, body: Payload, team: str) -> Event | None:
        if is_goodbye(body):
            # What comes late, after Koko was installed again, is no goodbye any more.
            return self._parser.goodbye(body, team) if await self._installs.forget(team) else None
        event = self._parser.event(body, team, (await self._installs.bot(team)).user_id)
        if isinstance(event, HomeOpened):
            self._people.met(event.person, body["event"]["channel"])
        return event

    async def _team(self, body: Payload, told: str) -> str:
        """The workspace that Koko is in, or has just left; empty where it is not.

        Of what is done in a shared channel Slack may tell the other one; its events name one that has Koko,
        or had it. Where several have, what is said under a question is told to the one that asked.
        """
        try:
            bot, asked = await self._installs.bot(told), asked_by(body)
        except PlaceGone:
            if body.get("type") == "event_callback":
                return told if is_goodbye(body) else ""
            known = await self._installs.workspaces()
            return known[0] if len(known) == 1 else ""
        if asked and asked != bot.user_id:
            for team in await self._installs.workspaces():
                if (await self._installs.bot(team)).user_id == asked:
                    return team
        return told

    # What is the same for all

    async def _take(self, event: Event | None, back: Origin, ack: AsyncAck) -> asyncio.Task[None] | None:
        """What opens a form, before which nothing is acknowledged. Raises what `accept` raises."""
        if event is None:
            await ack()
            return None
        app, event = self._parser.app, await self._named(event)
        if isinstance(event, FormSubmitted) and (wrong := await app.problems(event)):
            await ack(errors(wrong))
            return None
        reply = await app.accept(event)
        answering = self._begin(self._answer(app, event, reply, back)) if reply else None
        if reply is Reply.FORM:
            return answering
        await ack()
        return None

    async def _answer(self, app: App, event: Event, reply: Reply, back: Origin) -> None:
        async with self._few if isinstance(event, MessageSent | MessageEdited) else nullcontext():
            response = await app.respond(event)
        if isinstance(event, HomeOpened) and isinstance(response, Card):
            await self._answers.publish(event.person, response)
        elif isinstance(event, Asking) and response:
            await self._answers.show(reply, response, event, back)

    async def _named(self, event: Event) -> Event:
        if not isinstance(event, Asking):
            return event
        return replace(event, person=await self._people.named(event.person))

    def _turn(self, body: Payload) -> asyncio.Lock:
        """What one person does is taken in the order in which Slack tells it, and after it what becomes of
        their messages."""
        return self._turns.setdefault(turn_of(body), asyncio.Lock())

    def _begin(self, answering: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(_guarded(answering))
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)
        return task

    @property
    def _parser(self) -> Parser:
        if self._app is None:
            raise PlatformDown("Koko is not connected")
        return Parser(self._names, self._app, self._now)


class _Listener(AsyncMiddleware):
    """In place of bolt's own listeners. To find the right one bolt asks each of them, and makes ready each
    time all that any could want: among five that takes longer than everything else it does."""

    def __init__(self, listen: Callable[[AsyncBoltRequest], Awaitable[BoltResponse | None]]) -> None:
        self._listen = listen

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        return await self._listen(req) or await next()


async def _guarded(answering: Coroutine[Any, Any, None]) -> None:
    """An answer that can't be shown concerns that answer alone."""
    try:
        await answering
    except ChatError as error:
        log.warning("answer_not_shown", reason=str(error))
    except Exception:
        log.exception("answer_failed")


async def _authorized(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult:
    """Bolt calls nothing by itself, so it needs no token."""
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)
