"""`response_url`: how the app answers what somebody did, in places where it need not even be."""

from __future__ import annotations

import json
import time

from tests.adapters.slack.loopback.chat import check_message, post, replace, whisper
from tests.adapters.slack.loopback.core import Core
from tests.adapters.slack.loopback.errors import SlackError
from tests.adapters.slack.loopback.state import Json, ResponseUrl

MAX_USES = 5
KEYS = frozenset(
    {
        *("text", "blocks", "attachments", "thread_ts", "metadata", "mrkdwn", "unfurl_links", "unfurl_media"),
        *("response_type", "replace_original", "delete_original"),
    }
)


def answer(core: Core, path: str, content_type: str, body: bytes) -> None:
    """Carry out what was posted to a `response_url`."""
    world = core.world
    url = world.response_urls.get(path)
    if not url:
        raise SlackError("no_such_url", "a response_url comes from what a person did", status=404)
    if time.monotonic() - url.made_at > world.response_url_life:
        raise SlackError(
            "expired_url", f"a response_url lives {world.response_url_life:g} seconds", status=404
        )
    if url.uses >= MAX_USES:
        raise SlackError("used_url", f"a response_url is used {MAX_USES} times at most", status=404)
    url.uses += 1
    carry_out(core, url, _read(content_type, body))


def carry_out(core: Core, url: ResponseUrl, body: Json) -> None:
    """Show an answer; that to a slash command may also come with the acknowledgement."""
    world = core.world
    workspace, channel = world.workspaces[url.team], world.channels[url.channel]
    if unknown := sorted(body.keys() - KEYS):
        raise SlackError("invalid_payload", f"a response has no {', '.join(unknown)}", status=400)
    kind = body.get("response_type", "ephemeral")
    if kind not in ("ephemeral", "in_channel"):
        raise SlackError("invalid_payload", "response_type is ephemeral or in_channel", status=400)
    if channel.archived:
        raise SlackError("channel_is_archived", f"{channel.name} is archived", status=410)
    original = url.original
    changes = body.get("delete_original") or body.get("replace_original")
    if changes and original and original.ts not in world.messages[channel.id]:
        raise SlackError("message_not_found", "the message that was acted on is gone", status=404)
    if body.get("delete_original"):
        if original is None or not original.app:
            raise SlackError("cant_delete_message", "only a message of the app is deleted", status=400)
        del world.messages[channel.id][original.ts]
        return
    check_message(body)
    if body.get("replace_original") and original:
        if not original.app:
            raise SlackError("cant_update_message", "only a message of the app is replaced", status=400)
        replace(core, workspace, original, body)
    elif kind == "in_channel":
        post(core, workspace, channel, body)
    else:
        whisper(core, workspace, channel, url.user, body)


def _read(content_type: str, body: bytes) -> Json:
    try:
        read = json.loads(body) if content_type == "application/json" else None
    except ValueError:
        read = None
    if not isinstance(read, dict):
        raise SlackError("invalid_payload", "a response is an object of application/json", status=400)
    return read
