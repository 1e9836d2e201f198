"""What Discord's own client knows of a place, and what it lets somebody do there."""

from __future__ import annotations

from bot.chat.refs import MessageRef, Place
from tests.adapters.discord.loopback import permissions
from tests.adapters.discord.loopback.core import Core
from tests.adapters.discord.loopback.dispatches import DiscordAct
from tests.adapters.discord.loopback.errors import ClientSaysNo
from tests.adapters.discord.loopback.seen import DiscordMessage
from tests.adapters.discord.loopback.state import FORUM, Channel, Message, User
from tests.adapters.discord.loopback.world import World, created_at

Written = DiscordMessage | DiscordAct | MessageRef
"""A message: as it was seen, as it was written, or by its name."""


class Client:
    """Base of all that people do."""

    core: Core
    world: World

    def place(self, channel: Channel) -> Place:
        """What the bot calls a channel, a thread or a conversation."""
        if not channel.guild:
            return Place("discord", "@me", channel.id)
        if channel.is_thread:
            return Place("discord", channel.guild, channel.parent, channel.id)
        return Place("discord", channel.guild, channel.id)

    def _found(self, message: Written) -> tuple[Channel, Message]:
        ref = message.message if isinstance(message, DiscordAct) else message
        assert ref, "nothing was written in this act"
        if isinstance(ref, MessageRef):
            where, id = ref.place.thread or ref.place.channel, ref.id
        else:
            where, id = ref.channel, ref.id
        channel = self.world.channels.get(where)
        found = self.world.messages[where].get(id)
        if not channel or not found:
            raise ClientSaysNo(f"there is no message {id} any more")
        return channel, found

    def _may(self, user: User, channel: Channel, *names: str) -> None:
        granted = self.world.may(user, channel)
        for name in names:
            if not permissions.allows(granted, name):
                raise ClientSaysNo(f"{user.name} needs {name} in {channel.name or 'this conversation'}")

    def _may_write(self, user: User, channel: Channel) -> None:
        if channel.id not in self.world.channels:
            raise ClientSaysNo(f"{channel.name} is gone")
        if channel.type == FORUM:
            raise ClientSaysNo("in a forum one opens a post")
        self._may(user, channel, "SEND_MESSAGES_IN_THREADS" if channel.is_thread else "SEND_MESSAGES")
        manages = permissions.allows(self.world.may(user, channel), "MANAGE_THREADS")
        if channel.locked and not manages:
            raise ClientSaysNo(f"{channel.name} is locked")
        if channel.slow_mode and not manages:
            self._check_pace(user, channel)

    def _check_pace(self, user: User, channel: Channel) -> None:
        """Slow mode holds people back, and never bots."""
        mine = [one for one in self.world.messages[channel.id].values() if one.author == user.id]
        if mine:
            since = (self.world.now() - created_at(mine[-1].id)).total_seconds()
            if since < channel.slow_mode:
                raise ClientSaysNo(f"slow mode is on in {channel.name}")

    def _ref(self, message: Message) -> MessageRef:
        return MessageRef(self.place(self.world.channels[message.channel]), message.id)
