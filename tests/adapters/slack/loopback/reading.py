"""`conversations.*`, `users.*` and `auth.*`: what the app can look up."""

from __future__ import annotations

import base64
import secrets

from tests.adapters.slack.loopback import shapes
from tests.adapters.slack.loopback.calls import Caller, Kind, Method
from tests.adapters.slack.loopback.core import HISTORY, READ, Core
from tests.adapters.slack.loopback.errors import SlackError
from tests.adapters.slack.loopback.state import Json, Message
from tests.adapters.slack.loopback.world import APP

PAGE: dict[str, Kind] = {
    "channel": "text",
    "cursor": "text",
    "inclusive": "flag",
    "include_all_metadata": "flag",
    "latest": "text",
    "limit": "number",
    "oldest": "text",
}
MAX_PAGE = 999


async def auth_test(core: Core, caller: Caller, arguments: Json) -> Json:
    workspace = caller.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.bot.name,
        "team_id": workspace.id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


async def api_test(core: Core, caller: Caller, arguments: Json) -> Json:
    if error := arguments.get("error"):
        raise SlackError(error, "api.test answers with the error that it was given")
    return {"args": arguments}


async def connections_open(core: Core, caller: Caller, arguments: Json) -> Json:
    ticket = secrets.token_urlsafe(24)
    core.world.tickets.add(ticket)
    address = core.world.url.replace("http://", "ws://")
    return {"url": f"{address}/link/?ticket={ticket}&app_id={APP}"}


async def users_info(core: Core, caller: Caller, arguments: Json) -> Json:
    user = core.world.users.get(arguments["user"])
    visible = user and (user.team == caller.workspace.id or _is_met(core, caller, user.id))
    if not user or not visible:
        raise SlackError("user_not_found", f"nobody here is {arguments['user']}")
    return {"user": shapes.user(core.world, user, caller.workspace)}


async def bots_info(core: Core, caller: Caller, arguments: Json) -> Json:
    workspace = caller.workspace
    if arguments["bot"] != workspace.bot_id:
        raise SlackError("bot_not_found", f"no bot here is {arguments['bot']}")
    bot = {"id": workspace.bot_id, "name": workspace.bot.name, "user_id": workspace.bot.id, "app_id": APP}
    return {"bot": bot | {"deleted": False, "updated": 1_700_000_000, "icons": {}}}


async def conversations_info(core: Core, caller: Caller, arguments: Json) -> Json:
    channel = core.place(caller.workspace, arguments["channel"])
    core.needs(caller.token.scopes, READ, channel)
    shown = shapes.channel(core.world, channel, caller.workspace)
    if not arguments.get("include_num_members"):
        shown.pop("num_members", None)
    return {"channel": shown}


async def conversations_open(core: Core, caller: Caller, arguments: Json) -> Json:
    world, workspace = core.world, caller.workspace
    if "channel" in arguments:
        channel = core.place(workspace, arguments["channel"])
    else:
        ids = [id for id in arguments["users"].split(",") if id]
        if len(ids) != 1:
            raise SlackError("method_not_supported_for_channel_type", "a group conversation needs mpim:write")
        user = world.users.get(ids[0])
        if not user or user.team != workspace.id:
            raise SlackError("user_not_found", f"nobody here is {ids[0]}")
        if user.deactivated:
            raise SlackError("user_disabled", f"{user.name} is deactivated")
        if user.bot:
            raise SlackError("cannot_dm_bot", "an app has no direct conversation with a bot")
        channel = world.direct(workspace, user)
    shown = shapes.channel(world, channel, workspace) if arguments.get("return_im") else {"id": channel.id}
    return {"no_op": False, "already_open": False, "channel": shown}


async def conversations_history(core: Core, caller: Caller, arguments: Json) -> Json:
    """The newest first, without what was said in threads and without what is ephemeral."""
    channel = core.place(caller.workspace, arguments["channel"])
    core.needs(caller.token.scopes, HISTORY, channel)
    if caller.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel", f"the app is not in {channel.name}")
    shown = [
        message
        for message in core.world.messages[channel.id].values()
        if not message.only_for
        and (not message.thread_ts or message.thread_ts == message.ts or message.broadcast)
    ]
    newest_first = sorted(shown, key=lambda one: one.ts, reverse=True)
    page, more = _page(newest_first, arguments, 100, core.world.page)
    return {"messages": _all(core, page, arguments), "has_more": bool(more), "pin_count": 0} | more


async def conversations_replies(core: Core, caller: Caller, arguments: Json) -> Json:
    """The parent, then its replies, the oldest first."""
    channel = core.place(caller.workspace, arguments["channel"])
    core.needs(caller.token.scopes, HISTORY, channel)
    if caller.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel", f"the app is not in {channel.name}")
    parent = core.world.messages[channel.id].get(arguments["ts"])
    if not parent or parent.only_for:
        raise SlackError("thread_not_found", f"no message {arguments['ts']} is in {channel.name}")
    replies, more = _page(core.world.replies(parent), arguments, 1000, core.world.page)
    return {"messages": _all(core, [parent, *replies], arguments), "has_more": bool(more)} | more


def _page(messages: list[Message], arguments: Json, usual: int, most: int) -> tuple[list[Message], Json]:
    inclusive = arguments.get("inclusive", False)
    oldest, latest = float(arguments.get("oldest", "0")), float(arguments.get("latest", "9" * 17))
    within = [
        message
        for message in messages
        if oldest < float(message.ts) < latest or (inclusive and float(message.ts) in (oldest, latest))
    ]
    limit = arguments.get("limit", usual)
    if not 1 <= limit <= MAX_PAGE + 1:
        raise SlackError("invalid_limit", f"limit is 1 to {MAX_PAGE}")
    limit = min(limit, most)
    start = _decode(arguments["cursor"]) if arguments.get("cursor") else 0
    rest = within[start + limit :]
    if not rest:
        return within[start:], {}
    cursor = base64.b64encode(f"next:{start + limit}".encode()).decode()
    return within[start : start + limit], {"response_metadata": {"next_cursor": cursor}}


def _decode(cursor: str) -> int:
    try:
        kind, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
        if kind == "next":
            return int(number)
    except ValueError:
        pass
    raise SlackError("invalid_cursor", "a cursor is the next_cursor of an earlier answer")


def _all(core: Core, messages: list[Message], arguments: Json) -> list[Json]:
    metadata = arguments.get("include_all_metadata", False)
    return [shapes.message(core.world, message, metadata=metadata) for message in messages]


def _is_met(core: Core, caller: Caller, user: str) -> bool:
    return any(
        user in channel.members
        for channel in core.world.channels.values()
        if channel.team == caller.workspace.id
    )


METHODS = {
    "api.test": Method(handler=api_test, arguments={"error": "text", "foo": "text"}, token=None),
    "auth.test": Method(handler=auth_test),
    "apps.connections.open": Method(handler=connections_open, token="app", scopes=("connections:write",)),
    "bots.info": Method(
        handler=bots_info, arguments={"bot": "text"}, required=("bot",), scopes=("users:read",)
    ),
    "users.info": Method(
        handler=users_info,
        arguments={"user": "text", "include_locale": "flag"},
        required=("user",),
        scopes=("users:read",),
    ),
    "conversations.info": Method(
        handler=conversations_info,
        arguments={"channel": "text", "include_locale": "flag", "include_num_members": "flag"},
        required=("channel",),
    ),
    "conversations.open": Method(
        handler=conversations_open,
        arguments={"channel": "text", "users": "text", "return_im": "flag", "prevent_creation": "flag"},
        required=("channel|users",),
        scopes=("im:write",),
    ),
    "conversations.history": Method(handler=conversations_history, arguments=PAGE, required=("channel",)),
    "conversations.replies": Method(
        handler=conversations_replies, arguments=PAGE | {"ts": "text"}, required=("channel", "ts")
    ),
}
