"""The field's formulas that a numeric question may use."""

from __future__ import annotations

import math
from collections.abc import Sequence

Vector = Sequence[float]


def dot(a: Vector, b: Vector) -> float:
    _same_length(a, b)
    return math.fsum(x * y for x, y in zip(a, b, strict=True))


def norm(a: Vector) -> float:
    """Euclidean length."""
    return math.hypot(*a)


def cosine(a: Vector, b: Vector) -> float:
    """Cosine similarity, -1 to 1."""
    lengths = norm(a) * norm(b)
    if not lengths:
        raise ValueError("a vector of length 0 has no direction")
    return dot(a, b) / lengths


def psi(current: Vector, reference: Vector) -> float:
    """Population Stability Index over bins, with the natural logarithm; counts or shares."""
    now, before = _shares(current), _shares(reference)
    _same_length(now, before)
    if not all(now) or not all(before):
        raise ValueError("PSI has no value where a bin is empty")
    return math.fsum((c - r) * math.log(c / r) for c, r in zip(now, before, strict=True))


def kl(p: Vector, q: Vector) -> float:
    """Kullback-Leibler divergence of `p` from `q` in nats; counts or shares."""
    ps, qs = _shares(p), _shares(q)
    _same_length(ps, qs)
    if any(x > 0 and y == 0 for x, y in zip(ps, qs, strict=True)):
        raise ValueError("the divergence is infinite where q is 0 and p is not")
    return math.fsum(x * math.log(x / y) for x, y in zip(ps, qs, strict=True) if x)


def chi_square(observed: Vector, expected: Vector) -> float:
    """Pearson's statistic, from counts."""
    _same_length(observed, expected)
    if min(expected) <= 0:
        raise ValueError("an expected count must be above 0")
    return math.fsum((o - e) ** 2 / e for o, e in zip(observed, expected, strict=True))


def chi_square_p(statistic: float, df: float) -> float:
    """The chance of a statistic at least this large with `df` degrees of freedom (1 to 200).

    The closed forms for whole df: Abramowitz and Stegun 1964, 26.4.4 and 26.4.5.
    """
    if df != int(df) or not 1 <= df <= 200:
        raise ValueError("degrees of freedom are a whole number from 1 to 200")
    half, odd = max(statistic, 0) / 2, df % 2
    steps = [k + (1.5 if odd else 1.0) for k in range(int(df - odd) // 2)]
    tail = math.fsum(
        math.exp((k - 1) * math.log(half) - half - math.lgamma(k)) if half else k == 1 for k in steps
    )
    return tail + (math.erfc(math.sqrt(half)) if odd else 0)


def chi_square_critical(df: float, level: float) -> float:
    """The statistic that is exceeded by chance with probability `level` (0.0001 to 0.9999)."""
    if not 0.0001 <= level <= 0.9999:
        raise ValueError("a level is a share such as 0.05")
    low, high = 0.0, 1000.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if chi_square_p(middle, df) > level else (low, middle)
    return low


def _shares(bins: Vector) -> list[float]:
    total = math.fsum(bins)
    if total <= 0 or min(bins) < 0:
        raise ValueError("the bins must hold something, and nothing below 0")
    return [x / total for x in bins]


def _same_length(a: Vector, b: Vector) -> None:
    if len(a) != len(b):
        raise ValueError(f"one list has {len(a)} entries, the other {len(b)}")
