"""What Discord's objects look like as JSON."""

from __future__ import annotations

from typing import Any

from tests.adapters.discord.loopback.state import (
    DM,
    EPHEMERAL,
    FORUM,
    Channel,
    Command,
    File,
    Guild,
    Interaction,
    Json,
    Message,
    User,
)
from tests.adapters.discord.loopback.world import World, created_at, timestamp


def user(one: User) -> Json:
    return {
        "id": one.id,
        "username": one.name,
        "discriminator": "0",
        "global_name": one.global_name or None,
        "avatar": None,
        "bot": one.bot,
        "public_flags": 0,
    }


def member(world: World, guild: Guild, id: str, whole: bool = True) -> Json:
    """In a message's event it comes without its user, who is the author there."""
    one = guild.members[id]
    until = one.timed_out_until
    body: Json = {
        "nick": one.nick or None,
        "avatar": None,
        "banner": None,
        "roles": list(one.roles),
        "joined_at": timestamp(one.joined_at),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": timestamp(until) if until else None,
    }
    return body | {"user": user(world.users[id])} if whole else body


def channel(world: World, one: Channel) -> Json:
    body: Json = {"id": one.id, "type": one.type, "flags": 0, "last_message_id": None}
    if one.type == DM:
        return body | {"recipients": [user(world.users[id]) for id in one.recipients if id != world.bot.id]}
    messages = world.messages[one.id]
    body |= {
        "guild_id": one.guild,
        "name": one.name,
        "parent_id": one.parent or None,
        "rate_limit_per_user": one.slow_mode,
        "last_message_id": next(reversed(messages), None),
    }
    if one.is_thread:
        return body | {
            "owner_id": one.owner,
            "message_count": len(messages),
            "total_message_sent": len(messages),
            "member_count": len(one.joined),
            "applied_tags": list(one.applied_tags),
            "thread_metadata": {
                "archived": one.archived,
                "locked": one.locked,
                "auto_archive_duration": one.auto_archive,
                "archive_timestamp": timestamp(one.archived_at or created_at(one.id)),
                "create_timestamp": timestamp(created_at(one.id)),
                "invitable": True,
            },
        }
    body |= {
        "position": 0,
        "nsfw": False,
        "topic": None,
        "permission_overwrites": [
            {"id": each.id, "type": each.type, "allow": str(each.allow), "deny": str(each.deny)}
            for each in one.overwrites
        ],
    }
    if one.type == FORUM:
        body |= {
            "available_tags": list(one.tags),
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_forum_layout": 0,
            "flags": (1 << 4) if one.requires_tag else 0,
        }
    return body


def guild(world: World, one: Guild) -> Json:
    """As GUILD_CREATE carries it: without the members intent only the bot is among its members."""
    channels = [each for each in world.channels.values() if each.guild == one.id]
    return {
        "id": one.id,
        "name": one.name,
        "icon": None,
        "splash": None,
        "description": None,
        "owner_id": one.owner,
        "region": "",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "features": ["COMMUNITY", "NEWS"],
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": "en-US",
        "nsfw_level": 0,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "vanity_url_code": None,
        "application_id": None,
        "emojis": [],
        "stickers": [],
        "roles": roles(one),
        "channels": [channel(world, each) for each in channels if not each.is_thread],
        "threads": [channel(world, each) for each in channels if each.is_thread and not each.archived],
        "members": [member(world, one, world.bot.id)],
        "member_count": len(one.members),
        "large": False,
        "unavailable": False,
        "joined_at": timestamp(one.members[world.bot.id].joined_at),
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def roles(one: Guild) -> list[Json]:
    return [
        {
            "id": role.id,
            "name": role.name,
            "permissions": str(role.permissions),
            "position": role.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "icon": None,
            "unicode_emoji": None,
            "managed": role.managed,
            "mentionable": False,
            "flags": 0,
        }
        for role in one.roles.values()
    ]


def attachment(world: World, channel: str, one: File) -> Json:
    url = f"{world.url}/attachments/{channel}/{one.id}/{one.name}"
    body: Json = {"id": one.id, "filename": one.name, "size": len(one.data), "url": url, "proxy_url": url}
    if one.name.endswith(".png"):
        body |= {"content_type": "image/png", "width": 1, "height": 1}
    return body | ({"description": one.description} if one.description else {})


def message(world: World, one: Message, deep: bool = True) -> Json:
    """As it is for those who may read all of it."""
    body: Json = {
        "id": one.id,
        "channel_id": one.channel,
        "type": one.type,
        "author": user(world.users[one.author]),
        "content": one.content,
        "timestamp": timestamp(created_at(one.id)),
        "edited_timestamp": timestamp(one.edited_at) if one.edited_at else None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [user(world.users[id]) for id in one.mentions],
        "mention_roles": [],
        "attachments": [attachment(world, one.channel, file) for file in one.files],
        "embeds": one.embeds,
        "components": one.components,
        "pinned": False,
        "flags": one.flags,
    }
    if one.reactions:
        body["reactions"] = [
            {
                "emoji": {"id": None, "name": name},
                "count": len(people),
                "count_details": {"burst": 0, "normal": len(people)},
                "burst_colors": [],
                "me_burst": False,
                "burst_me": False,
                "burst_count": 0,
                "me": world.bot.id in people,
            }
            for name, people in one.reactions.items()
        ]
    if one.app:
        body["application_id"] = world.application
    if one.interaction:
        caused = world.interactions[one.interaction]
        body["webhook_id"] = world.application
        body["interaction_metadata"] = {
            "id": caused.id,
            "type": caused.type,
            "user": user(world.users[caused.user]),
            "authorizing_integration_owners": owners(world, caused),
        }
    if one.reference:
        body["message_reference"] = one.reference
        before = world.messages[one.reference["channel_id"]].get(one.reference["message_id"])
        if deep:
            body["referenced_message"] = message(world, before, deep=False) if before else None
    if one.thread and deep and one.thread in world.channels:
        body["thread"] = channel(world, world.channels[one.thread])
    return body


HIDDEN: Json = {"content": "", "embeds": [], "components": [], "attachments": []}
"""What a message is without the intent *message content*."""


def is_readable(world: World, one: Message) -> bool:
    """Whether its content comes without the intent: one's own, what mentions the app, what is direct."""
    return (
        one.author == world.bot.id
        or world.bot.id in one.mentions
        or one.pinged_by_reply
        or world.channels[one.channel].type == DM
    )


def read(world: World, one: Message) -> Json:
    """As the app reads it over HTTP, where the intent counts too."""
    body = message(world, one)
    return body if world.message_content or is_readable(world, one) else body | HIDDEN


def owners(world: World, one: Interaction) -> Json:
    """Who brought the app: "0" is the guild ("0" in the app's own conversations), "1" the user."""
    brought: Json = {} if one.guest else {"0": one.guild or "0"}
    return brought | ({"1": one.user} if world.users[one.user].installed else {})


def command(world: World, one: Command) -> Json:
    defaults: Json = {
        "type": 1,
        "description": "",
        "default_member_permissions": None,
        "nsfw": False,
        "contexts": None,
        "integration_types": [0],
        "name_localizations": None,
        "description_localizations": None,
    }
    own: Json = {"id": one.id, "application_id": world.application, "version": one.version}
    # It is sent as a number, and comes back as text.
    if (needed := one.spec.get("default_member_permissions")) is not None:
        own["default_member_permissions"] = str(needed)
    return defaults | one.spec | own | ({"guild_id": one.guild} if one.guild else {})


def interaction(world: World, one: Interaction, **fields: Any) -> Json:
    place = world.channels[one.channel]
    body: Json = {
        "id": one.id,
        "application_id": world.application,
        "type": one.type,
        "token": one.token,
        "version": 1,
        "data": one.data,
        "channel": channel(world, place),
        "channel_id": place.id,
        "locale": world.users[one.user].locale,
        "entitlements": [],
        "authorizing_integration_owners": owners(world, one),
        "context": 0 if one.guild else (1 if world.bot.id in place.recipients else 2),
        "attachment_size_limit": 10_485_760,
        "app_permissions": str(world.may(world.bot, place)),
    }
    if one.guild:
        home = world.guilds[one.guild]
        may = world.may(world.users[one.user], place)
        body |= {
            "guild_id": home.id,
            "guild": {"id": home.id, "locale": "en-US", "features": []},
            "guild_locale": "en-US",
            "member": member(world, home, one.user) | {"permissions": str(may)},
        }
    else:
        body["user"] = user(world.users[one.user])
    return body | fields


def is_ephemeral(one: Message) -> bool:
    return bool(one.flags & EPHEMERAL)
