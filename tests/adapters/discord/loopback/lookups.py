"""Calls that look up: the gateway, the app, guilds, people, roles; and direct conversations."""

from __future__ import annotations

from typing import Any

from tests.adapters.discord.loopback import permissions, shapes
from tests.adapters.discord.loopback.core import Core
from tests.adapters.discord.loopback.errors import invalid, missing_access, unknown
from tests.adapters.discord.loopback.operations import Asked, Operation
from tests.adapters.discord.loopback.state import Json


async def get_gateway(core: Core, asked: Asked) -> Any:
    return {"url": core.world.gateway_url}


async def get_bot_gateway(core: Core, asked: Asked) -> Any:
    limit = {
        "total": 1000,
        "remaining": max(0, core.world.identifies),
        "reset_after": 86_400_000,
        "max_concurrency": 1,
    }
    return {"url": core.world.gateway_url, "shards": core.world.shards, "session_start_limit": limit}


async def get_my_user(core: Core, asked: Asked) -> Any:
    return shapes.user(core.world.bot) | {"verified": True, "mfa_enabled": True, "locale": "en-US"}


async def get_my_application(core: Core, asked: Asked) -> Any:
    world = core.world
    flags = (1 << 18 if world.message_content else 0) | (1 << 14 if world.members_intent else 0)
    return {
        "id": world.application,
        "name": "Koko",
        "icon": None,
        "description": "",
        "summary": "",
        "type": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": flags,
        "hook": True,
        "team": None,
        "owner": shapes.user(next(iter(world.users.values()))),
        "bot": shapes.user(world.bot),
        "approximate_guild_count": sum(one.installed for one in world.guilds.values()),
        "integration_types_config": {"0": {}, "1": {}},
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
    }


async def list_my_guilds(core: Core, asked: Asked) -> Any:
    limit = asked.number("limit", 200, 1, 200)
    after = int(asked.query.get("after", "0"))
    guilds = sorted((one for one in core.world.guilds.values() if one.installed), key=lambda one: int(one.id))
    mine = {one.id: permissions.in_guild(one, core.world.bot.id) for one in guilds}
    return [
        {
            "id": one.id,
            "name": one.name,
            "icon": None,
            "owner": False,
            "permissions": str(mine[one.id]),
            "features": [],
        }
        for one in guilds
        if int(one.id) > after
    ][:limit]


async def get_guild(core: Core, asked: Asked) -> Any:
    guild = core.world.guild(asked.params["guild_id"])
    body = shapes.guild(core.world, guild)
    for name in ("channels", "threads", "members", "voice_states", "presences", "joined_at", "member_count"):
        del body[name]
    return body


async def list_guild_channels(core: Core, asked: Asked) -> Any:
    guild = core.world.guild(asked.params["guild_id"])
    return [
        shapes.channel(core.world, one)
        for one in core.world.channels.values()
        if one.guild == guild.id and not one.is_thread
    ]


async def list_guild_roles(core: Core, asked: Asked) -> Any:
    return shapes.roles(core.world.guild(asked.params["guild_id"]))


async def get_guild_member(core: Core, asked: Asked) -> Any:
    guild = core.world.guild(asked.params["guild_id"])
    if asked.params["user_id"] not in guild.members:
        core.world.user(asked.params["user_id"])
        raise unknown(10007, "Member", f"they are not in {guild.name}")
    return shapes.member(core.world, guild, asked.params["user_id"])


async def list_guild_members(core: Core, asked: Asked) -> Any:
    guild = core.world.guild(asked.params["guild_id"])
    if not core.world.members_intent:
        raise missing_access("all members of a guild are listed with the members intent")
    limit, after = asked.number("limit", 1, 1, 1000), int(asked.query.get("after", "0"))
    ids = sorted((id for id in guild.members if int(id) > after), key=int)
    return [shapes.member(core.world, guild, id) for id in ids[:limit]]


async def get_active_guild_threads(core: Core, asked: Asked) -> Any:
    guild = core.world.guild(asked.params["guild_id"])
    threads = [
        shapes.channel(core.world, one)
        for one in core.world.channels.values()
        if one.guild == guild.id and one.is_thread and not one.archived
    ]
    return {"threads": threads, "members": [], "has_more": False}


async def leave_guild(core: Core, asked: Asked) -> Any:
    guild = core.world.guild(asked.params["guild_id"])
    core.tell("GUILD_DELETE", {"id": guild.id}, guild.id)
    guild.installed = False
    guild.members.pop(core.world.bot.id, None)
    return None


async def get_user(core: Core, asked: Asked) -> Any:
    return shapes.user(core.world.user(asked.params["user_id"]))


async def create_dm(core: Core, asked: Asked) -> Any:
    """Opens for anybody that exists; whether they take a message shows when one is sent."""
    id = asked.fields.get("recipient_id")
    if not isinstance(id, str | int):
        raise invalid("recipient_id", "a direct conversation has a recipient")
    user = core.world.users.get(str(id))
    if not user or user.bot:
        raise invalid("recipient_id", "a recipient is a person")
    return shapes.channel(core.world, core.world.direct(user))


async def get_channel(core: Core, asked: Asked) -> Any:
    return shapes.channel(core.world, core.world.channel(asked.params["channel_id"]))


def _get(id: str, path: str, handler: Any, major: tuple[str, ...] = ()) -> Operation:
    return Operation(id=id, method="GET", path=path, handler=handler, major=major)


_GUILD: Json = {"major": ("guild_id",)}

OPERATIONS = [
    Operation(id="get_gateway", method="GET", path="/gateway", handler=get_gateway, authorized=False),
    _get("get_bot_gateway", "/gateway/bot", get_bot_gateway),
    _get("get_my_user", "/users/@me", get_my_user),
    _get("list_my_guilds", "/users/@me/guilds", list_my_guilds),
    _get("get_my_application", "/applications/@me", get_my_application),
    _get("get_my_oauth2_application", "/oauth2/applications/@me", get_my_application),
    _get("get_guild", "/guilds/{guild_id}", get_guild, **_GUILD),
    _get("list_guild_channels", "/guilds/{guild_id}/channels", list_guild_channels, **_GUILD),
    _get("list_guild_roles", "/guilds/{guild_id}/roles", list_guild_roles, **_GUILD),
    _get("list_guild_members", "/guilds/{guild_id}/members", list_guild_members, **_GUILD),
    _get("get_guild_member", "/guilds/{guild_id}/members/{user_id}", get_guild_member, **_GUILD),
    _get("get_active_guild_threads", "/guilds/{guild_id}/threads/active", get_active_guild_threads, **_GUILD),
    _get("get_user", "/users/{user_id}", get_user),
    _get("get_channel", "/channels/{channel_id}", get_channel, ("channel_id",)),
    Operation(id="create_dm", method="POST", path="/users/@me/channels", handler=create_dm),
    Operation(id="leave_guild", method="DELETE", path="/users/@me/guilds/{guild_id}", handler=leave_guild),
]
