"""Where an answer only repeats its question, told by runs of four words (shingles: Broder 1997, On the
resemblance and containment of documents)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.grading.rubric.clauses import Clause
from bot.grading.rubric.text import Token


def echoed(
    tokens: Sequence[Token], clauses: Sequence[Clause], shingles: frozenset[tuple[str, ...]]
) -> set[int]:
    """The tokens of clauses that only repeat the question."""
    covered: set[int] = set()
    for at in range(len(tokens) - 3):
        if tuple(token.word for token in tokens[at : at + 4]) in shingles:
            covered.update(range(at, at + 4))
    return {
        index
        for clause in clauses
        if clause.end - clause.start >= 5
        and sum(i in covered for i in range(clause.start, clause.end)) >= 0.75 * (clause.end - clause.start)
        for index in range(clause.start, clause.end)
    }


def shingles(texts: Sequence[Sequence[str]]) -> frozenset[tuple[str, ...]]:
    """All runs of four words in what the question itself says."""
    return frozenset(tuple(t[at : at + 4]) for t in texts for at in range(len(t) - 3))
