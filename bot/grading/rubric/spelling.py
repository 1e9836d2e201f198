"""Repairs slips of typing against the question's own words: one edit, in words of five letters or more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from symspellpy import SymSpell, Verbosity

from bot.grading.rubric.lexicon import english
from bot.grading.rubric.text import Token

SHORTEST = 5
_LONGEST = 30
_MOST = 200
"""Repairs in one answer; who makes more has not misspelt but typed noise."""


class Speller:
    """Knows the words of one question. English words are never repaired ("casual" is no slip for "causal"),
    nor is a first letter: what changes it changes the meaning ("symmetric", "asymmetric")."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._known = frozenset(w for w in vocabulary if SHORTEST <= len(w) <= _LONGEST and w.isalpha())
        self._spell = SymSpell(max_dictionary_edit_distance=1)
        for word in sorted(self._known):
            self._spell.create_dictionary_entry(word, 1)

    def repair(self, tokens: Sequence[Token]) -> dict[int, str]:
        """For the index of each misspelt word the word that was meant."""
        repaired: dict[int, str] = {}
        for index, token in enumerate(tokens):
            if len(repaired) < _MOST and (meant := self._meant(token.word)):
                repaired[index] = meant
        return repaired

    def _meant(self, word: str) -> str | None:
        if not SHORTEST - 1 <= len(word) <= _LONGEST or word in self._known or word in english():
            return None
        found = self._spell.lookup(word, Verbosity.ALL, max_edit_distance=1) if word.isalpha() else []
        return min((s.term for s in found if s.term[0] == word[0]), default=None)
