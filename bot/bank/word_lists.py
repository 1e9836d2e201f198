"""Word lists: the ways to say one thing, under a name that patterns use instead.

`<weights>` in a pattern stands for each entry of the list of that name: from `words` of the same file, or
else from `words.yaml` beside the topics. A question that is read holds the entries and no names, so that a
list which changes later does not change what was asked before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, product, zip_longest
from math import prod
from pathlib import Path

from bot.bank.problems import Complaint, FileProblem, Where, located, missing
from bot.bank.sheet import Sheet, SheetError, read_fields

FILE = "words.yaml"
MOST = 400
"""How many patterns one that names several lists may come to."""

WordLists = Mapping[str, tuple[str, ...]]
_NAME = re.compile(r"[a-z0-9]+( [a-z0-9]+)*")
_PATTERNS = ("any", "contradicted_by")
_NAMED = re.compile(r"<([^<>]*)>")


def shared_lists(folder: Path) -> tuple[WordLists, list[FileProblem]]:
    """The lists that all files of a folder share; none where there is no file of them or it can't be read."""
    path = folder / FILE
    if not path.is_file():
        return {}, []
    try:
        fields, lines = read_fields(path.read_text(encoding="utf-8-sig"))
    except SheetError as error:
        return {}, [FileProblem(str(path), error.line, error.wrong, error.remedy)]
    except (OSError, UnicodeDecodeError):
        return {}, [
            FileProblem(str(path), 0, "It can't be read.", "Save it in UTF-8, where Koko may read it.")
        ]
    lists, complaints = _lists(fields, ())
    return lists, located(complaints, str(path), lines)


def written_out(sheet: Sheet, shared: WordLists) -> tuple[Sheet, list[Complaint]]:
    """The sheet with entries in the place of names and without `words`; which names are none, or too much."""
    fields = dict(sheet.fields)
    own, complaints = _lists(fields.pop("words", {}), ("words",))
    if complaints:
        return sheet, complaints
    writer = _Writer({**shared, **own}, sheet.lines, complaints)
    if isinstance(criteria := fields.get("criteria"), list):
        fields["criteria"] = [writer.criterion(one, ("criteria", n)) for n, one in enumerate(criteria)]
    for name in own.keys() - writer.used:
        complaints.append((("words", name), f"No pattern names <{name}>.", "Take the list out."))
    return Sheet(fields, {**sheet.lines, **writer.moved}), complaints


def _lists(value: object, where: Where) -> tuple[dict[str, tuple[str, ...]], list[Complaint]]:
    if not isinstance(value, dict):
        return {}, [(where, "`words` must be lists with names.", "Write `words: {small: [tiny, little]}`.")]
    lists: dict[str, tuple[str, ...]] = {}
    complaints: list[Complaint] = []
    for name, entries in value.items():
        texts = [entry for entry in entries if isinstance(entry, str)] if isinstance(entries, list) else []
        if not _NAME.fullmatch(name):
            remedy = "Use lower-case words and single spaces."
            complaints.append(((*where, name), f"{name!r} can't name a word list.", remedy))
        elif not texts or len(texts) < len(entries) or any(map(_NAMED.search, texts)):
            remedy = f"Write `{name}: [tiny, little]`; a list can't name another."
            complaints.append(((*where, name), f"`{name}` must be a list of patterns.", remedy))
        else:
            lists[name] = tuple(texts)
    return lists, complaints


@dataclass(slots=True)
class _Writer:
    """Writes patterns out; `moved` are the lines of those that came in."""

    lists: Mapping[str, tuple[str, ...]]
    lines: Mapping[Where, int]
    complaints: list[Complaint]
    moved: dict[Where, int] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def criterion(self, value: object, where: Where) -> object:
        if not isinstance(value, dict):
            return value
        return {
            name: self._groups(part, (*where, name)) if name in _PATTERNS else part
            for name, part in value.items()
        }

    def _groups(self, value: object, where: Where) -> object:
        if not isinstance(value, list):
            return value
        texts = [part for part in value if isinstance(part, str)]
        if len(texts) < len(value) or not any(map(_NAMED.search, texts)):
            return [self._groups(part, (*where, n)) for n, part in enumerate(value)]
        entries: dict[str, int] = {}
        for n, text in enumerate(texts):
            for entry in self._entries(text, (*where, n)):
                entries.setdefault(entry, self.lines.get((*where, n), 0))
        self.moved.update({(*where, n): line for n, line in enumerate(entries.values())})
        return list(entries)

    def _entries(self, pattern: str, where: Where) -> Iterator[str]:
        if "<" not in pattern:
            yield pattern.strip()
            return
        parts = [part.strip() for part in _NAMED.split(pattern)]
        names = parts[1::2]
        self.used.update(names)
        for name in names:
            if name not in self.lists:
                self.complaints.append(
                    (where, missing("word list", name, self.lists), "Or write it under `words`.")
                )
                return
        many = prod(len(self.lists[name]) for name in names)
        if len(names) > 1 and many > MOST:
            remedy = "Put the lists into groups of their own."
            self.complaints.append((where, f"{pattern!r} comes to {many:,} patterns.", remedy))
            return
        for said in product(*(self.lists[name] for name in names)):
            both = chain.from_iterable(zip_longest(parts[::2], said, fillvalue=""))
            yield " ".join(part for part in both if part)
