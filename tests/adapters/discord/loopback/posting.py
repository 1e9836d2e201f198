"""Messages as the app writes them: whether it may, and what becomes of a body."""

from __future__ import annotations

import copy
import re
from typing import Any

from tests.adapters.discord.loopback import permissions
from tests.adapters.discord.loopback.components import nested
from tests.adapters.discord.loopback.core import Core
from tests.adapters.discord.loopback.errors import DiscordError, missing_permissions
from tests.adapters.discord.loopback.operations import Asked, attached
from tests.adapters.discord.loopback.rules import check_message, check_not_empty, texts
from tests.adapters.discord.loopback.shapes import attachment
from tests.adapters.discord.loopback.state import (
    COMPONENTS_V2,
    DM,
    FORUM,
    LOADING,
    Channel,
    File,
    Json,
    Message,
)
from tests.adapters.discord.loopback.world import World

ARCHIVED = (400, 50083, "Thread is archived")


def may_post(core: Core, channel: Channel, body: Json, asked: Asked) -> None:
    """Raises what Discord says where the bot can't write."""
    world = core.world
    if channel.type == DM:
        _may_write_to(world, channel)
        return
    if channel.type == FORUM:
        raise DiscordError(400, 50008, "Cannot send messages in a non-text channel", "a forum has posts only")
    world.needs(channel, "SEND_MESSAGES_IN_THREADS" if channel.is_thread else "SEND_MESSAGES")
    if channel.locked and not may_manage(world, channel):
        if channel.archived:
            raise DiscordError(*ARCHIVED, "a locked thread is opened by those with MANAGE_THREADS")
        raise missing_permissions(f"the app needs MANAGE_THREADS in {channel.name}, which is locked")
    needed = ["ATTACH_FILES"] if asked.files else []
    needed += ["EMBED_LINKS"] if body.get("embeds") else []
    needed += ["READ_MESSAGE_HISTORY"] if body.get("message_reference") else []
    world.needs(channel, *needed)


def may_manage(world: World, thread: Channel) -> bool:
    return permissions.allows(world.may(world.bot, thread), "MANAGE_THREADS")


def may_change_in(channel: Channel) -> None:
    """Nothing in an archived thread is edited or reacted to."""
    if channel.archived:
        raise DiscordError(*ARCHIVED, "in an archived thread nothing is changed")


def awaken(core: Core, channel: Channel) -> None:
    """A word in an archived thread opens it."""
    if channel.is_thread and channel.archived:
        channel.archived = False
        core.tell_channel("UPDATE", channel)


def written(
    core: Core,
    channel: Channel,
    body: Json,
    asked: Asked,
    *,
    private: bool = False,
    where: str = "",
    **fields: Any,
) -> Message:
    """A new message, which nobody has been told of yet."""
    world = core.world
    files = attached(core, asked, body)
    check_message(body, known(asked, files), private=private, where=where)
    check_not_empty(
        body.get("content") or "", body.get("embeds") or [], body.get("components") or [], files, asked.files
    )
    message = Message(
        id=world.id(),
        channel=channel.id,
        author=world.bot.id,
        content=(body.get("content") or "").strip(),
        flags=body.get("flags") or 0,
        embeds=_embeds(body),
        files=files,
        nonce=str(body.get("nonce") or ""),
        app=True,
        **fields,
    )
    message.components = _stored(world, message, body.get("components") or [])
    message.mentions = _mentions(world, message, body.get("allowed_mentions"))
    world.messages[channel.id][message.id] = message
    return message


def rewritten(core: Core, message: Message, body: Json, asked: Asked, where: str = "") -> None:
    """Another content; what the body doesn't name stays."""
    files = attached(core, asked, body)
    names = {*known(asked, files), *(one.name for one in message.files)}
    check_message(body, names, flags=message.flags, where=where)
    flags = message.flags | (body.get("flags") or 0)
    content = body["content"] or "" if "content" in body else message.content
    embeds = _embeds(body) if "embeds" in body else message.embeds
    parts = body["components"] or [] if "components" in body else message.components
    if flags & COMPONENTS_V2 and (content or embeds):
        raise DiscordError(
            400,
            50035,
            "Invalid Form Body",
            "a message that becomes one of components gives up its content and embeds: set them to null",
        )
    kept = message.files
    if "attachments" in body:
        ids = {str(one.get("id")) for one in body["attachments"] or []}
        kept = [one for one in message.files if one.id in ids]
    check_not_empty(content, embeds, parts, [*kept, *files])
    message.content, message.embeds, message.files, message.flags = content, embeds, [*kept, *files], flags
    if "components" in body:
        message.components = _stored(core.world, message, parts)
    if message.loading:
        message.flags &= ~LOADING
    else:
        message.edited_at = core.world.now()
    message.mentions = _mentions(core.world, message, body.get("allowed_mentions"))


def known(asked: Asked, files: list[File]) -> set[str]:
    """The numbers of the files, and their names."""
    return {*asked.files, *(one.name for one in files)}


def _may_write_to(world: World, channel: Channel) -> None:
    for id in channel.recipients:
        user = world.users[id]
        shared = any(one.installed and id in one.members for one in world.guilds.values())
        if user is not world.bot and not (user.takes_dms and (shared or user.installed)):
            raise DiscordError(
                403,
                50007,
                "Cannot send messages to this user",
                f"{user.name} takes no direct messages, or shares no guild with the app",
            )


def _embeds(body: Json) -> list[Json]:
    return [{"type": "rich", **embed} for embed in body.get("embeds") or []]


def _stored(world: World, message: Message, components: list[Json]) -> list[Json]:
    """With an id each, and files instead of their names."""
    stored = copy.deepcopy(components)
    taken = {one["id"] for one in nested(stored) if one.get("id")}
    free = (number for number in range(1, 1000) if number not in taken)
    by_name = {f"attachment://{one.name}": one for one in message.files}
    for one in nested(stored):
        one["id"] = one.get("id") or next(free)
        for media in (one.get("media"), one.get("file"), *(item["media"] for item in one.get("items", []))):
            if media and media["url"] in by_name:
                media |= attachment(world, message.channel, by_name[media["url"]])
    return stored


def _mentions(world: World, message: Message, allowed: Json | None) -> list[str]:
    """Whom it calls: those it names, as far as it is allowed."""
    text = " ".join([message.content, *texts(message.components)])
    named = [id for id in dict.fromkeys(re.findall(r"<@!?(\d+)>", text)) if id in world.users]
    if allowed is None or "users" in (allowed.get("parse") or []):
        return named
    return [id for id in named if id in (allowed.get("users") or [])]
