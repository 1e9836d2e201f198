"""The words that earned something, with as much around them as makes sense to who wrote them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.chat.card import clip, escape
from bot.domain.grade import Evidence

MAX_QUOTE = 90
MAX_QUOTES = 2
MAX_BEFORE = 30
"""Characters kept before the words themselves where all around them is too long."""

_BREAK = re.compile(r"[.;:!?,](?=\s|$)|\n")
_JOINT = re.compile(r"(?:and|but)\s+", re.IGNORECASE)


def quotes(evidence: Sequence[Evidence], answer: str) -> str:
    """The parts of sentences in which they stand; where the answer is not at hand, the words alone."""
    parts = [_part(each, answer) for each in evidence]
    distinct = list(dict.fromkeys(part for part in parts if part))
    return ", ".join(f"“{escape(clip(part, MAX_QUOTE))}”" for part in distinct[:MAX_QUOTES])


def _part(evidence: Evidence, answer: str) -> str:
    start, end = evidence.start, evidence.end
    if answer[start:end] != evidence.text:
        return " ".join(evidence.text.split())
    breaks = [match.end() for match in _BREAK.finditer(answer, 0, start)]
    after = _BREAK.search(answer, end)
    first, last = breaks[-1] if breaks else 0, after.start() if after else len(answer)
    first += len(answer[first:start]) - len(answer[first:start].lstrip())
    joint = _JOINT.match(answer, first, start)
    first = joint.end() if joint else first
    if last - first <= MAX_QUOTE or start - first <= MAX_BEFORE:
        return " ".join(answer[first:last].split())
    nearer = answer.find(" ", start - MAX_BEFORE, start) + 1 or start
    return "… " + " ".join(answer[nearer:last].split())
