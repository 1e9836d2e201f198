"""`koko check`: what is wrong with this set-up, and what to do about it."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console

from bot import logs, settings
from bot.bank.files import load_bank
from bot.chat.adapter import Host, Menu, Note, Problem
from bot.cli.engines import engines
from bot.cli.manifest import menu
from bot.compose import load_adapter, open_model, open_secrets, utc_now
from bot.errors import ConfigError
from bot.http import Server
from bot.store.upgrade import is_older, require_newest, version

Found = list[tuple[str, Sequence[Problem | Note]]]
"""By area."""


def check(
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object instead of lines for people.")
    ] = False,
) -> None:
    read = settings.load()
    logs.configure(level="ERROR")
    found = asyncio.run(_check(read))
    if as_json:
        typer.echo(json.dumps({area: [asdict(each) for each in findings] for area, findings in found}))
    else:
        _print(found)
    sys.exit(any(_is_wrong(findings) for _, findings in found))


async def _check(read: settings.Settings) -> Found:
    read.make_folder()
    return [
        ("settings", ()),
        ("questions", _questions(read)),
        ("database", await _database(read)),
        ("sandbox", await _sandbox(read)),
        *([("model", await _model(read))] if read.names_a_model else []),
        *[found async for found in _platforms(read)],
    ]


def _questions(read: settings.Settings) -> list[Problem]:
    bank, faults = load_bank(read.questions)
    found = [Problem(f"{fault.place}: {fault.wrong}", fault.remedy) for fault in faults]
    if not bank.questions:
        found.append(Problem("the question bank is empty", "point KOKO_QUESTIONS at a folder with questions"))
    return found


async def _database(read: settings.Settings) -> list[Problem]:
    try:
        if read.uses_sqlite:
            is_older(await version(read.database))  # an older one is no problem: `koko run` migrates it
        else:
            await require_newest(read.database)
    except ConfigError as error:
        return [_problem(error)]
    return []


async def _sandbox(read: settings.Settings) -> list[Problem]:
    async with engines(read) as grader:
        reason = await grader.runner.check()
    return [Problem(reason, "code questions are left out until it works")] if reason else []


async def _model(read: settings.Settings) -> list[Problem | Note]:
    """One call, as for an answer."""
    from bot.grading.model.endpoint import ModelFailed  # httpx, which few need
    from bot.grading.model.probe import probe

    try:
        endpoint = open_model(read)
    except ConfigError as error:
        return [_problem(error)]
    assert endpoint
    try:
        took = await probe(endpoint)
    except ModelFailed as failure:
        said = f" ({failure.said})" if failure.said else ""
        return [Problem(f"{read.model_name}: {failure.reason}{said}", f"{failure.remedy}; {_UNTIL_THEN}")]
    finally:
        await endpoint.close()
    return [Note(f"{read.model_name} graded a small answer in {took:,.0f} ms")]


_UNTIL_THEN = "the rubric grades alone until then"


async def _platforms(read: settings.Settings) -> AsyncIterator[tuple[str, Sequence[Problem | Note]]]:
    server = Server(read.http_host, read.http_port)
    async with open_secrets(read) as secrets:
        offered = await menu(read) if read.questions.is_dir() else Menu()
        for name in read.adapters:
            try:
                adapter = load_adapter(name, Host(server, read.folder, utc_now, secrets.of(name), offered))
            except ConfigError as error:
                yield name, [_problem(error)]
            else:
                yield adapter.name, await adapter.check()


def _problem(error: ConfigError) -> Problem:
    """Such a message says what is wrong and mostly, after a semicolon, what to do."""
    what, _, remedy = str(error).partition("; ")
    return Problem(what, remedy or "see docs/settings.md")


def _is_wrong(findings: Sequence[Problem | Note]) -> bool:
    return any(isinstance(each, Problem) for each in findings)


def _print(found: Found) -> None:
    console = Console()
    for area, findings in found:
        console.print(f"{'[red]✗[/]' if _is_wrong(findings) else '[green]✓[/]'} {area}")
        for each in findings:
            said = f"{each.what}\n    → {each.remedy}" if isinstance(each, Problem) else each.note
            console.print(f"    {said}", markup=False, soft_wrap=True)
