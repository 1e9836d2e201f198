from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.card import MAX_ACTION
from bot.chat.form import (
    MAX_ABOUT,
    MAX_CHOICE,
    MAX_HINT,
    MAX_INPUTS,
    MAX_LABEL,
    MAX_OPTION,
    MAX_OPTIONS,
    MAX_SUBMIT,
    MAX_TEXT,
    MAX_TITLE,
    MAX_VALUE,
    Choice,
    Form,
    Select,
    TextInput,
)

WHY = TextInput(id="why", label="Why", multiline=True, max_length=40)
NOTE = TextInput(id="note", label="Note", required=False)
LEVEL = Select(id="level", label="Level", options=(Choice("Easy", "easy"), Choice("Hard", "hard")))
DAYS = Select(
    id="days", label="Days", options=(Choice("Mon", "0"), Choice("Tue", "1")), multiple=True, required=False
)
FORM = Form(action="answer", title="Your answer", inputs=(WHY, NOTE, LEVEL, DAYS))
GOOD = {"why": "Because.", "note": "", "level": "easy", "days": "0,1"}


def many(count: int) -> tuple[Choice, ...]:
    return tuple(Choice("x", str(number)) for number in range(count))


def test_the_largest_of_everything_is_a_form() -> None:
    text = TextInput(
        id="a",
        label="l" * MAX_LABEL,
        max_length=MAX_VALUE,
        placeholder="p" * MAX_HINT,
        initial="i" * MAX_VALUE,
    )
    select = Select(
        id="b", label="l" * MAX_LABEL, options=many(MAX_OPTIONS), multiple=True, initial=("0", "24")
    )
    Choice("l" * MAX_OPTION, "v" * MAX_CHOICE, "a" * MAX_ABOUT)
    Form(
        action="a",
        value="v" * (MAX_ACTION - 2),
        title="t" * MAX_TITLE,
        text="x" * MAX_TEXT,
        inputs=(text, *(replace(select, id=str(number)) for number in range(MAX_INPUTS - 1))),
        submit="s" * MAX_SUBMIT,
    )


@pytest.mark.parametrize(
    ("build", "problem"),
    [
        (lambda: replace(FORM, title=""), "1 to 80 characters"),
        (lambda: replace(FORM, title="t" * (MAX_TITLE + 1)), "1 to 80 characters"),
        (lambda: replace(FORM, text="x" * (MAX_TEXT + 1)), "at most 2000"),
        (lambda: replace(FORM, inputs=()), "1 to 5 inputs, not 0"),
        (
            lambda: replace(FORM, inputs=tuple(replace(WHY, id=str(n)) for n in range(MAX_INPUTS + 1))),
            "1 to 5 inputs, not 6",
        ),
        (lambda: replace(FORM, inputs=(WHY, WHY)), "two inputs have one id"),
        (lambda: replace(FORM, action=""), "an action is not empty"),
        (lambda: replace(FORM, action="a|b"), "no |"),
        (lambda: replace(FORM, value="v" * MAX_ACTION), "too long"),
        (lambda: replace(FORM, submit=""), "1 to 24 characters"),
        (lambda: replace(FORM, submit="s" * (MAX_SUBMIT + 1)), "1 to 24 characters"),
        (lambda: replace(WHY, label=""), "1 to 45 characters"),
        (lambda: replace(WHY, label="l" * (MAX_LABEL + 1)), "1 to 45 characters"),
        (lambda: replace(WHY, placeholder="p" * (MAX_HINT + 1)), "at most 100"),
        (lambda: replace(WHY, max_length=0), "at most 3000"),
        (lambda: replace(WHY, max_length=MAX_VALUE + 1), "at most 3000"),
        (lambda: replace(WHY, initial="x" * 41), "longer than the input"),
        (lambda: replace(LEVEL, label=""), "1 to 45 characters"),
        (lambda: replace(LEVEL, label="l" * (MAX_LABEL + 1)), "1 to 45 characters"),
        (lambda: replace(LEVEL, options=()), "1 to 25 options, not 0"),
        (lambda: replace(LEVEL, options=many(MAX_OPTIONS + 1)), "1 to 25 options, not 26"),
        (lambda: replace(LEVEL, options=(Choice("a", "x"), Choice("b", "x"))), "two options have one value"),
        (lambda: replace(LEVEL, initial=("medium",)), "not an option"),
        (lambda: replace(LEVEL, initial=("easy", "hard")), "one choice"),
        (lambda: Choice("", "v"), "1 to 75 characters"),
        (lambda: Choice("l" * (MAX_OPTION + 1), "v"), "1 to 75 characters"),
        (lambda: Choice("l", ""), "1 to 100 characters and no comma"),
        (lambda: Choice("l", "v" * (MAX_CHOICE + 1)), "1 to 100 characters and no comma"),
        (lambda: Choice("l", "a,b"), "1 to 100 characters and no comma"),
        (lambda: Choice("l", "v", "a" * (MAX_ABOUT + 1)), "at most 200"),
    ],
)
def test_what_some_platform_would_refuse_is_refused_where_it_is_built(
    build: Callable[[], object], problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        build()


def test_good_values_have_no_problems() -> None:
    assert FORM.problems(GOOD) == {}


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("why", " \n ", "Why is needed."),
        ("why", "x" * 1041, "Why can have 40 characters; this has 1,041."),
        ("note", "x" * 201, "Note can have 200 characters; this has 201."),
        ("level", "", "Choose one."),
        ("level", ",", "Choose one."),
        ("level", "medium", "Level does not offer that."),
        ("level", "easy,hard", "Level takes one choice."),
        ("days", "0,7", "Days does not offer that."),
        ("days", "0" + ",0" * 5000, "Days does not offer that."),
    ],
)
def test_a_bad_value_gets_a_sentence(name: str, value: str, problem: str) -> None:
    assert FORM.problems(GOOD | {name: value}) == {name: problem}


def test_a_label_that_asks_is_no_name_of_what_is_needed() -> None:
    asking = replace(FORM, inputs=(replace(WHY, label="What did I miss?"),))

    assert asking.problems({}) == {"why": "Please answer this."}


def test_a_select_with_several_asks_for_at_least_one() -> None:
    required = replace(FORM, inputs=(replace(DAYS, required=True),))

    assert required.problems({}) == {"days": "Choose at least one."}


def test_missing_values_are_empty_and_strange_ones_ignored() -> None:
    assert FORM.problems({"other": "x"}).keys() == {"why", "level"}


@given(st.dictionaries(st.sampled_from(["why", "note", "level", "days", "x"]), st.text()))
def test_anything_typed_can_be_judged(values: dict[str, str]) -> None:
    assert FORM.problems(values).keys() <= {entry.id for entry in FORM.inputs}
