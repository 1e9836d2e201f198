"""Grades an answer to any question: a key, a judge or a runner, as its kind demands."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import assert_never

from bot.domain.grade import Grade, Guard, Judgement, Verdict
from bot.domain.question import (
    BehaviouralQuestion,
    ChoiceQuestion,
    CodeQuestion,
    NumericQuestion,
    OpenQuestion,
    Question,
    question_hash,
)
from bot.grading.choice import judge_choice
from bot.grading.estimate import estimate
from bot.grading.expressions import ExpressionError
from bot.grading.numeric import judge_numeric
from bot.grading.ports import CodeRunner, Judge, Outcome, Report, SandboxUnavailable

VERSION = "5"
"""Of the key and the tests; raised with every change that could change a grade."""


@dataclass(frozen=True, slots=True)
class Grader:
    """`judge` reads prose, `runner` runs programs."""

    judge: Judge
    runner: CodeRunner

    async def grade(self, question: Question, text: str, seed: str = "", workspace: str = "") -> Grade:
        """The grade of `text`; the score is None where it can't be told.

        `seed` is what the member's order and numbers were drawn from, such as "challenge-id:person";
        `workspace` is the judge's.
        """
        match question:
            case OpenQuestion() if not question.criteria:
                return estimate(question, text)
            case OpenQuestion() | BehaviouralQuestion():
                return await self.judge.judge(question, text, workspace)
            case ChoiceQuestion():
                judgement, score = judge_choice(question, text, seed)
                return _grade(question, "key", (judgement,), score, text)
            case NumericQuestion():
                try:
                    judgements = judge_numeric(question, text, seed)
                except ExpressionError as error:
                    return _grade(question, "key", (), None, text, f"This question can't be graded: {error}.")
                score = sum(j.weight for j in judgements if j.verdict is Verdict.MET)
                return _grade(question, "key", judgements, min(score, 1.0), text)
            case CodeQuestion():
                return await self._run(question, text)
            case _:
                assert_never(question)

    async def _run(self, question: CodeQuestion, text: str) -> Grade:
        try:
            report = await self.runner.run(
                program(text), question.function, question.method, question.cases, question.limit_s
            )
        except SandboxUnavailable as error:
            return _grade(question, "tests", (), None, text, f"Your program was not run: {error}.")
        grade = _grade(question, "tests", _tested(question, report), _share(report), text, _said(report))
        if report.outcome is Outcome.SYNTAX_ERROR:
            return replace(grade, guards=(*grade.guards, Guard.DOES_NOT_COMPILE))
        return grade


def program(text: str) -> str:
    """The longest fenced code block, or the whole text where there is none; without a byte order mark."""
    text = text.removeprefix("\ufeff")
    return max((block[1] for block in _FENCED.finditer(text)), key=len, default=text)


# What follows a fence on its line is the language, or code already.
_FENCED = re.compile(
    r"^[ \t]*```(?:[ \t]*(?:(?i:py)[^\n`]*|[\w+#.-]*)[ \t]*\r?\n)?(.*?)(?:^[ \t]*```|```[ \t]*\r?$|\Z)",
    re.MULTILINE | re.DOTALL,
)

_WORTH = {
    Outcome.ACCEPTED: 1.0,
    Outcome.TIME_LIMIT: 0.5,
    Outcome.MEMORY_LIMIT: 0.5,
    Outcome.WRONG_ANSWER: 0.25,
    Outcome.RUNTIME_ERROR: 0.25,
    Outcome.SYNTAX_ERROR: 0.0,
    Outcome.REFUSED: 0.0,
}
"""What passing all cases but the last would earn: a slow program is half right, a wrong one hardly."""

_SAYINGS = {
    Outcome.ACCEPTED: "Accepted",
    Outcome.WRONG_ANSWER: "Wrong answer",
    Outcome.TIME_LIMIT: "Time limit reached",
    Outcome.MEMORY_LIMIT: "Memory limit reached",
    Outcome.RUNTIME_ERROR: "Runtime error",
    Outcome.SYNTAX_ERROR: "Syntax error",
    Outcome.REFUSED: "Refused",
}


_WHY = {
    Outcome.TIME_LIMIT: "A program that is too slow earns half of that share.",
    Outcome.MEMORY_LIMIT: "A program that takes too much memory earns half of that share.",
    Outcome.WRONG_ANSWER: "A program that goes wrong earns a quarter of that share.",
    Outcome.RUNTIME_ERROR: "A program that breaks off earns a quarter of that share.",
}
"""What _WORTH comes to, for whoever wonders at a score that is less than the share of cases that passed."""


def _share(report: Report) -> float:
    return _WORTH[report.outcome] * report.passed / max(report.total, 1)


def _said(report: Report) -> str:
    said = f"{_SAYINGS[report.outcome]}: {report.passed} of {report.total} cases passed."
    return f"{said} {_WHY[report.outcome]}" if report.passed and report.outcome in _WHY else said


def _tested(question: CodeQuestion, report: Report) -> tuple[Judgement, ...]:
    shown = [case for case in question.cases if not case.hidden]
    hidden = len(question.cases) - len(shown)
    accepted = report.outcome is Outcome.ACCEPTED
    shown_met = accepted or (report.failing is None and report.passed >= len(shown))
    verdict = Verdict.MET if shown_met else Verdict.UNMET
    weight = len(shown) / len(question.cases)
    statement = "The program gives the right result for the cases that are shown."
    judgements = [Judgement("shown-cases", statement, weight, verdict, note=_failure(question, report))]
    if hidden:
        some = shown_met and report.passed > len(shown)
        verdict = Verdict.MET if accepted else Verdict.PARTIAL if some else Verdict.UNMET
        statement = "It does so for the hidden cases as well, within its limits."
        judgements.append(Judgement("hidden-cases", statement, 1 - weight, verdict))
    return tuple(judgements)


def _failure(question: CodeQuestion, report: Report) -> str:
    if report.failing is None:
        return report.detail
    case = question.cases[report.failing]
    call = f"{question.function}({', '.join(map(repr, case.arguments))})"
    return f"{call} must be {case.expected!r}. {report.detail}".strip()


def _grade(
    question: Question,
    by: str,
    judgements: tuple[Judgement, ...],
    score: float | None,
    text: str,
    note: str = "",
) -> Grade:
    guards = () if text.strip() else (Guard.EMPTY,)
    return Grade(score, judgements, by, VERSION, question_hash(question), guards, note)
