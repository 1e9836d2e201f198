"""The chat platform itself: who may do what to members, channels and messages, and who is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from uuid import uuid4

from adapters.local import names
from adapters.local.model import LAST, Channel, Member, Message
from adapters.local.storage import Storage
from bot.chat.adapter import Reaction
from bot.chat.card import Card
from bot.chat.refs import Place
from bot.errors import NotAllowed, PlaceGone, UserError

BOT = "Koko"
FIRST_CHANNEL = "interview-practice"
FIRST_MEMBERS = ("You", "Ada", "Grace", "Linus")

MAX_MEMBERS = 50
MAX_CHANNELS = 50
PAGE = 100  # messages shown at once


class Platform:
    """Outside of `open` every call raises PlatformDown; UserError says what somebody can't have."""

    def __init__(self, storage: Storage, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self.now = now
        self._listeners: set[asyncio.Event] = set()
        self._working: dict[object, tuple[Place, Member | None]] = {}
        self.version = ""
        """Another one after each change to the members and channels."""

    @property
    def is_open(self) -> bool:
        return self._storage.is_open

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Raises ConfigError where the file can't be used."""
        try:
            async with self._storage.open():
                # The bot may remember ids of an earlier file that somebody deleted: never repeat them.
                await self._storage.start_ids(int(self.now().timestamp()))
                if not await self._storage.members():
                    for name in FIRST_MEMBERS:
                        await self._join(Member(names.slug(name), name, admin=name == FIRST_MEMBERS[0]))
                await self._storage.add_channel(Channel(FIRST_CHANNEL, FIRST_CHANNEL))
                self._rearranged()
                yield
        finally:
            self._tell()  # so that who listens finds it closed

    # Members

    async def members(self) -> list[Member]:
        """In the order they joined; the first is whom a newcomer is taken for."""
        return await self._storage.members()

    async def member(self, member: str) -> Member:
        """Raises NotAllowed where there is none of this id."""
        for known in await self.members():
            if known.id == member:
                return known
        raise NotAllowed("There is no such member.")

    async def add_member(self, name: str) -> Member:
        name, members = names.name(name, "A name"), await self.members()
        if name.casefold() in {BOT.casefold(), *(member.name.casefold() for member in members)}:
            raise UserError(f"There is somebody called {name} already.")
        if len(members) >= MAX_MEMBERS:
            raise UserError(f"There is room for {MAX_MEMBERS} members.")
        taken = {names.slug(BOT), *(member.id for member in members)}
        member = Member(names.free_slug(name, taken), name)
        await self._join(member)
        self._rearranged()
        return member

    async def set_admin(self, member: Member, admin: bool) -> None:
        await self._storage.set_admin(member.id, admin)
        self._rearranged()

    async def _join(self, member: Member) -> None:
        await self._storage.add_member(member)
        await self._storage.add_channel(Channel(direct(member), BOT, owner=member.id))

    # Channels

    async def channels(self, member: Member) -> list[Channel]:
        """Those the member can write in, their own room with the bot last."""
        shown = [c for c in await self._storage.channels() if c.visible_to(member) and not c.archived]
        return sorted(shown, key=lambda channel: channel.owner is not None)

    async def channel(self, channel: str, member: Member | None = None) -> Channel:
        """An archived one too. Raises PlaceGone where there is none, or none that the member may see."""
        for known in await self._storage.channels():
            if known.id == channel and (member is None or known.visible_to(member)):
                return known
        raise PlaceGone("There is no such channel.")

    async def add_channel(self, name: str) -> Channel:
        """A new channel, or an archived one brought back."""
        slug = names.slug(names.name(name, "A channel's name"))
        if not slug:
            raise UserError("A channel's name needs a letter or a digit.")
        channels = await self._storage.channels()
        if any(channel.id == slug and not channel.archived for channel in channels):
            raise UserError(f"There is a channel #{slug} already.")
        if sum(channel.owner is None for channel in channels) >= MAX_CHANNELS:
            raise UserError(f"There is room for {MAX_CHANNELS} channels.")
        await self._storage.add_channel(Channel(slug, slug))
        await self._storage.set_archived(slug, False)
        self._rearranged()
        return await self.channel(slug)

    async def archive(self, channel: Channel) -> Channel:
        if channel.owner:
            raise UserError("Your room with Koko stays.")
        await self._storage.set_archived(channel.id, True)
        self._rearranged()
        return await self.channel(channel.id)

    async def unread(self, member: Member) -> set[str]:
        """Ids of channels with something new from others."""
        return await self._storage.unread(member.id)

    async def seen(self, member: Member, channel: Channel) -> int:
        """The id of the last message that the member saw there."""
        return await self._storage.seen(member.id, channel.id)

    async def mark_seen(self, member: Member, channel: Channel) -> None:
        await self._storage.mark_seen(member.id, channel.id)

    async def enter(self, channel: str, thread: int | None, member: Member | None = None) -> Place:
        """Where something can be said. Raises PlaceGone, also for what the member may not see."""
        known = await self.channel(channel, member)
        if known.archived:
            raise PlaceGone(f"#{channel} is archived.")
        return known.place if thread is None else (await self.root(channel, thread, member)).thread_place

    # Messages

    async def message(self, message: int, member: Member | None = None) -> Message:
        """Raises PlaceGone where there is none, or none that the member may see."""
        found = await self._storage.message(message)
        if found is None or found.deleted:
            raise PlaceGone("That message is gone.")
        if member is not None:
            await self.channel(found.channel, member)
            if found.private_to not in (None, member.id):
                raise PlaceGone("That message is gone.")
        return found

    async def root(self, channel: str, thread: int, member: Member | None = None) -> Message:
        """The message that a thread hangs on. Raises PlaceGone where there can't be one."""
        root = await self.message(thread, member)
        if (root.channel, root.thread, root.private_to) != (channel, None, None):
            raise PlaceGone("There is no such thread.")
        return root

    async def messages(
        self, channel: Channel, thread: int | None, member: Member, before: int = LAST
    ) -> list[Message]:
        """The last `PAGE` with an id below `before` that the member may see, oldest first."""
        return await self._storage.messages(channel.id, thread, member.id, before=before, limit=PAGE)

    async def last_id(self) -> int:
        """No message has a higher id."""
        return await self._storage.last_id()

    async def newest_thread(self, channel: str) -> int | None:
        """The id of the bot's last message with a thread."""
        return await self._storage.newest_thread(channel)

    async def say(self, member: Member, channel: str, thread: int | None, text: str, nonce: str) -> Message:
        """A member's message; the one already there when the nonce is repeated."""
        await self.enter(channel, thread, member)
        message = await self._storage.add_message(
            channel,
            thread,
            author=member.id,
            text=names.text(text),
            key=f"{member.id}/{nonce}",
            now=self.now(),
        )
        self._tell()
        return message

    async def reword(self, member: Member, message: Message, text: str) -> Message:
        if message.author != member.id:
            raise NotAllowed("Only its author can edit a message.")
        await self._storage.change(message.id, text=names.text(text))
        self._tell()
        return await self.message(message.id)

    async def withdraw(self, member: Member, message: Message) -> None:
        """Delete a message of one's own, or dismiss a private one."""
        if member.id not in (message.author, message.private_to):
            raise NotAllowed("Only its author can delete a message.")
        await self._storage.delete(message.id)
        self._tell()

    async def post(
        self,
        channel: str,
        thread: int | None,
        card: Card,
        *,
        private_to: Member | None = None,
        key: str | None = None,
    ) -> Message:
        """A card of the bot; the one already there when the key is repeated. Raises PlaceGone."""
        await self.enter(channel, thread)
        message = await self._storage.add_message(
            channel,
            thread,
            private_to=private_to.id if private_to else None,
            card=card,
            key=key and _bot_key(key),
            now=self.now(),
        )
        if private_to:  # who asks for the same thing several times need not have it several times
            await self._storage.delete_earlier(message.id)
        self._tell()
        return message

    async def posted(self, key: str) -> Message | None:
        """The bot's message with this key."""
        return await self._storage.by_key(_bot_key(key))

    async def update(
        self,
        message: int,
        *,
        card: Card | None = None,
        title: str | None = None,
        reaction: Reaction | None = None,
    ) -> None:
        """Change what is given; nothing happens to a deleted message."""
        await self._storage.change(message, card=card, title=title, reaction=reaction)
        self._tell()

    # What is new

    @contextmanager
    def listen(self) -> Iterator[asyncio.Event]:
        """An event that is set whenever something changed."""
        changed = asyncio.Event()
        self._listeners.add(changed)
        try:
            yield changed
        finally:
            self._listeners.discard(changed)

    async def changes(self, member: Member, since: int) -> list[Message]:
        """What changed after `since` (a `Message.seq`), deleted messages included; at most `PAGE`."""
        return await self._storage.changes(member.id, since, PAGE)

    async def last_seq(self) -> int:
        return await self._storage.last_seq()

    @contextmanager
    def working(self, place: Place, member: Member | None) -> Iterator[None]:
        """While inside, the bot is seen at work there, by the member alone where one is given."""
        work = object()
        self._working[work] = place, member
        self._tell()
        try:
            yield
        finally:
            del self._working[work]
            self._tell()

    def working_for(self, member: Member) -> list[Place]:
        """Where the member sees the bot at work."""
        return sorted({place for place, only in self._working.values() if only in (None, member)}, key=str)

    def _rearranged(self) -> None:
        self.version = uuid4().hex
        self._tell()

    def _tell(self) -> None:
        for changed in self._listeners:
            changed.set()


def direct(member: Member) -> str:
    """The id of the member's room with the bot; no channel's begins with @."""
    return f"@{member.id}"


def _bot_key(key: str) -> str:
    return f"{names.slug(BOT)}/{key}"  # no member can have this id
