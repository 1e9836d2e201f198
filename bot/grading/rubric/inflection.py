"""A plain word stands for its own inflections too, and nothing further: no derived words, no synonyms.

Forms are made when a pattern is compiled, not undone when an answer is read, so reading costs a
dictionary look-up. Making too many is harmless: what nobody writes is never met.
"""

from __future__ import annotations

import re
from functools import lru_cache

_VOWELS = "aeiou"
_DOUBLED = re.compile(r"([bdfglmnprt])\1$")


@lru_cache(maxsize=4096)
def forms(word: str) -> frozenset[str]:
    """The word with its plural, third person, -ed and -ing, in British and American spelling.

    Words of fewer than three letters, or with a digit, have no form but themselves.
    """
    if len(word) < 3 or not word.isalpha():
        return frozenset([word])
    return frozenset(
        spelt for base in _bases(word) for inflected in _inflect(base) for spelt in spellings(inflected)
    )


def spellings(word: str) -> frozenset[str]:
    """The word and its transatlantic twin: -ise and -ize, -yse and -yze, -our and -or, -tre and -ter."""
    twins = {word}
    for ours, theirs in (
        ("is", "iz"),
        ("iz", "is"),
        ("ys", "yz"),
        ("yz", "ys"),
        ("our", "or"),
        ("or", "our"),
    ):
        head, found, tail = word.rpartition(ours)
        if found and len(head) > 2 and _ENDING.fullmatch(tail):
            twins.add(head + theirs + tail)
    if len(word) > 4 and word.endswith(("tre", "ter")):
        twins.add(word[:-2] + word[:-3:-1])
    return frozenset(twins)


_ENDING = re.compile(r"|e|es|ed|er|ers|ing|s|ation|ations|ational|ally|al|able|ably")


def _bases(word: str) -> set[str]:
    bases = {word}
    if word.endswith("ices"):
        bases |= {word[:-4] + "ix", word[:-4] + "ex", word[:-1]}
    elif word.endswith("ies") and len(word) > 4:
        bases.add(word[:-3] + "y")
    elif word.endswith("es") and len(word) > 4:
        bases |= {word[:-1], word[:-2]}
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        bases.add(word[:-1])
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            bases |= {stem, stem + "e"}
            if _DOUBLED.search(stem):
                bases.add(stem[:-1])
            if ending == "ed" and stem.endswith("i"):
                bases.add(stem[:-1] + "y")
    return bases


def _inflect(base: str) -> set[str]:
    made = {base, base + "s", base + "ed", base + "ing"}
    if base.endswith("y") and base[-2] not in _VOWELS:
        made |= {base[:-1] + "ies", base[:-1] + "ied"}
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        made.add(base + "es")
    if base.endswith("e"):
        made |= {base + "d", base[:-1] + "ing"}
    if base.endswith(("ix", "ex")):
        made.add(base[:-2] + "ices")
    if base.endswith("sis"):
        made.add(base[:-2] + "es")
    if base[-1] in "bdfglmnprt" and base[-2] in _VOWELS:
        made |= {base + base[-1] + "ed", base + base[-1] + "ing"}
    return made
