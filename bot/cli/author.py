"""`koko bank new`, `import` and `schema`: what helps to write questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from bot import settings
from bot.bank import files
from bot.bank.blank import KINDS, blank
from bot.bank.notes import MAX_NOTES, drafts
from bot.bank.schema import schema as question_schema
from bot.cli.bank import Folder

DRAFTS = Path("drafts")


def new(
    question: Annotated[str, typer.Argument(help="Its id, such as retrieval/reranking.")],
    kind: Annotated[str, typer.Option(help=f"{', '.join(KINDS[:-1])} or {KINDS[-1]}.")] = "open",
    questions: Folder = None,
) -> None:
    if kind not in KINDS:
        raise typer.BadParameter(f"There is no kind {kind[:40]!r}. There are: {', '.join(KINDS)}.")
    if not files.is_id(question):
        raise typer.BadParameter("An id is <topic>/<slug> in lower case with hyphens: retrieval/reranking.")
    path = (questions or settings.load().questions) / f"{question}.md"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(blank(kind))
    except FileExistsError:
        raise typer.BadParameter(f"{path} is there already.") from None
    except OSError as error:
        raise typer.BadParameter(f"{path} can't be written: {error.strerror}.") from None
    typer.echo(f"{path} is begun. What it still lacks: koko bank lint {question}")


def schema() -> None:
    typer.echo(json.dumps(question_schema(), indent=2, ensure_ascii=False))


def import_notes(
    notes: Annotated[
        Path, typer.Argument(help="Markdown: headings, numbered questions, what you know below.")
    ],
    into: Annotated[Path, typer.Option(help="The folder for the drafts.")] = DRAFTS,
) -> None:
    made, bare = drafts(_typed(notes))
    written = 0
    for draft in made:
        path = into / f"{draft.id}.md"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(draft.text)
        except FileExistsError:
            typer.echo(f"{notes}:{draft.line}: {path} is there already, and is left as it is.", err=True)
        except OSError as error:
            raise typer.BadParameter(f"{path} can't be written: {error.strerror}.") from None
        else:
            written += 1
    for line in bare:
        typer.echo(
            f"{notes}:{line.line}: “{line.title}” has no notes below it, so there is no answer.", err=True
        )
    typer.echo(f"{written} drafts in {into}. What each still lacks: koko bank lint --questions {into}")


def _typed(notes: Path) -> str:
    try:
        with notes.open("rb") as file:
            read = file.read(MAX_NOTES + 1)
    except OSError as error:
        raise typer.BadParameter(f"{notes} can't be read: {error.strerror}.") from None
    if len(read) > MAX_NOTES:
        raise typer.BadParameter(f"{notes} is longer than {MAX_NOTES:,} bytes. Split it.")
    return read.decode("utf-8-sig", errors="replace")
