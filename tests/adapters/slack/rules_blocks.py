"""Slack's blocks and where each may stand; the pages are under docs.slack.dev/reference/block-kit/blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from tests.adapters.slack.rules_objects import (
    ABSENT,
    AnyText,
    Button,
    Checkboxes,
    Id,
    Mrkdwn,
    MultiStaticSelect,
    Picture,
    PlainText,
    PlainTextInput,
    RadioButtons,
    StaticSelect,
    Strict,
    check,
    check_distinct,
    shorter,
)
from tests.adapters.slack.rules_rich_text import RichText

MAX_MARKDOWN = 12_000
"""Page *Markdown block*: the texts of all of them in one payload together."""

MAX_MESSAGE_TEXT = 13_000
"""On no page: `msg_blocks_too_long` was met from 13,172 characters on (slackapi/bolt-js, issue 2509)."""


class Block(Strict):
    block_id: Id = ABSENT


class Header(Block):
    """Page *Header block*."""

    type: Literal["header"]
    text: Annotated[PlainText, shorter(150)]


class Divider(Block):
    """Page *Divider block*."""

    type: Literal["divider"]


class ImageBlock(Block, Picture):
    """Page *Image block*."""

    title: Annotated[PlainText, shorter(2000)] = ABSENT


class Section(Block):
    """Page *Section block*."""

    type: Literal["section"]
    text: AnyText = ABSENT
    fields: Annotated[list[Annotated[AnyText, shorter(2000)]], Field(min_length=1, max_length=10)] = ABSENT
    accessory: Annotated[
        Button | Picture | StaticSelect | MultiStaticSelect | Checkboxes | RadioButtons,
        Field(discriminator="type"),
    ] = ABSENT
    expand: bool = ABSENT

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        check(bool(self.text or self.fields), "needs text or fields")
        return self


class Context(Block):
    """Page *Context block*."""

    type: Literal["context"]
    elements: Annotated[
        list[Annotated[PlainText | Mrkdwn | Picture, Field(discriminator="type")]],
        Field(min_length=1, max_length=10),
    ]


class Actions(Block):
    """Page *Actions block*; an `action_id` is *unique among all others in the containing block*."""

    type: Literal["actions"]
    elements: Annotated[
        list[
            Annotated[
                Button | StaticSelect | MultiStaticSelect | Checkboxes | RadioButtons,
                Field(discriminator="type"),
            ]
        ],
        Field(min_length=1, max_length=25),
    ]

    @model_validator(mode="after")
    def _tells_its_elements_apart(self) -> Self:
        check_distinct((element.action_id for element in self.elements), "action_id")
        return self


class Input(Block):
    """Page *Input block*. Messages may have it too; Koko asks in forms, so here they may not."""

    type: Literal["input"]
    label: Annotated[PlainText, shorter(2000)]
    element: Annotated[
        PlainTextInput | StaticSelect | MultiStaticSelect | Checkboxes | RadioButtons,
        Field(discriminator="type"),
    ]
    hint: Annotated[PlainText, shorter(2000)] = ABSENT
    optional: bool = ABSENT
    dispatch_action: bool = ABSENT


class Markdown(Strict):
    """Page *Markdown block*; it is turned into other blocks, so a `block_id` would be lost."""

    type: Literal["markdown"]
    text: Annotated[str, Field(min_length=1)]


class RawText(Strict):
    """A cell of plain text."""

    type: Literal["raw_text"]
    text: Annotated[str, Field(min_length=1)]


class Column(Strict):
    """Page *Table block*, schema of `column_settings`."""

    align: Literal["left", "center", "right"] = ABSENT
    is_wrapped: bool = ABSENT


Cell = Annotated[RawText | RichText, Field(discriminator="type")]


class Table(Block):
    """Page *Table block*: 100 rows of 20 cells."""

    type: Literal["table"]
    rows: Annotated[
        list[Annotated[list[Cell], Field(min_length=1, max_length=20)]], Field(min_length=1, max_length=100)
    ]
    column_settings: Annotated[list[Column | None], Field(max_length=20)] = ABSENT


Everywhere = Actions | Context | Divider | Header | ImageBlock | RichText | Section
MessageBlock = Annotated[Everywhere | Markdown | Table, Field(discriminator="type")]
ViewBlock = Annotated[Everywhere | Input, Field(discriminator="type")]


def _together(blocks: list[Any]) -> list[Any]:
    """What holds between blocks of one message or view."""
    check_distinct((getattr(block, "block_id", None) for block in blocks), "block_id")
    tables = [block for block in blocks if isinstance(block, Table)]
    check(len(tables) <= 1, "has at most one table")
    markdown = sum(len(block.text) for block in blocks if isinstance(block, Markdown))
    check(
        markdown <= MAX_MARKDOWN, f"has at most {MAX_MARKDOWN:,} characters in all markdown blocks together"
    )
    focused = [block for block in blocks if isinstance(block, Input) and block.element.focus_on_load]
    check(len(focused) <= 1, "has one element with focus_on_load at most")
    return blocks


def _short(blocks: list[Any]) -> list[Any]:
    length = sum(len(text) for block in blocks for text in _texts(block.model_dump(exclude_none=True)))
    check(length <= MAX_MESSAGE_TEXT, f"has at most {MAX_MESSAGE_TEXT:,} characters in all blocks together")
    return blocks


def _texts(value: object) -> Iterator[str]:
    match value:
        case dict():
            yield from (text for key, text in value.items() if key == "text" and isinstance(text, str))
            yield from (text for inner in value.values() for text in _texts(inner))
        case list():
            yield from (text for inner in value for text in _texts(inner))


MessageBlocks = Annotated[
    list[MessageBlock], Field(max_length=50), AfterValidator(_together), AfterValidator(_short)
]
"""Page *Blocks*: up to 50 in a message."""

ViewBlocks = Annotated[list[ViewBlock], Field(max_length=100), AfterValidator(_together)]
"""Page *Blocks*: up to 100 in a modal or a Home tab."""
