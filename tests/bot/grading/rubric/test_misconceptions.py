"""What others are said to think is neither claimed nor contradicted; what corrects them is claimed."""

from __future__ import annotations

import pytest

from bot.domain.grade import Verdict
from bot.grading.rubric import match_criterion
from tests.bot.grading.rubric.rubrics import FREEZES, SPARES, UPDATES

CORRECTED = [
    "Many think that the base is updated, but it is frozen.",
    "People often assume the base gets updated, yet the base is frozen.",
    "Beginners tend to think that the base is updated, but in fact the base is frozen.",
    "Most people say that the base is updated. However, it stays frozen.",
    "Although many think it updates the base, the base is frozen.",
    "Many people think the base is updated and changed, but the base is frozen.",
    "It is tempting to update the base, but the base stays frozen.",
    "It's easy to think that the base is updated, but the base is frozen.",
    "It might seem that the base is updated, but the base is frozen.",
    "One might expect that it updates the base. In fact the base is frozen.",
    "Many think that when it is trained it updates the base. The base is frozen.",
    "People think it saves memory because it updates the base. The base is frozen.",
    "Some say it updates the base, but that's not so, the base is frozen.",
    "Contrary to what many think, the base is frozen.",
    "I could have updated the base, but I kept the base frozen.",
]


@pytest.mark.parametrize("said", CORRECTED)
def test_a_misconception_that_is_corrected_contradicts_nothing(said: str) -> None:
    assert match_criterion(UPDATES, said).verdict is Verdict.MET


@pytest.mark.parametrize(
    "said",
    [
        "Many think that the base is frozen, but",
        "You'd think that the base is frozen, but it is not.",
        "One might expect the base to be frozen, actually it is updated.",
        "A common misconception is that the base is frozen.",
        "A common mistake is to freeze the base.",
        "I could have frozen the base, but I did not.",
    ],
)
def test_what_others_think_is_no_evidence(said: str) -> None:
    assert match_criterion(FREEZES, said).verdict is Verdict.UNMET


@pytest.mark.parametrize(
    "said", ["A common mistake is to update the base.", "The misconception is that the base gets updated."]
)
def test_who_calls_it_a_mistake_denies_it(said: str) -> None:
    assert match_criterion(SPARES, said).verdict is Verdict.MET


@pytest.mark.parametrize(
    "said",
    [
        "As many people say, the base is frozen.",
        "You can think of it as the base being frozen.",
        "You might say that the base is frozen.",
        "We would expect the base to be frozen.",
        "I think the base is frozen.",
    ],
)
def test_what_only_looks_like_the_opinion_of_others_counts(said: str) -> None:
    assert match_criterion(FREEZES, said).verdict is Verdict.MET


@pytest.mark.parametrize(
    "said", ["Contrary to what people say, it updates the base.", "My mistake was to update the base."]
)
def test_what_is_the_writers_own_contradicts(said: str) -> None:
    assert match_criterion(UPDATES, said).verdict is Verdict.CONTRADICTED
