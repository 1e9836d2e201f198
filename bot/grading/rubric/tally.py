"""What is laid out as a count, a record or a talk between two: tables of marks, the screen of a tool,
comments that nobody is shown, questions with a nod for an answer.

`staging` knows such things by their words; here it is the layout alone that tells, since whoever makes up a
mark sheet takes what headings he likes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.grading.rubric.lexicon import word_set

Span = tuple[int, int]

_COMMENT = re.compile(
    r"\\begin\{comment\}.*?(?:\\end\{comment\}|\Z)|(?:^|(?<=\s))/\*.*?\*/|\{#.*?#\}"
    r"|<(figure|figcaption|caption|summary|aside|footer|noscript)\b[^<>]{0,200}>.*?(?:</\1>|\Z)"
    r"|\bin clear:[^\n]*",
    re.DOTALL | re.IGNORECASE,
)
"""What LaTeX, programs and templates leave out, and what a page shows beside its text."""
_COUNTED = re.compile(
    r"^[^\n]{0,60}?(?:\b(\d{1,3}) ?(?:/|of|out of) ?\1 (?:checks?|tests?|points?|items?|marks?|"
    r"passed|green|met|criteria)\b|"
    r"\b(?:total|sum|score|result)\b[^\n\d]{0,10}(\d{1,3}) ?(?:/|of|out of) ?\2\b|"
    r"\bexit (?:code|status) \d|\bdone in [\d.]+ ?m?s\b|\b0 (?:failed|failures)\b)[^\n]{0,30}$",
    re.MULTILINE | re.IGNORECASE,
)
"""A line with a sum that came out whole, or with the end of a program."""
_PROMPT = re.compile(
    r"^[ \t]*(?:\$|%|>>>|[A-Za-z]:\\[^\n>]{0,60}>|\w{1,20}@\w{1,20}[^\n$#]{0,40}[$#]) \S", re.MULTILINE
)
_STEP = re.compile(r"^[ \t]*[A-Z][a-z]+ing(?: [a-z]+){0,3}(?:\.{3}|…) [^\n]*", re.MULTILINE)
_LEADERS = re.compile(
    r"\w[ \t]?(?:\.{2,}|(?:\. ){3,}|…{2,}|_{4,}|-{5,})[ \t]?[^\s.]\S{0,7}[ \t]*$", re.MULTILINE
)
"""A line with dots up to a short word or a number."""
_MARKED = re.compile(
    r"(?:\t| [/|] | ?[(\[]|: ?)(?:\d|10) ?(?:/|of|out of) ?(?:\d|10)"
    r" ?[)\]]?[.;]?[ \t]*$",
    re.MULTILINE,
)
"""A line that ends in so many of so many: "power law 2/2"."""
_ALIKE = re.compile(r"^[^\n:]{2,60}: ?(\d{1,3})[ \t]*(?:\n[^\n:]{2,60}: ?\1[ \t]*){2,}$", re.MULTILINE)
"""Lines that each give one number to something, all the same: "Prototype: 10"."""
_SPLIT = re.compile(r"\t+|[ \t]*\|[ \t]*|[ \t]+/[ \t]+")
_HEADS = word_set("max got page seen found awarded mark marks pts credit credited tick ticked")
"""Headings of columns that say where in a text something stands, or what it is worth."""
_NODDED = re.compile(
    r"[\"“][^\"”\n]{3,200}\?[\"”][^\"“\n]{0,30}[\"“][^\"”\n]{1,40}[\"”][^\"“\n]{0,30}"
    r"[\"“][^\"”\n]{3,200}\?[\"”][^\"“\n]{0,30}[\"“][^\"”\n]{1,40}[\"”][^\n]*"
)
"""Two questions in quotation marks, each with a few words for an answer."""
_CHAT = re.compile(
    r"^[^\n]*\b([A-Z][a-z]{0,11}|[A-Z]{2,3}): [^:?\n]{3,200}\? +(?!\1)([A-Z][a-z]{0,11}|[A-Z]{2,3}): "
    r"[^:\n]{1,60}"
    r"\b\1: [^:?\n]{3,200}\? +\2: [^\n]*",
    re.MULTILINE,
)
"""Two speakers in one line, of whom one asks and the other nods."""


def tallied(seen: str) -> Iterator[Span]:
    """Characters from and up to, in no order. A shape is looked for where a mark is that it needs, which in
    most answers none is."""
    if any(mark in seen for mark in ("<f", "<c", "<a", "<s", "<n", "/*", "{#", "\\begin", "clear:")):
        yield from (found.span() for found in _COMMENT.finditer(seen))
    if seen.count("?") > 1:
        yield from (found.span() for shape in (_NODDED, _CHAT) for found in shape.finditer(seen))
    if "\n" not in seen:
        return
    for shape in (_STEP, _LEADERS) if any(mark in seen for mark in ("..", "…", ". .", "__", "--")) else ():
        yield from _if_several(shape, seen)
    if "/" in seen or " of " in seen:
        yield from _if_several(_MARKED, seen)
    for found in _ALIKE.finditer(seen):
        yield found.span()
    for found in _COUNTED.finditer(seen):
        yield _paragraph(seen, found.start(), found.end())
    for found in _PROMPT.finditer(seen) if any(mark in seen for mark in "$%>") else ():
        yield found.start(), _paragraph(seen, found.start(), found.end())[1]
    if any(mark in seen for mark in ("\t", "|", " / ")):
        yield from _columns(seen)


def _if_several(shape: re.Pattern[str], seen: str) -> list[Span]:
    """The lines up to the end of what is found, if it is found more than once."""
    spans = [(seen.rfind("\n", 0, found.start()) + 1, found.end()) for found in shape.finditer(seen)]
    return spans if len(spans) > 1 else []


def _paragraph(seen: str, start: int, end: int) -> Span:
    """The lines around a line with no empty one between."""
    first, last = seen.rfind("\n\n", 0, start), seen.find("\n\n", end)
    return first + 2 if first >= 0 else 0, last if last >= 0 else len(seen)


def _columns(seen: str) -> Iterator[Span]:
    """Tables, with bars, slashes or tabs, that have a column for marks or places in the text."""
    rows: list[Span] = []
    at = 0
    for line in (*seen.split("\n"), ""):
        cells = [cell.strip(" *_.:").casefold() for cell in _SPLIT.split(line.strip(" |\t"))]
        if len(cells) > 1:
            rows.append((at, at + len(line)))
            if len(rows) == 1:
                headed = not _HEADS.isdisjoint(cells)
        else:
            yield from rows if len(rows) > 1 and headed else ()
            rows = []
        at += len(line) + 1
