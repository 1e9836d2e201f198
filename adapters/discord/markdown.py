"""Koko's Markdown as Discord's, in which whatever people wrote is no more than words.

https://support.discord.com/hc/en-us/articles/210298617 and
https://docs.discord.com/developers/reference#message-formatting
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.tree import SyntaxTreeNode

from bot.chat.card import FENCE, linked_place
from bot.chat.plain import columns

PHONE = 32  # characters of a fixed-width face in a line on a telephone; Discord breaks longer ones
MAX_LINES = 3000  # characters of a table told row by row, in which every row repeats the names of columns


class _Markdown(MarkdownIt):
    def normalizeLink(self, url: str) -> str:
        """Links to places stay as they are: read as an address, the numbers of one would change places."""
        return url if linked_place(url) else super().normalizeLink(url)


_MARKDOWN = (
    _Markdown("commonmark", {"html": False, "breaks": True})
    .enable(["table", "strikethrough"])
    .disable(["image", "reference"])
)
_INDENTED = re.compile(r"  \n {3}(?=\S)")  # a line that belongs under the one before
_UNDER = "\u2060"  # stands for its indent while it is read; `escape` leaves none in what people wrote


def _keep_indents(state: StateCore) -> None:
    for token in state.tokens:
        token.content = (
            _INDENTED.sub(f"  \n{_UNDER}", token.content) if token.type == "inline" else token.content
        )


_MARKDOWN.core.ruler.before("inline", "keep_indents", _keep_indents)
_APART = "\u200b"  # between marks that would run into each other; it has no width
_UNSENT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")  # no JSON that Discord reads, or no text
_SPECIAL = re.compile(
    r"[\\*_`<\[]"
    r"|~(?=~)|(?<=~)~|\|(?=\|)|(?<=\|)\|"
    r"|@(?=everyone|here)"
    r"|:(?=//|[\w+~-]+:)"
    r"|(?:(?<=discord)|(?<=discordapp))\.",  # an invitation is one without `https` too
    re.IGNORECASE,
)
_START = re.compile(r"^([^\S\n]*)(#{1,6}(?=\s|$)|-#|[-*+](?=\s|$)|>|\d+(?=[.)](?:\s|$)))", re.MULTILINE)
_LOOKS_LIKE_LINK = re.compile(
    r"[\[\]]|\w:|\w\.\w"
)  # a label that Discord takes for another address, or can't end
_LANGUAGE = re.compile(r"[a-z0-9_+.#-]{1,20}", re.IGNORECASE)
_CHANNEL = re.compile(r"\d{15,20}")
_MARKS = {"strong": "**", "em": "*", "s": "~~"}
_BREAKS = {"softbreak", "hardbreak"}
_LISTS = {"bullet_list", "ordered_list"}
_PROSE = {"paragraph", "heading", "hr"}


@lru_cache(maxsize=64)  # a card and what it becomes say mostly the same
def discord_markdown(markdown: str) -> str:
    """Marks around nothing, such as an empty fence, are shown as they stand."""
    return _blocks(_tree(markdown).children) or literal(markdown)


def small(markdown: str) -> str:
    """As small, quiet lines."""
    lines = discord_markdown(markdown).split("\n")
    return "\n".join(f"-# {line.strip()}" for line in lines if line.strip())


def sent(text: str) -> str:
    """Without the characters that Discord takes in no text."""
    return _UNSENT.sub("", text)


def size(text: str) -> int:
    """Characters as Discord's clients count them: one beyond the first 65,536 is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def literal(text: str) -> str:
    """Text that shows as it stands."""
    return _line_starts(_escaped(text))


def preformatted(text: str, language: str = "") -> str:
    """Text as it stands in a fixed-width face; three backticks in it are kept from closing the block."""
    inside = sent(text).strip("\n")
    inside = re.sub(r"`(?=`)", f"`{_APART}", inside) if FENCE in inside else inside
    return f"```{language if _LANGUAGE.fullmatch(language) else ''}\n{inside or _APART}\n```"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows of plain text: aligned where a telephone shows them whole, otherwise a line for each row."""
    lines = [header, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    if sum(widths) + 2 * (len(widths) - 1) <= PHONE:
        return preformatted(columns(lines))
    if not rows or sum(map(len, header)) * len(rows) > MAX_LINES:
        return preformatted("\n".join("  ".join(line) for line in lines))
    return "\n".join(f"- {_row(header, row)}" for row in rows)


def _row(header: Sequence[str], row: Sequence[str]) -> str:
    """What the row is about, which is its first column with a name, then the rest with their names."""
    first = next((number for number, name in enumerate(header) if name), len(header))
    about = " ".join(" ".join(filter(None, row[: first + 1])).split())
    rest = zip(header[first + 1 :], row[first + 1 :], strict=True)
    told = ", ".join(f"{name} {cell}".strip() for name, cell in rest if cell)
    return ": ".join(filter(None, [marked("**", _escaped(about)), _escaped(" ".join(told.split()))]))


def marked(mark: str, inside: str) -> str:
    """`**` and its like around text that is Discord's Markdown already."""
    return _run([mark, inside.strip(), mark]) if inside.strip() else ""


def _tree(markdown: str) -> SyntaxTreeNode:
    return SyntaxTreeNode(_MARKDOWN.parse(markdown))


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> str:
    """Paragraphs apart, all else on lines of its own, which Discord sets off by itself."""
    shown = [(node.type, text) for node in nodes if (text := _block(node))]
    gaps = [
        "\n\n" if (after in _PROSE and (before in _PROSE or before in _LISTS)) or before == after else "\n"
        for (before, _), (after, _) in pairwise(shown)
    ]
    return "".join(f"{gap}{text}" for gap, (_, text) in zip(["", *gaps], shown, strict=False))


def _block(node: SyntaxTreeNode) -> str:
    match node.type:
        case "bullet_list" | "ordered_list":
            return "\n".join(_items(node))
        case "blockquote":
            quoted = _blocks(node.children)
            return "\n".join(f"> {line}" for line in quoted.split("\n")) if quoted else ""
        case "table":
            header, *rows = _cells(node)
            return table(header, rows)
        case "heading":
            return marked("**", _inline(node))
        case "hr":
            return "———"
        case "fence" | "code_block":
            return preformatted(node.content, node.info.strip()) if node.content.strip() else ""
        case _:
            return _line_starts(_inline(node)).replace(f"\n{_UNDER}", "\n-# ")


def _items(node: SyntaxTreeNode) -> Iterable[str]:
    for number, item in enumerate(node.children, start=int(node.attrs.get("start", 1))):
        mark = f"{number}. " if node.type == "ordered_list" else "- "
        first, *more = "\n".join(filter(None, map(_block, item.children))).split("\n")
        if first.startswith(FENCE):
            first, more = "", [first, *more]
        yield "\n".join([f"{mark}{first or _APART}", *_indented(more, " " * len(mark))])


def _indented(lines: Iterable[str], indent: str) -> Iterable[str]:
    """Code is left where it is, since what is put before its lines would be part of it."""
    is_code = False
    for line in lines:
        is_fence = line.startswith(FENCE)
        yield line if is_code or is_fence else f"{indent}{line}"
        is_code ^= is_fence


def _inline(node: SyntaxTreeNode) -> str:
    match node.type:
        case "text":
            return _escaped(node.content)
        case "code_inline":
            return _code(node.content)
        case "link":
            return _link(node)
        case kind if kind in _BREAKS:
            return "\n"
        case kind:
            inside = _run([_inline(child) for child in node.children])
            return marked(_MARKS[kind], inside) if kind in _MARKS else inside


def _code(text: str) -> str:
    """Clients don't agree on backticks within code, so there such code is words."""
    return _escaped(text) if "`" in text or not text.strip() else f"`{sent(text)}`"


def _link(node: SyntaxTreeNode) -> str:
    """Addresses are in angle brackets, so that nothing is unfurled; a channel is shown by its name."""
    url, shown = str(node.attrs.get("href", "")), "".join(map(_words, node.children))
    label = _run([_inline(child) for child in node.children])
    if place := linked_place(url):
        return f"<#{place.channel}>" if _CHANNEL.fullmatch(place.channel) else label
    if not url.startswith(("https://", "http://")):
        return label if shown == url else f"{label} ({_escaped(url)})"
    if shown == url:
        return f"<{url}>"
    if not shown.strip() or _LOOKS_LIKE_LINK.search(shown):
        return f"{label} (<{url}>)"
    return f"[{label}](<{url.replace('(', '%28').replace(')', '%29')}>)"


def _words(node: SyntaxTreeNode) -> str:
    if node.type in _BREAKS:
        return " "
    if not node.children:
        return node.content
    shown, url = "".join(map(_words, node.children)), str(node.attrs.get("href", ""))
    return f"{shown} ({url})" if node.type == "link" and url != shown and not linked_place(url) else shown


def _cells(node: SyntaxTreeNode) -> list[list[str]]:
    rows = [row for section in node.children for row in section.children]
    return [["".join(map(_words, cell.children)) for cell in row.children] for row in rows]


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", sent(text))


def _line_starts(text: str) -> str:
    """A backslash for what would make a line a heading, an item, a quotation or small."""
    return _START.sub(lambda found: f"{found[1]}{_start(found[2])}", text)


def _start(mark: str) -> str:
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}"


def _run(pieces: Iterable[str]) -> str:
    """Pieces one after the other, kept apart where marks would run into each other."""
    text = ""
    for piece in filter(None, pieces):
        text += _APART + piece if text and text[-1] == piece[0] and piece[0] in "*~`_|" else piece
    return text
