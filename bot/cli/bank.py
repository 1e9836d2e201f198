"""`koko bank`: what the question files hold, and what is wrong with them."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, assert_never

import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from bot import settings
from bot.bank.files import Bank, QuestionFile, load_bank, question_files
from bot.bank.lint import lint as lint_files
from bot.bank.problems import FileProblem, missing
from bot.bank.tracks import load_tracks
from bot.chat.card import escape
from bot.cli.engines import engines
from bot.domain.question import (
    QUESTIONS,
    BehaviouralQuestion,
    ChoiceQuestion,
    CodeQuestion,
    NumericQuestion,
    OpenQuestion,
    Question,
)
from bot.views.words import in_topics

Folder = Annotated[
    Path | None, typer.Option("--questions", help="The folder of the questions; otherwise KOKO_QUESTIONS.")
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of lines for people.")]


def list_questions(
    topic: Annotated[str | None, typer.Argument(help="Only this topic.")] = None,
    questions: Folder = None,
    as_json: AsJson = False,
) -> None:
    bank = load(questions)
    if topic is not None and topic not in bank.topics:
        raise typer.BadParameter(missing("topic", topic, bank.topics))
    found = [question for question in bank.questions if topic in (None, question.topic)]
    if as_json:
        rows = [question.model_dump(mode="json", include=_LISTED) for question in found]
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("question", "kind", "difficulty", "minutes", "title"):
        table.add_column(heading, no_wrap=heading == "question")
    for q in found:
        table.add_row(q.id, q.kind, q.difficulty, str(q.minutes), Text(q.title))
    Console().print(table, Text(in_topics(found)))


def show(
    question: Annotated[str, typer.Argument(help="Its id, such as fine-tuning/lora.")],
    questions: Folder = None,
    as_json: AsJson = False,
) -> None:
    found = pick(load(questions), question)
    if as_json:
        typer.echo(QUESTIONS.dump_json(found))
    else:
        Console().print(Markdown(_page(found)))


def lint(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[QUESTION]...", help="Only these ids or topics.")
    ] = None,
    questions: Folder = None,
    as_json: AsJson = False,
) -> None:
    read = settings.load()
    folder = questions or read.questions
    files = [
        file for file in question_files(folder) if not ids or {file.id, file.id.partition("/")[0]} & set(ids)
    ]
    if not files:
        raise typer.BadParameter(f"There are no such questions in {folder}.")
    problems = asyncio.run(_lint(files, read))
    if not ids:
        problems += load_tracks(folder, [file.id for file in files if file.question])[1]
    if as_json:
        typer.echo(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False))
    else:
        console = Console(soft_wrap=True, highlight=False)
        for problem in problems:
            console.print(Text(str(problem)))
        bad = len({problem.file for problem in problems})
        console.print(f"{len(files)} questions, {len(problems)} problems in {bad} of them")
    sys.exit(bool(problems))


async def _lint(files: Sequence[QuestionFile], read: settings.Settings) -> list[FileProblem]:
    found: list[FileProblem] = []
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Trying out questions", total=len(files))
        async with engines(read) as grader:
            async for problems in lint_files(files, grader.runner):
                found += problems
                progress.advance(task)
    return found


def load(folder: Path | None) -> Bank:
    """The bank; what is wrong with its files goes to standard error."""
    bank, problems = load_bank(folder or settings.load().questions)
    for problem in problems:
        typer.echo(str(problem), err=True)
    return bank


def pick(bank: Bank, id: str) -> Question:
    """The question of that id; raises typer.BadParameter that names the nearest one."""
    if (found := bank.get(id)) is None:
        raise typer.BadParameter(missing("question", id, bank.by_id))
    return found


_LISTED = {"id", "kind", "title", "difficulty", "minutes", "tags"}


def _page(question: Question) -> str:
    facts = f"{question.kind}, {question.difficulty}, {question.minutes} minutes"
    parts = [f"# {question.title}", f"{question.id}: {facts}", question.prompt]
    parts += [f"*Picture:* {escape(question.picture.alt)}"] if question.picture else []
    parts += [f"*Hint:* {question.hint}"] if question.hint else []
    parts += [graded] if (graded := _graded(question)) else []
    parts += ["## Answer", question.answer]
    if question.sources:
        parts += ["## Sources", "\n".join(f"- {source}" for source in question.sources)]
    return "\n\n".join(parts)


def _graded(question: Question) -> str:
    """What is graded, in Markdown."""
    match question:
        case OpenQuestion() | BehaviouralQuestion():
            return "\n".join(f"- {c.statement} ({c.weight:.0%})" for c in question.criteria)
        case ChoiceQuestion():
            marks = {True: "right", False: "wrong"}
            return "\n".join(
                f"- {escape(option.text)} *{marks[option.id in question.correct]}:* {option.why}"
                for option in question.options
            )
        case NumericQuestion():
            given = [f"- {p.label}: {p.default} {p.unit}".rstrip() for p in question.parameters.values()]
            asked = [
                f"- {value.label} = `{value.expression}` {value.unit}".rstrip() for value in question.values
            ]
            return "\n".join(given + asked)
        case CodeQuestion():
            return f"```python\n{question.signature}\n```"
        case _:
            assert_never(question)
