"""Slack's rich text: page *Rich text block* at docs.slack.dev/reference/block-kit/blocks.

A text element is shown to the letter; only the elements `user`, `usergroup`, `channel`, `broadcast` and
`link` notify or lead somewhere.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tests.adapters.slack.rules_objects import ABSENT, Id, Strict


class TextStyle(Strict):
    bold: bool = ABSENT
    italic: bool = ABSENT
    strike: bool = ABSENT
    code: bool = ABSENT
    underline: bool = ABSENT


class MentionStyle(Strict):
    bold: bool = ABSENT
    italic: bool = ABSENT
    strike: bool = ABSENT
    highlight: bool = ABSENT
    client_highlight: bool = ABSENT
    unlink: bool = ABSENT


class TextElement(Strict):
    """Section *Text element type*; Slack refuses an empty text."""

    type: Literal["text"]
    text: Annotated[str, Field(min_length=1)]
    style: TextStyle = ABSENT


class Link(Strict):
    """Section *Link element type*."""

    type: Literal["link"]
    url: Annotated[str, Field(min_length=1, max_length=3000)]
    text: Annotated[str, Field(min_length=1)] = ABSENT
    unsafe: bool = ABSENT
    style: TextStyle = ABSENT


class User(Strict):
    """Section *User element type*."""

    type: Literal["user"]
    user_id: Annotated[str, Field(pattern=r"^[UW][A-Z0-9]+$")]
    style: MentionStyle = ABSENT


class UserGroup(Strict):
    """Section *User group element type*."""

    type: Literal["usergroup"]
    usergroup_id: Annotated[str, Field(pattern=r"^S[A-Z0-9]+$")]
    style: MentionStyle = ABSENT


class Channel(Strict):
    """Section *Channel element type*."""

    type: Literal["channel"]
    channel_id: Annotated[str, Field(pattern=r"^[CGD][A-Z0-9]+$")]
    style: MentionStyle = ABSENT


class Broadcast(Strict):
    """Section *Broadcast element type*."""

    type: Literal["broadcast"]
    range: Literal["here", "channel", "everyone"]
    style: TextStyle = ABSENT


class Emoji(Strict):
    """Section *Emoji element type*; the name has no colons."""

    type: Literal["emoji"]
    name: Annotated[str, Field(pattern=r"^[^\s:]+(::skin-tone-[2-6])?$")]
    unicode: str = ABSENT


class Color(Strict):
    """Section *Color element type*."""

    type: Literal["color"]
    value: Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]


class Date(Strict):
    """Section *Date element type*; the time is in seconds since 1970, and `fallback` is for old clients."""

    type: Literal["date"]
    timestamp: Annotated[int, Field(ge=0)]
    format: Annotated[str, Field(min_length=1)]
    url: Annotated[str, Field(min_length=1, max_length=3000)] = ABSENT
    fallback: Annotated[str, Field(min_length=1)] = ABSENT


Inline = Annotated[
    TextElement | Link | User | UserGroup | Channel | Broadcast | Emoji | Color | Date,
    Field(discriminator="type"),
]
Border = Literal[0, 1]


class Section(Strict):
    """Sub-element *rich_text_section*."""

    type: Literal["rich_text_section"]
    elements: list[Inline]


class List(Strict):
    """Sub-element *rich_text_list*; its items are sections, deeper levels further lists with an indent."""

    type: Literal["rich_text_list"]
    style: Literal["bullet", "ordered"]
    elements: list[Section]
    indent: Annotated[int, Field(ge=0, le=8)] = ABSENT
    offset: Annotated[int, Field(ge=0)] = ABSENT
    border: Border = ABSENT


class Preformatted(Strict):
    """Sub-element *rich_text_preformatted*; nothing but text and links."""

    type: Literal["rich_text_preformatted"]
    elements: list[Annotated[TextElement | Link, Field(discriminator="type")]]
    border: Border = ABSENT


class Quote(Strict):
    """Sub-element *rich_text_quote*."""

    type: Literal["rich_text_quote"]
    elements: list[Inline]
    border: Border = ABSENT


class RichText(Strict):
    """The block."""

    type: Literal["rich_text"]
    elements: Annotated[
        list[Annotated[Section | List | Preformatted | Quote, Field(discriminator="type")]],
        Field(min_length=1),
    ]
    block_id: Id = ABSENT
