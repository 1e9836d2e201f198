"""`views.*`: modals before people, and their Home tabs."""

from __future__ import annotations

import json
import secrets
import time

from tests.adapters.slack import rules
from tests.adapters.slack.loopback import shapes
from tests.adapters.slack.loopback.calls import Caller, Method
from tests.adapters.slack.loopback.chat import check_files
from tests.adapters.slack.loopback.core import Core
from tests.adapters.slack.loopback.errors import SlackError
from tests.adapters.slack.loopback.inputs import initial_values
from tests.adapters.slack.loopback.state import Json, View, Workspace
from tests.adapters.slack.loopback.world import World

MAX_VIEW = 250_000
"""Bytes of JSON: Slack's `view_too_large`."""
MAX_STACK = 3


async def views_open(core: Core, caller: Caller, arguments: Json) -> Json:
    user = exchange(core.world, caller.workspace, arguments["trigger_id"])
    check_view(core, caller.workspace, arguments["view"], "modal")
    view = made(core.world, caller.workspace, user, arguments["view"])
    core.world.modals[user] = [view]
    return {"view": shapes.view(core.world, view)}


async def views_push(core: Core, caller: Caller, arguments: Json) -> Json:
    user = exchange(core.world, caller.workspace, arguments["trigger_id"])
    check_view(core, caller.workspace, arguments["view"], "modal")
    return {"view": shapes.view(core.world, pushed(core.world, caller.workspace, user, arguments["view"]))}


async def views_update(core: Core, caller: Caller, arguments: Json) -> Json:
    world = core.world
    view = world.views.get(arguments.get("view_id", ""))
    if external := arguments.get("external_id"):
        view = next((one for one in world.views.values() if one.shape.get("external_id") == external), None)
    if not view or view.team != caller.workspace.id:
        raise SlackError("not_found", "a view is updated by its view_id or external_id")
    _check_hash(view, arguments)
    check_view(core, caller.workspace, arguments["view"], view.shape["type"])
    reshaped(view, arguments["view"])
    return {"view": shapes.view(world, view)}


async def views_publish(core: Core, caller: Caller, arguments: Json) -> Json:
    world, workspace = core.world, caller.workspace
    user = world.users.get(arguments["user_id"])
    if not user or user.team != workspace.id or user.bot:
        raise SlackError("invalid_arguments", "user_id is that of somebody in the workspace")
    view = world.homes.get((workspace.id, user.id))
    if view:
        _check_hash(view, arguments)
    check_view(core, workspace, arguments["view"], "home")
    if view:
        reshaped(view, arguments["view"])
    else:
        view = made(world, workspace, user.id, arguments["view"])
        world.homes[workspace.id, user.id] = view
    return {"view": shapes.view(world, view)}


def exchange(world: World, workspace: Workspace, id: str) -> str:
    """The person before whom a trigger lets a view be opened; it is used up by it."""
    trigger = world.triggers.get(id)
    if not trigger or trigger.team != workspace.id:
        raise SlackError("invalid_trigger_id", "a trigger_id comes from what a person of the workspace did")
    if trigger.used:
        raise SlackError("exchanged_trigger_id", "a trigger_id opens one view")
    if time.monotonic() - trigger.made_at > world.trigger_life:
        raise SlackError("expired_trigger_id", f"a trigger_id lives {world.trigger_life:g} seconds")
    trigger.used = True
    return trigger.user


def check_view(core: Core, workspace: Workspace, shape: Json, kind: str) -> None:
    """Raises what Slack would say to a view, by the rules of the platform's pages."""
    if len(json.dumps(shape).encode()) > MAX_VIEW:
        raise SlackError("view_too_large", f"a view has at most {MAX_VIEW:,} bytes")
    found = rules.view_problems(shape)
    if not found and shape["type"] != kind:
        found = [f"view: has the type {kind} here"]
    if found:
        messages = [f"[ERROR] {problem}" for problem in found]
        raise SlackError("invalid_arguments", "; ".join(found), response_metadata={"messages": messages})
    external = shape.get("external_id")
    if external and any(one.shape.get("external_id") == external for one in core.world.views.values()):
        raise SlackError("duplicate_external_id", "an external_id is that of one view of a workspace")
    check_files(core.world, workspace, shape["blocks"])


def made(world: World, workspace: Workspace, user: str, shape: Json) -> View:
    view = View(id=world.id("V"), team=workspace.id, user=user, shape={}, hash="")
    reshaped(view, shape)
    world.views[view.id] = view
    return view


def pushed(world: World, workspace: Workspace, user: str, shape: Json) -> View:
    """Put another modal on those that somebody has before them."""
    stack = world.modals[user]
    if not stack:
        raise SlackError("not_found", "a view is pushed onto one that is open")
    if len(stack) >= MAX_STACK:
        raise SlackError("push_limit_reached", f"at most {MAX_STACK} views lie on each other")
    view = made(world, workspace, user, shape)
    view.previous, view.root = stack[-1].id, stack[0].id
    stack.append(view)
    return view


def reshaped(view: View, shape: Json) -> None:
    """Another content; what was typed stays where its block and action keep their ids."""
    blocks = shapes.stored_blocks(shape["blocks"])
    fresh = initial_values(blocks)
    for block, actions in fresh.items():
        for action, value in actions.items():
            typed = view.values.get(block, {}).get(action)
            if typed and typed["type"] == value["type"]:
                actions[action] = typed
    view.shape = {**shape, "blocks": blocks}
    view.values, view.errors, view.trouble = fresh, {}, ""
    view.hash = f"{int(time.time())}.{secrets.token_hex(4)}"


def _check_hash(view: View, arguments: Json) -> None:
    if arguments.get("hash") not in (None, view.hash):
        raise SlackError("hash_conflict", "the view has changed since the app saw this hash")


METHODS = {
    "views.open": Method(
        handler=views_open,
        arguments={"trigger_id": "text", "view": "json"},
        required=("trigger_id", "view"),
    ),
    "views.push": Method(
        handler=views_push,
        arguments={"trigger_id": "text", "view": "json"},
        required=("trigger_id", "view"),
    ),
    "views.update": Method(
        handler=views_update,
        arguments={"view_id": "text", "external_id": "text", "hash": "text", "view": "json"},
        required=("view_id|external_id", "view"),
    ),
    "views.publish": Method(
        handler=views_publish,
        arguments={"user_id": "text", "hash": "text", "view": "json"},
        required=("user_id", "view"),
    ),
}
