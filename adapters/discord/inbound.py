"""What comes in from Discord: written down, acknowledged in time, answered after.

Discord tells everything through the gateway, once. What is missed between two sessions is read back where it
can be: messages in the threads that Koko opened.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Hashable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakValueDictionary

import stamina
from discord.utils import snowflake_time

from adapters.discord.answers import Answers
from adapters.discord.client import Connection, Payload
from adapters.discord.exchange import Exchange
from adapters.discord.forms import AGAIN, GONE, Forms
from adapters.discord.parse import Kind, Origin, Parser, is_heard, origin
from adapters.discord.people import People
from adapters.discord.places import DIRECT, Places, first_channel
from adapters.discord.posts import Posts
from adapters.discord.render import pressed
from bot.chat.adapter import App, Reply
from bot.chat.card import Card, card
from bot.chat.events import Event, FormSubmitted, MessageEdited, MessageSent
from bot.chat.refs import Place
from bot.errors import ChatError, PlatformDown, UserError
from bot.logs import get_logger

log = get_logger(__name__)

QUIET_SECONDS = 2.5  # after which nobody else answers any more what is not ours to answer
MESSAGES_AT_ONCE = 4  # that are answered: more would hold up what others do
READ_AT_ONCE = 4  # threads
READ_BACK = timedelta(days=2)  # the store knows for a week what it has taken
LEAVING = 4.0  # seconds for what is being answered
ACCEPT_SECONDS = 300.0  # for which a message is tried to be read and written down
MOST_KNOWN = 20_000
MOST_CHOICES, MAX_CHOICE = 25, 100  # Discord: of an autocompletion, and characters of each
NOT_TAKEN = "I could not take that just now. Please try once more in a minute."


class Inbound:
    """Handles what the gateway tells while it is connected."""

    def __init__(
        self,
        connection: Connection,
        people: People,
        places: Places,
        posts: Posts,
        answers: Answers,
        now: Callable[[], datetime],
    ) -> None:
        self._connection, self._people, self._places = connection, people, places
        self._posts, self._answers, self._now = posts, answers, now
        self._forms: Forms = answers.forms
        self._app: App | None = None
        self._turns: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        self._busy: set[asyncio.Task[None]] = set()
        self._few = asyncio.Semaphore(MESSAGES_AT_ONCE)
        self._reading = asyncio.Semaphore(READ_AT_ONCE)
        self._guilds: dict[str, str] = {}
        self._read_back: set[str] = set()
        self._authors: dict[str, str] = {}

    @property
    def table(self) -> Mapping[str, Callable[[Payload], None]]:
        """What is listened to, by Discord's names."""
        return {
            "READY": self._session,
            "GUILD_CREATE": self._guild,
            "GUILD_DELETE": self._guild_left,
            "GUILD_MEMBER_UPDATE": self._permissions_changed,
            "GUILD_ROLE_UPDATE": self._permissions_changed,
            "CHANNEL_CREATE": self._places.learn,
            "CHANNEL_UPDATE": self._channel_changed,
            "CHANNEL_DELETE": self._channel_gone,
            "THREAD_CREATE": self._places.learn,
            "THREAD_UPDATE": self._thread_changed,
            "THREAD_DELETE": self._places.forget,
            "THREAD_LIST_SYNC": self._threads,
            "INTERACTION_CREATE": lambda body: self._begin(self._interaction(body)),
            "MESSAGE_CREATE": self._message,
            "MESSAGE_UPDATE": self._message,
            "MESSAGE_DELETE": lambda body: self._gone([body["id"]], body),
            "MESSAGE_DELETE_BULK": lambda body: self._gone(body["ids"], body),
        }

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
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while self._busy and (left := end - loop.time()) > 0:
            await asyncio.wait(self._busy, timeout=left)

    # What somebody does

    async def _interaction(self, body: Payload) -> None:
        back = origin(body)
        exchange = Exchange(self._connection, back, asyncio.get_running_loop().time())
        try:
            await self._take(body, back, exchange)
        except UserError as error:
            why = str(error)
        except ChatError as error:
            log.warning("not_taken", reason=str(error))
            why = NOT_TAKEN
        except Exception:
            log.exception("not_taken")
            why = NOT_TAKEN
        else:
            return
        await self._answers.tell(exchange, card("", why))

    async def _take(self, body: Payload, back: Origin, exchange: Exchange) -> None:
        """Raises what `accept` raises."""
        parser = self._parser
        if back.kind is Kind.COMPLETION:
            offered = await parser.app.complete(parser.completion(body, back))
            await exchange.offer(_choices(offered))
            return
        if back.kind is Kind.COMPONENT and await self._is_form_again(body, exchange):
            return
        event = parser.interaction(body, back)
        if event is None:
            return
        self._people.met(body, back.person)
        async with self._turn((back.person.workspace, back.person.user)):
            if isinstance(event, FormSubmitted):
                if wrong := await parser.app.problems(event):
                    await self._answers.tell(exchange, self._forms.complains(event, wrong))
                    return
                event = self._forms.from_where_it_was_opened(event)
            reply = await parser.app.accept(event)
        if reply:
            responding = asyncio.create_task(parser.app.respond(event))
            self._begin(self._answers.give(exchange, event, reply, responding))
        else:
            self._begin(self._leave(exchange))

    async def _is_form_again(self, body: Payload, exchange: Exchange) -> bool:
        """A button of the adapter's own."""
        action, name = pressed(body["data"]["custom_id"])
        if action != AGAIN:
            return False
        shown = self._forms.reopens(exchange.origin, name)
        if shown:
            await exchange.open(shown)
        else:
            await self._answers.tell(exchange, card("", GONE))
        return True

    async def _leave(self, exchange: Exchange) -> None:
        """Nobody listens; or it was told twice, or another process has it: then it is answered there."""
        await asyncio.sleep(exchange.left(QUIET_SECONDS))
        try:
            await exchange.be_silent()
        except ChatError as error:
            log.debug("answered_elsewhere", reason=str(error))

    # What is said

    def _message(self, body: Payload) -> None:
        if self._app and is_heard(body, self._connection.me):
            self._authors[body["id"]] = body["author"]["id"]
            if len(self._authors) > MOST_KNOWN:
                del self._authors[next(iter(self._authors))]
            self._begin(self._hear(body, str(body.get("guild_id") or DIRECT)))

    def _gone(self, ids: list[str], body: Payload) -> None:
        for id in ids if self._app else ():
            self._begin(self._forget(id, body["channel_id"], str(body.get("guild_id") or DIRECT)))

    async def _hear(self, body: Payload, guild: str) -> None:
        async with self._turn((guild, body["author"]["id"])):
            place = await self._place(str(body["channel_id"]), guild)
            event = self._parser.message(body, place, self._connection.me)
            await self._accept(event)

    async def _forget(self, id: str, channel: str, guild: str) -> None:
        """After what its author said before, where that is known."""
        async with self._turn((guild, self._authors.get(id, channel))):
            await self._accept(self._parser.gone(id, await self._place(channel, guild)))

    async def _place(self, channel: str, guild: str) -> Place:
        if known := self._places.known(channel, guild):
            return known
        async for attempt in self._patiently():
            with attempt:
                return await self._places.of(channel, guild)
        raise AssertionError("the last try returns or raises")

    # Servers and channels

    def _session(self, body: Payload) -> None:
        """A session begins: servers that Koko is in follow, and what was missed is read back."""
        mine = {str(guild["id"]) for guild in body["guilds"]}
        shard, shards = body.get("shard", (0, 1))
        for guild in [id for id in self._guilds if (int(id) >> 22) % shards == shard and id not in mine]:
            self._guild_left({"id": guild})
        for guild in mine:
            self._guilds.setdefault(guild, "")
        self._read_back |= mine

    def _guild(self, body: Payload) -> None:
        if body.get("unavailable"):
            return
        for channel in (*body.get("channels", ()), *body.get("threads", ())):
            self._places.learn({**channel, "guild_id": body["id"]})
        guild, is_new = str(body["id"]), str(body["id"]) not in self._guilds
        self._guilds[guild] = str(body["joined_at"])
        if is_new and (place := first_channel(body, self._connection.me)):
            self._begin(self._accept(self._parser.gained(body, place)))
        elif guild in self._read_back and self._connection.settings.message_content:
            self._read_back.discard(guild)
            for thread in body.get("threads", ()):
                self._begin(self._read(thread, guild))

    def _guild_left(self, body: Payload) -> None:
        """A server that is only unavailable comes back by itself."""
        if not body.get("unavailable") and self._app:
            guild = str(body["id"])
            self._begin(self._accept(self._parser.left(guild, self._guilds.pop(guild, ""))))

    def _channel_changed(self, body: Payload) -> None:
        self._places.learn(body)
        self._permissions_changed(body)

    def _thread_changed(self, body: Payload) -> None:
        """Discord tells all of a thread that is opened again, so those that rest need not be kept."""
        if body["thread_metadata"]["archived"]:
            self._places.forget(body)
        else:
            self._places.learn(body)
        self._connection.refusals.forget_about(str(body["id"]))

    def _channel_gone(self, body: Payload) -> None:
        self._places.forget(body)
        if self._app and "guild_id" in body:
            self._begin(self._accept(self._parser.lost(body)))

    def _threads(self, body: Payload) -> None:
        for thread in body["threads"]:
            self._places.learn(thread)

    def _permissions_changed(self, _: Payload) -> None:
        self._connection.refusals.forget()

    async def _read(self, thread: Payload, guild: str) -> None:
        """Take what was said in a thread of Koko's while nobody listened; what was taken before is known."""
        since, last = self._now() - READ_BACK, thread.get("last_message_id")
        if thread.get("owner_id") != self._connection.me or not last or snowflake_time(int(last)) < since:
            return
        async with self._reading:
            async for attempt in self._patiently():
                with attempt:
                    await self._read_since(str(thread["id"]), guild, since)

    async def _read_since(self, thread: str, guild: str, since: datetime) -> None:
        async for found in self._posts.messages(thread, since):
            if is_heard(found, self._connection.me):
                said = {**found, "channel_id": thread}
                await self._hear({**said, "edited_timestamp": None}, guild)
                if found.get("edited_timestamp"):
                    await self._hear(said, guild)

    # What is the same for all

    async def _accept(self, event: Event | None) -> None:
        """Written down sooner or later: Discord tells it once, and nobody waits."""
        if event is None:
            return
        app = self._parser.app
        try:
            reply = await app.accept(event)
        except Exception:
            reply = await self._insist(app, event)
        if reply:
            self._begin(self._respond(app, event))

    async def _insist(self, app: App, event: Event) -> Reply | None:
        """After a first try, which costs a twentieth of a retry that is made ready for nothing."""
        async for attempt in stamina.retry_context(
            on=Exception, attempts=None, timeout=ACCEPT_SECONDS, wait_initial=0.2, wait_max=10.0
        ):
            with attempt:
                return await app.accept(event)
        raise AssertionError("the last try returns or raises")

    async def _respond(self, app: App, event: Event) -> None:
        async with self._few:
            response = await app.respond(event)
        if isinstance(event, MessageSent | MessageEdited) and isinstance(response, Card):
            await self._answers.tell_about(response, event)

    def _patiently(self) -> AsyncIterator[stamina.Attempt]:
        """For what Discord tells once, and which takes a question to be understood."""

        def is_worth_it(error: Exception) -> bool:
            return isinstance(error, PlatformDown) and self._app is not None

        return stamina.retry_context(
            on=is_worth_it, attempts=None, timeout=ACCEPT_SECONDS, wait_initial=0.2, wait_max=10.0
        )

    def _turn(self, key: Hashable) -> asyncio.Lock:
        """What one person does is taken in the order in which Discord tells it."""
        return self._turns.setdefault(key, asyncio.Lock())

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(_guarded(work))
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)

    @property
    def _parser(self) -> Parser:
        if self._app is None:
            raise PlatformDown("Koko is not connected")
        return Parser(self._app, self._now)


def _choices(offered: Sequence[str]) -> list[dict[str, str]]:
    return [{"name": each[:MAX_CHOICE], "value": each[:MAX_CHOICE]} for each in offered if each][
        :MOST_CHOICES
    ]


async def _guarded(work: Coroutine[Any, Any, None]) -> None:
    """What goes wrong with one thing concerns that alone."""
    try:
        await work
    except ChatError as error:
        log.warning("answer_not_shown", reason=str(error))
    except Exception:
        log.exception("answer_failed")
