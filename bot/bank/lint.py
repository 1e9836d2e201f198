"""Looks for what would make a question unfair before a member has to find out."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import assert_never

from bot.bank.files import QuestionFile
from bot.bank.key_lint import choice_complaints, code_complaints, numeric_complaints
from bot.bank.problems import Complaint, FileProblem, located
from bot.bank.rubric_lint import rubric_complaints
from bot.domain.question import (
    BehaviouralQuestion,
    ChoiceQuestion,
    CodeQuestion,
    NumericQuestion,
    OpenQuestion,
    Question,
)
from bot.grading.ports import CodeRunner


async def lint(files: Iterable[QuestionFile], runner: CodeRunner) -> AsyncIterator[list[FileProblem]]:
    """What is wrong with each file, one list a file, in their order."""
    for file in files:
        yield await lint_file(file, runner)


async def lint_file(file: QuestionFile, runner: CodeRunner) -> list[FileProblem]:
    """All that is wrong with one file; where it can't be read, only that."""
    if file.question is None:
        return list(file.problems)
    found = [
        *_lacking(file.question),
        *_links(file.question),
        *_unsaid(file.question),
        *await _complaints(file.question, runner),
    ]
    return located(found, file.path, file.lines)


def _lacking(question: Question) -> Iterator[Complaint]:
    """What a draft may lack and a question must not."""
    if not question.hint:
        yield (), "There is no hint.", "Write one sentence that helps and gives no criterion away."
    if not question.sources:
        yield (), "There are no sources.", "Name where each fact can be checked, with its section."
    if isinstance(question, OpenQuestion) and not question.criteria:
        yield (
            (),
            "There is no rubric, so a grade is an estimate and earns no points.",
            "Write two to six criteria.",
        )


def _unsaid(question: Question) -> Iterator[Complaint]:
    """What of a picture is kept from those who can't see it."""
    for panel in question.picture.panels if question.picture else ():
        for name in filter(None, (panel.title, *panel.names)):
            if question.picture and not re.search(rf"\b{re.escape(name)}\b", question.picture.alt):
                yield (
                    ("picture", "alt"),
                    f"The alternative text does not speak of {name!r}.",
                    "Say what is to be seen there, in values where a value is asked for.",
                )


async def _complaints(question: Question, runner: CodeRunner) -> list[Complaint]:
    match question:
        case OpenQuestion() | BehaviouralQuestion():
            return list(rubric_complaints(question)) if question.criteria else []
        case ChoiceQuestion():
            return list(choice_complaints(question))
        case NumericQuestion():
            return list(numeric_complaints(question))
        case CodeQuestion():
            return [complaint async for complaint in code_complaints(question, runner)]
        case _:
            assert_never(question)


_LINK = re.compile(r"\]\(([^)]*)\)")
_ARXIV = re.compile(r"arXiv\W?\s?([^\s,;)]+)", re.IGNORECASE)


def _links(question: Question) -> Iterator[Complaint]:
    texts = [(("prompt",), question.prompt), (("answer",), question.answer), (("hint",), question.hint)]
    sources = [(("sources", n), source) for n, source in enumerate(question.sources)]
    for where, text in (*texts, *sources):
        for target in _LINK.findall(text):
            if not re.fullmatch(r"https?://[^\s/]+\.\S+", target):
                yield where, f"The link to {target!r} is not whole.", "Write it out: https://…"
        for id in _ARXIV.findall(text):
            if not re.match(r"(\d{4}\.\d{4,5}|[a-z-]+/\d{7})\b", id):
                yield where, f"arXiv:{id} is no arXiv id.", "Write it as in arXiv:2106.09685."
