"""Agreement with people's marks, on figures worked out by hand."""

from __future__ import annotations

import pytest

from bot.grading.agreement import agreement, by_length, weighted_kappa


def test_full_agreement_is_one() -> None:
    found = agreement([0.0, 0.4, 1.0], [0.0, 0.4, 1.0])
    assert (found.kappa, found.error, found.answers) == (1.0, 0.0, 3)
    assert found.given == found.graded == pytest.approx(1.4 / 3)


def test_upside_down_is_minus_one() -> None:
    assert weighted_kappa([0.0, 1.0], [1.0, 0.0]) == -1.0


def test_the_same_grade_for_all_is_no_agreement() -> None:
    assert weighted_kappa([0.0, 0.4, 1.0], [0.4, 0.4, 0.4]) == 0.0


def test_a_far_miss_counts_more_than_a_near_one() -> None:
    given = [0.0, 0.2, 0.8, 1.0]
    near = weighted_kappa(given, [0.2, 0.2, 0.8, 1.0])
    far = weighted_kappa(given, [1.0, 0.2, 0.8, 1.0])
    # One step off, or five. Each of ours beside each of theirs makes 120, or 136, in squares.
    assert near == pytest.approx(1 - 4 * 1 / 120)
    assert far == pytest.approx(1 - 4 * 25 / 136)


def test_one_mark_for_all_leaves_nothing_to_chance() -> None:
    assert agreement([0.6, 0.6], [0.6, 0.6]).kappa is None


def test_error_is_the_mean_distance() -> None:
    assert agreement([0.0, 1.0], [0.25, 0.5]).error == pytest.approx(0.375)


@pytest.mark.parametrize(("given", "graded"), [([], []), ([0.5], [0.5, 0.5])])
def test_rows_that_do_not_pair_are_refused(given: list[float], graded: list[float]) -> None:
    with pytest.raises(ValueError, match="same length"):
        agreement(given, graded)


def test_length_alone_follows_the_line_that_suits_the_marks() -> None:
    assert by_length(["one", "one two", "one two three"], [0.1, 0.2, 0.3]) == pytest.approx([0.1, 0.2, 0.3])


def test_length_alone_stays_within_the_scale() -> None:
    guessed = by_length(["w", "w " * 10, "w " * 11], [0.0, 0.9, 1.0])
    assert all(0.0 <= score <= 1.0 for score in guessed)


def test_texts_of_one_length_all_get_the_mean() -> None:
    assert by_length(["a b", "c d"], [0.0, 1.0]) == [0.5, 0.5]
