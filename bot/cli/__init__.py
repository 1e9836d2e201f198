"""The command line: `koko`, which is `python -m bot`."""

from __future__ import annotations

import gc
import sys
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import typer

from bot.cli.additions import additions
from bot.cli.deferred import defer
from bot.errors import ConfigError

BAD_USAGE = 2
MANY = 100_000
"""Objects. A start makes more and keeps them; to look for rubbish among them took a fifth of it."""

COMMANDS = {
    "run": ("run:run", "Run Koko until it is told to stop."),
    "migrate": (
        "migrate:migrate",
        "Bring the database up to date; on SQLite a copy is made beside it first.",
    ),
    "check": (
        "check:check",
        "Check settings, questions, database, sandbox, model, platforms; exit status 1 if anything is wrong.",
    ),
    "grade": ("grade:grade", "Grade an answer to QUESTION, or with --batch a file of answers."),
    "regrade": (
        "regrade:regrade",
        "Grade a kept ANSWER again, beside its grade; exit status 1 when the same engine gives another",
    ),
    "eval": (
        "evaluate:evaluate",
        "Grade the answers of FILE and print how far the scores agree with those given in it.",
    ),
    "simulate": (
        "simulate:simulate",
        "Play a team through the real clock, store, router and local platform; only the time is moved.",
    ),
    "secret": ("secret:secret", "Print a new key for KOKO_SECRET_KEY."),
    "version": ("version:version", "Print the version."),
    "manifest": ("manifest:app", "Print all commands with their options as JSON."),
}
BANK = {
    "list": ("bank:list_questions", "List the questions."),
    "show": ("bank:show", "Show one question with its model answer and what is graded."),
    "lint": ("bank:lint", "Try out every question; exit status 1 when something is wrong with one."),
    "appeals": (
        "appeals:appeals",
        "Print the answers of granted appeals as samples, where their authors agreed; without names",
    ),
    "new": (
        "author:new",
        "Begin a question's file; what is to be written stands in ‹›, and the lint names it.",
    ),
    "health": (
        "health:health",
        "Show how questions do with those who answer them, worst first; no names and no answers.",
    ),
    "import": (
        "author:import_notes",
        "Turn NOTES into drafts of questions, one file each; no file is ever overwritten.",
    ),
    "schema": ("author:schema", "Print the JSON Schema of a question's front matter, for editors."),
    "try": (
        "trying:try_out",
        "Type an answer to QUESTION; see verdicts, the clauses it is read in, and what nearly matched.",
    ),
}
"""Below `koko bank`."""

app = typer.Typer(
    name="koko",
    help="Koko, an interview-practice bot.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
bank = typer.Typer(no_args_is_help=True, help="Look at the question bank.")
app.add_typer(bank, name="bank")
for group, commands in ((app, COMMANDS), (bank, BANK)):
    for name, (place, help) in commands.items():
        defer(group, name, f"bot.cli.{place}", help)


def command_line() -> typer.Typer:
    """All commands, those of the adapters among them."""
    for mount in additions("mount"):
        mount(app, _reach)
    return app


def _reach() -> AbstractAsyncContextManager[tuple[str, Path]]:
    from bot.cli.reach import reach  # the whole bot, which only who talks to it needs

    return reach()


def main() -> None:
    """Run a command; a wrong setting is one sentence and exit status 2."""
    gc.set_threshold(MANY)
    try:
        command_line()()
    except ConfigError as error:
        typer.echo(f"koko: {error}", err=True)
        sys.exit(BAD_USAGE)
