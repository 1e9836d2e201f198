"""Guilds as a test finds them: a few people of every kind, and a few channels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from tests.adapters.discord.loopback.permissions import EVERYBODY, bits
from tests.adapters.discord.loopback.state import (
    ANNOUNCEMENT,
    FORUM,
    TEXT,
    Channel,
    Guild,
    Member,
    Overwrite,
    Role,
    User,
)
from tests.adapters.discord.loopback.world import World

BOT = bits(
    *("VIEW_CHANNEL", "SEND_MESSAGES", "READ_MESSAGE_HISTORY", "ADD_REACTIONS", "EMBED_LINKS"),
    *("ATTACH_FILES", "CREATE_PUBLIC_THREADS", "SEND_MESSAGES_IN_THREADS", "MANAGE_THREADS"),
)
"""What the bot's own role has."""
LONG_THERE = timedelta(days=30)
"""That all have been in a guild that is found."""


@dataclass(kw_only=True)
class Founded:
    """A guild with its people and channels."""

    guild: Guild
    admin: User
    member: User
    newcomer: User
    quizmaster: Role
    bot_role: Role
    general: Channel
    announcements: Channel
    forum: Channel
    hidden: Channel
    private: Channel


def found(world: World, name: str) -> Founded:
    id = world.id()
    people = []
    for handle, shown in (("ada", "Ada"), ("bob", "Bob"), ("new", "Newcomer")):
        people.append(User(id=world.id(), name=handle, global_name=shown))
    world.users |= {user.id: user for user in people}
    ada, bob, new = people
    everyone = Role(id=id, name="@everyone", permissions=EVERYBODY)
    managers = Role(id=world.id(), name="Managers", permissions=bits("MANAGE_GUILD"), position=2)
    quizmaster = Role(id=world.id(), name="Quizmaster", permissions=0, position=1)
    own = Role(id=world.id(), name="Koko", permissions=BOT, position=3, managed=True)
    # Somebody else owns it, so that Ada's rights come from her role.
    owner = User(id=world.id(), name="olga", global_name="Olga")
    world.users[owner.id] = owner
    guild = Guild(id=id, name=name, owner=owner.id)
    guild.roles = {role.id: role for role in (everyone, managers, quizmaster, own)}
    for user, roles in ((owner, []), (ada, [managers.id]), (bob, []), (new, []), (world.bot, [own.id])):
        guild.members[user.id] = Member(user=user.id, joined_at=world.now() - LONG_THERE, roles=roles)
    world.guilds[id] = guild

    def channel(name: str, type: int, *overwrites: Overwrite) -> Channel:
        made = Channel(id=world.id(), type=type, name=name, guild=id, overwrites=list(overwrites))
        world.channels[made.id] = made
        return made

    view = bits("VIEW_CHANNEL")
    return Founded(
        guild=guild,
        admin=ada,
        member=bob,
        newcomer=new,
        quizmaster=quizmaster,
        bot_role=own,
        general=channel("general", TEXT),
        announcements=channel("announcements", ANNOUNCEMENT),
        forum=channel("forum", FORUM),
        hidden=channel("hidden", TEXT, Overwrite(id=own.id, type=0, deny=view)),
        private=channel(
            "private",
            TEXT,
            Overwrite(id=id, type=0, deny=view),
            Overwrite(id=own.id, type=0, allow=view),
            Overwrite(id=bob.id, type=1, allow=view),
            Overwrite(id=managers.id, type=0, allow=view),
        ),
    )
