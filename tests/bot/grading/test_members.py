"""What the bank's numeric questions ask of a thousand members, and how each may answer."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

import pytest

from bot.domain.grade import Verdict
from bot.domain.question import NumericQuestion, Value
from bot.grading.exact import Expected, expected, parameters_for, shown
from bot.grading.numeric import judge_numeric
from tests.questions.bank import TOPICS, whole_bank

MEMBERS = [f"challenge:{n}" for n in range(1_000)]
ANOTHER = {"": "GB", "%": "GB", "GB": "s"}
"""A unit that is another thing; what is measured in anything else is not in per cent."""

of_every_topic = pytest.mark.parametrize("topic", TOPICS)


def numeric(topic: str = "") -> list[NumericQuestion]:
    """Of the bank, or of one topic of it."""
    asked = [question for question in whole_bank().questions if isinstance(question, NumericQuestion)]
    return [question for question in asked if topic in ("", question.topic)]


def test_a_thousand_members_are_asked_different_things() -> None:
    asked = {q.id: Counter(str(parameters_for(q, member)) for member in MEMBERS) for q in numeric()}
    assert {id: seen.most_common(1) for id, seen in asked.items() if max(seen.values()) > 125} == {}
    assert {id: len(seen) for id, seen in asked.items() if len(seen) < 12} == {}


def test_a_thousand_members_are_asked_sensible_things() -> None:
    right = [(q.id, number) for q in numeric() for _, e in first_of_each(q) for number in e.values.values()]
    assert [(id, number) for id, number in right if number and not 1e-3 <= abs(number) < 1e12] == []
    assert [(id, number) for id, number in right if "e" in shown(number)] == []


def test_every_decision_falls_to_a_tenth_of_them_or_more() -> None:
    fallen = {
        (question.id, option.id): sum(
            expected(question, parameters_for(question, member)).decision == option.id for member in MEMBERS
        )
        for question in numeric()
        for option in (question.decision.options if question.decision else ())
    }
    assert {which: members for which, members in fallen.items() if members < len(MEMBERS) / 10} == {}


@pytest.mark.slow
@of_every_topic
def test_each_value_is_accepted_in_each_spelling(topic: str) -> None:
    refused = [
        (question.id, member, text)
        for question in numeric(topic)
        for member, right in first_of_each(question)
        for value in question.values
        for text in spellings(value, right.values[value.id])
        if verdict(question, value, text, member) is not Verdict.MET
    ]
    assert refused == []


@pytest.mark.slow
@of_every_topic
def test_each_value_is_refused_when_it_is_off_or_another_thing(topic: str) -> None:
    taken = [
        (question.id, member, text)
        for question in numeric(topic)
        for member, right in first_of_each(question)
        for value in question.values
        for text in mistakes(value, right.values[value.id])
        if verdict(question, value, text, member) is not Verdict.UNMET
    ]
    assert taken == []


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
    european, unit = exact.replace(".", ","), f" {value.unit}".rstrip()
    yield shown(right, value.unit)
    yield exact
    yield f"{exact}{value.unit}"
    yield f"≈ **{exact}**{unit}"
    yield f"so that's 2 × {right / 2:.12g} = {exact}{unit}"
    yield f"0,5 × 2 × {european} = {european}{unit}"
    yield f"{right:.8e}{unit}"
    yield f"{right * 2:.5g}, no wait, {exact}{unit}"


def mistakes(value: Value, right: float) -> Iterator[str]:
    """The same off by half the tolerance more than is allowed, by powers of ten, and in another unit."""
    off = max(1.5 * value.tolerance * abs(right), 1 if right == round(right) else 0.003 * abs(right))
    for wrong in (right + off, right - off, right * 1000, right * 10, right / 10, -right):
        digits = max(6, math.ceil(math.log10(abs(wrong) + 1)) + 1)
        yield f"{wrong:.{digits}g} {value.unit}"
    yield f"{right * 1000:,.0f} {value.unit}"
    yield f"not {shown(right, value.unit)}"
    yield f"{shown(right, value.unit)} or {shown(right * 2, value.unit)}"
    yield f"{right:.6g} {ANOTHER.get(value.unit, '%')}"
    yield f"{right:.6g} ms" if value.unit != "ms" else f"{right:.6g} GB"
