"""What the bank's numeric questions ask of a thousand members, and how each may answer."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.bank.files import load_bank
from bot.domain.grade import Verdict
from bot.domain.question import NumericQuestion, ParameterValue, Value
from bot.grading.exact import Expected, expected, parameters_for, shown
from bot.grading.numeric import judge_numeric

BANK = load_bank(Path(__file__).parents[3] / "questions")[0]
NUMERIC = [question for question in BANK.questions if isinstance(question, NumericQuestion)]
MEMBERS = [f"challenge:{n}" for n in range(1_000)]
ANOTHER = {"": "GB", "%": "GB", "GB": "s"}
"""A unit that is another thing; what is measured in anything else is not in per cent."""

every_question = pytest.mark.parametrize("question", NUMERIC, ids=lambda question: question.id)


@every_question
def test_a_thousand_members_are_asked_sensible_and_different_things(question: NumericQuestion) -> None:
    asked = Counter(str(parameters_for(question, member)) for member in MEMBERS)
    assert max(asked.values()) <= len(MEMBERS) / 8
    assert len(asked) >= 12
    for parameters in draws(question):
        for number in expected(question, parameters).values.values():
            assert number == 0 or 1e-3 <= abs(number) < 1e12
            assert "e" not in shown(number)


@every_question
def test_every_decision_falls_to_a_tenth_of_them_or_more(question: NumericQuestion) -> None:
    fallen = Counter(expected(question, parameters_for(question, member)).decision for member in MEMBERS)
    options = question.decision.options if question.decision else ()
    assert min((fallen[option.id] for option in options), default=len(MEMBERS)) >= len(MEMBERS) / 10


@every_question
def test_each_value_is_accepted_in_each_spelling(question: NumericQuestion) -> None:
    refused = [
        (member, text)
        for member, right in first_of_each(question)
        for value in question.values
        for text in spellings(value, right.values[value.id])
        if verdict(question, value, text, member) is not Verdict.MET
    ]
    assert refused == []


@every_question
def test_each_value_is_refused_when_it_is_off_or_another_thing(question: NumericQuestion) -> None:
    taken = [
        (member, text)
        for member, right in first_of_each(question)
        for value in question.values
        for text in mistakes(value, right.values[value.id])
        if verdict(question, value, text, member) is not Verdict.UNMET
    ]
    assert taken == []


def draws(question: NumericQuestion) -> list[dict[str, ParameterValue]]:
    """The different parameters that members get."""
    return list({str(drawn): drawn for drawn in (parameters_for(question, m) for m in MEMBERS)}.values())


def first_of_each(question: NumericQuestion) -> list[tuple[str, Expected]]:
    """For each different drawing the first member who has it, with what is right for them."""
    first: dict[str, str] = {}
    for member in MEMBERS:
        first.setdefault(str(parameters_for(question, member)), member)
    return [(member, expected(question, parameters_for(question, member))) for member in first.values()]


def verdict(question: NumericQuestion, value: Value, text: str, member: str) -> Verdict:
    """Of this value, where the form has the text on its line."""
    judgements = judge_numeric(question, f"{value.id} = {text}", member)
    return next(judgement.verdict for judgement in judgements if judgement.criterion == value.id)


def spellings(value: Value, right: float) -> Iterator[str]:
    """Six and more ways to write what is right, to five digits where it is no whole number."""
    exact = f"{right:.0f}" if right == round(right) else f"{right:.5g}"
    unit = f" {value.unit}".rstrip()
    yield shown(right, value.unit)
    yield exact
    yield f"{exact}{value.unit}"
    yield f"≈ **{exact}**{unit}"
    yield f"so that's 2 × {right / 2:.12g} = {exact}{unit}"
    yield exact.replace(".", ",") + unit
    yield f"{right:.8e}{unit}"
    yield f"{right * 2:.5g}, no wait, {exact}{unit}"


def mistakes(value: Value, right: float) -> Iterator[str]:
    """The same off by half the tolerance more than is allowed, by powers of ten, and in another unit."""
    off = max(1.5 * value.tolerance * abs(right), 1 if right == round(right) else 0.003 * abs(right))
    for wrong in (right + off, right - off, right * 1000, right * 10, right / 10, -right):
        digits = max(6, math.ceil(math.log10(abs(wrong) + 1)) + 1)
        yield f"{wrong:.{digits}g} {value.unit}"
    yield f"not {shown(right, value.unit)}"
    yield f"{shown(right, value.unit)} or {shown(right * 2, value.unit)}"
    yield f"{right:.6g} {ANOTHER.get(value.unit, '%')}"
    yield f"{right:.6g} ms" if value.unit != "ms" else f"{right:.6g} GB"
