"""What somebody may do in a channel, from the roles of a guild and a channel's overwrites."""

from __future__ import annotations

from datetime import datetime

from tests.adapters.discord.loopback.state import Channel, Guild

BITS = {
    "CREATE_INSTANT_INVITE": 0,
    "KICK_MEMBERS": 1,
    "ADMINISTRATOR": 3,
    "MANAGE_CHANNELS": 4,
    "MANAGE_GUILD": 5,
    "ADD_REACTIONS": 6,
    "VIEW_CHANNEL": 10,
    "SEND_MESSAGES": 11,
    "MANAGE_MESSAGES": 13,
    "EMBED_LINKS": 14,
    "ATTACH_FILES": 15,
    "READ_MESSAGE_HISTORY": 16,
    "MENTION_EVERYONE": 17,
    "USE_EXTERNAL_EMOJIS": 18,
    "MANAGE_ROLES": 28,
    "USE_APPLICATION_COMMANDS": 31,
    "MANAGE_THREADS": 34,
    "CREATE_PUBLIC_THREADS": 35,
    "CREATE_PRIVATE_THREADS": 36,
    "SEND_MESSAGES_IN_THREADS": 38,
    "MODERATE_MEMBERS": 40,
    "USE_EXTERNAL_APPS": 50,
    "BYPASS_SLOWMODE": 52,
}
ALL = sum(1 << bit for bit in BITS.values())


def bits(*names: str) -> int:
    return sum(1 << BITS[name] for name in names)


EVERYBODY = bits(
    *("VIEW_CHANNEL", "SEND_MESSAGES", "READ_MESSAGE_HISTORY", "ADD_REACTIONS", "EMBED_LINKS"),
    *("ATTACH_FILES", "USE_APPLICATION_COMMANDS", "CREATE_PUBLIC_THREADS", "SEND_MESSAGES_IN_THREADS"),
    *("USE_EXTERNAL_EMOJIS", "USE_EXTERNAL_APPS"),
)
"""What the role @everyone has where a test finds it."""

DIRECT = EVERYBODY
"""In a direct conversation."""

TIMED_OUT = bits("VIEW_CHANNEL", "READ_MESSAGE_HISTORY")


def in_guild(guild: Guild, user: str) -> int:
    member = guild.members[user]
    if guild.owner == user:
        return ALL
    granted = guild.roles[guild.id].permissions
    for role in member.roles:
        granted |= guild.roles[role].permissions
    return ALL if granted & bits("ADMINISTRATOR") else granted


def in_channel(guild: Guild, channel: Channel, user: str, now: datetime) -> int:
    """0 for who is not in the guild. A thread is asked for by its parent; a timeout leaves only reading."""
    member = guild.members.get(user)
    if not member:
        return 0
    granted = in_guild(guild, user)
    if granted == ALL:
        return ALL
    everybody, roles, own = _overwrites(guild, channel, user)
    for deny, allow in (everybody, roles, own):
        granted = granted & ~deny | allow
    if member.timed_out_until and member.timed_out_until > now:
        granted &= TIMED_OUT
    return granted if granted & bits("VIEW_CHANNEL") else 0


def _overwrites(guild: Guild, channel: Channel, user: str) -> tuple[tuple[int, int], ...]:
    """Deny and allow of @everyone, of all one's roles together, and of oneself: in this order."""
    everybody, roles, own = (0, 0), (0, 0), (0, 0)
    for one in channel.overwrites:
        if one.id == guild.id:
            everybody = (one.deny, one.allow)
        elif one.id == user:
            own = (one.deny, one.allow)
        elif one.id in guild.members[user].roles:
            roles = (roles[0] | one.deny, roles[1] | one.allow)
    return everybody, roles, own


def allows(granted: int, name: str) -> bool:
    return bool(granted & bits(name))
