"""`koko grade`: one answer, or a file of them, through the same grader as everywhere."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, Group, RenderableType
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from bot import settings
from bot.bank.files import Bank
from bot.cli.bank import AsJson, Folder, load, pick
from bot.cli.batch import MAX_TEXT, Batch, Row, receipt
from bot.cli.engines import configured
from bot.domain.grade import Grade, Verdict
from bot.domain.question import Question
from bot.grading.model.opinion import BY as MODEL


def grade(
    question: Annotated[str | None, typer.Argument(help="Its id, such as fine-tuning/lora.")] = None,
    answer: Annotated[str | None, typer.Argument(help="The answer; otherwise standard input.")] = None,
    batch: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Grade every line of a JSONL file (- for standard input)."),
    ] = None,
    seed: Annotated[str, typer.Option(help="Whose order and numbers: challenge:person.")] = "",
    questions: Folder = None,
    as_json: AsJson = False,
) -> None:
    if (question is None) == (batch is None):
        raise typer.BadParameter("Give either a QUESTION or --batch FILE.")
    read = settings.load()
    bank = load(questions)
    if question is not None:
        asked = pick(bank, question)
        typed = answer if answer is not None else sys.stdin.read(MAX_TEXT)
        found = asyncio.run(_grade(asked, typed, seed, read))
        if as_json:
            row = {"question_id": asked.id, **receipt(found), "version": found.version, "note": found.note}
            typer.echo(json.dumps(row))
        else:
            Console(highlight=False).print(shown(found))
    elif batch is not None:
        bad = asyncio.run(_grade_all(lines_of(batch), bank, read, as_json))
        if bad:
            typer.echo(f"{bad} lines could not be graded", err=True)


async def _grade(question: Question, text: str, seed: str, read: settings.Settings) -> Grade:
    async with configured(read) as grader:
        return await grader.grade(question, text, seed)


async def _grade_all(lines: Iterable[bytes], bank: Bank, read: settings.Settings, as_json: bool) -> int:
    """Writes a line for each; returns how many could not be graded."""
    bad = 0
    hidden = sys.stdout.isatty() or not sys.stderr.isatty()
    async with configured(read) as grader:
        entries = Batch(bank, grader)
        with Progress(console=Console(stderr=True), transient=True, disable=hidden) as progress:
            for number, line in enumerate(progress.track(lines, description="Grading"), 1):
                if line.strip():
                    row = await entries.grade(number, line)
                    bad += "error" in row
                    typer.echo(json.dumps(row) if as_json else _told(number, row))
    return bad


def lines_of(name: str) -> Iterable[bytes]:
    """Line by line from standard input; from a file all at once, so that its progress can be shown."""
    if name == "-":
        return sys.stdin.buffer
    try:
        return Path(name).read_bytes().splitlines()
    except OSError as error:
        raise typer.BadParameter(f"{name} can't be read: {error.strerror}.") from None


def _told(number: int, row: Row) -> str:
    if "error" in row:
        return f"{number:>5}  {row['error']}"
    score = "withheld" if row["score"] is None else f"{row['score']:.2f}"
    met = ", ".join(id for id, verdict in row["verdicts"].items() if verdict["verdict"] == Verdict.MET)
    by = "  by model" if row["by"] == MODEL else ""
    return f"{number:>5}  {score}  {met or 'nothing met'}{by}"


_MARKS = {
    Verdict.MET: "[green]✓[/]",
    Verdict.PARTIAL: "[yellow]~[/]",
    Verdict.UNMET: "[dim]·[/]",
    Verdict.CONTRADICTED: "[red]✗[/]",
    Verdict.CANNOT_ASSESS: "[dim]?[/]",
}


def shown(found: Grade) -> RenderableType:
    """A grade for people: each criterion with the words that earned it, then the score."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for judgement in found.judgements:
        earned = " … ".join(evidence.text for evidence in judgement.evidence)
        table.add_row(
            _MARKS[judgement.verdict],
            Text(judgement.statement),
            f"{judgement.weight:.0%}",
            Text(f"“{earned}”" if earned else judgement.note, style="italic"),
        )
    score = "Score withheld" if found.score is None else f"Score {found.score:.2f}, {found.fifths}/5"
    line = Text(" · ".join([score, f"by {found.by}", *found.guards, *filter(None, [found.note])]))
    return Group(table, line) if found.judgements else line
