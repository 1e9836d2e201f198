"""The field's formulas against values worked out elsewhere."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grading import formulas

SHARES = st.lists(st.floats(0.01, 1), min_size=2, max_size=8)


def test_psi_is_the_sum_of_share_differences_times_the_log_of_their_ratio() -> None:
    by_hand = 0.1 * math.log(0.6 / 0.5) - 0.1 * math.log(0.4 / 0.5)
    assert formulas.psi([0.6, 0.4], [0.5, 0.5]) == pytest.approx(by_hand)


def test_psi_of_counts_is_that_of_their_shares() -> None:
    assert formulas.psi([60, 40], [100, 100]) == pytest.approx(formulas.psi([0.6, 0.4], [0.5, 0.5]))


@given(SHARES)
def test_a_distribution_does_not_diverge_from_itself(bins: list[float]) -> None:
    assert formulas.psi(bins, bins) == formulas.kl(bins, bins) == formulas.chi_square(bins, bins) == 0


@given(
    st.integers(2, 8).flatmap(
        lambda n: st.tuples(*[st.lists(st.floats(0.01, 1), min_size=n, max_size=n)] * 2)
    )
)
def test_psi_is_the_divergence_both_ways(pair: tuple[list[float], list[float]]) -> None:
    p, q = pair
    assert formulas.psi(p, q) == pytest.approx(formulas.kl(p, q) + formulas.kl(q, p), abs=1e-9)


def test_the_divergence_of_a_fair_from_a_loaded_coin() -> None:
    assert formulas.kl([0.5, 0.5], [0.9, 0.1]) == pytest.approx(0.5108, abs=1e-4)


def test_an_empty_bin_adds_nothing_to_the_divergence() -> None:
    assert formulas.kl([1, 0], [0.5, 0.5]) == pytest.approx(math.log(2))


def test_chi_square_of_a_die() -> None:
    assert formulas.chi_square([5, 8, 9, 8, 10, 20], [10] * 6) == pytest.approx(13.4)


@pytest.mark.parametrize(
    ("df", "level", "critical"),
    [
        (1, 0.05, 3.841),
        (2, 0.05, 5.991),
        (3, 0.05, 7.815),
        (5, 0.01, 15.086),
        (10, 0.1, 15.987),
        (100, 0.05, 124.342),
    ],
)
def test_critical_values_are_those_of_the_tables(df: int, level: float, critical: float) -> None:
    """NIST/SEMATECH e-Handbook, 1.3.6.7.4."""
    assert formulas.chi_square_critical(df, level) == pytest.approx(critical, abs=5e-4)


def test_cosine_of_a_right_angle_and_of_a_multiple() -> None:
    assert formulas.cosine([1, 0], [0, 2]) == 0
    assert formulas.cosine([1, 2], [3, 6]) == pytest.approx(1)


@pytest.mark.parametrize(
    "broken",
    [
        lambda: formulas.psi([1, 0], [0.5, 0.5]),
        lambda: formulas.psi([1, 2], [1, 2, 3]),
        lambda: formulas.kl([0.5, 0.5], [1, 0]),
        lambda: formulas.kl([0, 0], [1, 1]),
        lambda: formulas.chi_square([1, 2], [0, 3]),
        lambda: formulas.chi_square_critical(2.5, 0.05),
        lambda: formulas.chi_square_critical(2, 5),
        lambda: formulas.cosine([0, 0], [1, 1]),
    ],
)
def test_what_has_no_value_is_refused(broken: object) -> None:
    assert callable(broken)
    with pytest.raises(ValueError, match=r"\w"):
        broken()
