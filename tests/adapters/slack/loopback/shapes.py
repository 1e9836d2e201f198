"""Messages, people, channels and views in the shapes in which Slack sends them."""

from __future__ import annotations

import copy
import secrets

from tests.adapters.slack.loopback.state import Channel, File, Json, Message, User, View, Workspace
from tests.adapters.slack.loopback.world import APP, World


def message(world: World, shown: Message, *, metadata: bool = False, thread: bool = True) -> Json:
    """As in histories; `thread` tells of its replies, as events do not."""
    workspace = world.workspaces[shown.team]
    body: Json = {"type": "message"}
    if shown.subtype:
        body["subtype"] = shown.subtype
    if shown.user:
        body["user"] = shown.user
    body |= {"text": shown.text, "ts": shown.ts}
    if shown.client_msg_id:
        body["client_msg_id"] = shown.client_msg_id
    if shown.app:
        body |= {"bot_id": workspace.bot_id, "app_id": APP, "bot_profile": _bot_profile(workspace)}
    elif shown.bot_id:
        body |= {"bot_id": shown.bot_id, "app_id": "A0OTHER"}
    if not shown.subtype or shown.subtype in ("file_share", "thread_broadcast"):
        body["team"] = world.users[shown.user].team if shown.user in world.users else shown.team
    for name in ("blocks", "attachments"):
        if value := getattr(shown, name):
            body[name] = copy.deepcopy(value)
    if shown.files:
        body["files"] = [file(world, world.files[id]) for id in shown.files]
        body["upload"] = False
    if shown.metadata and metadata:
        body["metadata"] = shown.metadata
    if shown.edited:
        body["edited"] = shown.edited
    if shown.reactions:
        body["reactions"] = [
            {"name": name, "users": users, "count": len(users)} for name, users in shown.reactions.items()
        ]
    return body | _in_thread(world, shown, thread)


def _in_thread(world: World, shown: Message, thread: bool) -> Json:
    if shown.thread_ts and shown.thread_ts != shown.ts:
        parent = world.messages[shown.channel].get(shown.thread_ts)
        return {"thread_ts": shown.thread_ts, "parent_user_id": parent.user if parent else "USLACKBOT"}
    replies = world.replies(shown) if thread else []
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": shown.ts,
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
        "reply_users": users,
        "is_locked": False,
        "subscribed": False,
    }


def _bot_profile(workspace: Workspace) -> Json:
    return {
        "id": workspace.bot_id,
        "deleted": False,
        "name": workspace.bot.real_name,
        "updated": 1_700_000_000,
        "app_id": APP,
        "user_id": workspace.bot.id,
        "icons": {"image_36": "", "image_48": "", "image_72": ""},
        "team_id": workspace.id,
    }


def user(world: World, shown: User, workspace: Workspace) -> Json:
    """As the workspace sees them: of a stranger only what Slack Connect tells."""
    body: Json = {
        "id": shown.id,
        "team_id": shown.team,
        "name": shown.name,
        "deleted": shown.deactivated,
        "real_name": shown.real_name,
        "profile": {
            "real_name": shown.real_name,
            "real_name_normalized": shown.real_name,
            "display_name": shown.display_name,
            "display_name_normalized": shown.display_name,
            "avatar_hash": "g0000",
            "team": shown.team,
        },
        "is_bot": shown.bot,
        "is_app_user": False,
        "updated": 1_700_000_000,
    }
    if shown.teams:
        about = {"id": shown.id, "enterprise_id": "E0ORG", "enterprise_name": "Org"}
        body["enterprise_user"] = about | {"is_admin": False, "is_owner": False, "teams": list(shown.teams)}
    if workspace.id not in (shown.team, *shown.teams):
        return body | {"is_stranger": not _shares_a_channel(world, shown, workspace)}
    if shown.deactivated:
        return body
    return body | {
        "color": "9f69e7",
        "tz": "Europe/Amsterdam",
        "tz_label": "Central European Time",
        "tz_offset": 3600,
        "is_admin": shown.admin,
        "is_owner": shown.owner,
        "is_primary_owner": shown.owner,
        "is_restricted": shown.guest,
        "is_ultra_restricted": False,
        "is_email_confirmed": True,
        "who_can_share_contact_card": "EVERYONE",
    }


def _shares_a_channel(world: World, shown: User, workspace: Workspace) -> bool:
    return any(
        {shown.id, workspace.bot.id} <= set(channel.members)
        for channel in world.channels.values()
        if channel.team == workspace.id
    )


def channel(world: World, shown: Channel, workspace: Workspace) -> Json:
    if shown.kind == "im":
        return {
            "id": shown.id,
            "created": shown.created,
            "is_archived": shown.archived,
            "is_im": True,
            "is_org_shared": False,
            "context_team_id": workspace.id,
            "user": shown.partner,
            "is_user_deleted": world.users[shown.partner].deactivated,
            "priority": 0,
        }
    return {
        "id": shown.id,
        "name": shown.name,
        "name_normalized": shown.name,
        "is_channel": shown.kind == "channel",
        "is_group": shown.kind == "group",
        "is_im": False,
        "is_mpim": False,
        "is_private": shown.kind == "group",
        "created": shown.created,
        "creator": shown.creator,
        "is_archived": shown.archived,
        "is_general": shown.name == "general",
        "unlinked": 0,
        "is_shared": bool(shown.shared_with),
        "is_ext_shared": bool(shown.shared_with),
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "shared_team_ids": [workspace.id, *sorted(shown.shared_with)],
        "context_team_id": workspace.id,
        "is_member": workspace.bot.id in shown.members,
        "is_read_only": shown.read_only,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
        "num_members": len(shown.members),
    }


def file(world: World, shown: File) -> Json:
    public = {c: ts for c, ts in shown.shares.items() if world.channels[c].kind == "channel"}
    private = {c: ts for c, ts in shown.shares.items() if c not in public}
    address = f"{world.url}/files-pri/{shown.team}-{shown.id}"
    return {
        "id": shown.id,
        "created": world.seconds(),
        "timestamp": world.seconds(),
        "name": shown.name,
        "title": shown.title or shown.name,
        "mimetype": shown.mimetype,
        "filetype": shown.name.rpartition(".")[2],
        "user": shown.user,
        "user_team": shown.team,
        "editable": False,
        "size": shown.length,
        "mode": "hosted",
        "is_external": False,
        "is_public": bool(public),
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "alt_txt": shown.alt_text,
        "url_private": f"{address}/{shown.name}",
        "url_private_download": f"{address}/download/{shown.name}",
        "channels": list(public),
        "groups": [id for id in private if world.channels[id].kind == "group"],
        "ims": [id for id in private if world.channels[id].kind == "im"],
        "shares": {
            kind: {id: [{"ts": ts} for ts in shares] for id, shares in where.items()}
            for kind, where in (("public", public), ("private", private))
            if where
        },
        "file_access": "visible",
    }


def view(world: World, shown: View) -> Json:
    """As in answers and payloads, with what is filled in as its state."""
    workspace = world.workspaces[shown.team]
    return {
        "id": shown.id,
        "team_id": shown.team,
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "title": None,
        "submit": None,
        "close": None,
        "clear_on_close": False,
        "notify_on_close": False,
        **copy.deepcopy(shown.shape),
        "state": {"values": copy.deepcopy(shown.values)},
        "hash": shown.hash,
        "previous_view_id": shown.previous,
        "root_view_id": shown.root or shown.id,
        "app_id": APP,
        "app_installed_team_id": shown.team,
        "bot_id": workspace.bot_id,
    }


def stored_blocks(blocks: list[Json]) -> list[Json]:
    """What Slack keeps of blocks: each gets a `block_id`, each plain text says whether it shows emoji."""
    kept = copy.deepcopy(blocks)
    for block in kept:
        block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
        _say_emoji(block)
    return kept


def _say_emoji(value: object) -> None:
    if isinstance(value, dict):
        if value.get("type") == "plain_text":
            value.setdefault("emoji", True)
        if value.get("type") == "button":
            value.setdefault("action_id", secrets.token_urlsafe(4)[:5])
        for inner in value.values():
            _say_emoji(inner)
    elif isinstance(value, list):
        for inner in value:
            _say_emoji(inner)
