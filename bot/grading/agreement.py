"""How far grades agree with the marks that people gave the same answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import StatisticsError, fmean, linear_regression

STEPS = 5
"""Scores are compared as members see them, in fifths."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a set of answers shows. `kappa` is None where chance alone explains all: one mark for all answers.

    `given` and `graded` are mean scores (0 to 1), `error` is the mean absolute difference.
    """

    answers: int
    given: float
    graded: float
    error: float
    kappa: float | None


def agreement(given: Sequence[float], graded: Sequence[float]) -> Agreement:
    """Of scores from 0 to 1, pair by pair; raises ValueError for none or unequal lengths."""
    if not given or len(given) != len(graded):
        raise ValueError("two rows of scores of the same length, and not empty")
    error = fmean(abs(ours - theirs) for theirs, ours in zip(given, graded, strict=True))
    return Agreement(len(given), fmean(given), fmean(graded), error, weighted_kappa(given, graded))


def weighted_kappa(given: Sequence[float], graded: Sequence[float]) -> float | None:
    """Quadratic weighted kappa (Cohen 1968, Weighted kappa, Psychological Bulletin 70) in fifths: 1 is full
    agreement, 0 what chance would bring; None where chance can't disagree."""
    ours, theirs = ([round(score * STEPS) for score in scores] for scores in (graded, given))
    seen = sum((a - b) ** 2 for a, b in zip(ours, theirs, strict=True)) * len(ours)
    counts = Counter(ours), Counter(theirs)
    by_chance = sum(
        (a - b) ** 2 * many * more for a, many in counts[0].items() for b, more in counts[1].items()
    )
    return 1 - seen / by_chance if by_chance else None


def by_length(texts: Sequence[str], given: Sequence[float]) -> list[float]:
    """What a grader would say that only counts words, with the straight line that suits these very marks
    best: whoever is no better than this reads nothing."""
    lengths = [len(text.split()) for text in texts]
    try:
        slope, start = linear_regression(lengths, given)
    except StatisticsError:
        return [fmean(given)] * len(given)
    return [min(max(slope * length + start, 0.0), 1.0) for length in lengths]
