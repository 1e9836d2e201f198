"""Cards, messages and forms as HTML: Markdown by a library, then cleaned, everything else escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import nh3
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape

from adapters.local.completion import Suggestion
from adapters.local.model import Member, Message
from adapters.local.platform import BOT
from bot.chat.adapter import Reaction
from bot.chat.card import Table
from bot.chat.form import Form

REACTIONS = {
    Reaction.SEEN: ("✓", "Answer taken"),
    Reaction.FULL: ("●", "Met everything"),
    Reaction.PART: ("◐", "Met something"),
    Reaction.NONE: ("○", "Met nothing"),
}
HUES = 6  # colours of members, in style.css

_MARKDOWN = (
    MarkdownIt("commonmark", {"html": False, "breaks": True})
    .enable(["table", "strikethrough"])
    .disable("image")
)
_CLEANER = nh3.Cleaner(
    tags=nh3.ALLOWED_TAGS - {"img"},
    attributes={"a": {"href"}, "code": {"class"}, "ol": {"start"}},
    url_schemes={"http", "https"},
    url_relative="deny",
    link_rel="noopener noreferrer nofollow",
    set_tag_attribute_values={"a": {"target": "_blank"}},
)
_PER_CENT = re.compile(r"(?<=\d) (?=%)")
_FIGURE = re.compile(r"[+\-−]?\d[\d.,]*\s?%?$")


class Renderer:
    """The templates, with what they need."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters |= {
            "markdown": markdown,
            "unbroken": _unbroken,
            "figures": _figures,
            "hue": _hue,
        }
        self._templates.globals |= {"address": address, "BOT": BOT, "REACTIONS": REACTIONS}

    def page(self, **values: Any) -> str:
        return self._templates.get_template("page.html").render(values)

    def message(self, message: Message, me: Member, members: dict[str, Member]) -> str:
        return self._templates.get_template("message.html").render(
            message=message, me=me, members=members, new=None
        )

    def problem(self, reason: str, status: int) -> str:
        return self._templates.get_template("problem.html").render(reason=reason, status=status)

    def suggestions(self, suggestions: Sequence[Suggestion]) -> str:
        return self._templates.get_template("suggestions.html").render(suggestions=suggestions)

    def form(self, form: Form) -> str:
        return self._templates.get_template("form.html").render(form=form)


def address(me: str, channel: str, thread: int | None = None) -> str:
    """Where a channel or thread is shown, as this member."""
    path = f"/c/{quote(channel, safe='@')}" + (f"/{thread}" if thread else "")
    return f"{path}?as={quote(me, safe='')}"


@lru_cache(maxsize=1024)
def markdown(text: str) -> Markup:
    """Safe HTML without pictures; links lead to the web alone, and say nothing of where they were."""
    return Markup(_CLEANER.clean(_MARKDOWN.render(text)))


def _unbroken(text: str) -> str:
    """With no line's end between a figure and its sign; not for code, where % is something else."""
    return _PER_CENT.sub("\u00a0", text)


def _text(self: RendererHTML, tokens: Sequence[Token], index: int, *_: Any) -> str:
    return str(escape(_unbroken(tokens[index].content)))


_MARKDOWN.add_render_rule("text", _text)


def _figures(table: Table) -> list[bool]:
    """Which columns hold nothing but numbers."""
    return [all(map(_FIGURE.match, column)) for column in zip(*table.rows, strict=True)]


def _hue(members: dict[str, Member], member: str) -> int:
    return list(members).index(member) % HUES
