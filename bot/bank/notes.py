"""Turns somebody's notes into drafts of questions: headings, numbered lines, and what stands below those."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import dedent, shorten

import yaml
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

MAX_NOTES = 1_000_000
"""Bytes of notes that are read."""
MAX_ANSWER, MAX_TITLE, MAX_ID, MAX_TOPIC = 3000, 80, 70, 30

SUBQUESTIONS = 2
"""So many numbered lines below a question, each with notes of its own, are questions themselves; fewer are
part of its answer."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A question's file that still lacks its rubric; `line` is where it stood in the notes, from 1."""

    id: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Bare:
    """A line of the notes that has nothing below it to make a model answer of."""

    title: str
    line: int


def drafts(notes: str) -> tuple[list[Draft], list[Bare]]:
    """A draft for each question in Markdown notes, and the lines that can't be one.

    A heading is a topic. A numbered line below it is a question, and what is indented under that its
    model answer; a heading whose lines have nothing under them is one question itself.
    """
    rows = notes.split("\n")
    made: list[Draft] = []
    bare: list[Bare] = []
    taken: set[str] = set()
    for heading, blocks in _sections(SyntaxTreeNode(MarkdownIt("commonmark").parse(notes))):
        for note in _notes(heading, blocks, rows):
            if note.body:
                made.append(_draft(heading, note, taken))
            else:
                bare.append(Bare(note.title, note.line))
    return made, bare


@dataclass(frozen=True, slots=True)
class _Note:
    title: str
    body: str
    line: int


UNTITLED = "Notes"


def _sections(root: SyntaxTreeNode) -> Iterator[tuple[str, list[SyntaxTreeNode]]]:
    heading, blocks = UNTITLED, list[SyntaxTreeNode]()
    for node in root.children:
        if node.type == "heading":
            yield heading, blocks
            heading, blocks = " ".join(_said(node).split()) or UNTITLED, []
        else:
            blocks.append(node)
    yield heading, blocks


def _notes(heading: str, blocks: Sequence[SyntaxTreeNode], rows: Sequence[str]) -> Iterator[_Note]:
    items = list(_items(blocks))
    if any(below for _, below in items):
        for item, below in items:
            yield from _of_item(item, below, rows)
    elif blocks:
        yield _Note(heading, _source(blocks, rows), _line(blocks[0]))


def _of_item(
    item: SyntaxTreeNode, below: Sequence[SyntaxTreeNode], rows: Sequence[str], above: str = ""
) -> Iterator[_Note]:
    """The question that a numbered line is, or those that stand below it."""
    title, _, rest = _said(item).partition("\n")
    inner = list(_items(below))
    if not above and sum(bool(notes) for _, notes in inner) >= SUBQUESTIONS:
        for child, notes in inner:
            yield from _of_item(child, notes, rows, f"{title}: ")
        return
    body = _source(below, rows)
    if not body and not rest:
        title, _, rest = title.partition(": ")
    steps = "\n".join(f"- {row.strip()}" for row in rest.split("\n") if row.strip())
    yield _Note(above + title.rstrip(":"), "\n".join(filter(None, (steps, body))), _line(item))


def _items(blocks: Sequence[SyntaxTreeNode]) -> Iterator[tuple[SyntaxTreeNode, list[SyntaxTreeNode]]]:
    """Each numbered line with what belongs to it: what is indented under it or follows unnumbered."""
    item, below = None, list[SyntaxTreeNode]()
    for block in blocks:
        if block.type != "ordered_list":
            below.append(block)
            continue
        for child in block.children:
            if item is not None:
                yield item, below
            item, below = child, child.children[1:]
    if item is not None:
        yield item, below


def _said(node: SyntaxTreeNode) -> str:
    """The first paragraph of a node, as typed."""
    return next((child.content for child in node.walk() if child.type == "inline"), "").strip()


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 0


def _source(blocks: Sequence[SyntaxTreeNode], rows: Sequence[str]) -> str:
    """What was typed for these blocks, moved to the left margin."""
    maps = [block.map for block in blocks if block.map]
    if not maps:
        return ""
    typed = dedent("\n".join(rows[maps[0][0] : maps[-1][1]])).strip()
    return typed if len(typed) <= MAX_ANSWER else f"{typed[: MAX_ANSWER - 2].rstrip()} …"


def _draft(heading: str, note: _Note, taken: set[str]) -> Draft:
    topic = _slug(heading, MAX_TOPIC)
    base = f"{topic}/{_slug(note.title, MAX_ID - MAX_TOPIC)}"
    names = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    id = next(name for name in names if name not in taken)
    taken.add(id)
    fields = {
        "title": shorten(note.title, MAX_TITLE, placeholder="…"),
        "kind": "open",
        "difficulty": "medium",
        "minutes": 4,
    }
    front = yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=1000)
    return Draft(
        id, f"---\n{front}---\n{_prompt(heading, note.title)}\n\n## Answer\n{note.body}\n", note.line
    )


def _prompt(heading: str, title: str) -> str:
    asked = title if title.endswith("?") else f"{title}?"
    return asked if heading in (title, UNTITLED) else f"{heading}: {asked}"


def _slug(text: str, limit: int) -> str:
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", " ", plain).strip()
    return (shorten(words, limit, placeholder="") or words[:limit]).replace(" ", "-") or "untitled"
