"""What a member reads on the local platform's page, taken from its HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

INLINE = {"a", "b", "bdi", "br", "code", "em", "i", "s", "span", "strong", "time"}
EMPTY = {"br", "hr", "img", "input"}
# What the templates build cards of; Markdown that comes to life makes others, or `code` outside of `pre`.
PLAIN = {
    "div",
    "h2",
    "p",
    "br",
    "pre",
    "dl",
    "dt",
    "dd",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "footer",
}


@dataclass
class MessageOnPage:
    """`files` are addresses by name."""

    id: str
    text: str = ""
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    """Label, action and value."""
    files: dict[str, str] = field(default_factory=dict)
    reactions: list[str] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)


class MemberView(HTMLParser):
    """Feed it a page; `messages` are those on it, in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.messages: list[MessageOnPage] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        kind = given.get("class", "").partition(" ")[0]
        if tag == "li" and kind == "message":
            self.messages.append(MessageOnPage(given["id"].removeprefix("m")))
        elif self._is_inside("card"):
            self._read(tag, given)
        elif kind == "reaction":
            self.messages[-1].reactions.append(given["title"])
        if tag not in EMPTY:
            self._open.append((tag, kind))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag not in INLINE and self._is_inside("card", "prose"):
            self.messages[-1].text += "\n"

    def handle_data(self, data: str) -> None:
        if not self._is_inside("card", "prose"):
            return
        message, (tag, _) = self.messages[-1], self._open[-1]
        if tag == "button":
            label, action, value = message.buttons[-1]
            message.buttons[-1] = (label + data, action, value)
        else:
            message.text += data

    def _read(self, tag: str, given: dict[str, str]) -> None:
        message = self.messages[-1]
        if tag == "button":
            message.buttons.append(("", given["data-action"], given["data-value"]))
        elif tag == "img":
            message.text += given["alt"]
            message.files[given["alt"]] = given["src"]
        elif "download" in given:
            message.files[given["download"]] = given["href"]
        elif tag not in PLAIN and not (tag == "code" and self._open[-1][0] == "pre"):
            message.markup.append(tag)

    def _is_inside(self, *kinds: str) -> bool:
        opened = [kind for _, kind in self._open]
        return "message" in opened and any(kind in kinds for kind in opened)
