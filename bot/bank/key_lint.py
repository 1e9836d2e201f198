"""Tries out keys: every member's own key must be accepted, every wrong program refused."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from itertools import islice, product

from bot.bank.problems import Complaint, Where
from bot.bank.readable import expressions
from bot.domain.grade import Verdict
from bot.domain.question import ChoiceQuestion, CodeQuestion, NumericQuestion, ParameterValue
from bot.grading.choice import judge_choice
from bot.grading.exact import Expected, expected, shown, with_parameters
from bot.grading.expressions import ExpressionError, parse
from bot.grading.numeric import judge_numeric
from bot.grading.picks import picked
from bot.grading.ports import CodeRunner, Outcome, SandboxUnavailable

MAX_DRAWS = 5_000
"""Combinations of parameters that are tried; more of them are not looked at."""


def choice_complaints(question: ChoiceQuestion) -> Iterator[Complaint]:
    if len(question.correct) == len(question.options):
        yield ("correct",), "Every option is right.", "Add one that is plausible and wrong."
    if judge_choice(question, ",".join(question.correct), "")[1] != 1:
        yield ("correct",), "The key is not accepted.", "Give the options ids that are no letters."
    for n, option in enumerate(question.options):
        if picked(question.options, option.text) != {option.id}:
            yield (
                ("options", n),
                "This text is taken for another option.",
                "Make the options' texts differ more.",
            )


def numeric_complaints(question: NumericQuestion) -> Iterator[Complaint]:
    yield from _unused(question)
    for name, parameter in question.parameters.items():
        if parameter.default not in parameter.choices:
            yield ("parameters", name, "default"), "The default is none of the choices.", "Take one of them."
    decided: set[str | None] = set()
    for parameters in _draws(question):
        try:
            right = expected(question, parameters)
        except ExpressionError as error:
            yield ("values",), f"With {_said(parameters)}: {error}.", "Change the expression or the choices."
            return
        decided.add(right.decision)
        if refused := _refused(question, parameters, right):
            yield (
                ("values",),
                f"With {_said(parameters)} the key itself is refused: {refused}.",
                "Give the labels words of their own, or the value more tolerance.",
            )
            return
    for n, option in enumerate(question.decision.options if question.decision else ()):
        if option.id not in decided:
            yield (
                ("decision", "options", n),
                f"No parameters ever lead to {option.text!r}.",
                "Add choices that do, or leave it out.",
            )


def _unused(question: NumericQuestion) -> Iterator[Complaint]:
    used = {name for _, text, _ in expressions(question) for name in parse(text).names}
    for name in question.parameters:
        if name not in used:
            yield ("parameters", name), f"The parameter {name} is not used.", "Use it or leave it out."


def _draws(question: NumericQuestion) -> Iterator[Mapping[str, ParameterValue]]:
    choices = [parameter.choices for parameter in question.parameters.values()]
    for drawn in islice(product(*choices), MAX_DRAWS):
        yield dict(zip(question.parameters, drawn, strict=True))


def _refused(question: NumericQuestion, parameters: Mapping[str, ParameterValue], right: Expected) -> str:
    """What of the key is not accepted when it is typed into the form as it is shown; empty for nothing."""
    lines = [f"{value.label} = {shown(right.values[value.id], value.unit)}" for value in question.values]
    if question.decision:
        lines.append(f"{question.decision.label} = {right.decision}")
    judgements = judge_numeric(with_parameters(question, parameters), "\n".join(lines), "")
    return ", ".join(j.criterion for j in judgements if j.verdict is not Verdict.MET)


def _said(parameters: Mapping[str, ParameterValue]) -> str:
    return ", ".join(f"{name} = {shown(value)}" for name, value in parameters.items())


async def code_complaints(question: CodeQuestion, runner: CodeRunner) -> AsyncIterator[Complaint]:
    if f"def {question.function}(" not in question.signature:
        yield (
            ("signature",),
            f"The signature does not define {question.function}.",
            "Begin it with def and the name.",
        )
    programs: list[tuple[Where, str, str]] = [(("reference",), question.reference, Outcome.ACCEPTED.value)]
    programs += [(("wrong", n), wrong.source, wrong.verdict) for n, wrong in enumerate(question.wrong)]
    for where, source, verdict in programs:
        if verdict not in set(Outcome):
            yield where, f"There is no verdict {verdict!r}.", f"Write one of {', '.join(Outcome)}."
            continue
        try:
            report = await runner.run(
                source, question.function, question.method, question.cases, question.limit_s
            )
        except SandboxUnavailable as error:
            yield where, f"It was not run: {error}.", "`koko check` says what the sandbox needs."
            return
        if report.outcome != verdict:
            seen = (
                f"{report.outcome} ({report.passed} of {report.total} cases passed) {report.detail}".strip()
            )
            yield (
                where,
                f"The verdict is {seen}, not {verdict}.",
                "Change the program, the cases or the limit.",
            )
