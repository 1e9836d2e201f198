"""Discord's Markdown as its clients read it, and components as text with its lines.

A second reading of what Discord says of formatting and of how its clients behave, made without a look at
how Koko writes it. Where clients differ, whatever any of them takes for more than words counts as more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

Json = dict[str, Any]

INVISIBLE = "\u200b"

_FENCE = re.compile(r"(?<!\\)```(?:(?P<language>[\w+.#-]+)\n)?\n*(?P<code>.*?[^\n].*?)\n*```", re.DOTALL)
_LINE = re.compile(
    r"(?P<indent>\s*)(?:(?P<heading>#{1,3})\s+(?=\S)|(?P<small>-#)\s+(?=\S)|(?P<quote>>(?:>>)?)\s"
    r"|(?P<item>[-*+]|\d+[.)])\s+(?=\S))?(?P<words>.*)"
)
_INLINE = re.compile(
    r"\\(?P<escaped>[^0-9A-Za-z\s])"
    r"|(?P<ticks>`+)(?P<code>.*?[^`])(?P=ticks)(?!`)"
    r"|<(?:(?P<mention>@[!&]?\d+|\#\d+|id:\w+|/[^:<>]+:\d+|t:-?\d+(?::\w)?|a?:\w+:\d+)"
    r"|(?P<address>[a-z][a-z0-9+.-]*:/?/?[^\s<>]+|[^\s@<>]+@[^\s@<>]+|\+\d[\d ()-]+))>"
    r"|(?P<call>@everyone|@here)"
    r"|\[(?P<label>(?:\\.|[^\[\]\\])+)\]\(\s*<?(?P<target>[a-z][a-z0-9+.-]*:[^\s<>]*?)>?\s*\)"
    r"|(?P<bare>https?://[^\s<]+[^<.,:;\"')\]\s]|discord(?:app)?\.(?:gg|com/invite)/\w+)"
    r"|(?P<emoji>:[\w+~-]+:)"
    r"|\|\|(?P<spoiler>.+?)\|\|"
    r"|~~(?P<strike>(?:\\.|[^\\])+?)~~(?!_)"
    r"|\*\*(?P<strong>(?:\\.|[^\\])+?)\*\*(?!\*)"
    r"|__(?P<underline>(?:\\.|[^\\])+?)__(?!_)"
    r"|\*(?=\S)(?P<em>(?:\*\*|\\.|\s+(?:\\.|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)"
    r"|\b_(?P<slanted>(?:__|\\.|[^\\_])+?)_\b",
    re.DOTALL | re.IGNORECASE,
)
_NESTED = {
    "spoiler": "spoiler",
    "strike": "strike",
    "strong": "bold",
    "underline": "underline",
    "em": "italic",
    "slanted": "italic",
}
_CALLS = re.compile(r"@[!&]?\d+")


@dataclass(frozen=True)
class Span:
    """Words with what is made of them; `url` is where a link leads."""

    text: str
    marks: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One line, or all of a piece of code; `mark` is that of an item, `kind` what it is shown as."""

    kind: str
    spans: tuple[Span, ...]
    depth: int = 0
    mark: str = ""

    @property
    def words(self) -> str:
        return "".join(span.text for span in self.spans)


def lines(content: str) -> Iterator[Line]:
    """What clients make of the content of a text display."""
    end = 0
    for found in _FENCE.finditer(content):
        yield from _prose(content[end : found.start()].removesuffix("\n"))
        yield Line("code", (Span(found["code"].replace(INVISIBLE, ""), ("code block",)),))
        end = found.end() + content[found.end() :].startswith("\n")
    yield from _prose(content[end:])


def words(content: str) -> str:
    """What the eye sees."""
    return "\n".join(map(_words, lines(content))).strip("\n")


def spaced(content: str) -> str:
    """The same with an empty line under a heading, as `bot.chat.plain` has it."""
    shown = (_words(line) + "\n" * line.kind.startswith("heading") for line in lines(content))
    return "\n".join(shown).strip("\n")


def marks(content: str) -> list[str]:
    """Whatever is more than words: formatting, links, emoji, mentions; not what code is shown in."""
    shown = list(lines(content))
    kinds = [line.kind for line in shown if line.kind not in ("text", "code")]
    spans = [span for line in shown if line.kind != "code" for span in line.spans]
    return kinds + [f"{mark} {span.text}" for span in spans for mark in span.marks]


def mentions(content: str) -> list[str]:
    """Whom it would call if mentions were on: people, roles, everyone."""
    spans = [span for line in lines(content) for span in line.spans]
    return [span.text for span in spans if "call" in span.marks]


def read(components: Sequence[Json], text: Callable[[str], str] = words) -> str:
    """Components of a message, with an empty line between two of them; pictures by their words."""
    return "\n\n".join(filter(None, (_component(one, text) for one in components)))


def contents(components: Iterable[Json]) -> list[str]:
    """The texts of a message's components."""
    return [one["content"] for one in _flat(components) if one["type"] == 10]


def buttons(components: Iterable[Json]) -> list[Json]:
    return [one for one in _flat(components) if one["type"] == 2]


def _flat(components: Iterable[Json]) -> Iterator[Json]:
    for one in components:
        yield one
        yield from _flat(one.get("components", ()))


def _words(line: Line) -> str:
    return f"{'  ' * line.depth}{line.mark}{line.words}"


def _component(one: Json, text: Callable[[str], str]) -> str:
    match one:
        case {"type": 10, "content": content}:
            return text(content)
        case {"type": 1 | 17, "components": inner}:
            return ("  " if one["type"] == 1 else "\n\n").join(_component(each, text) for each in inner)
        case {"type": 2, "label": label}:
            return f"[{label}]"
        case {"type": 12, "items": items}:
            return "\n".join(f"[picture: {item['description']}]" for item in items)
        case {"type": 13, "file": {"url": url}}:
            return f"[file: {url.rpartition('/')[2]}]"
        case {"type": 14}:
            return ""
    raise AssertionError(f"nobody reads {one['type']} aloud")


def _prose(text: str) -> Iterator[Line]:
    return map(_line, text.split("\n") if text else ())


@lru_cache(maxsize=4096)  # cards about one answer say mostly the same
def _line(line: str) -> Line:
    found = _LINE.fullmatch(line)
    assert found
    kind = next((name for name in ("heading", "small", "quote", "item") if found[name]), "text")
    said, mark = found["words"], f"{found['item']} " if found["item"] else ""
    if kind == "text":
        said = found["indent"] + said
    depth = len(found["indent"]) // 2 if kind == "item" else 0
    level = len(found["heading"]) if found["heading"] else 0
    return Line(f"heading {level}" if level else kind, tuple(_spans(said, ())), depth, mark)


def _spans(text: str, outer: tuple[str, ...]) -> Iterator[Span]:
    plain, at = "", 0
    while at < len(text):
        found = _best(text, at)
        if found is None or found["escaped"]:
            plain += found["escaped"] if found else text[at].replace(INVISIBLE, "")
            at = found.end() if found else at + 1
            continue
        if plain:
            yield Span(plain, outer)
        plain, at = "", found.end()
        yield from _marked(found, outer)
    if plain:
        yield Span(plain, outer)


def _best(text: str, at: int) -> re.Match[str] | None:
    """Of two readings of stars, clients take the longer one."""
    first = _INLINE.match(text, at)
    if first is None or not first["strong"]:
        return first
    other = _EM.match(text, at)
    return other if other and other.end() > first.end() else first


_EM = re.compile(
    r"\*(?=\S)(?P<em>(?:\*\*|\\.|\s+(?:\\.|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)(?P<escaped>(?!))?"
)


def _marked(found: re.Match[str], outer: tuple[str, ...]) -> Iterator[Span]:
    kind = str(found.lastgroup)
    if kind in _NESTED:
        yield from _spans(found[kind], (*outer, _NESTED[kind]))
    elif kind == "code":
        yield Span(found["code"], (*outer, "code"))
    elif kind == "target":
        label = "".join(span.text for span in _spans(found["label"], ()))
        yield Span(label, (*outer, "link"), found["target"])
    elif kind in ("address", "bare"):
        yield Span(found[kind], (*outer, "link"), found[kind])
    elif kind == "mention":
        what = "call" if _CALLS.fullmatch(found["mention"]) else "mention"
        yield Span(f"<{found['mention']}>", (*outer, what))
    else:
        yield Span(found[kind], (*outer, kind))
