"""Repairs slips of typing against the question's own words: one edit, in words of five letters or more.

An edit is a letter too many, too few, another, or two neighbours swapped, which are four slips in five
(Damerau 1964, A technique for computer detection and correction of spelling errors).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bot.grading.rubric.lexicon import english
from bot.grading.rubric.text import Token

SHORTEST = 5
_LONGEST = 30
_MOST = 200
"""Repairs in one answer; who needs more has not misspelt but typed noise."""


class Speller:
    """Knows the words of one question. English words are never repaired ("casual" is no slip for "causal"),
    nor is a first letter: what changes it changes the meaning ("symmetric", "asymmetric")."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._known = frozenset(w for w in vocabulary if SHORTEST <= len(w) <= _LONGEST and w.isalpha())
        self._alike: dict[tuple[bool, str, int], list[str]] = {}
        for word in sorted(self._known):
            self._alike.setdefault((word in english(), word[0], len(word)), []).append(word)

    def repair(self, tokens: Sequence[Token]) -> dict[int, str]:
        """For the index of each misspelt word the word that was meant."""
        repaired: dict[int, str] = {}
        for index, token in enumerate(tokens):
            if len(repaired) < _MOST and (meant := self._meant(token.word)):
                repaired[index] = meant
        return repaired

    def _meant(self, word: str) -> str | None:
        """Of two words as near, rather one that English has ("trained", not "traine", which the rules of
        inflection make as well), one with another letter than with one more, that than with one less."""
        size = len(word)
        if not SHORTEST - 1 <= size <= _LONGEST or word in self._known or word in english():
            return None
        for is_english in (True, False):
            buckets = ((is_english, word[0], n) for n in (size, size + 1, size - 1))
            alike = chain.from_iterable(self._alike.get(bucket, ()) for bucket in buckets)
            if found := extractOne(word, alike, scorer=OSA.distance, score_cutoff=1):
                return found[0]
        return None
