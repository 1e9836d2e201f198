"""`koko version`."""

from __future__ import annotations

from importlib.metadata import version as installed

import typer


def version() -> None:
    typer.echo(f"koko {installed('koko')}")
