"""Slack's blocks as text with its lines, as `bot.chat.plain` reads a card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.adapters.slack.loopback.seen import SlackMessage
from tests.adapters.slack.loopback.state import Json


def message_text(message: SlackMessage) -> str:
    """A message with its files; buttons as `[Label]`."""
    shown = [read(message.blocks) or message.text, *(f"[file: {name}]" for name in message.files)]
    return "\n\n".join(filter(None, shown))


def read(blocks: Sequence[Json]) -> str:
    """Blocks of a message or a view, with an empty line between two of them; inputs are left out."""
    return "\n\n".join(filter(None, map(_block, blocks)))


def _block(block: Json) -> str:
    match block:
        case {"type": "rich_text", "elements": elements}:
            return "\n".join(line for element in elements for line in _lines(element)).strip("\n")
        case {"type": "header", "text": {"text": str(text)}}:
            return text
        case {"type": "context", "elements": elements}:
            return "".join(element["text"] for element in elements)
        case {"type": "actions", "elements": elements}:
            return "  ".join(f"[{element['text']['text']}]" for element in elements)
        case {"type": "image", "alt_text": str(alt)}:
            return f"[picture: {alt}]"
        case {"type": "divider"} | {"type": "input"}:
            return ""
    raise AssertionError(f"nobody reads {block['type']} aloud")


def _lines(element: Json) -> Iterator[str]:
    match element:
        case {"type": "rich_text_list", "elements": items, "style": style}:
            for number, item in enumerate(items, start=element.get("offset", 0) + 1):
                mark = f"{number}." if style == "ordered" else "-"
                yield f"{'  ' * element.get('indent', 0)}{mark} {_words(item)}"
        case {"type": "rich_text_quote"}:
            yield from (f"> {line}" for line in _words(element).split("\n"))
        case _:
            yield _words(element)


def _words(element: Json) -> str:
    """Of a section, a quote or a piece of code; a mention or an emoji by what stands for it in Slack."""
    return "".join(
        next(part[key] for key in ("text", "url", "user_id", "channel_id", "name", "range") if key in part)
        for part in element["elements"]
    )
