"""A plain word stands for its own inflections too, and nothing further: no derived words, no synonyms.

Made by rule, since nothing well kept does as well (tests/bot/grading/rubric/test_inflection.py holds the
pairs by which that was decided). Stemmers such as Porter's (1980, An algorithm for suffix stripping) also
take derived words for one: "product" and "production", "engine" and "engineer". Lemmatisers leave verbs
in -ing as they are where a noun is spelt so, and read one side of the Atlantic only.

Forms are made when a pattern is compiled, not undone when an answer is read, so reading costs a
dictionary look-up. Making too many is harmless: what nobody writes is never met.
"""

from __future__ import annotations

import re
from functools import lru_cache

_IRREGULAR = (
    "criterion criteria|phenomenon phenomena|minimum minima|maximum maxima|optimum optima|corpus corpora|"
    "axis axes|datum data|child children|learned learnt|spelled spelt|burned burnt|program programme|"
    "catalog catalogue|analog analogue|dialog dialogue|license licence|defense defence|practise practice|"
    "gray grey|judgment judgement|aging ageing|fulfill fulfil|artifact artefact"
)
_TWINS = {word: twin for pair in _IRREGULAR.split("|") for word, twin in (pair.split(), pair.split()[::-1])}
"""Plurals and spellings that follow no rule."""

_SPELT = ("is", "iz"), ("iz", "is"), ("ys", "yz"), ("yz", "ys"), ("our", "or"), ("or", "our")
_SPELT_ENDING = re.compile(r"|e|es|ed|er|ers|ing|s|ation|ations|ational|ally|al|able|ably")
_CUT = (
    ("ices", "ix"),
    ("ices", "ex"),
    ("ses", "sis"),
    ("ies", "y"),
    ("ied", "y"),
    ("ied", "ie"),
    ("ying", "ie"),
)
_DOUBLED = re.compile(r"([bdfglmnprst])\1$")
_DOUBLES = re.compile(r".*[aeiou][bdfglmnprst]")
_STEM = re.compile(r"[aeiou][^aeiou]|(?=.*[aeiouy])...+")
"""What -ed and -ing can be cut from: "us(ing)", "tun(ed)"; not "th(ing)"."""


@lru_cache(maxsize=4096)
def forms(word: str) -> frozenset[str]:
    """The word with its plural, third person, -ed and -ing, in British and American spelling.

    Words of fewer than three letters, or with a digit, have no form but themselves.
    """
    if len(word) < 3 or not word.isalpha():
        return frozenset([word])
    return frozenset(
        form
        for base in _bases(word) | _bases(_TWINS.get(word, word))
        for spelt in spellings(base)
        for made in _inflect(spelt)
        for form in (made, _TWINS.get(made, made))
    )


def spellings(word: str) -> frozenset[str]:
    """The word and its transatlantic twin: -ise and -ize, -yse and -yze, -our and -or, -tre and -ter."""
    twins = {word, _TWINS.get(word, word)}
    for ours, theirs in _SPELT:
        head, found, tail = word.rpartition(ours)
        if found and len(head) > 2 and _SPELT_ENDING.fullmatch(tail):
            twins.add(head + theirs + tail)
    if len(word) > 4 and word.endswith(("tre", "ter")):
        twins.add(word[:-2] + word[:-3:-1])
    return frozenset(twins)


def _bases(word: str) -> set[str]:
    """What the word may be an inflection of, and the word."""
    bases = {word}
    for ending, instead in _CUT:
        if word.endswith(ending) and len(word) > 3:
            bases.add(word.removesuffix(ending) + instead)
    if word.endswith("es") and len(word) > 4:
        bases |= {word[:-1], word[:-2]}
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        bases.add(word[:-1])
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and _STEM.fullmatch(stem):
            bases |= {stem + "e"} if len(stem) < 3 else {stem, stem + "e"}
            if _DOUBLED.search(stem):
                bases.add(stem[:-1])
    return bases


def _inflect(base: str) -> set[str]:
    made = {base, base + "s", base + "ed", base + "ing"}
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        made.add(base + "es")
    if base.endswith("e"):
        made |= {base + "d", base[:-1] + "ing"}
    if base.endswith("ie"):
        made.add(base[:-2] + "ying")
    if base.endswith(("ix", "ex")):
        made.add(base[:-2] + "ices")
    if base.endswith("sis"):
        made.add(base[:-2] + "es")
    if base.endswith("y") and base[-2] not in "aeiou":
        made |= {base[:-1] + "ies", base[:-1] + "ied"}
    if _DOUBLES.fullmatch(base):
        made |= {base + base[-1] + "ed", base + base[-1] + "ing"}
    return made
