"""What those do who keep a guild: channels and threads, roles and rights, people and the bot itself."""

from __future__ import annotations

from datetime import datetime

from tests.adapters.discord.loopback import shapes
from tests.adapters.discord.loopback.client import Client
from tests.adapters.discord.loopback.dispatches import DiscordAct
from tests.adapters.discord.loopback.founding import BOT, Founded, found
from tests.adapters.discord.loopback.gateway import GUILD_MEMBERS
from tests.adapters.discord.loopback.permissions import bits
from tests.adapters.discord.loopback.state import (
    CATEGORY,
    TEXT,
    Channel,
    Guild,
    Member,
    Overwrite,
    Role,
    User,
)


class Keepers(Client):
    """All of it is told to the app where it is there to hear."""

    # Channels and threads

    async def makes_channel(self, guild: Guild, name: str, type: int = TEXT) -> Channel:
        assert type != CATEGORY
        channel = Channel(id=self.world.id(), type=type, name=name, guild=guild.id)
        self.world.channels[channel.id] = channel
        self.core.tell_channel("CREATE", channel)
        return channel

    async def deletes_channel(self, channel: Channel) -> DiscordAct:
        """A channel with its threads, or one thread."""
        act = self.core.tell_channel("DELETE", channel)
        for id, one in list(self.world.channels.items()):
            if channel.id in (id, one.parent):
                del self.world.channels[id]
                self.world.messages.pop(id, None)
        return act

    async def archives(self, thread: Channel, *, locked: bool = False) -> DiscordAct:
        thread.archived, thread.locked, thread.archived_at = True, locked, self.world.now()
        return self.core.tell_channel("UPDATE", thread)

    async def locks(self, thread: Channel) -> DiscordAct:
        """It stays open, and only those who manage threads write there."""
        thread.locked = True
        return self.core.tell_channel("UPDATE", thread)

    async def slows(self, channel: Channel, seconds: int) -> DiscordAct:
        """Slow mode, for people."""
        channel.slow_mode = seconds
        return self.core.tell_channel("UPDATE", channel)

    async def denies(self, channel: Channel, *names: str, user: User | None = None) -> DiscordAct:
        """Take rights in a channel from the bot, or from somebody else."""
        return self._overwrite(channel, user, deny=bits(*names))

    async def allows(self, channel: Channel, *names: str, user: User | None = None) -> DiscordAct:
        return self._overwrite(channel, user, allow=bits(*names))

    def _overwrite(self, channel: Channel, user: User | None, *, allow: int = 0, deny: int = 0) -> DiscordAct:
        id = (user or self.world.bot).id
        own = next((one for one in channel.overwrites if one.id == id), None)
        if not own:
            own = Overwrite(id=id, type=1)
            channel.overwrites.append(own)
        own.allow, own.deny = own.allow & ~deny | allow, own.deny & ~allow | deny
        # One that loses sight of a channel is still told so.
        payload = shapes.channel(self.world, channel)
        return self.core.tell("CHANNEL_UPDATE", payload, channel.guild)

    # Roles and rights

    async def grants(self, role: Role, guild: Guild, *names: str) -> DiscordAct:
        """What a role may do in the whole guild, from now on that alone."""
        role.permissions = bits(*names)
        shape = next(one for one in shapes.roles(guild) if one["id"] == role.id)
        return self.core.tell("GUILD_ROLE_UPDATE", {"guild_id": guild.id, "role": shape}, guild.id)

    async def gives_role(self, guild: Guild, user: User, role: Role) -> DiscordAct:
        guild.members[user.id].roles.append(role.id)
        return self._member_updated(guild, user)

    async def times_out(self, guild: Guild, user: User, until: datetime | None) -> DiscordAct:
        """Until then they only read; the bot too."""
        guild.members[user.id].timed_out_until = until
        return self._member_updated(guild, user)

    def _member_updated(self, guild: Guild, user: User) -> DiscordAct:
        """Without the members intent the app is told of itself alone."""
        payload = shapes.member(self.world, guild, user.id) | {"guild_id": guild.id}
        intent = 0 if user is self.world.bot else GUILD_MEMBERS
        return self.core.tell("GUILD_MEMBER_UPDATE", payload, guild.id, intent)

    # People and the bot

    def adds_people(self, guild: Guild, count: int) -> list[User]:
        """So many more members, without a word of it."""
        people = []
        for number in range(count):
            user = User(id=self.world.id(), name=f"person{number}", global_name=f"Person {number}")
            self.world.users[user.id] = user
            guild.members[user.id] = Member(user=user.id, joined_at=self.world.now())
            people.append(user)
        return people

    async def joins(self, user: User, guild: Guild) -> DiscordAct:
        guild.members[user.id] = Member(user=user.id, joined_at=self.world.now())
        payload = shapes.member(self.world, guild, user.id) | {"guild_id": guild.id}
        return self.core.tell("GUILD_MEMBER_ADD", payload, guild.id, GUILD_MEMBERS)

    async def leaves(self, user: User, guild: Guild) -> DiscordAct:
        del guild.members[user.id]
        payload = {"guild_id": guild.id, "user": shapes.user(user)}
        return self.core.tell("GUILD_MEMBER_REMOVE", payload, guild.id, GUILD_MEMBERS)

    def adds_guild(self, name: str) -> Founded:
        """Another guild, with people and channels of its own, where the bot is not yet."""
        made = found(self.world, name)
        made.guild.installed = False
        made.guild.members.pop(self.world.bot.id)
        return made

    async def invites_bot(self, guild: Guild, permissions: int = BOT) -> DiscordAct:
        """The bot joins, with a role of its own that may do this."""
        role = next(one for one in guild.roles.values() if one.managed)
        role.permissions = permissions
        guild.members[self.world.bot.id] = Member(
            user=self.world.bot.id, joined_at=self.world.now(), roles=[role.id]
        )
        guild.installed = True
        return self.core.tell("GUILD_CREATE", shapes.guild(self.world, guild), guild.id)

    async def removes_bot(self, guild: Guild) -> DiscordAct:
        act = self.core.tell("GUILD_DELETE", {"id": guild.id}, guild.id)
        await self.core.dispatches.settled()
        guild.members.pop(self.world.bot.id)
        guild.installed = False
        return act

    async def goes_out(self, guild: Guild) -> DiscordAct:
        """An outage: the guild is there, and can't be reached."""
        return self.core.tell("GUILD_DELETE", {"id": guild.id, "unavailable": True}, guild.id)

    async def comes_back(self, guild: Guild) -> DiscordAct:
        return self.core.tell("GUILD_CREATE", shapes.guild(self.world, guild), guild.id)

    async def installs_app(self, user: User) -> None:
        """The app is theirs now, in every place they write in."""
        user.installed = True

    async def closes_dms(self, user: User) -> None:
        user.takes_dms = False
