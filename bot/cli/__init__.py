"""The command line: `koko`, which is `python -m bot`."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

import typer

from bot.cli import author, bank, check, manifest, migrate, run, secret, simulate, version
from bot.cli.appeals import appeals
from bot.cli.evaluate import evaluate
from bot.cli.grade import grade
from bot.cli.health import health
from bot.cli.reach import reach
from bot.cli.regrade import regrade
from bot.cli.trying import try_out
from bot.errors import ConfigError

BAD_USAGE = 2

app = typer.Typer(
    name="koko",
    help="Koko, an interview-practice bot.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
app.command()(run.run)
app.command()(migrate.migrate)
app.command()(check.check)
app.command()(grade)
app.command()(regrade)
app.command("eval")(evaluate)
app.command()(simulate.simulate)
app.command()(secret.secret)
app.command()(version.version)
bank.app.command()(appeals)
bank.app.command()(author.new)
bank.app.command()(health)
bank.app.command("import")(author.import_notes)
bank.app.command()(author.schema)
bank.app.command("try")(try_out)
app.add_typer(bank.app, name="bank")
app.add_typer(manifest.app, name="manifest")


def command_line() -> typer.Typer:
    """All commands, those of the adapters among them."""
    for found in iter_modules(import_module("adapters").__path__):
        if find_spec(f"adapters.{found.name}.cli"):
            theirs = import_module(f"adapters.{found.name}.cli")
            if hasattr(theirs, "mount"):
                theirs.mount(app, reach)
            if hasattr(theirs, "mount_manifest"):
                theirs.mount_manifest(manifest.app, manifest.offered)
    return app


def main() -> None:
    """Run a command; a wrong setting is one sentence and exit status 2."""
    try:
        command_line()()
    except ConfigError as error:
        typer.echo(f"koko: {error}", err=True)
        sys.exit(BAD_USAGE)
