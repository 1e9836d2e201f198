"""`koko bank try`: an answer as the judge reads it, while it is typed."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer
from prompt_toolkit.application import Application, get_app
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import HSplit, Layout, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.widgets import HorizontalLine, TextArea
from rich.console import Console, Group, RenderableType
from rich.text import Text

from bot.cli.bank import Folder, load, pick
from bot.cli.batch import MAX_TEXT
from bot.cli.grade import shown
from bot.domain.grade import Verdict
from bot.domain.question import Prose
from bot.grading.rubric.trace import Near, Part, Span, Trace, trace

MAX_PATTERNS = 5
"""Patterns of a group that are named; the file has the others."""
HELP = "Type an answer; Ctrl-D ends."


def try_out(
    question: Annotated[str, typer.Argument(help="Its id, such as fine-tuning/lora.")],
    questions: Folder = None,
) -> None:
    asked = pick(load(questions), question)
    if not isinstance(asked, Prose) or not asked.criteria:
        raise typer.BadParameter(f"{asked.id} has no rubric to watch. Grade an answer: koko grade {asked.id}")
    if sys.stdin.isatty():
        _screen(asked).run()
    else:
        answer = sys.stdin.read(MAX_TEXT)
        Console(highlight=False).print(explained(trace(asked, answer), answer))


def explained(seen: Trace, answer: str) -> RenderableType:
    """A grade with all that led to it, criterion by criterion."""
    lines = [shown(seen.grade)]
    for judgement, near in zip(seen.grade.judgements, seen.near, strict=True):
        if judgement.verdict is not Verdict.MET and near.window:
            lines.append(_nearly(near, answer))
    lines.append(
        Text(f"\nRead as {len(seen.clauses)} clauses: ", style="dim").append(_joined(seen.clauses, answer))
    )
    if seen.repaired:
        slips = ", ".join(f"{typed} → {meant}" for typed, meant in seen.repaired)
        lines.append(Text(f"Slips repaired: {slips}", style="dim"))
    if seen.left_out:
        lines.append(Text("Left out: ", style="dim").append(_joined(seen.left_out, answer)))
    return Group(*lines)


def _nearly(near: Near, answer: str) -> Text:
    line = Text(f"\n{near.criterion}", style="bold").append(" came nearest in ", style="not bold")
    line.append(_quoted(near.window, answer), style="not bold italic")
    for part in near.parts:
        line.append_text(_part(part, answer))
    return line


def _part(part: Part, answer: str) -> Text:
    names = ", ".join(part.patterns[:MAX_PATTERNS])
    rest = len(part.patterns) - MAX_PATTERNS
    names += f" and {rest} more" if rest > 0 else ""
    if part.found is None:
        return Text(f"\n  · nothing of: {names}", style="not bold dim")
    said = _quoted(part.found, answer)
    if part.but:
        return Text(f"\n  ✗ {said} is {part.but}", style="not bold red")
    return Text(f"\n  ✓ {said}", style="not bold green")


def _quoted(span: Span | None, answer: str) -> str:
    return f"“{' '.join(answer[span[0] : span[1]].split())}”" if span else ""


def _joined(spans: tuple[Span, ...], answer: str) -> Text:
    return Text(" | ", style="dim").join(
        Text(" ".join(answer[start:end].split()), style="not dim") for start, end in spans
    )


def _screen(question: Prose) -> Application[None]:
    """The question above, the answer in the middle, and below what it is worth, after every key."""
    typed = TextArea(wrap_lines=True, height=8, scrollbar=True)
    asked = FormattedTextControl(f"{question.prompt}\n{HELP}")
    below = FormattedTextControl(lambda: _painted(question, typed.text))
    keys = KeyBindings()

    @keys.add("c-c")
    @keys.add("c-d")
    def leave(event: KeyPressEvent) -> None:
        event.app.exit()

    body = HSplit(
        [
            Window(asked, wrap_lines=True, dont_extend_height=True),
            HorizontalLine(),
            typed,
            HorizontalLine(),
            Window(below, wrap_lines=True),
        ]
    )
    return Application(Layout(body, focused_element=typed), key_bindings=keys, full_screen=True)


def _painted(question: Prose, answer: str) -> ANSI:
    console = Console(
        file=io.StringIO(), force_terminal=True, highlight=False, width=get_app().output.get_size().columns
    )
    with console.capture() as capture:
        console.print(explained(trace(question, answer), answer))
    return ANSI(capture.get())
