"""From an event to its answer: written down first, one at a time for each person, errors made kind."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from structlog.contextvars import bound_contextvars

from bot.chat.adapter import Reply, Thread
from bot.chat.card import Card, card, escape
from bot.chat.commands import CommandSpec
from bot.chat.events import (
    ButtonPressed,
    CommandInvoked,
    CompletionAsked,
    Event,
    FormSubmitted,
    HomeOpened,
    MessageDeleted,
    MessageEdited,
    MessageSent,
    PlaceGained,
    PlaceLost,
    ShortcutUsed,
    WorkspaceLost,
)
from bot.chat.form import Form
from bot.chat.refs import Person, Place
from bot.domain.target import target
from bot.errors import ChatError, PlatformDown, UserError
from bot.features.later import Later, NotYet, Response
from bot.features.threads import asked_in
from bot.logs import get_logger
from bot.store.port import Store

log = get_logger(__name__)

REDELIVERY = timedelta(days=7)  # longer than any platform repeats an event
LEFT_FOR = 30.0  # seconds; then the clock's other jobs have their turn, and the rest the next tick
SOON = timedelta(seconds=2)


E = TypeVar("E", bound=Event)
Handler = Callable[[Any], Awaitable[Response]]
"""Takes the event of its route and gives the answer; raises UserError for what can't be done."""
Wants = Callable[[Any], Awaitable[bool]]
Check = Callable[[FormSubmitted], Awaitable[Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Route:
    """One thing the bot reacts to. `kind` and `name` are the key that an event looks for.

    `wants` is asked before anything is written down; `check` says what is wrong with a form's values.
    An `admin` route's buttons and forms may name the channel that they change (`bot.domain.target`).
    """

    kind: str
    name: str
    handler: Handler
    reply: Reply
    admin: bool = False
    spec: CommandSpec | None = None
    wants: Wants | None = None
    check: Check | None = None

    @property
    def is_kept(self) -> bool:
        """Forms and a person's own page are made by reading alone: no write comes before them."""
        return self.reply is not Reply.FORM and self.kind != "home"


def command(
    spec: CommandSpec,
    handler: Callable[[CommandInvoked], Awaitable[Response]],
    reply: Reply,
    *,
    admin: bool = False,
) -> Route:
    return Route("command", spec.name, handler, reply, admin, spec)


def button(
    action: str, handler: Callable[[ButtonPressed], Awaitable[Response]], reply: Reply, *, admin: bool = False
) -> Route:
    return Route("button", action, handler, reply, admin)


def form(
    action: str,
    handler: Callable[[FormSubmitted], Awaitable[Response]],
    reply: Reply,
    *,
    check: Check,
    admin: bool = False,
) -> Route:
    if reply is Reply.FORM:
        raise ValueError(f"no platform opens a form from a form: {action}")
    return Route("form", action, handler, reply, admin, check=check)


def shortcut(name: str, handler: Callable[[ShortcutUsed], Awaitable[Response]], reply: Reply) -> Route:
    return Route("shortcut", name, handler, reply)


def home(handler: Callable[[HomeOpened], Awaitable[Response]]) -> Route:
    return Route("home", "", handler, Reply.UPDATE)


def sent(handler: Callable[[MessageSent], Awaitable[Response]], *, wants: Wants) -> Route:
    return Route("sent", "", handler, Reply.PRIVATE, wants=wants)


def edited(handler: Callable[[MessageEdited], Awaitable[Response]], *, wants: Wants) -> Route:
    return Route("edited", "", handler, Reply.PRIVATE, wants=wants)


def deleted(handler: Callable[[MessageDeleted], Awaitable[Response]], *, wants: Wants) -> Route:
    return Route("deleted", "", handler, Reply.PRIVATE, wants=wants)


def gained(handler: Callable[[PlaceGained], Awaitable[Response]]) -> Route:
    return Route("gained", "", handler, Reply.PUBLIC)


def lost(handler: Callable[[PlaceLost], Awaitable[Response]]) -> Route:
    return Route("lost", "", handler, Reply.PUBLIC)


def workspace_lost(handler: Callable[[WorkspaceLost], Awaitable[Response]]) -> Route:
    return Route("workspace_lost", "", handler, Reply.PUBLIC)


@dataclass(frozen=True)
class Router:
    """The bot as adapters see it (`bot.chat.adapter.App`).

    `is_admin` raises ChatError where the platform can't be asked; `completions` offers option values;
    `seconds` go by whatever the clock is set to.
    """

    routes: Sequence[Route]
    store: Store
    is_admin: Callable[[Person, Place], Awaitable[bool]]
    completions: Callable[[CompletionAsked], Awaitable[Sequence[str]]]
    wake: Callable[[], None]
    now: Callable[[], datetime]
    seconds: Callable[[], float] = monotonic
    _by_key: dict[tuple[str, str], Route] = field(init=False, default_factory=dict)
    _locks: WeakValueDictionary[str, asyncio.Lock] = field(init=False, default_factory=WeakValueDictionary)
    _busy: set[asyncio.Task[Any]] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        for route in self.routes:
            if (route.kind, route.name) in self._by_key:
                raise ValueError(f"two routes for {route.kind} {route.name!r}")
            self._by_key[route.kind, route.name] = route

    @property
    def commands(self) -> Sequence[CommandSpec]:
        return [route.spec for route in self.routes if route.spec]

    @property
    def shortcuts(self) -> Sequence[str]:
        return [route.name for route in self.routes if route.kind == "shortcut"]

    async def accept(self, event: Event) -> Reply | None:
        route = self._route(event)
        if route is None or (route.wants and not await route.wants(event)):
            return None
        if route.is_kept:
            async with self.store.begin() as tx:
                if not await tx.inbox.add(event, self.now()):
                    return None
        return route.reply

    async def respond(self, event: Event) -> Card | Form | None:
        route = self._route(event)
        if route is None:
            return None
        task = asyncio.current_task()
        assert task
        self._busy.add(task)
        try:
            with bound_contextvars(event_id=event.id, kind=event.kind, route=route.name):
                try:
                    response, again = await self._answer(route, event), False
                except NotYet:
                    response, again = None, True
                if route.is_kept:
                    await self._note(event, again=again)
                return response
        finally:
            self._busy.discard(task)
            self.wake()

    async def problems(self, submitted: FormSubmitted) -> Mapping[str, str]:
        route = self._route(submitted)
        try:
            return await route.check(_aimed(route, submitted)) if route and route.check else {}
        except UserError:
            return {}  # said in full by `respond`

    async def complete(self, asked: CompletionAsked) -> Sequence[str]:
        return await self.completions(asked)

    async def threads(self, adapter: str, workspace: str, since: datetime) -> Sequence[Thread]:
        async with self.store.read() as tx:
            return await asked_in(tx, adapter, workspace, since, self.now())

    async def recover(self) -> None:
        """Handle what was accepted and then left lying by a crash; the answers are found by *See why*.

        What half a minute is not enough for is left for the next time.
        """
        until = self.seconds() + LEFT_FOR
        async with self.store.begin() as tx:
            await tx.inbox.sweep(self.now() - REDELIVERY)
        while self.seconds() < until:
            async with self.store.begin() as tx:
                # One by one: the loan of a second could run out while the first is graded.
                left = await tx.inbox.take_left(self.now(), 1)
            if not left:
                return
            for event in left:
                log.info("event_recovered", event_id=event.id, kind=event.kind)
                await self.respond(event)

    async def finish(self, seconds: float) -> None:
        """Wait for events that are being handled, at most so long."""
        if self._busy:
            await asyncio.wait(self._busy, timeout=seconds)

    def _route(self, event: Event) -> Route | None:
        return self._by_key.get((event.kind, _name(event)))

    async def _answer(self, route: Route, event: Event) -> Card | Form | None:
        try:
            async with self._lock(event):
                event = _aimed(route, event)
                await self._permit(route, event)
                if isinstance(event, FormSubmitted) and (wrong := await self.problems(event)):
                    raise UserError(escape(" ".join(wrong.values())))
                response = await route.handler(event)
            return await response.finish() if isinstance(response, Later) else response
        except NotYet:
            raise
        except UserError as error:
            return card("", str(error))
        except ChatError as error:
            log.warning("platform_refused", error=str(error))
            when = "now" if isinstance(error, PlatformDown) else "here"
            return card("", f"I can't do that {when}: {escape(str(error))}")
        except Exception:
            log.exception("event_failed")
            return card(
                "",
                f"That went wrong on my side, and it is in the log as `{event.id[:40]}`. Please try again.",
            )

    async def _note(self, event: Event, *, again: bool) -> None:
        """Handled, or to be tried again soon. Where that can't be written down the event is handled once
        more, as after a crash; whoever waits for the answer gets it now."""
        try:
            async with self.store.begin() as tx:
                if again:
                    await tx.inbox.defer(event, self.now() + SOON)
                else:
                    await tx.inbox.handled(event)
        except Exception:
            log.exception("event_not_noted")

    async def _permit(self, route: Route, event: Event) -> None:
        if not route.admin or not isinstance(event, CommandInvoked | ButtonPressed | FormSubmitted):
            return
        if not await self.is_admin(event.person, event.place):
            raise UserError(
                "That is for admins of this channel. Ask one of them, or see `/koko help` for the rest."
            )

    def _lock(self, event: Event) -> asyncio.Lock:
        person = getattr(event, "person", None)
        key = str(person or getattr(event, "place", ""))
        return self._locks.setdefault(key, asyncio.Lock())


def _aimed(route: Route, event: E) -> E:
    """An admin's button or form as if it had been used in the channel it names, so that permission is
    asked for the channel that is changed. Raises UserError where there is no such channel."""
    if route.admin and isinstance(event, ButtonPressed | FormSubmitted):
        value, place = target(event.value, event.person)
        return replace(event, value=value, place=place or event.place)
    return event


def _name(event: Event) -> str:
    match event:
        case CommandInvoked():
            return event.command
        case ButtonPressed() | FormSubmitted():
            return event.action
        case ShortcutUsed():
            return event.shortcut
        case _:
            return ""
