"""`koko bank appeals`: answers that were graded on appeal, as samples for their questions' files."""

from __future__ import annotations

import asyncio
import json
import textwrap

import typer
import yaml

from bot import settings
from bot.bank.files import Bank
from bot.cli.bank import AsJson, Folder, load
from bot.compose import open_store
from bot.domain.appeal import has_criteria, sample
from bot.domain.question import Question, Sample

Found = list[tuple[Question, list[Sample]]]


def appeals(questions: Folder = None, as_json: AsJson = False) -> None:
    bank = load(questions)
    found, other = asyncio.run(_samples(bank, settings.load()))
    if as_json:
        rows = [
            {"question": question.id, "samples": [_plain(one) for one in samples]}
            for question, samples in found
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False))
    else:
        for question, samples in found:
            typer.echo(_pasted(question, samples, bank))
    if other:
        typer.echo(f"left out, for only prose has samples: {other}", err=True)
    if not found:
        typer.echo("no granted appeal whose author agreed", err=True)


async def _samples(bank: Bank, read: settings.Settings) -> tuple[Found, int]:
    """By question, and how many answers have a key or tests."""
    found: dict[str, tuple[Question, list[Sample]]] = {}
    other = 0
    async with open_store(read) as store, store.read() as tx:
        for attempt in await tx.appeals.samples():
            grade = attempt.grade
            assert grade  # that of the appeal
            question = bank.by_hash.get(grade.question) or await tx.questions.get(grade.question)
            if question and has_criteria(question):
                found.setdefault(grade.question, (question, []))[1].append(sample(attempt.text, grade))
            else:
                other += 1
    return list(found.values()), other


def _plain(one: Sample) -> dict[str, object]:
    return one.model_dump(mode="json")


def _pasted(question: Question, samples: list[Sample], bank: Bank) -> str:
    """As they stand in the file, under a comment that names it."""
    now = bank.get(question.id)
    changed = "" if now == question else ", which has changed since" if now else ", which is gone"
    listed = yaml.safe_dump([_plain(one) for one in samples], sort_keys=False, allow_unicode=True, width=100)
    return f"# {question.id}.md{changed}\nsamples:\n{textwrap.indent(listed, '  ')}"
