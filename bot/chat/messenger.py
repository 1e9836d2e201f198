"""Speaks to any platform by place, and drains the outbox at each platform's pace."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.chat.adapter import Adapter, Capabilities
from bot.chat.outbox import Delivered, Edit, Outbox, Outcome, Post, Postponed, React, Refused, Send, Unread
from bot.chat.refs import Person, Place
from bot.errors import ChatError, NotAllowed, PlaceGone, PlatformDown
from bot.logs import get_logger

BATCH = 200
FIRST_RETRY = timedelta(seconds=5)
LAST_RETRY = timedelta(minutes=10)
TRIES_TO_READ = 5  # of what another version wrote, whose own process may be running beside this one
CALL_LIMIT = 30.0  # seconds; under the minute for which the outbox lends a post

TOO_LATE = PlatformDown("it could not be sent in time")

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Messenger:
    """All adapters by name, and the outbox they share; `call_limit` is what a post may take, in seconds."""

    adapters: Mapping[str, Adapter]
    outbox: Outbox
    now: Callable[[], datetime]
    call_limit: float = CALL_LIMIT
    _more: dict[str, asyncio.Event] = field(default_factory=dict)
    _free_at: dict[str, float] = field(default_factory=dict)

    def capabilities(self, place: Place) -> Capabilities:
        return self._adapter(place).capabilities.in_workspace(place.workspace)

    async def is_admin(self, person: Person, place: Place) -> bool:
        """Raises ChatError where the platform can't be asked."""
        return await self._adapter(place).is_admin(person, place)

    def wake(self) -> None:
        """There is something new in the outbox."""
        for more in self._more.values():
            more.set()

    async def wake_soon(self) -> None:
        """The same as a job of the clock."""
        self.wake()

    async def run(self, every: float) -> None:
        """Drain when woken and every so many seconds, until cancelled; no adapter waits for another."""
        async with asyncio.TaskGroup() as group:
            for name in self.adapters:
                self._more[name] = asyncio.Event()
                group.create_task(self._keep_draining(name, every))

    async def drain(self, name: str) -> int:
        """Send what is due through one adapter until nothing is; returns how many posts were tried."""
        adapter, count, sending = self.adapters[name], 0, dict[asyncio.Task[Outcome], Post]()
        try:
            while True:
                room = BATCH - len(sending)
                posts = await self.outbox.take(name, room) if room > BATCH // 2 else ()
                count += len(posts)
                sending |= {asyncio.create_task(self._deliver(adapter, post)): post for post in posts}
                if not sending:
                    return count
                done, _ = await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
                await self.outbox.settle([self._outcome(task, sending.pop(task)) for task in done])
        finally:
            for task in sending:
                task.cancel()
            await asyncio.gather(*sending, return_exceptions=True)

    async def _keep_draining(self, name: str, every: float) -> None:
        more = self._more[name]
        while True:
            more.clear()
            try:
                await self.drain(name)
            except Exception:  # the store, mostly: what waits there is sent when it is back
                log.exception("drain_failed", adapter=name)
            with suppress(TimeoutError):
                await asyncio.wait_for(more.wait(), every)

    def _outcome(self, task: asyncio.Task[Outcome], post: Post) -> Outcome:
        error = PlatformDown("the call was given up") if task.cancelled() else task.exception()
        if error is None:
            return task.result()
        # An adapter's own mistake: it must neither stop the others nor be tried for ever.
        log.error("post_failed", key=post.key, exc_info=error)
        if self._is_late(post):
            return Refused(post, TOO_LATE)
        return Postponed(post, self.now() + _patience(post, error))

    async def _deliver(self, adapter: Adapter, post: Post) -> Outcome:
        if not isinstance(post.action, Send):
            return await self._tried(adapter, post)
        interval, loop = adapter.capabilities.post_interval, asyncio.get_running_loop()
        # Before the post and not after it, so that what is out is noted at once.
        await asyncio.sleep(self._free_at.get(post.lane, 0.0) - loop.time())
        try:
            return await self._tried(adapter, post)
        finally:
            if interval:  # from now on, for the platform counts from when the post has reached it
                self._free_at[post.lane] = loop.time() + interval

    async def _tried(self, adapter: Adapter, post: Post) -> Outcome:
        try:
            async with asyncio.timeout(self.call_limit):
                return await self._do(adapter, post)
        except (PlatformDown, TimeoutError) as error:
            return Postponed(post, self.now() + _patience(post, error))
        except ChatError as error:
            return Refused(post, error)

    async def _do(self, adapter: Adapter, post: Post) -> Outcome:
        late = self._is_late(post)
        match post.action:
            case Send(to, card, thread):
                place = to if isinstance(to, Place) else await adapter.open_direct(to)
                message = await adapter.find(place, post.key, post.due_at) if post.tries else None
                if message is None and late:
                    return Refused(post, TOO_LATE)
                message = message or await adapter.send(place, card, post.key)
                try:
                    opened = await adapter.open_thread(message, thread) if thread else None
                except NotAllowed as error:
                    return Delivered(post, message, refused=error)
                return Delivered(post, message, opened)
            case Edit(message, card) if not late:
                await adapter.edit(message, card)
                return Delivered(post, message)
            case React(message, reaction) if not late:
                await adapter.react(message, reaction)
                return Delivered(post, message)
            case Unread(_, reason):
                kind = ChatError if late or post.tries >= TRIES_TO_READ else PlatformDown
                raise kind(f"this version of Koko can't read it ({reason})")
            case Edit() | React():
                return Refused(post, TOO_LATE)

    def _is_late(self, post: Post) -> bool:
        return self.now() >= post.expires_at

    def _adapter(self, place: Place) -> Adapter:
        try:
            return self.adapters[place.adapter]
        except KeyError:
            raise PlaceGone(f"{place.adapter} is not running here") from None


def _patience(post: Post, error: BaseException) -> timedelta:
    asked = getattr(error, "retry_after", None)
    if asked is not None:
        return timedelta(seconds=float(asked))
    wait: timedelta = FIRST_RETRY * 2 ** min(post.tries, 10)
    return min(wait, LAST_RETRY)
