"""Reads the text of a question's file into plain values, with the line where each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import yaml

from bot.bank.problems import Where

MAX_DEPTH = 12
FENCE = "```"
_ALONE = re.compile(r"\s*(#{1,6} |>|\||```)")
"""A line of Markdown that no other line goes on with: heading, quote, table, fence."""
_ITEM = re.compile(r"\s*([-*+]|\d+[.)]) ")


class SheetError(Exception):
    """The text can't be read as a question: the line, what is wrong, and what to write instead."""

    def __init__(self, line: int, wrong: str, remedy: str) -> None:
        super().__init__(f"line {line}: {wrong} {remedy}")
        self.line, self.wrong, self.remedy = line, wrong, remedy


@dataclass(frozen=True, slots=True)
class Sheet:
    """The front matter's fields, with the two texts below it as `prompt` and `answer`."""

    fields: dict[str, object]
    lines: dict[Where, int]


def read_sheet(text: str) -> Sheet:
    """Front matter between two lines of `---`, the question, `## Answer`, the model answer.

    Raises SheetError at the first fault.
    """
    rows = text.replace("\r\n", "\n").split("\n")
    if rows[0].rstrip() != "---":
        raise SheetError(
            1, "The file does not begin with front matter.", "Begin it with a line of three hyphens."
        )
    end = next((n for n, row in enumerate(rows[1:], 1) if row.rstrip() == "---"), None)
    if end is None:
        raise SheetError(1, "The front matter does not end.", "Close it with a line of three hyphens.")
    fields, lines = read_fields("\n".join(rows[1:end]), first=2)
    for name in ("id", "prompt", "answer"):
        if name in fields:
            remedy = "The path is the id" if name == "id" else "It stands below the front matter"
            raise SheetError(
                lines[name,],
                f"`{name}` does not belong here.",
                f"{remedy}: take this line out.",
            )
    heads = [n for n, row in enumerate(rows) if n > end and row.rstrip() == "## Answer"]
    if len(heads) != 1:
        wrong = "There is no model answer." if not heads else "There are two model answers."
        raise SheetError(
            heads[-1] + 1 if heads else len(rows), wrong, "Put one under a line that says: ## Answer"
        )
    for name, first, last in (("prompt", end + 1, heads[0]), ("answer", heads[0] + 1, len(rows))):
        fields[name] = unwrapped(rows[first:last])
        lines[name,] = next((n for n in range(first, last) if rows[n].strip()), first) + 1
    return Sheet(fields, lines)


def unwrapped(rows: Sequence[str]) -> str:
    """Each paragraph and list item on one line, for a chat shows the file's own line breaks as such."""
    lines: list[str] = []
    fenced = False
    for row in rows:
        is_fence = row.lstrip().startswith(FENCE)
        if lines and not fenced and not is_fence and _goes_on(lines[-1], row):
            lines[-1] += f" {row.strip()}"
        else:
            lines.append(row)
        fenced ^= is_fence
    return "\n".join(lines).strip()


def _goes_on(before: str, row: str) -> bool:
    """Whether a row goes on with the paragraph or item before it."""
    ended = not before.strip() or before.endswith(("  ", "\\")) or _ALONE.match(before)
    return not ended and bool(row.strip()) and not _ALONE.match(row) and not _ITEM.match(row)


def read_fields(text: str, first: int = 1) -> tuple[dict[str, object], dict[Where, int]]:
    """Plain values of YAML and their lines, of which the first is the file's line `first`.

    Raises SheetError at the first fault.
    """
    try:
        root = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        raise _unreadable(error, first) from error
    if not isinstance(root, yaml.MappingNode):
        raise SheetError(first, "There are no fields here.", "Write one a line: title: LoRA")
    reader = _Reader(first)
    return dict(reader.fields(root, ())), reader.lines


@dataclass(slots=True)
class _Reader:
    """Turns YAML's nodes into values and keeps their lines."""

    first: int
    lines: dict[Where, int] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    def fields(self, node: yaml.MappingNode, where: Where) -> Iterator[tuple[str, object]]:
        names: set[str] = set()
        for key, child in node.value:
            line = self.line(key)
            if not isinstance(key, yaml.ScalarNode):
                raise SheetError(
                    line, "A field's name must be a word.", "Quote a text that begins with [ or {."
                )
            if key.value in names:
                raise SheetError(line, f"`{key.value}` is here twice.", "Keep one of the two.")
            names.add(key.value)
            yield key.value, self.value(child, (*where, key.value))
            self.lines[(*where, key.value)] = line

    def value(self, node: yaml.Node, where: Where) -> object:
        line = self.lines[where] = self.line(node)
        # An alias is the same node once more: a short text that can stand for a huge one.
        if id(node) in self.seen:
            raise SheetError(line, "Anchors and aliases (& and *) are not read here.", _QUOTE)
        self.seen.add(id(node))
        if len(where) > MAX_DEPTH:
            raise SheetError(line, "This is nested too deeply.", "Take some brackets out.")
        if node.tag not in _TAGS:
            tag = node.tag.replace("tag:yaml.org,2002:", "!!")
            raise SheetError(line, f"The tag {tag} is not read here.", _QUOTE)
        if isinstance(node, yaml.ScalarNode):
            return node.value if node.style else _plain(node.value)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*where, n)) for n, child in enumerate(node.value)]
        assert isinstance(node, yaml.MappingNode)
        return dict(self.fields(node, where))

    def line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + self.first


_TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "map", "seq"))
_QUOTE = "Leave it out, or quote the text."
_INTEGER = re.compile(r"[-+]?[0-9]{1,30}")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]{1,30}|[0-9]{1,30}(\.[0-9]{0,30})?)([eE][-+]?[0-9]{1,3})?")
_NUMERIC = frozenset("0123456789.+-")
"""What a number begins with."""
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


def _plain(text: str) -> object:
    """YAML 1.2's core schema: unlike 1.1, `no` is a word and 12:30 no number."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


_REMEDIES = (
    ("mapping values", "Put a text with a colon in quotes."),
    ("cannot start any token", "Put a text that begins with a sign such as *, &, @, ` or a tab in quotes."),
    ("alias", "Put a text that begins with * in quotes."),
    ("quoted scalar", "Close the quotes."),
    ("expected ',' or", "Close the bracket, put commas between the entries, quote a text that has brackets."),
    ("control characters", "Take the invisible character out."),
)


def _unreadable(error: yaml.YAMLError, first: int) -> SheetError:
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable")
    said = f"{getattr(error, 'context', '') or ''} {problem}"
    mark = getattr(error, "problem_mark", None)
    remedy = next((r for part, r in _REMEDIES if part in said), "Look at quotes, brackets and indentation.")
    return SheetError(mark.line + first if mark else first, f"This is not YAML: {problem}.", remedy)
