"""`koko bank health`: how the questions do with those who answer them, worst first."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot import settings
from bot.bank.files import Bank
from bot.cli.bank import AsJson, Folder, load
from bot.compose import open_store
from bot.domain.health import FEWEST, Health, examine
from bot.domain.picture import MAX_POINTS, Panel, Picture


def health(
    questions: Folder = None,
    days: Annotated[int, typer.Option(min=1, max=3650, help="How far back to look.")] = 180,
    picture: Annotated[
        Path | None, typer.Option(help="Draw facility and discrimination into this PNG.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    bank = load(questions)
    found = asyncio.run(_examined(bank, settings.load(), datetime.now(UTC) - timedelta(days=days)))
    if picture is not None:
        _draw(found, picture)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False))
        return
    if found:
        Console().print(_table(found))
    typer.echo(
        f"{sum(one.answers for one in found)} answers to {len(found)} of {len(bank.questions)} questions in "
        f"{days} days; facility is the mean score, discrimination the point-biserial correlation with the "
        f"other answers of the same people. Below {FEWEST} answers nothing is said of either."
    )


async def _examined(bank: Bank, read: settings.Settings, since: datetime) -> list[Health]:
    async with open_store(read) as store, store.read() as tx:
        results, reported = await tx.results.of_all(since), await tx.results.reported(since)
        won = await tx.results.appeals_won(since)
    return examine(bank.questions, results, reported, won)


def _draw(found: Sequence[Health], path: Path) -> None:
    from bot.pictures.draw import draw  # matplotlib, which no other command here needs

    chart = plot(found)
    if chart is None:
        raise typer.BadParameter("No question has answers enough to be drawn yet.")
    try:
        path.write_bytes(draw(chart))
    except OSError as error:
        raise typer.BadParameter(f"{path} can't be written: {error.strerror}.") from None


def plot(found: Sequence[Health]) -> Picture | None:
    """A point for each question of which both figures are known; None where there is none."""
    points: dict[str, list[tuple[float, float]]] = {}
    for one in found[:MAX_POINTS]:
        if one.facility is not None and one.discrimination is not None:
            sort = "something is odd" if one.signs else "nothing is odd"
            points.setdefault(sort, []).append((one.facility, one.discrimination))
    if not points:
        return None
    alt = f"{sum(map(len, points.values()))} questions by facility and discrimination"
    panel = Panel(points={sort: tuple(points[sort]) for sort in sorted(points)})
    return Picture(alt=alt, x="facility", y="discrimination", panels=(panel,))


def _table(found: Sequence[Health]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("question", "answers", "facility", "discr.", "minutes", "what is odd"):
        table.add_column(
            heading, no_wrap=heading == "question", justify="left" if " " in heading else "right"
        )
    table.columns[0].justify = "left"
    for one in found:
        figures = (_said(one.facility, 2), _said(one.discrimination, 2), _said(one.minutes, 1))
        table.add_row(one.question, str(one.answers), *figures, Text("; ".join(one.signs)))
    return table


def _said(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"
