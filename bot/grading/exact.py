"""What each member is asked in a choice or numeric question, and what is right for them.

Everything here follows from the question and a seed, such as "challenge-id:person"; the empty
seed gives the file's own order and its default parameters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.question import ChoiceQuestion, NumericQuestion, Option, ParameterValue
from bot.grading.expressions import ExpressionError, Operand, evaluate, holds

LETTERS = "ABCDEFGH"


@dataclass(frozen=True, slots=True)
class Expected:
    """What is right: numbers by value id, in each value's unit, and the id of the option to decide for."""

    values: Mapping[str, float]
    decision: str | None


def options_for(question: ChoiceQuestion, seed: str) -> tuple[Option, ...]:
    """The options in this member's order."""
    if not seed:
        return question.options
    return tuple(sorted(question.options, key=lambda option: _drawn(seed, option.id)))


def parameters_for(question: NumericQuestion, seed: str) -> dict[str, ParameterValue]:
    """This member's numbers."""
    return {
        name: parameter.choices[_drawn(seed, name) % len(parameter.choices)] if seed else parameter.default
        for name, parameter in question.parameters.items()
    }


def with_parameters(question: NumericQuestion, given: Mapping[str, ParameterValue]) -> NumericQuestion:
    """The question with other defaults. Raises ValueError for a name it does not have."""
    if unknown := set(given) - set(question.parameters):
        raise ValueError(f"There is no parameter {', '.join(sorted(unknown))}")
    return question.model_copy(
        update={
            "parameters": {
                name: parameter.model_copy(update={"default": given.get(name, parameter.default)})
                for name, parameter in question.parameters.items()
            }
        }
    )


def expected(question: NumericQuestion, parameters: Mapping[str, ParameterValue]) -> Expected:
    """What is right for these numbers. Raises ExpressionError where the file's expressions have no value."""
    names: dict[str, Operand] = dict(parameters)
    values: dict[str, float] = {}
    for value in question.values:
        values[value.id] = names[value.id.replace("-", "_")] = evaluate(value.expression, names)
    if question.decision is None:
        return Expected(values, None)
    for option in question.decision.options:
        if holds(option.when, names):
            return Expected(values, option.id)
    raise ExpressionError("no option of the decision holds")


def given(question: NumericQuestion, seed: str) -> str:
    """This member's numbers as a Markdown list, for above the form."""
    return "\n".join(
        f"- {question.parameters[name].label}: **{shown(value, question.parameters[name].unit)}**"
        for name, value in parameters_for(question, seed).items()
    )


def explain(question: ChoiceQuestion | NumericQuestion, seed: str) -> str:
    """What was right for this member and why, in Markdown; not to be shown before the reveal."""
    if isinstance(question, ChoiceQuestion):
        return "\n".join(
            f"- {'✓' if option.id in question.correct else '✗'} {letter}. {option.text} *{option.why}*"
            for letter, option in zip(LETTERS, options_for(question, seed), strict=False)
        )
    parameters = parameters_for(question, seed)
    try:
        right = expected(question, parameters)
    except ExpressionError as error:
        return f"This question can't be worked out: {error}."
    lines = [", ".join(f"{name} = {shown(value)}" for name, value in parameters.items())]
    lines += [f"{value.label}: **{shown(right.values[value.id], value.unit)}**" for value in question.values]
    if question.decision is not None:
        text = next(option.text for option in question.decision.options if option.id == right.decision)
        lines.append(f"{question.decision.label}: **{text}**")
    return "\n".join(f"- {line}" for line in lines)


def shown(value: ParameterValue, unit: str = "") -> str:
    """A number (or a list) as people read it: thousands marks, four digits that matter, its unit."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(shown, value))}]"
    if isinstance(value, int) or (abs(value) < 1e15 and value == int(value)):
        text = f"{int(value):,}"
    else:
        text = f"{value:,.0f}" if 1e4 <= abs(value) < 1e15 else f"{value:.4g}"
    return f"{text} {unit}".strip()


def _drawn(seed: str, name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}\0{name}".encode()).digest()[:8])
