"""Messages that everybody in a place sees: posted, edited, reacted to, and found again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

import stamina
from slack_sdk.errors import SlackApiError

from adapters.slack.client import SKEW, Client
from adapters.slack.faults import code
from adapters.slack.render import Renderer
from adapters.slack.uploads import Uploads
from bot.chat.adapter import Reaction
from bot.chat.card import Card, Image
from bot.chat.refs import MessageRef, Place
from bot.errors import ChatError, PlatformDown
from bot.logs import get_logger

log = get_logger(__name__)

METADATA = "koko_post"
TRIES = 4
MOST_REACTIONS = 20_000
MOST_CHANNELS = 20_000

REACTIONS = {
    Reaction.SEEN: "eyes",
    Reaction.FULL: "white_check_mark",
    Reaction.PART: "large_yellow_circle",
    Reaction.NONE: "white_circle",
}


@dataclass
class Posts:
    """Raises what `Client` raises. `interval` is how many seconds Slack asks for between two posts to one
    channel; the outbox keeps it by itself."""

    client: Client
    renderer: Renderer
    uploads: Uploads
    began: datetime
    interval: float = 0.0
    _turns: WeakValueDictionary[Place, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    _posted: dict[Place, float] = field(default_factory=dict)
    _reactions: dict[MessageRef, Reaction] = field(default_factory=dict)

    async def content(self, card: Card, workspace: str) -> dict[str, Any]:
        """The body of a message; its pictures are uploaded when this returns."""
        return self._body(card, await self.uploads.pictures(workspace, card))

    async def answer(self, card: Card, workspace: str) -> dict[str, Any]:
        """The same for somebody who waits: what its pictures show is said where they can't be uploaded."""
        try:
            return await self.content(card, workspace)
        except ChatError as error:
            log.warning("pictures_not_shown", reason=str(error))
            return self._body(card, {})

    async def send(self, place: Place, card: Card, key: str) -> MessageRef:
        """Once: whether it is out when this raises PlatformDown, `find` tells."""
        message = await self._post(place, await self.content(card, place.workspace), key)
        await self.hand_over(message, card)
        return message

    async def say(self, place: Place, card: Card, key: str, now: datetime) -> MessageRef:
        """Until it is out, or Slack stays away; for what no outbox knows of. Without its files."""
        content = await self.answer(card, place.workspace)
        retries = stamina.retry_context(on=_patience, attempts=TRIES, timeout=None, wait_initial=0.5)
        async with self._turn(place.parent):
            async for attempt in retries:
                with attempt:
                    found = await self.find(place, key, now) if attempt.num > 1 else None
                    return found or await self._post(place, content, key)
        raise AssertionError("stamina raises at the end of its tries")

    async def edit(self, message: MessageRef, card: Card) -> None:
        """Once. A message that somebody deleted stays so."""
        content = await self.content(card, message.place.workspace)
        async with self.client.once(message.place.workspace) as web:
            with _but("message_not_found", "cant_update_message"):
                await web.chat_update(channel=message.place.channel, ts=message.id, **content)

    async def update(self, message: MessageRef, card: Card) -> None:
        """For somebody who waits, and is to see it elsewhere where the message can't be changed."""
        content = await self.answer(card, message.place.workspace)
        async with self.client.patient(message.place.workspace) as web:
            await web.chat_update(channel=message.place.channel, ts=message.id, **content)

    async def react(self, message: MessageRef, reaction: Reaction) -> None:
        """In place of the last one."""
        where = {"channel": message.place.channel, "timestamp": message.id}
        async with self.client.once(message.place.workspace) as web:
            with _but("already_reacted", "message_not_found"):
                await web.reactions_add(name=REACTIONS[reaction], **where)
            for earlier in self._earlier(message) - {reaction}:
                with _but("no_reaction", "message_not_found"):
                    await web.reactions_remove(name=REACTIONS[earlier], **where)
        if len(self._reactions) >= MOST_REACTIONS:
            del self._reactions[next(iter(self._reactions))]
        self._reactions[message] = reaction

    def _earlier(self, message: MessageRef) -> set[Reaction]:
        """What may hang there already. Slack lets reactions be taken away only 20 times a minute, so
        messages that came after this process began are not asked for what it did not put there."""
        if message in self._reactions:
            return {self._reactions[message]}
        return set(Reaction) if float(message.id) < (self.began + SKEW).timestamp() else set()

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        """The message sent with this key, at `since` or later."""
        async for message in self.client.messages(place, since, key):
            if message.get("metadata", {}).get("event_payload", {}).get("key") == key:
                return MessageRef(place, message["ts"])
        return None

    async def hand_over(self, message: MessageRef, card: Card) -> None:
        """The files of a card, in the thread on it; the message is out, whatever becomes of them."""
        try:
            thread = message.place.thread or message.id
            await self.uploads.share(replace(message.place, thread=thread), card)
        except ChatError as error:
            log.warning("files_not_shared", reason=str(error))

    def _body(self, card: Card, pictures: Mapping[Image, str]) -> dict[str, Any]:
        return {"text": self.renderer.text(card), "blocks": self.renderer.blocks(card, pictures)}

    async def _post(self, place: Place, content: Mapping[str, Any], key: str) -> MessageRef:
        async with self.client.once(place.workspace) as web:
            posted = await web.chat_postMessage(
                channel=place.channel,
                thread_ts=place.thread,
                unfurl_links=False,
                unfurl_media=False,
                metadata={"event_type": METADATA, "event_payload": {"key": key}},
                **content,
            )
        self._posted.pop(place.parent, None)
        if len(self._posted) >= MOST_CHANNELS:
            del self._posted[next(iter(self._posted))]
        self._posted[place.parent] = asyncio.get_running_loop().time()
        return MessageRef(place, posted["ts"])

    @asynccontextmanager
    async def _turn(self, channel: Place) -> AsyncIterator[None]:
        """To post to a channel, when it may have another post."""
        async with self._turns.setdefault(channel, asyncio.Lock()):
            passed = asyncio.get_running_loop().time() - self._posted.get(channel, -self.interval)
            await asyncio.sleep(max(0.0, self.interval - passed))
            yield


@contextmanager
def _but(*codes: str) -> Iterator[None]:
    """Some of Slack's errors say that there is nothing to do."""
    try:
        yield
    except SlackApiError as error:
        if code(error) not in codes:
            raise


def _patience(error: Exception) -> bool | float:
    """Whether to try again, or after how many seconds."""
    return isinstance(error, PlatformDown) and (error.retry_after or True)
