"""What each member is asked, and what is right for them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.question import ChoiceQuestion, NumericQuestion
from bot.grading.exact import (
    expected,
    explain,
    options_for,
    parameters_for,
    shown,
    with_parameters,
)
from bot.grading.exact import given as given_to

anybody = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_without_a_seed_it_is_the_file_s_own_order_and_numbers(
    lora: NumericQuestion, one_of_four: ChoiceQuestion
) -> None:
    assert options_for(one_of_four, "") == one_of_four.options
    assert parameters_for(lora, "") == {"d": 4096, "k": 4096, "r": 8}


@anybody
@given(seed=st.text(min_size=1))
def test_a_member_always_gets_the_same(lora: NumericQuestion, one_of_four: ChoiceQuestion, seed: str) -> None:
    assert options_for(one_of_four, seed) == options_for(one_of_four, seed)
    assert set(options_for(one_of_four, seed)) == set(one_of_four.options)
    assert parameters_for(lora, seed) == parameters_for(lora, seed)
    assert all(value in lora.parameters[name].choices for name, value in parameters_for(lora, seed).items())


def test_members_differ(lora: NumericQuestion, one_of_four: ChoiceQuestion) -> None:
    people = [f"challenge:{n}" for n in range(270)]
    numbers = Counter(tuple(parameters_for(lora, person).values()) for person in people)
    assert len(numbers) == 27
    first = Counter(options_for(one_of_four, person)[0].id for person in people)
    assert min(first.values()) > 40


def test_what_is_right_follows_from_the_numbers(lora: NumericQuestion) -> None:
    right = expected(lora, {"d": 1024, "k": 1024, "r": 16})
    assert right.values == {"trained": 32768, "share": 3.125}
    assert right.decision == "no"


def test_the_first_option_that_holds_is_the_decision(drift: NumericQuestion) -> None:
    assert expected(drift, parameters_for(drift, "")).decision == "strong"


def test_the_explanation_shows_the_members_own_numbers(lora: NumericQuestion) -> None:
    assert explain(lora, "") == (
        "- d = 4,096, k = 4,096, r = 8\n"
        "- Trained parameters: **65,536**\n"
        "- Share of full fine-tuning: **0.3906 %**\n"
        "- Below one per cent?: **Yes, it is**"
    )


def test_the_explanation_of_a_choice_has_the_members_letters(one_of_four: ChoiceQuestion) -> None:
    lines = explain(one_of_four, "challenge:ana").splitlines()
    assert [line[4] for line in lines] == ["A", "B", "C", "D"]
    assert [
        option.why in line
        for option, line in zip(options_for(one_of_four, "challenge:ana"), lines, strict=True)
    ]
    assert sum("✓" in line for line in lines) == 1


def test_a_form_shows_what_is_given_and_no_more(lora: NumericQuestion) -> None:
    assert given_to(lora, "") == "- d, rows of W: **4,096**\n- k, columns of W: **4,096**\n- r, rank: **8**"


def test_somebody_may_bring_their_own_numbers(lora: NumericQuestion) -> None:
    assert parameters_for(with_parameters(lora, {"r": 4}), "") == {"d": 4096, "k": 4096, "r": 4}
    with pytest.raises(ValueError, match="There is no parameter rank"):
        with_parameters(lora, {"rank": 4})


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (65536, "", "65,536"),
        (65536.0, "", "65,536"),
        (0.390625, "%", "0.3906 %"),
        (3.5, "GB", "3.5 GB"),
        (123456.7, "", "123,457"),
        (1e-7, "", "1e-07"),
        ((0.2, 0.8), "", "[0.2, 0.8]"),
    ],
)
def test_numbers_are_shown_as_people_read_them(
    value: float | tuple[float, ...], unit: str, text: str
) -> None:
    assert shown(value, unit) == text
