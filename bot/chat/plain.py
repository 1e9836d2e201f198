"""A card as plain text, for notifications, the terminal and tests."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.chat.card import Block, Buttons, Card, Code, Fields, File, Image, Table, Text

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>()#+\-.!|~&@:])")
_EMPHASIS = re.compile(r"(?<![\\\w*])(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?![\w*])")


def plain(card: Card, *, buttons: bool = True) -> str:
    """The card's text without markup; buttons as `[Label]`, unless they are left out."""
    blocks = [_block(block) for block in card.blocks if buttons or not isinstance(block, Buttons)]
    return "\n\n".join(part for part in (card.title, *blocks, unmark(card.footer)) if part)


def unmark(markdown: str) -> str:
    """Markdown with emphasis marks and backslashes taken away."""
    return _ESCAPED.sub(r"\1", _EMPHASIS.sub(r"\2", markdown))


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
