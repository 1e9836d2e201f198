"""Reads what a file says in patterns and expressions, so that no member's answer meets a broken one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.bank.problems import Complaint, Where
from bot.domain.question import Criterion, NumericQuestion, Prose, Question
from bot.grading.exact import expected, parameters_for
from bot.grading.expressions import ExpressionError, parse
from bot.grading.rubric import PatternError
from bot.grading.rubric import parse as parse_pattern

_PLAIN = re.compile(r"~?[a-z0-9]+\*?( (\.\. )?~?[a-z0-9]+\*?)*")
"""Words with their stars and gaps, as nearly all patterns are: they can be read, and a bank has tens of
thousands."""
_SEE = "docs/writing-questions.md shows what can be written."


def unreadable(question: Question) -> Iterator[Complaint]:
    """Patterns that are none, and expressions that have no value for the question's defaults."""
    if isinstance(question, Prose):
        yield from _patterns(question)
    elif isinstance(question, NumericQuestion):
        yield from _expressions(question)


def patterns(criterion: Criterion) -> Iterator[tuple[Where, str]]:
    """Each pattern of a criterion and the way to it from there."""
    for field, alternatives in (("any", criterion.any), ("contradicted_by", criterion.contradicted_by)):
        for a, alternative in enumerate(alternatives):
            for g, group in enumerate(alternative):
                yield from (((field, a, g, p), pattern) for p, pattern in enumerate(group))


def expressions(question: NumericQuestion) -> Iterator[tuple[Where, str, str]]:
    """Each expression in the order of evaluation: the way to it, its text, and the name of its value."""
    for n, value in enumerate(question.values):
        yield ("values", n, "expression"), value.expression, value.id.replace("-", "_")
    for n, option in enumerate(question.decision.options if question.decision else ()):
        yield ("decision", "options", n, "when"), option.when, ""


def _patterns(question: Prose) -> Iterator[Complaint]:
    for n, criterion in enumerate(question.criteria):
        for where, pattern in patterns(criterion):
            if _PLAIN.fullmatch(pattern):
                continue
            try:
                parse_pattern(pattern)
            except PatternError as error:
                yield ("criteria", n, *where), f"{error}.", _SEE


def _expressions(question: NumericQuestion) -> Iterator[Complaint]:
    known = set(question.parameters)
    for where, text, name in expressions(question):
        try:
            unknown = sorted(parse(text).names - known)
        except ExpressionError as error:
            yield where, f"In {text!r}: {error}.", _SEE
            return
        if unknown:
            yield (
                where,
                f"There is no parameter or earlier value {unknown[0]}.",
                f"There are {', '.join(sorted(known))}.",
            )
            return
        known.add(name)
    try:
        expected(question, parameters_for(question, ""))
    except ExpressionError as error:
        yield ("values",), f"With the defaults: {error}.", "Change the expression or the defaults."
