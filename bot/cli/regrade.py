"""`koko regrade`: a kept answer graded again, beside the grade that it has."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass, replace
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot import settings
from bot.bank.files import Bank
from bot.cli.bank import AsJson, Folder, load
from bot.cli.engines import configured
from bot.compose import open_store
from bot.domain.appeal import BY as APPEAL
from bot.domain.attempt import Attempt
from bot.domain.grade import GRADES, Grade
from bot.domain.question import Question
from bot.grading.model.opinion import BY as MODEL

MARKS = {"met": "✓", "partial": "half", "unmet": "·", "contradicted": "✗", "cannot_assess": "?"}


@dataclass(frozen=True, slots=True)
class _Regraded:
    """An answer's grades: its engine's as it was kept, that on appeal if there is one, and today's."""

    attempt: str
    question: str
    kept: Grade
    appealed: Grade | None
    now: Grade

    @property
    def same_engine(self) -> bool:
        return (self.kept.by, self.kept.version) == (self.now.by, self.now.version)

    @property
    def same(self) -> bool:
        """Whether all is the same that the engine decides. A rubric's grade may say besides how a model
        fared beside it."""
        return replace(self.kept, note="", review=False) == replace(self.now, note="", review=False)

    @property
    def is_fault(self) -> bool:
        """A model may think otherwise once what it said is no longer kept; nothing else may."""
        return self.same_engine and not self.same and self.kept.by != MODEL

    @property
    def said(self) -> str:
        if self.kept == self.now:
            return "The same grade, bit for bit."
        if self.same:
            return "The same grade; only what is said of the language model differs."
        if self.is_fault:
            return "The same engine gives another grade; that is a fault."
        if self.same_engine:
            return "The language model has another opinion than it had. The kept grade stays in force."
        return "Another engine gives another grade. The kept one stays in force."


def regrade(
    answer: Annotated[str, typer.Argument(help="Its id, as *See why* and `/koko my data` show it.")],
    questions: Folder = None,
    as_json: AsJson = False,
) -> None:
    found = asyncio.run(_regrade(answer, load(questions), settings.load()))
    if as_json:
        typer.echo(json.dumps(_row(found), ensure_ascii=False))
    else:
        _print(found)
    sys.exit(found.is_fault)


async def _regrade(id: str, bank: Bank, read: settings.Settings) -> _Regraded:
    async with open_store(read) as store, store.read() as tx:
        attempt = await tx.attempts.get(id)
        if attempt is None:
            raise typer.BadParameter("There is no answer of that id; it may have been erased.")
        if attempt.grade is None:
            raise typer.BadParameter("That answer has no grade yet.")
        question = bank.by_hash.get(attempt.grade.question) or await tx.questions.get(attempt.grade.question)
        appeal = await tx.appeals.get(id)
    if question is None:
        raise typer.BadParameter("The question that it was graded against was not kept.")
    kept, appealed = attempt.grade, None
    if kept.by == APPEAL and appeal and appeal.decision and appeal.decision.before:
        kept, appealed = appeal.decision.before, kept
    return _Regraded(id, question.id, kept, appealed, await _grade(question, attempt, read))


async def _grade(question: Question, attempt: Attempt, read: settings.Settings) -> Grade:
    async with configured(read) as grader:
        return await grader.grade(question, attempt.text, attempt.seed)


def _row(found: _Regraded) -> dict[str, object]:
    grades = {"kept": found.kept, "appealed": found.appealed, "now": found.now}
    told = {name: grade and GRADES.dump_python(grade, mode="json") for name, grade in grades.items()}
    return {"answer": found.attempt, "question": found.question, **told, "same": found.kept == found.now}


def _print(found: _Regraded) -> None:
    columns = {"kept": found.kept, "on appeal": found.appealed, "now": found.now}
    shown = {name: grade for name, grade in columns.items() if grade}
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for name, grade in shown.items():
        engine = grade.version if "/" in grade.version else f"{grade.by}/{grade.version}"
        table.add_column(Text(f"{name}\n{engine}"))
    verdicts = {
        name: {
            j.criterion: (MARKS[j.verdict], " … ".join(e.text for e in j.evidence)) for j in grade.judgements
        }
        for name, grade in shown.items()
    }
    statements = {j.criterion: j.statement for grade in shown.values() for j in grade.judgements}
    for criterion, statement in statements.items():
        cells = [verdicts[name].get(criterion, ("", "")) for name in shown]
        table.add_row(Text(statement), *(Text(f"{mark} {quoted}".strip()) for mark, quoted in cells))
    scores = ["withheld" if g.score is None else f"{g.score:.2f}, {g.fifths}/5" for g in shown.values()]
    table.add_row("score", *scores)
    table.add_row("guards", *(", ".join(grade.guards) or "none" for grade in shown.values()))
    Console(highlight=False).print(Text(found.question), table, Text(found.said))
