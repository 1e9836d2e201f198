"""`files.*`: an address to upload to, the upload itself, and its end, which shares what was uploaded."""

from __future__ import annotations

import secrets
import time

from tests.adapters.slack import rules
from tests.adapters.slack.loopback import shapes
from tests.adapters.slack.loopback.calls import Caller, Method
from tests.adapters.slack.loopback.chat import addressed, thread_of
from tests.adapters.slack.loopback.core import Core
from tests.adapters.slack.loopback.errors import SlackError
from tests.adapters.slack.loopback.state import Channel, File, Json, Message

MAX_FILES = 10


async def upload_url(core: Core, caller: Caller, arguments: Json) -> Json:
    length = arguments["length"]
    if length < 1:
        raise SlackError("invalid_arguments", "length is the number of bytes, 1 or more")
    file = File(
        id=core.world.id("F"),
        team=caller.workspace.id,
        user=caller.workspace.bot.id,
        name=arguments["filename"],
        length=length,
        secret=secrets.token_urlsafe(24),
        alt_text=arguments.get("alt_txt", ""),
    )
    core.world.files[file.id] = file
    return {"upload_url": f"{core.world.url}/upload/v1/{file.secret}", "file_id": file.id}


def upload(core: Core, secret: str, data: bytes) -> None:
    """What is posted to the address that was given."""
    file = next((one for one in core.world.files.values() if one.secret == secret), None)
    if not file:
        raise SlackError("no_such_upload", "an upload goes to the upload_url as it was given", status=404)
    if file.complete:
        raise SlackError("upload_completed", "an upload_url is for one upload", status=409)
    if len(data) != file.length:
        raise SlackError(
            "wrong_length", f"{file.length} bytes were announced, and {len(data)} came", status=400
        )
    file.data = data


async def complete_upload(core: Core, caller: Caller, arguments: Json) -> Json:
    world, workspace = core.world, caller.workspace
    given = arguments["files"]
    well_formed = isinstance(given, list) and all(isinstance(one, dict) and "id" in one for one in given)
    if not well_formed or not 1 <= len(given) <= MAX_FILES:
        raise SlackError("invalid_arguments", f"files is a list of 1 to {MAX_FILES}, each with its id")
    files = [world.files.get(str(one["id"])) for one in given]
    uploaded = [file for file in files if file and file.team == workspace.id]
    if len(uploaded) != len(given):
        raise SlackError("file_not_found", "a file's id comes from files.getUploadURLExternal")
    if any(file.data is None for file in uploaded):
        raise SlackError("file_not_found", "a file is uploaded before its upload is completed")
    if any(file.complete for file in uploaded):
        raise SlackError("file_update_failed", "an upload is completed once")
    channels = _channels(core, caller, arguments)
    found = rules.problems(arguments.get("blocks", []), "message") if "blocks" in arguments else []
    if found:
        raise SlackError("invalid_blocks", "; ".join(found))
    for file, one in zip(uploaded, given, strict=True):
        file.title, file.complete = one.get("title", file.name), True
        file.seen_at = time.monotonic() + world.looks_for
    answer = [shapes.file(world, file) for file in uploaded]
    for channel in channels:
        _share(core, caller, channel, uploaded, arguments)
    return {"files": answer}


def _channels(core: Core, caller: Caller, arguments: Json) -> list[Channel]:
    ids = [*arguments.get("channels", "").split(","), arguments.get("channel_id", "")]
    channels = [addressed(core, caller, id) for id in ids if id]
    if arguments.get("thread_ts"):
        if len(channels) != 1:
            raise SlackError("invalid_arguments", "with thread_ts there is one channel")
        thread_of(core.world, channels[0], arguments["thread_ts"])
    return channels


def _share(core: Core, caller: Caller, channel: Channel, files: list[File], arguments: Json) -> None:
    """The answer does not know of it yet, as Slack's doesn't; and no metadata travels with it."""
    world, workspace = core.world, caller.workspace
    comment = arguments.get("initial_comment", "")
    message = Message(
        channel=channel.id,
        ts=world.ts(channel.id),
        team=workspace.id,
        user=workspace.bot.id,
        app=True,
        text=comment,
        blocks=[] if comment else shapes.stored_blocks(arguments.get("blocks", [])),
        thread_ts=thread_of(world, channel, arguments.get("thread_ts")),
        files=[file.id for file in files],
    )
    world.messages[channel.id][message.ts] = message
    for file in files:
        file.shares.setdefault(channel.id, []).append(message.ts)
    core.tell_message(workspace, channel, message)


async def files_info(core: Core, caller: Caller, arguments: Json) -> Json:
    file = core.world.files.get(arguments["file"])
    if not file or not file.complete or file.team != caller.workspace.id:
        raise SlackError("file_not_found", f"there is no file {arguments['file']}")
    return {"file": shapes.file(core.world, file), "comments": []}


METHODS = {
    "files.getUploadURLExternal": Method(
        handler=upload_url,
        arguments={"filename": "text", "length": "number", "alt_txt": "text", "snippet_type": "text"},
        required=("filename", "length"),
        scopes=("files:write",),
    ),
    "files.completeUploadExternal": Method(
        handler=complete_upload,
        arguments={
            "files": "json",
            "channel_id": "text",
            "channels": "text",
            "thread_ts": "text",
            "initial_comment": "text",
            "blocks": "json",
        },
        required=("files",),
        scopes=("files:write",),
    ),
    "files.info": Method(
        handler=files_info,
        arguments={"file": "text", "count": "number", "cursor": "text", "limit": "number", "page": "number"},
        required=("file",),
        scopes=("files:read",),
    ),
}
