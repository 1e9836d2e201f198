"""Repairs slips of typing against the question's own words: one edit, in words of five letters or more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
        self._alike: dict[tuple[str, int], list[str]] = {}
        for word in sorted(self._known):
            self._alike.setdefault((word[0], len(word)), []).append(word)

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
        return next(
            (
                known
                for length in (len(word), len(word) + 1, len(word) - 1)
                for known in self._alike.get((word[0], length), ())
                if _one_edit(word, known)
            ),
            None,
        )


def _one_edit(a: str, b: str) -> bool:
    """Whether one letter too many, too few, another, or two swapped make the difference (Damerau 1964)."""
    at = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return (
        a[at + 1 :] == b[at + 1 :]
        or a[at + 1 :] == b[at:]
        or a[at:] == b[at + 1 :]
        or (a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :])
    )
