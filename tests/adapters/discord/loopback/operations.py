"""How calls of the REST API arrive: the operations by their names in Discord's OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.adapters.discord.loopback.core import Core
from tests.adapters.discord.loopback.errors import DiscordError, invalid
from tests.adapters.discord.loopback.state import File, Json


@dataclass(kw_only=True)
class Asked:
    """One call: what stands in its path, its query and its body, and the files that came with it."""

    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Any = None
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """By their number in `files[n]`: name and data."""

    @property
    def fields(self) -> Json:
        """The body where it must be an object."""
        if not isinstance(self.body, dict):
            raise invalid("body", "the body is an object")
        return self.body

    def number(self, name: str, default: int, low: int, high: int) -> int:
        text = self.query.get(name, str(default))
        if not text.isdecimal() or not low <= int(text) <= high:
            raise invalid(name, f"a number from {low} to {high}")
        return int(text)


Handler = Callable[[Core, Asked], Awaitable[Any]]


@dataclass(frozen=True, kw_only=True)
class Operation:
    """`major` are the parts of the path that have a rate limit each. None as an answer is 204."""

    id: str
    method: str
    path: str
    handler: Handler
    major: tuple[str, ...] = ()
    authorized: bool = True
    """Interactions carry their right in the path, and don't count toward the limit of all calls; where the
    gateway is, anybody is told."""


async def read(request: web.Request) -> Asked:
    asked = Asked(params=dict(request.match_info), query=dict(request.query))
    if not request.can_read_body:
        return asked
    if request.content_type == "multipart/form-data":
        await _read_form(request, asked)
    elif request.content_type == "application/json":
        asked.body = _parsed(await request.text())
    elif await request.read():
        raise DiscordError(400, 50109, "Invalid JSON", "a body is application/json or multipart/form-data")
    return asked


async def _read_form(request: web.Request, asked: Asked) -> None:
    form = await request.post()
    for name, value in form.items():
        if isinstance(value, web.FileField):
            number = name.removeprefix("files[").removesuffix("]")
            if not number.isdecimal():
                raise invalid(name, "a file is called files[n]")
            asked.files[number] = (value.filename, value.file.read())
        elif name == "payload_json":
            asked.body = _parsed(value if isinstance(value, str) else bytes(value).decode())
        else:
            raise invalid(name, "a form has payload_json and files[n]")


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise DiscordError(400, 50109, "The request body contains invalid JSON.", "JSON") from None


def attached(core: Core, asked: Asked, body: Json) -> list[File]:
    """The files of a message; `attachments` of the body describes them by their numbers."""
    described = {str(one.get("id")): one for one in body.get("attachments") or []}
    return [
        File(
            id=core.world.id(),
            name=described.get(number, {}).get("filename") or name,
            data=data,
            description=described.get(number, {}).get("description") or "",
        )
        for number, (name, data) in asked.files.items()
    ]
