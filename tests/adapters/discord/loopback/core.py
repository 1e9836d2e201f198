"""What calls and members share: the world, what is on its way to the app, and what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.adapters.discord.loopback import permissions, shapes
from tests.adapters.discord.loopback.dispatches import DiscordAct, Dispatches
from tests.adapters.discord.loopback.faults import Faults
from tests.adapters.discord.loopback.gateway import DIRECT_MESSAGES, GUILD_MESSAGES, GUILDS, Gateway
from tests.adapters.discord.loopback.state import PRIVATE_THREAD, Channel, Json, Message
from tests.adapters.discord.loopback.world import World


@dataclass
class Core:
    world: World
    dispatches: Dispatches
    faults: Faults
    gateway: Gateway

    def act(self, event: str, payload: Json, **fields: Any) -> DiscordAct:
        async def again() -> None:
            self.dispatches.deliver(act)

        act = DiscordAct(again=again, event=event, payload=payload, **fields)
        return act

    def tell(self, event: str, payload: Json, guild: str, intent: int = GUILDS) -> DiscordAct:
        act = self.act(event, payload, guild=guild, intent=intent)
        return self.dispatches.deliver(act) if self.world.guilds[guild].installed else act

    def tell_channel(self, event: str, channel: Channel, **fields: Any) -> DiscordAct:
        """`CREATE`, `UPDATE` or `DELETE` of a channel or thread that the bot can see."""
        payload = shapes.channel(self.world, channel) | fields
        if event == "DELETE" and channel.is_thread:
            payload = {name: payload[name] for name in ("id", "guild_id", "parent_id", "type")}
        name = f"{'THREAD' if channel.is_thread else 'CHANNEL'}_{event}"
        act = self.act(name, payload, guild=channel.guild, intent=GUILDS)
        return self.dispatches.deliver(act) if self._sees(channel) else act

    def tell_message(self, event: str, message: Message) -> DiscordAct:
        """MESSAGE_CREATE or MESSAGE_UPDATE, to sessions that may read it."""
        world, channel = self.world, self.world.channels[message.channel]
        payload = shapes.message(world, message)
        if channel.guild:
            payload["guild_id"] = channel.guild
            guild = world.guilds[channel.guild]
            if message.author in guild.members:
                payload["member"] = shapes.member(world, guild, message.author, whole=False)
        if message.nonce and event == "MESSAGE_CREATE":
            payload["nonce"] = message.nonce
        hidden = None if shapes.is_readable(world, message) else payload | shapes.HIDDEN
        return self._in(channel, event, payload, hidden=hidden, id=message.id)

    def tell_deleted(self, message: Message) -> DiscordAct:
        channel = self.world.channels[message.channel]
        payload: Json = {"id": message.id, "channel_id": channel.id}
        if channel.guild:
            payload["guild_id"] = channel.guild
        return self._in(channel, "MESSAGE_DELETE", payload, id=message.id)

    def _in(self, channel: Channel, event: str, payload: Json, **fields: Any) -> DiscordAct:
        intent = GUILD_MESSAGES if channel.guild else DIRECT_MESSAGES
        act = self.act(event, payload, guild=channel.guild, intent=intent, **fields)
        return self.dispatches.deliver(act) if self._sees(channel) else act

    def _sees(self, channel: Channel) -> bool:
        if channel.guild and not self.world.guilds[channel.guild].installed:
            return False
        granted = self.world.may(self.world.bot, channel)
        if channel.type == PRIVATE_THREAD and self.world.bot.id not in channel.joined:
            return permissions.allows(granted, "MANAGE_THREADS")
        return permissions.allows(granted, "VIEW_CHANNEL")
