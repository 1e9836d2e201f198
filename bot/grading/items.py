"""Options as a list, with a letter at the head of each item: "B. Same order: …", "D. Sixty degrees: …"."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """A place from 1; `right` is what a yes or a "wrong" at either end of the item says, None without one."""

    place: int
    right: bool | None


_LEAST = 2
"""Items that make a list; one alone is a pick with its reason."""
_HEAD = re.compile(
    r"""(?:^[^\S\n]*(?:[-•–][^\S\n]*)?(?:\d{1,2}[.)][^\S\n]+)?|(?<=[.;,:?!)])[^\S\n]+|\band[^\S\n]+)
    [(\[]?(?:(?P<letter>[a-h])(?:(?P<mark>[):]|\.(?!\w))|(?<!(?-i:\ba))[^\S\n]+(?P<apart>[-–—(](?=\s*\S)|because\b)))""",
    re.MULTILINE | re.IGNORECASE | re.VERBOSE,
)
_ENDS = re.compile(
    r"""\n\W*(?:(?:the|all)\s+)*(?:others?|rest|remaining|wrong|false|incorrect|not|neither|none)\b
    |\n[^\n]*(?:\b(?:not|no|never)\b|n['’]t\b)[^\n]*:[^\S\n]*(?:\n|$)""",
    re.IGNORECASE | re.VERBOSE,
)
_SAYS = r"(?:(?P<yes>yes|right|correct|true|[✓✔✅☑])|(?P<no>no|nope|wrong|false|incorrect|out|[✗✘❌✖]))"
_FIRST = re.compile(rf"\s*{_SAYS}\s*(?:[,.;:()!–—-]|because\b|since\b|$)", re.IGNORECASE)
_LAST = re.compile(
    rf"(?:[,.;:–—-]|\bso\b|\bhence\b|\btherefore\b|→|=>)\s*(?:it['’]?s\s+|it\s+is\s+|that['’]?s\s+)?{_SAYS}\W*$",
    re.IGNORECASE,
)


def items(text: str) -> tuple[str, list[Item]]:
    """What stands before the first list, and its items; none where there is no list.

    All its heads look alike ("B)", "D)"), for whoever picks by "B." may explain the rest by "A – …". It ends
    where a line begins another: "The others are wrong:".
    """
    heads = list(_HEAD.finditer(text))
    heads = [head for head in heads if _mark(head) == _mark(heads[0])]
    if len(heads) < _LEAST:
        return text, []
    found: list[Item] = []
    for head, end in zip(heads, [*(head.start() for head in heads[1:]), len(text)], strict=True):
        said = text[head.end() : end]
        ends = _ENDS.search(said)
        own = said[: ends.start()] if ends else said
        found.append(Item(ord(head["letter"].lower()) - ord("a") + 1, _verdict(own.partition("\n\n")[0])))
        if ends:
            break
    return text[: heads[0].start()], found if len(found) >= _LEAST else []


def _mark(head: re.Match[str]) -> str:
    return (head["mark"] or head["apart"]).lower()


def _verdict(said: str) -> bool | None:
    match = _FIRST.match(said) or _LAST.search(said)
    return None if match is None else match["yes"] is not None
