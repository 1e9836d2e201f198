"""Calls on channels and threads: open, change, join, list, delete."""

from __future__ import annotations

from typing import Any

from tests.adapters.discord.loopback import shapes
from tests.adapters.discord.loopback.components import check_length
from tests.adapters.discord.loopback.core import Core
from tests.adapters.discord.loopback.errors import DiscordError, invalid
from tests.adapters.discord.loopback.operations import Asked, Operation
from tests.adapters.discord.loopback.posting import ARCHIVED, written
from tests.adapters.discord.loopback.state import (
    ANNOUNCEMENT,
    ANNOUNCEMENT_THREAD,
    FORUM,
    HAS_THREAD,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    TEXT,
    Channel,
    Json,
    Message,
)

AUTO_ARCHIVE = (60, 1440, 4320, 10080)


async def create_thread_from_message(core: Core, asked: Asked) -> Any:
    channel = core.world.channel(asked.params["channel_id"])
    message = core.world.message(channel, asked.params["message_id"])
    core.world.needs(channel, "CREATE_PUBLIC_THREADS")
    if channel.type not in (TEXT, ANNOUNCEMENT):
        raise DiscordError(
            400, 50024, "Cannot execute action on this channel type", "threads are in channels"
        )
    if message.id in core.world.channels:
        raise DiscordError(
            400, 160004, "A thread has already been created for this message", "one thread a message"
        )
    kind = ANNOUNCEMENT_THREAD if channel.type == ANNOUNCEMENT else PUBLIC_THREAD
    thread = opened(core, channel, asked.fields, kind, core.world.bot.id, message)
    return shapes.channel(core.world, thread)


async def create_thread(core: Core, asked: Asked) -> Any:
    """In a forum a post with its message, elsewhere a thread on no message."""
    channel, body = core.world.channel(asked.params["channel_id"]), asked.fields
    if channel.type != FORUM:
        kind = body.get("type", PRIVATE_THREAD)
        if kind not in (PUBLIC_THREAD, PRIVATE_THREAD, ANNOUNCEMENT_THREAD):
            raise invalid("type", "a thread is of the type 10, 11 or 12")
        private = kind == PRIVATE_THREAD
        core.world.needs(channel, "CREATE_PRIVATE_THREADS" if private else "CREATE_PUBLIC_THREADS")
        return shapes.channel(core.world, opened(core, channel, body, kind, core.world.bot.id))
    core.world.needs(channel, "SEND_MESSAGES")
    tags = [str(tag) for tag in body.get("applied_tags") or []]
    if channel.requires_tag and not tags:
        raise DiscordError(400, 40067, "A tag is required to create a forum post in this channel", "a tag")
    if unknown := set(tags) - {str(tag["id"]) for tag in channel.tags}:
        raise invalid("applied_tags", f"there is no tag {unknown.pop()} here")
    if not isinstance(body.get("message"), dict):
        raise invalid("message", "a post in a forum begins with its message")
    thread = opened(core, channel, body, PUBLIC_THREAD, core.world.bot.id, tell=False)
    try:
        # The first message of a post has the post's own id.
        message = written(core, thread, body["message"], asked, where="message.")
    except DiscordError:
        del core.world.channels[thread.id]
        raise
    core.world.messages[thread.id] = {thread.id: message}
    message.id, thread.applied_tags = thread.id, tags
    core.tell_channel("CREATE", thread, newly_created=True)
    core.tell_message("MESSAGE_CREATE", message)
    return shapes.channel(core.world, thread) | {"message": shapes.read(core.world, message)}


def opened(
    core: Core,
    channel: Channel,
    body: Json,
    kind: int,
    owner: str,
    message: Message | None = None,
    tell: bool = True,
) -> Channel:
    check_length(body.get("name"), 1, 100, "name")
    thread = Channel(
        id=message.id if message else core.world.id(),
        type=kind,
        name=body["name"],
        guild=channel.guild,
        parent=channel.id,
        owner=owner,
        auto_archive=_auto_archive(body),
        joined=[owner],
    )
    core.world.channels[thread.id] = thread
    if message:
        message.thread, message.flags = thread.id, message.flags | HAS_THREAD
    if tell:
        core.tell_channel("CREATE", thread, newly_created=True)
    return thread


def _auto_archive(body: Json) -> int:
    minutes = body.get("auto_archive_duration") or 1440
    if minutes not in AUTO_ARCHIVE:
        raise invalid("auto_archive_duration", f"Value must be one of {AUTO_ARCHIVE}")
    return int(minutes)


async def update_channel(core: Core, asked: Asked) -> Any:
    channel, body = core.world.channel(asked.params["channel_id"]), asked.fields
    if not channel.is_thread:
        core.world.needs(channel, "MANAGE_CHANNELS")
        channel.name = body.get("name", channel.name)
        core.tell_channel("UPDATE", channel)
        return shapes.channel(core.world, channel)
    only_opens = (
        body.get("archived") is False and not channel.locked and body.keys() <= {"archived", "locked"}
    )
    if channel.archived and body.get("archived") is not False:
        raise DiscordError(*ARCHIVED, "an archived thread is opened before anything else of it is changed")
    if only_opens and not body.get("locked"):
        core.world.needs(channel, "SEND_MESSAGES_IN_THREADS")
    elif body.get("locked") is not None or channel.locked or channel.owner != core.world.bot.id:
        core.world.needs(channel, "MANAGE_THREADS")
    if "name" in body:
        check_length(body["name"], 1, 100, "name")
    channel.name = body.get("name", channel.name)
    if "auto_archive_duration" in body:
        channel.auto_archive = _auto_archive(body)
    if body.get("archived") and not channel.archived:
        channel.archived_at = core.world.now()
    channel.archived = body.get("archived", channel.archived)
    channel.locked = body.get("locked", channel.locked)
    core.tell_channel("UPDATE", channel)
    return shapes.channel(core.world, channel)


async def delete_channel(core: Core, asked: Asked) -> Any:
    channel = core.world.channel(asked.params["channel_id"])
    core.world.needs(channel, "MANAGE_THREADS" if channel.is_thread else "MANAGE_CHANNELS")
    shape = shapes.channel(core.world, channel)
    core.tell_channel("DELETE", channel)
    del core.world.channels[channel.id]
    return shape


async def join_thread(core: Core, asked: Asked) -> Any:
    thread = core.world.channel(asked.params["channel_id"])
    if not thread.is_thread:
        raise DiscordError(
            400, 50024, "Cannot execute action on this channel type", "only threads are joined"
        )
    if thread.archived:
        raise DiscordError(*ARCHIVED, "an archived thread is not joined")
    if core.world.bot.id not in thread.joined:
        thread.joined.append(core.world.bot.id)
    return None


async def list_public_archived_threads(core: Core, asked: Asked) -> Any:
    channel = core.world.channel(asked.params["channel_id"])
    core.world.needs(channel, "READ_MESSAGE_HISTORY")
    threads = [
        shapes.channel(core.world, one)
        for one in core.world.channels.values()
        if one.parent == channel.id and one.archived and one.type != PRIVATE_THREAD
    ]
    return {"threads": threads, "members": [], "has_more": False}


def _operation(id: str, method: str, path: str, handler: Any) -> Operation:
    path = f"/channels/{{channel_id}}{path}"
    return Operation(id=id, method=method, path=path, handler=handler, major=("channel_id",))


_ARCHIVED = "/threads/archived/public"

OPERATIONS = [
    _operation(
        "create_thread_from_message", "POST", "/messages/{message_id}/threads", create_thread_from_message
    ),
    _operation("create_thread", "POST", "/threads", create_thread),
    _operation("update_channel", "PATCH", "", update_channel),
    _operation("delete_channel", "DELETE", "", delete_channel),
    _operation("join_thread", "PUT", "/thread-members/@me", join_thread),
    _operation("list_public_archived_threads", "GET", _ARCHIVED, list_public_archived_threads),
]
