"""What Slack would say to a message or a view before it took it: its published rules, written out once.

A second reading of the platform's pages, made without a look at how Koko renders; the loopback Slack refuses
with these sentences. Stricter than Slack where Slack would cut, ignore or guess instead of refusing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator
from pydantic_core import ErrorDetails

from tests.adapters.slack.rules_blocks import Input, MessageBlocks, ViewBlocks
from tests.adapters.slack.rules_objects import ABSENT, Id, PlainText, Strict, check, shorter

Surface = Literal["message", "modal", "home"]

MAX_METADATA = 8_000
"""Bytes of JSON. Slack answers `metadata_too_large` and publishes no number; Koko's is a key of 100."""

_TEXTS = ("plain_text", "mrkdwn")
_MARKUP = re.compile(r"<[^<>\s][^<>]*>|https?://\S+|mailto:\S+", re.IGNORECASE)
_SENTENCES = {
    "extra_forbidden": "is not known here",
    "missing": "is required",
    "string_too_long": "has at most {max_length:,} characters",
    "string_too_short": "has at least {min_length} character",
    "too_long": "has at most {max_length} items",
    "too_short": "has at least {min_length} item",
    "literal_error": "is {expected}",
    "union_tag_invalid": "is of no type that is allowed here, which are {expected_tags}",
    "union_tag_not_found": "has a type",
    "string_pattern_mismatch": "is of the form {pattern}",
    "greater_than_equal": "is at least {ge}",
    "less_than_equal": "is at most {le}",
    "rule": "{rule}",
}


class Metadata(Strict):
    """Page *Using message metadata*: the type has letters, digits, `_` and `-`; the payload is an object."""

    event_type: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$", max_length=255)]
    event_payload: dict[str, Any]

    @model_validator(mode="after")
    def _is_small(self) -> Self:
        size = len(json.dumps(self.event_payload).encode())
        check(size <= MAX_METADATA, f"has at most {MAX_METADATA:,} bytes of event_payload")
        return self


Ts = Annotated[str, Field(pattern=r"^\d{10}\.\d{6}$")]


class Message(Strict):
    """Pages *chat.postMessage*, *chat.update*, *chat.postEphemeral* and *Handling user interaction* (what a
    `response_url` takes): the keys that Koko may send, and no `attachments`, which Slack calls legacy.

    Slack advises 4,000 characters of text and cuts at 40,000; a message with blocks needs the text too, for
    notifications and screen readers.
    """

    text: Annotated[str, Field(min_length=1, max_length=4000)] = ABSENT
    blocks: MessageBlocks = ABSENT
    channel: Annotated[str, Field(pattern=r"^[CGDUW][A-Z0-9]+$")] = ABSENT
    user: Annotated[str, Field(pattern=r"^[UW][A-Z0-9]+$")] = ABSENT
    ts: Ts = ABSENT
    thread_ts: Ts = ABSENT
    metadata: Metadata = ABSENT
    unfurl_links: bool = ABSENT
    unfurl_media: bool = ABSENT
    mrkdwn: bool = ABSENT
    parse: Literal["none"] = ABSENT
    link_names: Literal[False] = ABSENT
    reply_broadcast: bool = ABSENT
    response_type: Literal["ephemeral", "in_channel"] = ABSENT
    replace_original: bool = ABSENT
    delete_original: bool = ABSENT

    @model_validator(mode="after")
    def _can_be_heard(self) -> Self:
        check(bool(self.text or self.delete_original), "has a text, which stands in for the blocks")
        check(not self.reply_broadcast or bool(self.thread_ts), "has reply_broadcast only in a thread")
        return self


class View(Strict):
    """What modals and Home tabs share."""

    blocks: ViewBlocks
    callback_id: Id = ABSENT
    external_id: Id = ABSENT
    private_metadata: Annotated[str, Field(max_length=3000)] = ABSENT


class Modal(View):
    """Page *Modal views*."""

    type: Literal["modal"]
    title: Annotated[PlainText, shorter(24)]
    submit: Annotated[PlainText, shorter(24)] = ABSENT
    close: Annotated[PlainText, shorter(24)] = ABSENT
    clear_on_close: bool = ABSENT
    notify_on_close: bool = ABSENT

    @model_validator(mode="after")
    def _can_be_sent(self) -> Self:
        asks = any(isinstance(block, Input) for block in self.blocks)
        check(not asks or bool(self.submit), "needs submit, since it has an input block")
        return self


class Home(View):
    """Page *Home tab views*."""

    type: Literal["home"]


_BLOCKS: dict[Surface, TypeAdapter[Any]] = {
    "message": TypeAdapter(MessageBlocks),
    "modal": TypeAdapter(ViewBlocks),
    "home": TypeAdapter(ViewBlocks),
}
_VIEWS: TypeAdapter[Any] = TypeAdapter(Annotated[Modal | Home, Field(discriminator="type")])
_MESSAGES: TypeAdapter[Any] = TypeAdapter(Message)


def problems(blocks: list[dict[str, Any]], surface: Surface) -> list[str]:
    """What is wrong with blocks, a sentence each with its rule: `header: text has at most 150 characters`."""
    return _found(_BLOCKS[surface], blocks, "blocks")


def view_problems(view: dict[str, Any]) -> list[str]:
    """What is wrong with a modal or a Home tab."""
    return _found(_VIEWS, view, "view")


def message_problems(body: dict[str, Any]) -> list[str]:
    """What is wrong with the arguments of a post, an update, or what is sent to a `response_url`."""
    return _found(_MESSAGES, body, "message")


def mentions(body: dict[str, Any]) -> list[str]:
    """Whatever in a message or view would notify somebody or lead somewhere, as Slack would read it.

    Pages *Formatting text for app surfaces* and *Rich text block*. A bare address counts where Slack would
    make a link of it: in mrkdwn, and in a text without blocks. Buttons with an address don't count.
    """
    text = body.get("text")
    found = list(_marks(text, bare=not body.get("blocks"))) if isinstance(text, str) else []
    return found + list(_mentioned({key: value for key, value in body.items() if key != "text"}))


def _mentioned(value: object) -> Iterator[str]:
    match value:
        case {"type": "mrkdwn" | "markdown", "text": str(text)}:
            yield from _marks(text, bare=True)
        case {"type": "user" | "usergroup" | "channel" | "broadcast" | "link" as kind, **rest}:
            yield f"{kind} {rest.get(_WHO[kind])}"
        case dict():
            yield from (mention for inner in value.values() for mention in _mentioned(inner))
        case list():
            yield from (mention for inner in value for mention in _mentioned(inner))


_WHO = {
    "user": "user_id",
    "usergroup": "usergroup_id",
    "channel": "channel_id",
    "broadcast": "range",
    "link": "url",
}


def _marks(text: str, *, bare: bool) -> Iterator[str]:
    return (mark[0] for mark in _MARKUP.finditer(text) if bare or mark[0].startswith("<"))


def _found(rules: TypeAdapter[Any], value: object, what: str) -> list[str]:
    try:
        rules.validate_python(value)
    except ValidationError as error:
        return [_sentence(found, value, what) for found in error.errors(include_url=False)]
    return []


def _sentence(error: ErrorDetails, value: object, what: str) -> str:
    subject, path = _subject(error["loc"], value, what)
    said = _SENTENCES.get(error["type"], error["msg"].removeprefix("Input ")).format(**error.get("ctx", {}))
    return f"{subject}: {f'{path} ' if path else ''}{said}"


def _subject(loc: Sequence[int | str], value: object, what: str) -> tuple[str, str]:
    """The innermost object with a type, and the way on from there; a union puts its tag in between."""
    what, path, tagged = _type(value) or what, list[str](), False
    for part in loc:
        if part == _type(value) and not tagged:
            tagged = True
            continue
        value, tagged = _step(value, part), False
        path.append(f"[{part}]" if isinstance(part, int) else f".{part}")
        kind = _type(value)
        if kind and kind not in _TEXTS:
            what, path = kind, []
    way = "".join(path).removeprefix(".")
    return what, way.removesuffix(".text")


def _step(value: Any, part: int | str) -> Any:
    try:
        return value[part]
    except (KeyError, TypeError):
        return None


def _type(value: object) -> str | None:
    kind = value.get("type") if isinstance(value, dict) else None
    return kind if isinstance(kind, str) else None
