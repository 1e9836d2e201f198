"""Cards as Block Kit, built through Slack's own models, which check what Slack takes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from slack_sdk.models import blocks as kit
from slack_sdk.models.blocks.basic_components import SlackFile

from adapters.slack.names import CommandNames
from adapters.slack.rich import (
    BOLD,
    Element,
    Part,
    inline,
    literal,
    preformatted,
    rich,
    rich_text,
    section,
    table,
    words,
)
from bot.chat.card import Block, Button, Buttons, Card, Code, Fields, File, Image, Style, Table, Text, clip
from bot.chat.plain import plain

MAX_FALLBACK = 3000
MAX_ALT = 2000  # Slack: alt_text of an image block
NO_PICTURES: Mapping[Image, str] = MappingProxyType({})

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_CUT_ENTITY = re.compile(r"&\w*$")
_STYLES = {Style.PRIMARY: "primary", Style.DANGER: "danger"}


@dataclass(frozen=True, slots=True)
class Renderer:
    """Shows cards with the commands called as they are in this workspace."""

    names: CommandNames

    def text(self, card: Card) -> str:
        """What notifications and screen readers say in place of the blocks."""
        said = plain(card, buttons=False).strip() or plain(card).strip() or "…"
        escaped = self.names.shown(said).translate(_ENTITIES)
        if len(escaped) <= MAX_FALLBACK:
            return escaped
        return _CUT_ENTITY.sub("", escaped[: MAX_FALLBACK - 1]) + "…"

    def blocks(self, card: Card, pictures: Mapping[Image, str] = NO_PICTURES) -> list[Element]:
        """A message's blocks; `pictures` are the ids of uploaded files."""
        title = " ".join(card.title.split())
        shown = [kit.HeaderBlock(text=plain_text(title)).to_dict()] if title else []
        shown += [self._block(block, pictures) for block in card.blocks]
        if footer := words(self.names.shown(card.footer)).strip():
            pieces = [plain_text(part.text) for part in literal(footer)]
            shown.append(kit.ContextBlock(elements=pieces).to_dict())
        return shown

    def home(self, card: Card) -> dict[str, Any]:
        """The App Home view of one member."""
        return {"type": "home", "blocks": self.blocks(card)}

    def _block(self, block: Block, pictures: Mapping[Image, str]) -> Element:
        match block:
            case Text(text):
                return rich_text(*rich(self.names.shown(text)))
            case Code(text):
                return rich_text(preformatted(text))
            case Fields(fields):
                return rich_text(section(self._fields(fields)))
            case Table(header, rows):
                return rich_text(*table(header, rows))
            case Image(alt=alt) if block in pictures:
                file = SlackFile(id=pictures[block])
                return kit.ImageBlock(slack_file=file, alt_text=clip(alt, MAX_ALT)).to_dict()
            case Image(alt=alt):
                return rich_text(section(literal(f"Picture: {alt}")))
            case File(name):
                return rich_text(section([*literal("Attached: "), *literal(name, BOLD)]))
            case Buttons(buttons):
                return kit.ActionsBlock(elements=list(map(_button, buttons))).to_dict()

    def _fields(self, fields: Sequence[tuple[str, str]]) -> list[Part]:
        parts: list[Part] = []
        for name, value in fields:
            parts += literal(f"\n{name}: " if parts else f"{name}: ", BOLD)
            parts += inline(self.names.shown(value))
        return parts


def pressed(action_id: str) -> tuple[str, str]:
    """Action and value of a button: "answer|c|1" → ("answer", "c|1")."""
    action, _, value = action_id.partition("|")
    return action, value


def plain_text(text: str) -> kit.PlainTextObject:
    """Words that stay words: `:smile:` is no picture."""
    return kit.PlainTextObject(text=text, emoji=False)


def _button(button: Button) -> kit.ButtonElement:
    return kit.ButtonElement(
        text=plain_text(button.label),
        action_id=f"{button.action}|{button.value}",
        style=_STYLES.get(button.style),
    )
