"""How calls of the Web API arrive: which arguments a method takes, and what form they come in."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from aiohttp import web

from tests.adapters.slack.loopback.errors import SlackError
from tests.adapters.slack.loopback.state import Json, Token, Workspace

if TYPE_CHECKING:
    from tests.adapters.slack.loopback.core import Core

Kind = Literal["text", "number", "flag", "json"]


@dataclass(frozen=True)
class Caller:
    """Whose token it was."""

    token: Token
    workspace: Workspace


Handler = Callable[["Core", Caller, Json], Awaitable[Json]]


@dataclass(frozen=True, kw_only=True)
class Method:
    """`scopes` are all needed; `required` is one of each group, written `a|b`; `token` None: needs none."""

    handler: Handler
    arguments: Mapping[str, Kind] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    token: Literal["bot", "app"] | None = "bot"

    def read(self, given: Json) -> Json:
        """The arguments as what they are; raises `invalid_arguments` for unknown or missing ones."""
        unknown = sorted(given.keys() - self.arguments.keys())
        if unknown:
            raise _invalid(f"takes no argument {', '.join(unknown)}", *unknown)
        for group in self.required:
            if not any(given.get(name) not in (None, "") for name in group.split("|")):
                raise _invalid(f"needs the argument {group.replace('|', ' or ')}", group)
        return {name: _value(name, self.arguments[name], value) for name, value in given.items()}


async def read_arguments(request: web.Request) -> Json:
    """From the query, and from a body that is a form or JSON, as its Content-Type says."""
    arguments: Json = dict(request.query)
    if request.method == "GET":
        return arguments
    match request.content_type:
        case "application/json":
            try:
                body = json.loads(await request.text())
            except ValueError:
                raise SlackError("invalid_json", "a body of application/json is JSON") from None
            if not isinstance(body, dict):
                raise SlackError("json_not_object", "a JSON body is an object")
            if "token" in body:
                raise SlackError(
                    "not_authed", "with a JSON body, the token goes into the Authorization header"
                )
            return arguments | body
        case "application/x-www-form-urlencoded" | "multipart/form-data":
            return arguments | dict(await request.post())
    if request.can_read_body and await request.read():
        raise SlackError("invalid_post_type", f"a body is a form or JSON, not {request.content_type}")
    return arguments


def _value(name: str, kind: Kind, value: Any) -> Any:
    match kind, value:
        case "text", str():
            return value
        case "number", int() if not isinstance(value, bool):
            return value
        case "number", str() if value.isdecimal():
            return int(value)
        case "flag", bool():
            return value
        case "flag", "1" | "true":
            return True
        case "flag", "0" | "false":
            return False
        case "json", dict() | list():
            return value
        case "json", str():
            try:
                return json.loads(value)
            except ValueError:
                raise _invalid(f"{name} is JSON", name) from None
    raise _invalid(f"{name} is no {kind}", name)


def _invalid(rule: str, *names: str) -> SlackError:
    messages = [f"[ERROR] {rule} [json-pointer:/{name}]" for name in names]
    return SlackError("invalid_arguments", rule, response_metadata={"messages": messages})
