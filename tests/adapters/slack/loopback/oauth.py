"""`oauth.v2.access` and `auth.revoke`: the app's token of a workspace, gained, refreshed and given up."""

from __future__ import annotations

import secrets
import time

from tests.adapters.slack.loopback.calls import Caller, Method
from tests.adapters.slack.loopback.core import Core
from tests.adapters.slack.loopback.errors import SlackError
from tests.adapters.slack.loopback.state import Json, Token, Workspace
from tests.adapters.slack.loopback.world import APP, World

CODE_LIFE = 600.0
"""Seconds in which a code is exchanged."""


async def access(core: Core, caller: Caller, arguments: Json) -> Json:
    world = core.world
    if arguments.get("client_id") != world.client_id:
        raise SlackError("invalid_client_id", "client_id is that of the app")
    if arguments.get("client_secret") != world.client_secret:
        raise SlackError("bad_client_secret", "client_secret is that of the app")
    match arguments.get("grant_type", "authorization_code"):
        case "authorization_code":
            workspace = _exchanged(world, arguments)
        case "refresh_token":
            workspace = _refreshed(world, arguments)
        case _:
            raise SlackError("invalid_grant_type", "grant_type is authorization_code or refresh_token")
    workspace.installed = True
    return _answer(world, workspace, granted(world, workspace))


def granted(world: World, workspace: Workspace) -> Token:
    """A token of the kind that the app gets: with token rotation, one that ends and can be refreshed."""
    if not world.token_life:
        return world.token(workspace)
    value = f"xoxe.xoxb-1-{workspace.id}-{secrets.token_hex(24)}"
    token = world.token(workspace, value, time.monotonic() + world.token_life)
    token.refresh_token = f"xoxe-1-{secrets.token_hex(24)}"
    return token


def _exchanged(world: World, arguments: Json) -> Workspace:
    code = world.codes.get(arguments.get("code", ""))
    if not code:
        raise SlackError("invalid_code", "a code is what an install brought back")
    if code.used:
        raise SlackError("code_already_used", "a code is exchanged once")
    if time.monotonic() - code.made_at > CODE_LIFE:
        raise SlackError("code_expired", f"a code lives {CODE_LIFE:g} seconds")
    if arguments.get("redirect_uri", "") != code.redirect_uri:
        raise SlackError("bad_redirect_uri", "redirect_uri is the one with which the install began")
    code.used = True
    return world.workspaces[code.team]


def _refreshed(world: World, arguments: Json) -> Workspace:
    given = arguments.get("refresh_token")
    token = next((one for one in world.tokens.values() if given and one.refresh_token == given), None)
    if not token or token.revoked or not world.workspaces[token.team].installed:
        raise SlackError("invalid_refresh_token", "a refresh token came with the last token, and works once")
    token.refresh_token = ""
    return world.workspaces[token.team]


def _answer(world: World, workspace: Workspace, token: Token) -> Json:
    body: Json = {
        "app_id": APP,
        "authed_user": {"id": workspace.admin.id},
        "scope": ",".join(sorted(token.scopes)),
        "token_type": "bot",
        "access_token": token.value,
        "bot_user_id": workspace.bot.id,
        "team": {"id": workspace.id, "name": workspace.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if token.refresh_token:
        body |= {"refresh_token": token.refresh_token, "expires_in": round(world.token_life)}
    return body


async def revoke(core: Core, caller: Caller, arguments: Json) -> Json:
    if not arguments.get("test"):
        caller.token.revoked = True
        revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [caller.workspace.bot.id]}}
        core.tell(caller.workspace, revoked)
    return {"revoked": not arguments.get("test")}


METHODS = {
    "oauth.v2.access": Method(
        handler=access,
        arguments={
            "client_id": "text",
            "client_secret": "text",
            "code": "text",
            "redirect_uri": "text",
            "grant_type": "text",
            "refresh_token": "text",
        },
        required=("code|refresh_token",),
        token=None,
    ),
    "auth.revoke": Method(handler=revoke, arguments={"test": "flag"}),
}
