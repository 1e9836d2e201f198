"""A card as plain text, for notifications, the terminal and tests."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.chat.card import Block, Buttons, Card, Code, Fields, File, Image, Table, Text

_MARKS = re.compile(
    r"```.*?```|`[^`\n]+`"  # code stays as it is
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|\[(?P<channel>(?:\\.|[^\[\]\\\n])+)\]\(koko:[^\s()]+\)"
    r"|(?<![\w*])(?P<mark>\*{1,3}(?!\*)|_{1,3}(?!_))(?=\S)"
    r"(?P<marked>(?:\\[^\n]|[^\\\n])+?)(?<=\S)(?P=mark)(?![\w*])",
    re.DOTALL,
)


def plain(card: Card, *, buttons: bool = True) -> str:
    """The card's text without markup; buttons as `[Label]`, unless they are left out."""
    blocks = [_block(block) for block in card.blocks if buttons or not isinstance(block, Buttons)]
    return "\n\n".join(part for part in (card.title, *blocks, unmark(card.footer)) if part)


def unmark(markdown: str) -> str:
    """Markdown without emphasis marks and backslashes, but for those in code; channels by their labels."""
    return _MARKS.sub(_unmarked, markdown).replace("\u00a0", " ")


def _unmarked(found: re.Match[str]) -> str:
    inside = found["channel"] or found["marked"]
    return found["escaped"] or (unmark(inside) if inside else found[0])


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells, aligned with spaces."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _block(block: Block) -> str:
    match block:
        case Text(text):
            return unmark(text)
        case Code(text):
            return text
        case Fields(fields):
            return "\n".join(f"{name}: {unmark(value)}" for name, value in fields)
        case Table(header, rows):
            return columns([header, *rows])
        case Image(alt=alt):
            return f"[picture: {alt}]"
        case File(name):
            return f"[file: {name}]"
        case Buttons(buttons):
            return "  ".join(f"[{button.label}]" for button in buttons)
