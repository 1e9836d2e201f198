"""Messages that everybody in a place sees: posted, edited, reacted to, and found again.

Each call can be made twice. A post carries a `nonce` that Discord enforces for some minutes. Nobody gets a
nonce back who reads a message later, so after a restart a post is known by a hash of its key, which is the
`id` of its first component: Discord gives it back, members see nothing of it, and nobody else writes as Koko.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from discord.http import Route
from discord.utils import snowflake_time, time_snowflake

from adapters.discord import render
from adapters.discord.client import BETWEEN, TRIES, Connection
from adapters.discord.faults import ARCHIVED, HAS_THREAD, LOCKED, NO_PERMISSION, UNKNOWN_MESSAGE, code
from adapters.discord.permissions import Permissions
from adapters.discord.places import Places, is_direct
from adapters.discord.render import Message
from bot.chat.adapter import Reaction
from bot.chat.card import Card, clip
from bot.chat.refs import MessageRef, Place
from bot.errors import ChatError, NotAllowed, PlaceGone, PlatformDown

PAGE = 100  # messages; the most that Discord gives at a time
MOST_PAGES = 50
SKEW = timedelta(minutes=2)  # that Discord's clock may be behind
MOST_REACTIONS = 20_000
MAX_TITLE = 100  # of a thread
A_WEEK = 10_080  # minutes after which a thread that rests is archived; the longest there is
LARGEST_MARK = 2**31 - 1
ORDINARY_IDS = 1_000  # Discord counts the components that have no id of their own
TAG_NEEDED = 1 << 4  # flag of a forum

REACTIONS = {
    Reaction.SEEN: "👀",
    Reaction.FULL: "✅",
    Reaction.PART: "🟡",
    Reaction.NONE: "⚪",
}

MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = "/channels/{channel_id}/messages/{message_id}"
REACTED = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me"


@dataclass
class Posts:
    """Raises `PlaceGone`, `NotAllowed` or `PlatformDown` and nothing else."""

    connection: Connection
    places: Places
    permissions: Permissions
    began: datetime
    _reactions: dict[MessageRef, Reaction] = field(default_factory=dict)

    async def send(self, place: Place, card: Card, key: str) -> MessageRef:
        """Once: whether it is out when this raises PlatformDown, `find` tells."""
        self.places.require(place)
        shown = render.message(card, mark(key))
        try:
            if place.thread is None and not is_direct(place) and await self.places.is_forum(place.channel):
                return await self._post_in_forum(place, card, shown)
            body = body_of({**shown.body, "nonce": nonce(key), "enforce_nonce": True}, shown.files)
            channel = place.thread or place.channel
            sent = await self.connection.once(Route("POST", MESSAGES, channel_id=channel), **body)
        except NotAllowed as error:
            if code(error) == ARCHIVED:
                raise NotAllowed(LOCKED) from error
            wanted = ["send_messages_in_threads" if place.thread else "send_messages"]
            raise await self._explained(
                error, place, *wanted, *["attach_files"] * bool(shown.files)
            ) from error
        return MessageRef(place, str(sent["id"]))

    async def say(self, place: Place, card: Card, key: str, now: datetime) -> MessageRef:
        """Until it is out, or Discord stays away; for what no outbox knows of."""
        for left in reversed(range(TRIES)):
            try:
                return await self.send(place, card, key)
            except PlatformDown as error:
                if not left or error.retry_after is not None:
                    raise
                await asyncio.sleep(BETWEEN)
                if found := await self.find(place, key, now):
                    return found
        raise AssertionError("the last try returns or raises")

    async def edit(self, message: MessageRef, card: Card) -> None:
        """A message that somebody deleted stays so. A thread that rests is opened for it."""
        channel = await self.places.home(message)
        shown = render.message(card)
        route = {"channel_id": channel, "message_id": message.id}
        for left in (1, 0):
            try:
                await self.connection.patient(
                    Route("PATCH", MESSAGE, **route), **body_of(shown.body, shown.files)
                )
                return
            except NotAllowed as error:
                if code(error) == UNKNOWN_MESSAGE:
                    return
                if code(error) != ARCHIVED or not left:
                    raise await self._explained(error, message.place, "view_channel") from error
                await self._unarchive(channel)

    async def react(self, message: MessageRef, reaction: Reaction) -> None:
        """In place of the last one."""
        where = {"channel_id": await self.places.home(message), "message_id": message.id}
        try:
            await self._react(where, reaction)
            for earlier in await self._earlier(message, where) - {reaction}:
                await self.connection.once(Route("DELETE", REACTED, emoji=REACTIONS[earlier], **where))
        except NotAllowed as error:
            if code(error) == UNKNOWN_MESSAGE:
                return
            wanted = ("add_reactions", "read_message_history")
            raise await self._explained(error, message.place, *wanted) from error
        if len(self._reactions) >= MOST_REACTIONS:
            del self._reactions[next(iter(self._reactions))]
        self._reactions[message] = reaction

    async def _react(self, where: Mapping[str, str], reaction: Reaction) -> None:
        put = Route("PUT", REACTED, emoji=REACTIONS[reaction], **where)
        try:
            await self.connection.once(put)
        except NotAllowed as error:
            if code(error) != ARCHIVED:
                raise
            await self._unarchive(where["channel_id"])
            await self.connection.once(put)

    async def _earlier(self, message: MessageRef, where: Mapping[str, str]) -> set[Reaction]:
        """What may hang there already. Reactions are limited to four a second, so a message that came after
        this process began is not asked for what it did not put there."""
        if message in self._reactions:
            return {self._reactions[message]}
        if snowflake_time(int(message.id)) > self.began + SKEW:
            return set()
        found = await self.connection.once(Route("GET", MESSAGE, **where))
        mine = {put["emoji"]["name"] for put in found.get("reactions", ()) if put.get("me")}
        return {reaction for reaction, emoji in REACTIONS.items() if emoji in mine}

    async def open_thread(self, message: MessageRef, title: str) -> Place:
        """The thread on a message has its id; one that is there already is the one, opened if it rests."""
        place, name = message.place, clip(" ".join(title.split()), MAX_TITLE)
        thread = Place(place.adapter, place.workspace, place.channel, message.id)
        if await self.places.is_forum(place.channel):
            return thread
        route = Route("POST", f"{MESSAGE}/threads", channel_id=place.channel, message_id=message.id)
        try:
            made = await self.connection.patient(route, json={"name": name, "auto_archive_duration": A_WEEK})
            self.places.learn(made)
        except NotAllowed as error:
            if code(error) != HAS_THREAD:
                raise await self._explained(error, place, "create_public_threads") from error
            await self._unarchive(message.id)
        except PlaceGone as error:
            raise NotAllowed(str(error)) from error
        return thread

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        """The message sent with this key, at `since` or later."""
        mine, own = mark(key), self.connection.me
        if place.thread is None and not is_direct(place) and await self.places.is_forum(place.channel):
            return await self._find_in_forum(place, mine, since)
        async for found in self.messages(place.thread or place.channel, since):
            if found["author"]["id"] == own and is_marked(found, mine):
                return MessageRef(place, str(found["id"]))
        return None

    async def messages(self, channel: str, since: datetime) -> AsyncIterator[Mapping[str, Any]]:
        """What was said there since, the oldest first. Raises PlatformDown where it is too much."""
        after = time_snowflake(max(since - SKEW, snowflake_time(0)))
        for _ in range(MOST_PAGES):
            route = Route("GET", MESSAGES, channel_id=channel)
            page = await self.connection.patient(route, params={"after": str(after), "limit": str(PAGE)})
            for found in reversed(page):
                yield found
            if len(page) < PAGE:
                return
            after = max(int(found["id"]) for found in page)
        raise PlatformDown("There are too many messages to find one among them.")

    async def _post_in_forum(self, place: Place, card: Card, shown: Message) -> MessageRef:
        """A forum takes no messages: the card begins a post of its own, which is a thread."""
        forum = await self.places.look(place.channel)
        free = [tag["id"] for tag in forum.get("available_tags", ()) if not tag.get("moderated")]
        begun = {
            "name": clip(" ".join(card.title.split()) or "Koko", MAX_TITLE),
            "auto_archive_duration": A_WEEK,
            "message": shown.body,
            **({"applied_tags": free[:1]} if forum.get("flags", 0) & TAG_NEEDED and free else {}),
        }
        route = Route("POST", "/channels/{channel_id}/threads", channel_id=place.channel)
        made = await self.connection.once(route, **body_of(begun, shown.files))
        self.places.learn(made)
        return MessageRef(place, str(made["id"]))

    async def _find_in_forum(self, place: Place, mine: int, since: datetime) -> MessageRef | None:
        """Among the posts that are open: no archived one is so new."""
        route = Route("GET", "/guilds/{guild_id}/threads/active", guild_id=place.workspace)
        for thread in (await self.connection.patient(route))["threads"]:
            is_new = snowflake_time(int(thread["id"])) > since - SKEW
            if (
                str(thread["parent_id"]) != place.channel
                or thread["owner_id"] != self.connection.me
                or not is_new
            ):
                continue
            where = {"channel_id": thread["id"], "message_id": thread["id"]}
            try:
                found = await self.connection.patient(Route("GET", MESSAGE, **where))
            except NotAllowed as error:
                if code(error) == UNKNOWN_MESSAGE:
                    continue  # somebody deleted it, and its thread stays
                raise
            if is_marked(found, mine):
                return MessageRef(place, str(thread["id"]))
        return None

    async def _unarchive(self, thread: str) -> None:
        """Raises NotAllowed where it is locked."""
        route = Route("PATCH", "/channels/{channel_id}", channel_id=thread)
        try:
            await self.connection.patient(route, json={"archived": False})
        except NotAllowed as error:
            raise NotAllowed(LOCKED) from error

    async def _explained(self, error: NotAllowed, place: Place, *wanted: str) -> ChatError:
        """The same error, with the permission that is missing where it is one."""
        if code(error) != NO_PERMISSION or is_direct(place):
            return error
        return NotAllowed(await self.permissions.missing(place, *wanted))


def mark(key: str) -> int:
    """A number by which a message is known, above those that Discord gives to components by itself."""
    number = int.from_bytes(sha256(key.encode()).digest()[:8], "big")
    return ORDINARY_IDS + number % (LARGEST_MARK - ORDINARY_IDS)


def nonce(key: str) -> str:
    """At most 25 characters."""
    return sha256(key.encode()).hexdigest()[:24]


def is_marked(found: Mapping[str, Any], mine: int) -> bool:
    return any(component.get("id") == mine for component in found.get("components", ())[:1])


def body_of(body: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, Any]:
    """The arguments of a request: JSON, or several parts where files go with it.

    Bytes and no open file, so that it can be sent once more.
    """
    if not files:
        return {"json": body}
    form: list[dict[str, Any]] = [{"name": "payload_json", "value": json.dumps(body)}]
    for number, (name, data) in enumerate(files.items()):
        part = {"name": f"files[{number}]", "value": data, "filename": name}
        form.append({**part, "content_type": "application/octet-stream"})
    return {"form": form}
