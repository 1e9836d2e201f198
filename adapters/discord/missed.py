"""What was said, changed and deleted in threads while nobody listened, read back when a session begins.

Discord tells everything through the gateway, once: after a gap that no RESUME bridges, and after a start, the
threads themselves say what became of them. Discord's history goes back to the beginning, a hundred messages
a call; https://docs.discord.com/developers/resources/message#get-channel-messages
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from discord.http import Route
from discord.utils import snowflake_time

from adapters.discord.client import Connection, Payload
from adapters.discord.faults import UNKNOWN_MESSAGE, code
from adapters.discord.intake import Intake
from adapters.discord.places import ADAPTER, place_of
from adapters.discord.posts import MESSAGE, MESSAGES, PAGE
from adapters.discord.talk import Talk
from bot.chat.adapter import Thread
from bot.chat.refs import MessageRef, Place
from bot.errors import ChatError, NotAllowed
from bot.logs import get_logger

log = get_logger(__name__)

CLOSED_FOR = timedelta(days=2)
"""How long after its close a question's thread is read: what was said there in time still counts."""
MOST_PAGES = 50
"""Of a thread, its last 5,000 messages."""
AT_ONCE = 4  # threads; the least way in which posts of that moment are held up


@dataclass
class Missed:
    """Reads the threads of a server."""

    connection: Connection
    intake: Intake
    talk: Talk
    _few: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    def read(self, guild: str, active: Iterable[Payload]) -> None:
        """`active` are the threads that Discord tells of as open."""
        self.intake.begin(self._read(guild, list(active)))

    async def _read(self, guild: str, active: Iterable[Payload]) -> None:
        since, app = self.intake.now() - CLOSED_FOR, self.intake.parser.app
        # Before the threads are read, so that what is answered meanwhile is not taken for gone.
        asked = await self.intake.insist(lambda: app.threads(ADAPTER, guild, since))
        known = {thread.place.thread for thread in asked}
        others = [
            Thread(place_of(thread, guild), since)
            for thread in active
            if str(thread["id"]) not in known and self._may_be_asked(thread, since)
        ]
        for thread in (*asked, *others):
            self.intake.begin(self._take(thread))

    def _may_be_asked(self, thread: Payload, since: datetime) -> bool:
        """Koko may have been stopped between opening a thread and writing that down."""
        last = thread.get("last_message_id") or "0"
        return thread.get("owner_id") == self.connection.me and _at(last) >= since

    async def _take(self, thread: Thread) -> None:
        async with self._few:
            try:
                async for attempt in self.intake.patiently():
                    with attempt:
                        await self._take_all(thread)
            except ChatError as error:
                log.warning("thread_not_read", thread=str(thread.place), reason=str(error))

    async def _take_all(self, thread: Thread) -> None:
        found = await self._last(thread.place, thread.since)
        for message in found:
            await self.talk.find(message, thread.place)
        seen = {message["id"] for message in found}
        reaches = min(map(int, seen), default=0) if len(found) >= PAGE * MOST_PAGES else 0
        for answer in thread.answers:
            if answer.id not in seen and int(answer.id) > reaches and await self._is_gone(answer):
                await self.talk.miss(answer.id, thread.place)

    async def _last(self, place: Place, since: datetime) -> list[Mapping[str, Any]]:
        """The last messages of a thread, of no more than so many, the oldest first."""
        found: list[Mapping[str, Any]] = []
        for _ in range(MOST_PAGES):
            asked = {"limit": str(PAGE)} | ({"before": found[-1]["id"]} if found else {})
            route = Route("GET", MESSAGES, channel_id=place.thread)
            page = await self.connection.patient(route, params=asked)
            found += [{**message, "channel_id": place.thread} for message in page]
            if len(page) < PAGE or _at(page[-1]["id"]) < since:
                break
        return [message for message in reversed(found) if _at(message["id"]) >= since]

    async def _is_gone(self, answer: MessageRef) -> bool:
        """Who may not read a thread's history is shown an empty one, so each that is missing is asked for."""
        where = {"channel_id": answer.place.thread, "message_id": answer.id}
        try:
            await self.connection.patient(Route("GET", MESSAGE, **where))
        except NotAllowed as error:
            if code(error) == UNKNOWN_MESSAGE:
                return True
            raise
        return False


def _at(snowflake: str) -> datetime:
    return snowflake_time(int(snowflake))
