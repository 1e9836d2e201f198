"""Markdown as Slack's rich text: literal elements, so that nothing in them is markup or calls anybody.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
`slack_sdk.models` checks nothing of these, and takes as long as all the rest of a card.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, takewhile
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.tree import SyntaxTreeNode

from bot.chat.card import linked_place
from bot.chat.plain import columns

MAX_PIECE = 3000  # Slack: any text object; rich text names no limit of its own
MAX_URL = 3000  # Slack: any address
MAX_INDENT = 8  # Slack: indent of a rich_text_list
PHONE = 40  # characters of a fixed-width face in a line on a telephone; Slack breaks longer ones

_MARKDOWN = (
    MarkdownIt("commonmark", {"html": False, "breaks": True})
    .enable(["table", "strikethrough"])
    .disable(["image", "reference"])
)
_INDENTED = re.compile(r"  \n {3}(?=\S)")  # a line that belongs under the one before


def _keep_indents(state: StateCore) -> None:
    for token in state.tokens:
        token.content = (
            _INDENTED.sub("  \n\u2003", token.content) if token.type == "inline" else token.content
        )


_MARKDOWN.core.ruler.before("inline", "keep_indents", _keep_indents)
_CHANNEL = re.compile(r"[CGD][A-Z0-9]+$")
_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}
_BREAKS = {"softbreak", "hardbreak"}
_PROSE = {"paragraph", "heading", "hr"}
_TIGHT = {"bullet_list", "ordered_list", "blockquote"}

Element = dict[str, Any]
Styles = frozenset[str]
PLAIN: Styles = frozenset()
BOLD: Styles = frozenset({"bold"})


@dataclass(frozen=True, slots=True)
class Part:
    """Words of one style in a line, a link with its label, or a channel, for which Slack shows its name."""

    text: str
    styles: Styles = PLAIN
    url: str = ""
    channel: str = ""

    @property
    def words(self) -> str:
        return f"{self.text} ({self.url})" if self.url and self.url != self.text else self.text

    @property
    def element(self) -> Element:
        style = {"style": dict.fromkeys(sorted(self.styles), True)} if self.styles else {}
        if self.channel:
            return {"type": "channel", "channel_id": self.channel} | style
        link = {"type": "link", "url": self.url} if self.url else {"type": "text"}
        return link | {"text": self.text} | style


def rich_text(*elements: Element) -> Element:
    """The block."""
    return {"type": "rich_text", "elements": list(elements)}


def section(parts: Iterable[Part]) -> Element:
    return _element("section", parts)


def rich(markdown: str) -> list[Element]:
    """Elements of a `rich_text` block; paragraphs that follow each other share one section.

    Marks around nothing, such as an empty fence, are shown as they stand, since Slack takes no empty block.
    """
    elements = list(_blocks(_tree(markdown).children, 0))
    return elements or [section(literal(markdown))] if markdown.strip() else []


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Element]:
    """Rows of plain text: aligned where a telephone shows them whole, otherwise a line for each row.

    Not Slack's `table` block: there can be one in a message and none in an App Home, and a cell may not
    be empty.
    """
    lines = [header, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    if sum(widths) + 2 * (len(widths) - 1) <= PHONE:
        return [preformatted(columns(lines))]
    if not rows or sum(map(len, header)) * len(rows) > MAX_PIECE:
        return [preformatted("\n".join("  ".join(line) for line in lines))]
    return [{"type": "rich_text_list", "style": "bullet", "elements": [_row(header, row) for row in rows]}]


def _row(header: Sequence[str], row: Sequence[str]) -> Element:
    """What the row is about, which is its first column with a name, then the rest with their names."""
    first = next((number for number, name in enumerate(header) if name), len(header))
    about = literal(" ".join(filter(None, row[: first + 1])), BOLD)
    rest = zip(header[first + 1 :], row[first + 1 :], strict=True)
    told = ", ".join(f"{name} {cell}".strip() for name, cell in rest if cell)
    return section(_joined([about, literal(told)], ": "))


def inline(markdown: str, styles: Styles = PLAIN) -> list[Part]:
    """Markdown as parts of one section: lines and paragraphs are kept, lists become lines."""
    return _joined([_flat(node, styles) for node in _tree(markdown).children], "\n\n")


def words(markdown: str) -> str:
    """Markdown as the words that it shows, for texts that can't be styled."""
    return "".join(part.words for part in inline(markdown))


def literal(text: str, styles: Styles = PLAIN) -> list[Part]:
    """Text as it stands, in pieces that Slack takes."""
    return [Part(text[start : start + MAX_PIECE], styles) for start in range(0, len(text), MAX_PIECE)]


def preformatted(text: str) -> Element:
    """Text as it stands, in a fixed-width face."""
    return _element("preformatted", literal(text))


def _element(kind: str, parts: Iterable[Part]) -> Element:
    return {"type": f"rich_text_{kind}", "elements": [part.element for part in parts]}


@lru_cache(maxsize=64)  # a card's text, its blocks and what it becomes say mostly the same
def _tree(markdown: str) -> SyntaxTreeNode:
    """To be looked at only."""
    return SyntaxTreeNode(_MARKDOWN.parse(markdown))


def _blocks(nodes: Iterable[SyntaxTreeNode], indent: int) -> Iterator[Element]:
    before = ""
    for is_prose, group in groupby(nodes, key=lambda node: node.type in _PROSE):
        for run in [list(group)] if is_prose else ([node] for node in group):
            if not is_prose:
                yield from _block(run[0], indent)
            elif prose := _joined([_flat(node, PLAIN) for node in run], "\n\n"):
                # Slack leaves no space after a list; an empty line does.
                gap = literal("\n") if before in _TIGHT else []
                yield section(_joined([gap, prose], ""))
            before = run[-1].type


def _block(node: SyntaxTreeNode, indent: int) -> Iterator[Element]:
    match node.type:
        case "bullet_list" | "ordered_list":
            yield from _list(node, indent)
        case "blockquote":
            if quoted := _flat(node, PLAIN):
                yield _element("quote", quoted)
        case "table":
            header, *rows = _cells(node)
            yield from table(header, rows)
        case _:
            if code := node.content.rstrip("\n"):
                yield preformatted(code)


def _list(node: SyntaxTreeNode, indent: int) -> Iterator[Element]:
    """A list, cut where an item holds more than words: Slack nests by indent and not by containment."""
    ordered = node.type == "ordered_list"
    items: list[Element] = []
    for number, item in enumerate(node.children, start=int(node.attrs.get("start", 1))):
        prose = list(takewhile(lambda child: child.type in _PROSE, item.children))
        rest = item.children[len(prose) :]
        items.append(section(_joined([_flat(child, PLAIN) for child in prose], "\n")))
        if rest or item is node.children[-1]:
            how = (
                {"style": "ordered", "offset": max(0, number - len(items))}
                if ordered
                else {"style": "bullet"}
            )
            yield {"type": "rich_text_list", "indent": min(indent, MAX_INDENT), "elements": items} | how
            items = []
            yield from _blocks(rest, indent + 1)


def _flat(node: SyntaxTreeNode, styles: Styles) -> list[Part]:
    """Any node as parts of one section."""
    match node.type:
        case "heading":
            return _joined([_flat(child, styles | BOLD) for child in node.children], "")
        case "hr":
            return literal("———", styles)
        case "bullet_list" | "ordered_list":
            return _joined([[*literal("• "), *_flat(item, styles)] for item in node.children], "\n")
        case "table":
            return literal("\n".join("  ".join(line) for line in _cells(node)), styles)
        case "blockquote" | "list_item":
            return _joined([_flat(child, styles) for child in node.children], "\n")
        case "fence" | "code_block":
            return literal(node.content.rstrip("\n"), styles | {"code"})
        case "code_inline":
            return literal(node.content, styles | {"code"})
        case "text":
            return literal(node.content, styles)
        case kind if kind in _BREAKS:
            return literal("\n", styles)
        case "link":
            return _link(node, styles)
        case kind:
            return _joined([_flat(child, styles | _added(kind)) for child in node.children], "")


def _added(kind: str) -> Styles:
    return frozenset({_STYLES[kind]}) if kind in _STYLES else PLAIN


def _link(node: SyntaxTreeNode, styles: Styles) -> list[Part]:
    label = _joined([_flat(child, styles) for child in node.children], "")
    url = str(node.attrs.get("href", ""))
    shown = "".join(part.words for part in label)
    if place := linked_place(url):
        return [Part(shown, styles, channel=place.channel)] if _CHANNEL.match(place.channel) else label
    if url.startswith("https://") and shown and len(url) <= MAX_URL:
        return [Part(shown, styles, url)]
    return label if shown == url else [*label, *literal(f" ({url})", styles)]


def _joined(runs: Sequence[list[Part]], separator: str) -> list[Part]:
    """Runs with a separator between those that are not empty; neighbours of one style become one."""
    parts: list[Part] = []
    for run in filter(None, runs):
        for part in [*literal(separator), *run] if parts else run:
            parts[-1:] = _merged(parts[-1], part) if parts else [part]
    return parts


def _merged(last: Part, part: Part) -> list[Part]:
    alike = last.styles == part.styles and not (last.url or last.channel or part.url or part.channel)
    if alike and len(last.text) + len(part.text) <= MAX_PIECE:
        return [replace(last, text=last.text + part.text)]
    return [last, part]


def _cells(node: SyntaxTreeNode) -> list[list[str]]:
    rows = [row for section in node.children for row in section.children]
    return [["".join(part.words for part in _flat(cell, PLAIN)) for cell in row.children] for row in rows]
