"""`koko check`: what is wrong with this set-up, and what to do about it."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console

from bot import compose, logs, settings
from bot.bank.files import load_bank
from bot.chat.adapter import Problem
from bot.errors import BotError


def check(
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object instead of lines for people.")
    ] = False,
) -> None:
    """Check settings, questions, database, sandbox and platforms; exit status 1 if anything is wrong."""
    read = settings.load()
    logs.configure(level="ERROR")
    found = asyncio.run(_check(read))
    if as_json:
        typer.echo(json.dumps({area: [asdict(problem) for problem in problems] for area, problems in found}))
    else:
        _print(found)
    sys.exit(any(problems for _, problems in found))


async def _check(read: settings.Settings) -> list[tuple[str, Sequence[Problem]]]:
    bank, faults = load_bank(read.questions)
    bad = [Problem(f"{fault.file}:{fault.line}: {fault.wrong}", fault.remedy) for fault in faults]
    if not bank.questions:
        bad.append(Problem("the question bank is empty", "point KOKO_QUESTIONS at a folder with questions"))
    found: list[tuple[str, Sequence[Problem]]] = [("settings", ()), ("questions", bad)]
    try:
        async with compose.assemble(read) as koko:
            found.append(("database", ()))
            reason = await koko.parts.runner.check()
            remedy = "code questions are left out until it works"
            found.append(("sandbox", (Problem(reason, remedy),) if reason else ()))
            found += [(adapter.name, await adapter.check()) for adapter in koko.parts.adapters]
    except BotError as error:
        found.append(("start", (Problem(str(error), "see docs/settings.md"),)))
    return found


def _print(found: Sequence[tuple[str, Sequence[Problem]]]) -> None:
    console = Console()
    for area, problems in found:
        console.print(f"{'[red]✗[/]' if problems else '[green]✓[/]'} {area}")
        for problem in problems:
            console.print(f"    {problem.what}\n    → {problem.remedy}", markup=False, soft_wrap=True)
