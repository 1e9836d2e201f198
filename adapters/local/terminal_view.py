"""Messages as they look in a terminal, and the numbers by which what they offer is taken."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime
from itertools import count
from textwrap import wrap
from typing import IO

from rich.console import Console, RenderableType
from rich.table import Table as Grid
from rich.text import Text as Line

from adapters.local.answers import Json
from adapters.local.render import REACTIONS
from bot.chat.adapter import Reaction
from bot.chat.card import CARDS, Buttons, Card, File, Table
from bot.chat.plain import plain, unmark

Act = Callable[[], Awaitable[None]]
Offers = Sequence[tuple[str, Act]]

UNBROKEN = "\u00a0"
OBEYED = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Categories of characters that a terminal may obey instead of showing, or that turn its lines around."""


def printable(text: str) -> str:
    """Somebody's words without control characters, so without escape sequences too."""
    lines = text.expandtabs(4).split("\n")
    return "\n".join("".join(c for c in line if unicodedata.category(c) not in OBEYED) for line in lines)


class Screen:
    """Prints; an offer's number is used once, so that it never comes to mean another."""

    def __init__(self, file: IO[str] | None = None) -> None:
        """On standard output, or into a file."""
        self._console = Console(file=file, highlight=False, markup=False, emoji=False)
        self._offered: dict[int, tuple[str, Act, int | None]] = {}
        self._numbers = count(1)

    def place(self, name: str) -> None:
        """The heading of another place; what was offered before is gone."""
        self._offered.clear()
        self.heading(name)

    def heading(self, name: str, text: str = "") -> None:
        """Of a place or a form, with Markdown below it."""
        self._console.print()
        self._console.rule(Line(printable(name), "bold"), align="left", style="dim")
        if text:
            self._print(printable(unmark(text)))

    def option(self, number: int, label: str, about: str) -> None:
        """One that an input of a form has."""
        self._print(f"{number:>3}  {printable(label)}")
        if about:
            self._print(f"     {printable(about)}", "dim")

    def message(self, message: Json, author: str, offers: Offers) -> None:
        """What an earlier state of the message offered is gone."""
        self.forget(message["id"])
        at = datetime.fromisoformat(message["created_at"]).astimezone()
        marks = ["only you see this"] * message["private"]
        marks += ["edited"] * bool(message["edited"] and message["author"])
        head = Line.assemble((printable(author), "bold cyan"), (f"  {at:%H:%M}", "dim"))
        self._console.print()
        self._console.print(head.append("".join(f" · {mark}" for mark in marks), "magenta"))
        if message["card"]:
            for part in _card(CARDS.validate_json(json.dumps(message["card"]))):
                self._print(part)
        else:
            self._print(printable(message["text"]))
        if message["reaction"]:
            self.note(_reaction(message))
        self.offer(offers, message["id"])

    def reaction(self, message: Json, author: str) -> None:
        """Where the message stands further up."""
        if message["reaction"]:
            self.note(f"\n{_reaction(message)} · {author}")

    def offer(self, offers: Offers, message: int | None = None) -> None:
        """Print what can be chosen, with its numbers."""
        shown = []
        for label, act in offers:
            number = next(self._numbers)
            self._offered[number] = label, act, message
            shown.append(f"[{number}] {printable(label)}".replace(" ", UNBROKEN))
        width = self._console.width if self._console.is_terminal else sys.maxsize
        for line in wrap("  ".join(shown), width, break_long_words=False, break_on_hyphens=False):
            part = Line(line.replace(UNBROKEN, " "))
            part.highlight_regex(r"\[\d+\]", "bold green")
            self._print(part)

    def forget(self, message: int) -> None:
        """What the message offered can't be chosen any more."""
        self._offered = {n: offered for n, offered in self._offered.items() if offered[2] != message}

    def chosen(self, typed: str) -> Act | None:
        """What was offered under this number or label, of several labels the last.

        A space before it makes it something else.
        """
        wanted = typed.rstrip().casefold()
        for number, (label, act, _) in reversed(self._offered.items()):
            words = label.casefold()
            if wanted in (str(number), words, words.partition(" (")[0]):
                return act
        return None

    def note(self, text: str) -> None:
        self._print(printable(text), "dim")

    def problem(self, text: str) -> None:
        self._print(f"! {printable(unmark(text))}", "bold red")

    def _print(self, part: RenderableType, style: str | None = None) -> None:
        # What goes to a program is broken into lines by nobody.
        self._console.print(part, style=style, soft_wrap=not self._console.is_terminal)


def _reaction(message: Json) -> str:
    return " ".join(REACTIONS[Reaction(message["reaction"])])


def _card(card: Card) -> Iterator[RenderableType]:
    if card.title:
        yield Line(printable(card.title), "bold")
    between = False
    for block in card.blocks:
        if isinstance(block, Buttons | File):
            continue
        if between:
            yield ""
        between = True
        yield _grid(block) if isinstance(block, Table) else printable(plain(Card("", (block,))))
    if card.footer:
        yield Line(printable(unmark(card.footer)), "dim")


def _grid(table: Table) -> Grid:
    grid = Grid(*map(printable, table.header), box=None, pad_edge=False, header_style="bold")
    for row in table.rows:
        grid.add_row(*map(printable, row))
    return grid
