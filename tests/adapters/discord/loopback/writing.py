"""What people write, change and take back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from tests.adapters.discord.loopback import threads
from tests.adapters.discord.loopback.client import Client, Written
from tests.adapters.discord.loopback.dispatches import DiscordAct
from tests.adapters.discord.loopback.errors import ClientSaysNo
from tests.adapters.discord.loopback.posting import awaken
from tests.adapters.discord.loopback.state import FORUM, PUBLIC_THREAD, Channel, File, Message, User

LONGEST = 2000


class Writers(Client):
    """Messages of people and other apps. What Discord's client would not allow raises ClientSaysNo."""

    def mention(self, user: User) -> str:
        """What is typed to call somebody."""
        return f"@{user.name}"

    async def says(
        self,
        user: User,
        channel: Channel,
        text: str,
        reply_to: Written | None = None,
        files: Mapping[str, bytes] = MappingProxyType({}),
    ) -> DiscordAct:
        """A reply calls whom it answers."""
        self._may_write(user, channel)
        if len(text) > LONGEST:
            raise ClientSaysNo(f"a message has at most {LONGEST:,} characters")
        awaken(self.core, channel)
        message = self._write(user, channel, text)
        message.files = [File(id=self.world.id(), name=name, data=data) for name, data in files.items()]
        if reply_to:
            _, before = self._found(reply_to)
            message.type = 19
            message.reference = {"type": 0, "message_id": before.id, "channel_id": channel.id}
            message.reference |= {"guild_id": channel.guild} if channel.guild else {}
            message.mentions = [*dict.fromkeys([*message.mentions, before.author])]
        return self._told("MESSAGE_CREATE", message)

    async def bot_says(self, channel: Channel, text: str) -> DiscordAct:
        """Another app posts."""
        other = next((one for one in self.world.users.values() if one.name == "otherbot"), None)
        if not other:
            other = User(id=self.world.id(), name="otherbot", bot=True)
            self.world.users[other.id] = other
        return self._told("MESSAGE_CREATE", self._write(other, channel, text))

    async def notices(self, user: User, channel: Channel, type: int = 7) -> DiscordAct:
        """What Discord itself writes in somebody's name: they joined (7), a pin (6), a thread begins (21)."""
        message = self._write(user, channel, "")
        message.type = type
        return self._told("MESSAGE_CREATE", message)

    async def edits(self, user: User, message: Written, text: str) -> DiscordAct:
        channel, found = self._found(message)
        if found.author != user.id:
            raise ClientSaysNo(f"this is not {user.name}'s message")
        if channel.archived:
            raise ClientSaysNo(f"{channel.name} is archived")
        found.content, found.mentions = self._typed(text)
        found.edited_at = self.world.now()
        return self._told("MESSAGE_UPDATE", found)

    async def unfurls(self, message: Written) -> DiscordAct:
        """Discord itself puts a preview of a link under a message, which is an update without an edit."""
        _, found = self._found(message)
        found.embeds = [{"type": "link", "url": "https://example.com", "title": "Example"}]
        return self._told("MESSAGE_UPDATE", found)

    async def deletes(self, user: User, message: Written) -> DiscordAct:
        channel, found = self._found(message)
        if found.author != user.id:
            self._may(user, channel, "MANAGE_MESSAGES")
        del self.world.messages[channel.id][found.id]
        act = self.core.tell_deleted(found)
        act.message, act.id = self._ref(found), found.id
        return act

    async def dismisses(self, user: User, message: Written) -> None:
        """An ephemeral message, of which nobody is told."""
        channel, found = self._found(message)
        if found.only_for != user.id:
            raise ClientSaysNo("only what one alone sees is dismissed")
        del self.world.messages[channel.id][found.id]

    async def opens_thread(self, user: User, message: Written, name: str) -> Channel:
        channel, found = self._found(message)
        self._may(user, channel, "CREATE_PUBLIC_THREADS")
        return threads.opened(self.core, channel, {"name": name}, PUBLIC_THREAD, user.id, found)

    async def opens_post(self, user: User, forum: Channel, name: str, text: str) -> Channel:
        """A post in a forum; its first message has its id."""
        assert forum.type == FORUM
        self._may(user, forum, "SEND_MESSAGES")
        thread = threads.opened(self.core, forum, {"name": name}, PUBLIC_THREAD, user.id)
        message = self._write(user, thread, text)
        self.world.messages[thread.id] = {thread.id: message}
        message.id = thread.id
        self._told("MESSAGE_CREATE", message)
        return thread

    def _write(self, user: User, channel: Channel, text: str) -> Message:
        content, mentions = self._typed(text)
        message = Message(
            id=self.world.id(), channel=channel.id, author=user.id, content=content, mentions=mentions
        )
        self.world.messages[channel.id][message.id] = message
        return message

    def _typed(self, text: str) -> tuple[str, list[str]]:
        """As Discord sends it: `@name` is the person, `#name` the channel."""
        people = {one.name: one.id for one in self.world.users.values()}
        places = {one.name: one.id for one in self.world.channels.values() if one.name}
        mentions: list[str] = []

        def person(match: re.Match[str]) -> str:
            id = people.get(match[1])
            if not id:
                return match[0]
            mentions.append(id)
            return f"<@{id}>"

        def place(match: re.Match[str]) -> str:
            return f"<#{places[match[1]]}>" if match[1] in places else match[0]

        written = re.sub(r"@(\w+)", person, text.strip())
        return re.sub(r"#([\w-]+)", place, written), [*dict.fromkeys(mentions)]

    def _told(self, event: str, message: Message) -> DiscordAct:
        act = self.core.tell_message(event, message)
        act.message, act.id = self._ref(message), message.id
        return act
