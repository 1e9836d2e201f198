"""A question's file with all that can be there before anybody has written it.

What only a person can write stands in ‹›. As long as such a place is left, the file is named with it and its
question not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.bank.problems import Complaint, Where
from bot.domain.question import Question

BLANKS = Path(__file__).with_name("blanks")
KINDS = tuple(sorted(path.stem for path in BLANKS.glob("*.md")))
_PLACE = re.compile("‹[^›]*›?")


def blank(kind: str) -> str:
    """The text of a file of this kind; raises KeyError for a kind that is none."""
    if kind not in KINDS:
        raise KeyError(kind)
    return (BLANKS / f"{kind}.md").read_text(encoding="utf-8")


def unwritten(question: Question) -> Iterator[Complaint]:
    """Every place that still says what to write there."""
    if "‹" in question.model_dump_json():  # most hold none, and to look at each text takes longer
        yield from _places(question.model_dump(mode="python"), ())


def _places(value: Any, where: Where) -> Iterator[Complaint]:
    match value:
        case str():
            if found := _PLACE.search(value):
                yield where, "This is not written yet.", f"Write: {found[0]}"
        case dict():
            for name, part in value.items():
                yield from _places(part, (*where, name))
        case list() | tuple():
            for n, part in enumerate(value):
                yield from _places(part, (*where, n))
