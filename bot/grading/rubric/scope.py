"""Cues, and the words that each reaches: what negation, reversals and hedges have in common.

A cue, a scope to its right, and words that end it: NegEx (Chapman et al. 2001, A simple algorithm for
identifying negated findings and diseases in discharge summaries), carried on to other meanings than
negation by ConText (Harkema et al. 2009).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from bot.grading.rubric.clauses import Clause
from bot.grading.rubric.text import Token

FARTHEST = 30
"""Words that a cue reaches at most."""


class Force(StrEnum):
    """What a cue does to the words in its scope."""

    DENIES = "denies"
    """not, without: the words are said of nothing."""
    REPLACES = "replaces"
    """instead of, rather than: something else stands in for the words."""
    SETS_APART = "sets_apart"
    """unlike, in contrast to: the words are said of something else."""
    AVERTS = "averts"
    """avoid, prevent, stop: the thing is still spoken of, but it does not come to pass."""
    CONTRASTS = "contrasts"
    """than, compared to, if: what holds elsewhere is no mistake about this."""
    REFUTES = "refutes"
    """a common mistake is to: others do so, and wrongly, which the writer knows."""
    REJECTS = "rejects"
    """should be avoided, is not needed: the words are named to advise against them."""
    DOUBTS = "doubts"
    """I don't know whether: nothing is claimed."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Tokens `start` up to `end` are the cue; those from `end` up to `reach` are in its scope, and so are
    those from `back` on that stand before it."""

    start: int
    end: int
    reach: int
    force: Force
    back: int | None = None

    @property
    def over(self) -> Iterator[int]:
        """The indices of the tokens in its scope."""
        before = range(self.start if self.back is None else self.back, self.start)
        return chain(before, range(self.end, self.reach))


@dataclass(frozen=True, slots=True)
class Said:
    """An answer in clauses, as cues are looked for in it."""

    tokens: Sequence[Token]
    clauses: Sequence[Clause]


def phrases(written: str) -> tuple[tuple[str, ...], ...]:
    """The words of each of these phrases, which "|" keeps apart."""
    return tuple(tuple(phrase.split()) for phrase in written.split("|"))


def ends(token: Token) -> bool:
    """Whether a scope ends before this word, whatever the cue."""
    return token.mark in (",", "(") or token.word in ("and", "but")
