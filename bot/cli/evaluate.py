"""`koko eval`: how far the grader agrees with marks that people gave."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated

import typer
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot import settings
from bot.bank.files import Bank
from bot.cli.bank import AsJson, Folder, load
from bot.cli.batch import Batch
from bot.cli.engines import engines
from bot.cli.grade import lines_of
from bot.grading.agreement import Agreement, agreement, by_length

EVERYTHING = "all"
NO_KIND = "no kind"


class _Marked(BaseModel):
    """What a line must hold beside what is graded."""

    model_config = ConfigDict(extra="ignore")

    text: str
    score: float = Field(ge=0, le=1)
    kind: str = NO_KIND


@dataclass(frozen=True, slots=True)
class Compared:
    """One answer with the score it was given and the one it gets, None where that is withheld."""

    line: int
    kind: str
    text: str
    given: float
    graded: float | None


def evaluate(
    file: Annotated[str, typer.Argument(help="JSONL: text, question_id or question, score, kind.")],
    worst: Annotated[int, typer.Option(min=0, max=100, help="Show so many of the largest errors.")] = 0,
    questions: Folder = None,
    as_json: AsJson = False,
) -> None:
    read = settings.load()
    compared, problems = asyncio.run(_compare(list(lines_of(file)), load(questions), read))
    for problem in problems:
        typer.echo(problem, err=True)
    told = [answer for answer in compared if answer.graded is not None]
    if not told:
        raise typer.BadParameter(f"{file} holds no answer that could be graded.")
    if as_json:
        rows = {name: asdict(found) for name, found in by_kind(told).items()}
        typer.echo(json.dumps({"kinds": rows, "by_length": asdict(_length_only(told))}))
        return
    console = Console(highlight=False)
    console.print(_table(told))
    withheld = len(compared) - len(told)
    if withheld:
        console.print(f"{withheld} scores withheld, which are left out above")
    for answer in sorted(told, key=_error, reverse=True)[:worst]:
        console.print(
            Text(
                f"\nline {answer.line}, {answer.kind}: given {answer.given:.2f}, "
                f"graded {answer.graded:.2f}\n{answer.text}"
            )
        )


def by_kind(told: Sequence[Compared]) -> dict[str, Agreement]:
    """Of all answers, and of each kind in the order of the file."""
    kinds = dict.fromkeys(answer.kind for answer in told)
    groups = {EVERYTHING: told, **{kind: [a for a in told if a.kind == kind] for kind in kinds}}
    return {
        name: agreement([a.given for a in group], [a.graded or 0.0 for a in group])
        for name, group in groups.items()
    }


async def _compare(
    lines: Sequence[bytes], bank: Bank, read: settings.Settings
) -> tuple[list[Compared], list[str]]:
    compared: list[Compared] = []
    problems: list[str] = []
    async with engines(read) as grader:
        batch = Batch(bank, grader)
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            row = await batch.grade(number, line)
            if "error" in row:
                problems.append(f"line {number}: {row['error']}")
                continue
            try:
                marked = _Marked.model_validate_json(line)
            except ValidationError:
                problems.append(f"line {number}: Give the `score` that a person gave, from 0 to 1.")
                continue
            compared.append(Compared(number, marked.kind, marked.text, marked.score, row["score"]))
    return compared, problems


def _length_only(told: Sequence[Compared]) -> Agreement:
    given = [answer.given for answer in told]
    return agreement(given, by_length([answer.text for answer in told], given))


def _error(answer: Compared) -> float:
    return abs(answer.given - (answer.graded or 0.0))


def _table(told: Sequence[Compared]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("kind", "answers", "given", "graded", "error", "kappa"):
        table.add_column(heading, justify="left" if heading == "kind" else "right")
    for name, found in (*by_kind(told).items(), ("by length alone", _length_only(told))):
        kappa = "–" if found.kappa is None else f"{found.kappa:.2f}"
        figures = (f"{value:.2f}" for value in (found.given, found.graded, found.error))
        table.add_row(Text(name), str(found.answers), *figures, kappa)
    return table
