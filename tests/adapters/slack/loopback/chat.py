"""`chat.*` and `reactions.*`: the app's own words and marks."""

from __future__ import annotations

import re
import time

from tests.adapters.slack import rules
from tests.adapters.slack.loopback import shapes
from tests.adapters.slack.loopback.calls import Caller, Kind, Method
from tests.adapters.slack.loopback.core import Core
from tests.adapters.slack.loopback.errors import SlackError
from tests.adapters.slack.loopback.state import Channel, Json, Message, Workspace
from tests.adapters.slack.loopback.world import World

WRITES: dict[str, Kind] = {
    "channel": "text",
    "text": "text",
    "blocks": "json",
    "thread_ts": "text",
    "metadata": "json",
    "unfurl_links": "flag",
    "unfurl_media": "flag",
    "mrkdwn": "flag",
    "parse": "text",
    "link_names": "flag",
    "reply_broadcast": "flag",
}
MAX_REACTIONS = 23
"""Kinds of reactions on one message, by one user: Slack's `too_many_reactions`."""


def check_message(body: Json) -> None:
    """Raises what Slack would say to a message, by the rules of the platform's pages."""
    if not body.get("text") and not body.get("blocks") and not body.get("delete_original"):
        raise SlackError("no_text", "a message has text or blocks")
    found = rules.message_problems(body)
    if found:
        in_blocks = "blocks" in body and bool(rules.problems(body["blocks"], "message"))
        code = "invalid_blocks" if in_blocks else "invalid_arguments"
        messages = [f"[ERROR] {problem}" for problem in found]
        raise SlackError(code, "; ".join(found), response_metadata={"messages": messages})


def check_files(world: World, workspace: Workspace, blocks: list[Json]) -> None:
    """A picture by `slack_file` is of a file that was uploaded here whole."""
    for block in blocks:
        for element in [block, block.get("accessory") or {}]:
            if "slack_file" in element:
                found = world.files.get(str(element["slack_file"].get("id")))
                if not found or not found.complete or found.team != workspace.id:
                    raise SlackError("invalid_blocks", "image: slack_file is a file that was uploaded whole")
                if time.monotonic() < found.seen_at:
                    raise SlackError("invalid_blocks", "image: slack_file is looked at before it is shown")
                if not found.mimetype.startswith("image/"):
                    raise SlackError("invalid_blocks", "image: slack_file is a png, jpg, jpeg or gif")


async def post_message(core: Core, caller: Caller, arguments: Json) -> Json:
    world, workspace = core.world, caller.workspace
    channel = addressed(core, caller, arguments["channel"])
    check_message(arguments)
    _keep_pace(world, channel)
    message = post(core, workspace, channel, arguments)
    shown = shapes.message(world, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def post(core: Core, workspace: Workspace, channel: Channel, body: Json) -> Message:
    """Put a message of the app's into a channel, and tell of it."""
    world = core.world
    blocks = body.get("blocks") or []
    check_files(world, workspace, blocks)
    thread_ts = thread_of(world, channel, body.get("thread_ts"))
    broadcast = bool(thread_ts and body.get("reply_broadcast"))
    message = Message(
        channel=channel.id,
        ts=world.ts(channel.id),
        team=workspace.id,
        user=workspace.bot.id,
        app=True,
        text=body.get("text", ""),
        blocks=shapes.stored_blocks(blocks),
        thread_ts=thread_ts,
        broadcast=broadcast,
        subtype="thread_broadcast" if broadcast else "",
        metadata=body.get("metadata"),
    )
    world.messages[channel.id][message.ts] = message
    core.tell_message(workspace, channel, message)
    return message


async def post_ephemeral(core: Core, caller: Caller, arguments: Json) -> Json:
    channel = core.open_place(caller.workspace, arguments["channel"])
    check_message(arguments)
    user = core.world.users.get(arguments["user"])
    if not user or user.deactivated:
        raise SlackError("user_not_found", f"nobody here is {arguments['user']}")
    if user.id not in channel.members:
        raise SlackError("user_not_in_channel", f"{user.name} is not in {channel.name}")
    message = whisper(core, caller.workspace, channel, user.id, arguments)
    return {"message_ts": message.ts}


def whisper(core: Core, workspace: Workspace, channel: Channel, user: str, body: Json) -> Message:
    """Put an ephemeral message before one person."""
    world = core.world
    blocks = body.get("blocks") or []
    check_files(world, workspace, blocks)
    message = Message(
        channel=channel.id,
        ts=world.ts(channel.id),
        team=workspace.id,
        user=workspace.bot.id,
        app=True,
        text=body.get("text", ""),
        blocks=shapes.stored_blocks(blocks),
        thread_ts=thread_of(world, channel, body.get("thread_ts")),
        only_for=user,
    )
    world.messages[channel.id][message.ts] = message
    return message


async def update(core: Core, caller: Caller, arguments: Json) -> Json:
    workspace = caller.workspace
    channel = core.place(workspace, arguments["channel"])
    if channel.archived:
        raise SlackError("is_archived", f"{channel.name} is archived")
    message = core.world.message(channel, arguments["ts"])
    if not message.app:
        raise SlackError("cant_update_message", "an app updates its own messages, and no others")
    check_message(arguments)
    replace(core, workspace, message, arguments)
    shown = shapes.message(core.world, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def replace(core: Core, workspace: Workspace, message: Message, body: Json) -> None:
    """Let a message of the app's say something else; nobody is told of what is ephemeral."""
    world, channel = core.world, core.world.channels[message.channel]
    check_files(world, workspace, body.get("blocks") or [])
    before = shapes.message(world, message, thread=False)
    message.text = body.get("text", "")
    message.blocks = shapes.stored_blocks(body.get("blocks") or [])
    if "metadata" in body:
        message.metadata = body["metadata"]
    if not message.only_for:
        message.edited = {"user": workspace.bot.id, "ts": f"{world.seconds()}.000000"}
        core.tell_message(workspace, channel, message, "changed", before)


async def add_reaction(core: Core, caller: Caller, arguments: Json) -> Json:
    message, users = _reacted(core, caller, arguments)
    bot = caller.workspace.bot.id
    if bot in users:
        raise SlackError("already_reacted", f"the app has already reacted with {arguments['name']}")
    if sum(bot in them for them in message.reactions.values()) >= MAX_REACTIONS:
        raise SlackError("too_many_reactions", f"at most {MAX_REACTIONS} reactions of one user on a message")
    message.reactions[arguments["name"]] = [*users, bot]
    return {}


async def remove_reaction(core: Core, caller: Caller, arguments: Json) -> Json:
    message, users = _reacted(core, caller, arguments)
    bot = caller.workspace.bot.id
    if bot not in users:
        raise SlackError("no_reaction", f"the app has not reacted with {arguments['name']}")
    left = [user for user in users if user != bot]
    if left:
        message.reactions[arguments["name"]] = left
    else:
        del message.reactions[arguments["name"]]
    return {}


EMOJI = re.compile(
    r"eyes|(white|heavy)_check_mark|x|heavy_multiplication_x|heavy_minus_sign|ballot_box_with_check|100|ok(_hand)?"
    r"|large_(yellow|green|red|orange|blue)_circle|(red|white|black)_circle|radio_button|part_alternation_mark"
    r"|hourglass(_flowing_sand)?|thumbsup|[+-]1|tada|trophy|star2?|bulb|(grey_)?question|raised_hands|muscle"
    r"|seedling|speech_balloon|memo|thinking_face|(first|last)_quarter_moon|(full|new)_moon|waxing_crescent_moon"
)
"""The names that are known here; Slack has some thousand more."""


def _reacted(core: Core, caller: Caller, arguments: Json) -> tuple[Message, list[str]]:
    channel = core.place(caller.workspace, arguments["channel"])
    if channel.archived:
        raise SlackError("is_archived", f"{channel.name} is archived")
    message = core.world.message(channel, arguments["timestamp"])
    if caller.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel", f"the app is not in {channel.name}")
    name = arguments["name"]
    if not EMOJI.fullmatch(name):
        raise SlackError("invalid_name", f"{name} is no emoji's name, which has no colons")
    return message, message.reactions.get(name, [])


def addressed(core: Core, caller: Caller, id: str) -> Channel:
    """The channel, or for a person's id the direct one with them."""
    world, workspace = core.world, caller.workspace
    if id in world.users:
        user = world.users[id]
        if user.team != workspace.id or user.bot:
            raise SlackError("channel_not_found", f"no direct conversation with {user.name} can be had")
        if user.deactivated:
            raise SlackError("user_disabled", f"{user.name} is deactivated")
        return world.direct(workspace, user)
    return core.open_place(workspace, id)


def thread_of(world: World, channel: Channel, ts: str | None) -> str:
    """The parent's timestamp, also for that of a reply; Slack makes one thread of both."""
    if not ts:
        return ""
    parent = world.messages[channel.id].get(ts)
    if not parent or parent.only_for:
        raise SlackError("thread_not_found", f"no message {ts} is in {channel.name} to reply to")
    return parent.thread_ts or parent.ts


def _keep_pace(world: World, channel: Channel) -> None:
    now = time.monotonic()
    since = now - world.posted_at.get(channel.id, float("-inf"))
    if since < world.post_interval:
        raise SlackError(
            "ratelimited",
            f"an app posts about once in {world.post_interval:g} s to a channel",
            status=429,
            retry_after=max(1, round(world.post_interval - since)),
        )
    world.posted_at[channel.id] = now


METHODS = {
    "chat.postMessage": Method(
        handler=post_message, arguments=WRITES, required=("channel",), scopes=("chat:write",)
    ),
    "chat.postEphemeral": Method(
        handler=post_ephemeral,
        arguments={
            name: kind
            for name, kind in (WRITES | {"user": "text"}).items()
            if name not in ("metadata", "unfurl_links", "unfurl_media", "reply_broadcast", "mrkdwn")
        },
        required=("channel", "user"),
        scopes=("chat:write",),
    ),
    "chat.update": Method(
        handler=update,
        arguments={
            name: kind
            for name, kind in (WRITES | {"ts": "text", "file_ids": "text"}).items()
            if name not in ("thread_ts", "unfurl_links", "unfurl_media", "mrkdwn")
        },
        required=("channel", "ts"),
        scopes=("chat:write",),
    ),
    "reactions.add": Method(
        handler=add_reaction,
        arguments={"channel": "text", "name": "text", "timestamp": "text"},
        required=("channel", "name", "timestamp"),
        scopes=("reactions:write",),
    ),
    "reactions.remove": Method(
        handler=remove_reaction,
        arguments={"channel": "text", "name": "text", "timestamp": "text"},
        required=("channel", "name", "timestamp"),
        scopes=("reactions:write",),
    ),
}
