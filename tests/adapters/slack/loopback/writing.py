"""What people write, change and take back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from types import MappingProxyType

from bot.chat.refs import MessageRef, Place
from tests.adapters.slack.loopback import shapes
from tests.adapters.slack.loopback.client import Client, Written
from tests.adapters.slack.loopback.composer import composed
from tests.adapters.slack.loopback.deliveries import SlackAct
from tests.adapters.slack.loopback.errors import ClientSaysNo
from tests.adapters.slack.loopback.state import Channel, File, Json, Message, User


class Writers(Client):
    """Messages of people and other apps. What Slack's client would not allow raises ClientSaysNo."""

    def mention(self, user: User) -> str:
        """What is typed to call somebody."""
        return f"@{user.name}"

    async def says(
        self,
        user: User,
        channel: Channel,
        text: str,
        thread_ts: str | None = None,
        files: Mapping[str, bytes] = MappingProxyType({}),
    ) -> SlackAct:
        self._may_write(user, channel)
        message = self._write(user, channel, text, thread_ts)
        message.files = [self._attach(user, channel, name, data) for name, data in files.items()]
        message.client_msg_id = str(uuid.uuid4())
        act = self.core.tell_message(self._home(channel), channel, message)
        act.message, act.ts = self._ref(channel, message), message.ts
        return act

    async def bot_says(self, channel: Channel, text: str, thread_ts: str | None = None) -> SlackAct:
        """Another app posts, with a bot user of its own."""
        message = self._write(None, channel, text, thread_ts)
        message.bot_id, message.user, message.subtype = "B0OTHER", "", "bot_message"
        message.blocks = []
        act = self.core.tell_message(self._home(channel), channel, message)
        act.message, act.ts = self._ref(channel, message), message.ts
        return act

    async def edits(self, user: User, message: Written, text: str) -> SlackAct:
        channel, found = self._own(user, message)
        before = shapes.message(self.world, found, thread=False)
        found.text, found.blocks = self._composed(channel, text)
        found.edited = {"user": user.id, "ts": f"{self.world.seconds()}.000000"}
        return self._told_of_change(channel, found, before)

    async def unfurls(self, message: Written) -> SlackAct:
        """Slack itself puts a preview of a link under a message, which is a change without an edit."""
        channel, found = self._found(message)
        before = shapes.message(self.world, found, thread=False)
        found.attachments = [
            {"id": 1, "from_url": "https://example.com", "title": "Example", "fallback": "Example"}
        ]
        return self._told_of_change(channel, found, before)

    async def deletes(self, user: User, message: Written) -> SlackAct:
        """One with replies stays as a tombstone, and the event is a change, as Slack's is."""
        channel, found = self._own(user, message)
        before = shapes.message(self.world, found, thread=False)
        if self.world.replies(found):
            found.subtype, found.text, found.blocks = "tombstone", "This message was deleted.", []
            found.user, found.app, found.files, found.metadata = "USLACKBOT", False, [], None
            return self._told_of_change(channel, found, before)
        del self.world.messages[channel.id][found.ts]
        act = self.core.tell_message(self._home(channel), channel, found, "deleted", before)
        act.message, act.ts = self._ref(channel, found), found.ts
        return act

    async def dismisses(self, user: User, message: Written) -> None:
        """An ephemeral message, of which nobody is told."""
        channel, found = self._found(message)
        if found.only_for != user.id:
            raise ClientSaysNo("only what one alone sees is dismissed")
        del self.world.messages[channel.id][found.ts]

    def _write(self, user: User | None, channel: Channel, text: str, thread_ts: str | None) -> Message:
        written, blocks = self._composed(channel, text)
        if thread_ts and thread_ts not in self.world.messages[channel.id]:
            raise ClientSaysNo(f"there is no thread {thread_ts} in {channel.name}")
        message = Message(
            channel=channel.id,
            ts=self.world.ts(channel.id),
            team=channel.team,
            user=user.id if user else "",
            text=written,
            blocks=blocks,
            thread_ts=thread_ts or "",
        )
        self.world.messages[channel.id][message.ts] = message
        return message

    def _attach(self, user: User, channel: Channel, name: str, data: bytes) -> str:
        file = File(
            id=self.world.id("F"),
            team=channel.team,
            user=user.id,
            name=name,
            length=len(data),
            secret="",
            data=data,
            complete=True,
        )
        self.world.files[file.id] = file
        return file.id

    def _composed(self, channel: Channel, text: str) -> tuple[str, list[Json]]:
        people = {self.world.users[id].name: id for id in channel.members if "@" in text}
        channels = {
            one.name: one.id
            for one in self.world.channels.values()
            if "#" in text and one.team == channel.team
        }
        return composed(text, people, channels)

    def _told_of_change(self, channel: Channel, message: Message, before: Json) -> SlackAct:
        act = self.core.tell_message(self._home(channel), channel, message, "changed", before)
        act.message, act.ts = self._ref(channel, message), message.ts
        return act

    def _own(self, user: User, message: Written) -> tuple[Channel, Message]:
        channel, found = self._found(message)
        if found.user != user.id and not (user.admin and not found.only_for):
            raise ClientSaysNo(f"this is not {user.name}'s message")
        return channel, found

    def _ref(self, channel: Channel, message: Message) -> MessageRef:
        return MessageRef(Place("slack", channel.team, channel.id, message.thread_ts or None), message.ts)
