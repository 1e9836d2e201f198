"""The one thing Koko says: a card, made of blocks that every platform can show.

The limits here are those of the smallest platform, checked where a card is built, so that a mistake
fails in a unit test and not at nine in the morning. Text is Markdown; `escape` what people wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import ConfigDict, TypeAdapter

from bot.chat.refs import Place

MAX_TITLE = 150  # Slack: header block
MAX_TEXT = 4000  # Discord: all text of a components-v2 message together
MAX_LABEL = 75  # Slack: button text; Discord would take 80
MAX_ACTION = 100  # Discord: custom_id, which carries action and value
MAX_BLOCKS = 20  # Slack takes 50, Discord 40 with every button and row counted
MAX_BUTTONS = 25  # Discord: five rows of five, in all of a message
MAX_FIELDS = 10  # Slack: fields of a section
MAX_ROWS = 50
MAX_COLUMNS = 6  # what a phone can show
MAX_FILE = 1_000_000  # bytes
MAX_KEY = 200  # characters of a place in a link

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>()#+\-.!|~&@:=]|^[ \t]+", re.MULTILINE)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ud800-\udfff"
    "\ufeff\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_FILE_NAME = re.compile(r"\w[\w.-]{0,59}")

FENCE = "```"
_PLACE = "koko:"


def escape(text: str) -> str:
    """Somebody's words as Markdown that shows just those words: no markup, mention or link.

    Controls, format characters and half surrogates, which show nothing but can mislead, are dropped.
    """
    return _SPECIAL.sub(_escaped, _INVISIBLE.sub("", text))


def _escaped(special: re.Match[str]) -> str:
    found = special[0]
    # Four spaces at the start of a line would make it code; those that don't break do not.
    return "\u00a0" * len(found.expandtabs(4)) if found.isspace() else f"\\{found}"


def place_link(place: Place) -> str:
    """A channel in Markdown: a link, for which an adapter shows what people call it, or else its label.

    Titles, cells and the labels of buttons are plain text and can hold none.
    """
    label, key = escape(clip(f"#{place.channel}", MAX_LABEL)), str(place.parent)
    return f"[{label}]({_PLACE}{key})" if len(key) <= MAX_KEY else label


def linked_place(url: str) -> Place | None:
    """The channel that a link leads to, None for all other links."""
    try:
        return Place.parse(url.removeprefix(_PLACE)) if url.startswith(_PLACE) else None
    except ValueError:
        return None


def clip(text: str, limit: int) -> str:
    """At most `limit` characters, an ellipsis for the rest; no escape is cut in two, no fence left open."""
    if len(text) <= limit:
        return text
    end = "…"
    if text[: limit - 1].count(FENCE) % 2:
        end = f"…\n{FENCE}"
    kept = text[: limit - len(end)].rstrip()
    backslashes = len(kept) - len(kept.rstrip("\\"))
    return kept[: len(kept) - backslashes % 2] + end


def require(condition: bool, problem: str) -> None:
    """Raises ValueError: whoever built it made a mistake."""
    if not condition:
        raise ValueError(problem)


def require_action(action: str, value: str) -> None:
    require(bool(action), "an action is not empty")
    require("|" not in action, f"no | in an action: {action!r}")
    require(len(action) + len(value) < MAX_ACTION, f"action and value are too long: {action!r}")


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph or several, in Markdown."""

    text: str
    kind: Literal["text"] = "text"

    def __post_init__(self) -> None:
        require(bool(self.text.strip()), "an empty text")


@dataclass(frozen=True, slots=True)
class Code:
    """Text shown as typed, in a fixed-width face; needs no escaping."""

    text: str
    language: str = ""
    kind: Literal["code"] = "code"

    def __post_init__(self) -> None:
        require(bool(self.text.strip()), "an empty piece of code")


@dataclass(frozen=True, slots=True)
class Fields:
    """Short facts as (name, value) pairs; values are Markdown."""

    fields: tuple[tuple[str, str], ...]
    kind: Literal["fields"] = "fields"

    def __post_init__(self) -> None:
        require(1 <= len(self.fields) <= MAX_FIELDS, f"1 to {MAX_FIELDS} fields, not {len(self.fields)}")
        require(all(word.strip() for pair in self.fields for word in pair), "a field with an empty side")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain text under a header; adapters align and escape the cells."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: Literal["table"] = "table"

    def __post_init__(self) -> None:
        require(1 <= len(self.header) <= MAX_COLUMNS, f"1 to {MAX_COLUMNS} columns")
        require(len(self.rows) <= MAX_ROWS, f"at most {MAX_ROWS} rows")
        require(all(len(row) == len(self.header) for row in self.rows), "a row is not as wide as the header")


@dataclass(frozen=True, slots=True)
class Image:
    """A PNG with words for those who can't see it."""

    png: bytes
    alt: str
    kind: Literal["image"] = "image"
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    def __post_init__(self) -> None:
        require(bool(self.alt), "an image needs alternative text")
        require(len(self.png) <= MAX_FILE, f"an image has at most {MAX_FILE} bytes")


@dataclass(frozen=True, slots=True)
class File:
    """A text file handed over, such as somebody's own data."""

    name: str
    text: str
    kind: Literal["file"] = "file"

    def __post_init__(self) -> None:
        require(bool(_FILE_NAME.fullmatch(self.name)), f"a file's name is one word: {self.name!r}")
        require(len(self.text.encode()) <= MAX_FILE, f"a file has at most {MAX_FILE} bytes")


class Style(StrEnum):
    """How much a button asks for attention."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """Becomes `ButtonPressed(action, value)`; action and value together fit in 99 characters."""

    label: str
    action: str
    value: str = ""
    style: Style = Style.PLAIN

    def __post_init__(self) -> None:
        require(
            0 < len(self.label) <= MAX_LABEL,
            f"a button's label has 1 to {MAX_LABEL} characters: {self.label!r}",
        )
        require_action(self.action, self.value)


@dataclass(frozen=True, slots=True)
class Buttons:
    """A row of buttons; adapters break long rows."""

    buttons: tuple[Button, ...]
    kind: Literal["buttons"] = "buttons"

    def __post_init__(self) -> None:
        require(1 <= len(self.buttons) <= MAX_BUTTONS, f"1 to {MAX_BUTTONS} buttons, not {len(self.buttons)}")
        _require_distinct(self.buttons)


def _require_distinct(buttons: Sequence[Button]) -> None:
    keys = {(button.action, button.value) for button in buttons}
    require(len(keys) == len(buttons), "two buttons do the same")


Block = Text | Code | Fields | Table | Image | File | Buttons


@dataclass(frozen=True, slots=True)
class Card:
    """A message: a title, blocks, and a quiet line at the foot (Markdown); all of them optional."""

    title: str = ""
    blocks: tuple[Block, ...] = ()
    footer: str = ""

    def __post_init__(self) -> None:
        require(bool(self.title or self.blocks), "a card without title and blocks")
        require(len(self.title) <= MAX_TITLE, f"a title has at most {MAX_TITLE} characters")
        require(len(self.blocks) <= MAX_BLOCKS, f"a card has at most {MAX_BLOCKS} blocks")
        require(len(self.buttons) <= MAX_BUTTONS, f"a card has at most {MAX_BUTTONS} buttons")
        _require_distinct(self.buttons)
        length = self.length
        require(length <= MAX_TEXT, f"a card has at most {MAX_TEXT} characters of text, not {length}")

    @property
    def length(self) -> int:
        """Characters of text, titles and cells, as platforms count them."""
        return len(self.title) + len(self.footer) + sum(_length(block) for block in self.blocks)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All buttons in the order they stand."""
        return tuple(b for block in self.blocks if isinstance(block, Buttons) for b in block.buttons)


CARDS: TypeAdapter[Card] = TypeAdapter(Card)
"""Reads and writes a card as JSON, for the outbox."""


def card(title: str = "", *blocks: Block | str | None, footer: str = "") -> Card:
    """A card, with plain strings taken as `Text` and None left out."""
    kept: Iterable[Block | str] = (block for block in blocks if block)
    return Card(title, tuple(Text(b) if isinstance(b, str) else b for b in kept), footer)


def _length(block: Block) -> int:
    match block:
        case Text(text) | Code(text):
            return len(text)
        case Fields(fields):
            return sum(len(name) + len(value) for name, value in fields)
        case Table(header, rows):
            return sum(len(cell) + 2 for row in (header, *rows) for cell in row)
        case Image(alt=alt):
            return len(alt)
        case File() | Buttons():
            return 0
