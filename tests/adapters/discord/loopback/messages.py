"""Calls on messages: create, edit, delete, get, list; reactions."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from tests.adapters.discord.loopback import permissions, shapes
from tests.adapters.discord.loopback.core import Core
from tests.adapters.discord.loopback.errors import DiscordError, invalid
from tests.adapters.discord.loopback.operations import Asked, Operation
from tests.adapters.discord.loopback.posting import awaken, may_change_in, may_post, rewritten, written
from tests.adapters.discord.loopback.state import ANNOUNCEMENT, Channel, Json, Message


async def create_message(core: Core, asked: Asked) -> Any:
    channel, body = core.world.channel(asked.params["channel_id"]), asked.fields
    may_post(core, channel, body, asked)
    known = core.world.nonces.get((channel.id, str(body.get("nonce"))))
    if body.get("enforce_nonce") and known and known.id in core.world.messages[channel.id]:
        return shapes.read(core.world, known) | {"nonce": known.nonce}
    message = written(core, channel, body, asked)
    if reference := body.get("message_reference"):
        refer(core, channel, message, reference)
    awaken(core, channel)
    if message.nonce:
        core.world.nonces[channel.id, message.nonce] = message
    core.tell_message("MESSAGE_CREATE", message)
    answer = shapes.read(core.world, message)
    return answer | ({"nonce": message.nonce} if message.nonce else {})


def refer(core: Core, channel: Channel, message: Message, reference: Json) -> None:
    id = str(reference.get("message_id", ""))
    if id not in core.world.messages[channel.id] or core.world.messages[channel.id][id].only_for:
        if reference.get("fail_if_not_exists", True):
            del core.world.messages[channel.id][message.id]
            raise invalid("message_reference", "Unknown message")
        return
    message.type = 19
    message.reference = {"type": 0, "message_id": id, "channel_id": channel.id, "guild_id": channel.guild}


async def update_message(core: Core, asked: Asked) -> Any:
    channel = core.world.channel(asked.params["channel_id"])
    message = core.world.message(channel, asked.params["message_id"])
    if message.author != core.world.bot.id:
        raise DiscordError(403, 50005, "Cannot edit a message authored by another user", "only one's own")
    may_change_in(channel)
    rewritten(core, message, asked.fields, asked)
    core.tell_message("MESSAGE_UPDATE", message)
    return shapes.read(core.world, message)


async def delete_message(core: Core, asked: Asked) -> Any:
    channel = core.world.channel(asked.params["channel_id"])
    message = core.world.message(channel, asked.params["message_id"])
    if message.author != core.world.bot.id:
        core.world.needs(channel, "MANAGE_MESSAGES")
    may_change_in(channel)
    del core.world.messages[channel.id][message.id]
    core.tell_deleted(message)
    return None


async def get_message(core: Core, asked: Asked) -> Any:
    channel = core.world.channel(asked.params["channel_id"])
    core.world.needs(channel, "READ_MESSAGE_HISTORY")
    return shapes.read(core.world, core.world.message(channel, asked.params["message_id"]))


async def list_messages(core: Core, asked: Asked) -> Any:
    """The newest first. Without the right to read history there is nothing to see, and no error."""
    channel, limit = core.world.channel(asked.params["channel_id"]), asked.number("limit", 50, 1, 100)
    if not permissions.allows(core.world.may(core.world.bot, channel), "READ_MESSAGE_HISTORY"):
        return []
    found = [one for one in core.world.messages[channel.id].values() if not one.only_for]
    found.sort(key=lambda one: int(one.id))
    if "after" in asked.query:
        found = [one for one in found if int(one.id) > int(asked.query["after"])][:limit]
    elif "before" in asked.query:
        found = [one for one in found if int(one.id) < int(asked.query["before"])]
    return [shapes.read(core.world, one) for one in reversed(found[-limit:])]


async def add_my_message_reaction(core: Core, asked: Asked) -> Any:
    channel, message, emoji = _reacted(core, asked)
    core.world.needs(channel, "READ_MESSAGE_HISTORY")
    if emoji not in message.reactions:
        core.world.needs(channel, "ADD_REACTIONS")
        if len(message.reactions) >= 20:
            raise DiscordError(403, 30010, "Maximum number of reactions reached (20)", "20 kinds at most")
    people = message.reactions.setdefault(emoji, [])
    if core.world.bot.id not in people:
        people.append(core.world.bot.id)
    return None


async def delete_my_message_reaction(core: Core, asked: Asked) -> Any:
    _, message, emoji = _reacted(core, asked)
    people = message.reactions.get(emoji, [])
    if core.world.bot.id in people:
        people.remove(core.world.bot.id)
    if not people:
        message.reactions.pop(emoji, None)
    return None


def _reacted(core: Core, asked: Asked) -> tuple[Channel, Message, str]:
    channel = core.world.channel(asked.params["channel_id"])
    message = core.world.message(channel, asked.params["message_id"])
    emoji = unquote(asked.params["emoji_name"])
    if emoji.isascii():
        raise DiscordError(400, 10014, "Unknown Emoji", "an emoji is the character itself, or name:id of one")
    may_change_in(channel)
    return channel, message, emoji


async def crosspost_message(core: Core, asked: Asked) -> Any:
    channel = core.world.channel(asked.params["channel_id"])
    message = core.world.message(channel, asked.params["message_id"])
    if channel.type != ANNOUNCEMENT:
        raise DiscordError(400, 50024, "Cannot execute action on this channel type", "of announcements only")
    core.world.needs(channel, "SEND_MESSAGES")
    if message.flags & 1:
        raise DiscordError(400, 40033, "This message has already been crossposted.", "once")
    message.flags |= 1
    core.tell_message("MESSAGE_UPDATE", message)
    return shapes.read(core.world, message)


async def trigger_typing_indicator(core: Core, asked: Asked) -> Any:
    channel = core.world.channel(asked.params["channel_id"])
    may_post(core, channel, {}, Asked(params={}, query={}))
    return None


def _operation(id: str, method: str, path: str, handler: Any) -> Operation:
    path = f"/channels/{{channel_id}}/{path}"
    return Operation(id=id, method=method, path=path, handler=handler, major=("channel_id",))


_ONE = "messages/{message_id}"
_MINE = f"{_ONE}/reactions/{{emoji_name}}/@me"

OPERATIONS = [
    _operation("create_message", "POST", "messages", create_message),
    _operation("list_messages", "GET", "messages", list_messages),
    _operation("get_message", "GET", _ONE, get_message),
    _operation("update_message", "PATCH", _ONE, update_message),
    _operation("delete_message", "DELETE", _ONE, delete_message),
    _operation("add_my_message_reaction", "PUT", _MINE, add_my_message_reaction),
    _operation("delete_my_message_reaction", "DELETE", _MINE, delete_my_message_reaction),
    _operation("crosspost_message", "POST", f"{_ONE}/crosspost", crosspost_message),
    _operation("trigger_typing_indicator", "POST", "typing", trigger_typing_indicator),
]
