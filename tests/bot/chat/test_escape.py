from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.chat.card import clip, escape
from bot.chat.plain import unmark
from tests.strategies import hostile

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
PROSE = {"paragraph_open", "paragraph_close", "inline", "text", "text_special", "softbreak", "hardbreak"}


def tokens(markdown: str) -> list[Token]:
    """Everything that a reader of Markdown makes of it."""
    blocks = MARKDOWN.parse(markdown)
    return blocks + [child for block in blocks for child in block.children or ()]


def seen(markdown: str) -> str:
    """The words that are shown, one space for each gap."""
    breaks = {"softbreak": "\n", "hardbreak": "\n", "paragraph_close": "\n"}
    return gaps("".join(breaks.get(token.type, token.content) for token in tokens_inside(markdown)))


def tokens_inside(markdown: str) -> list[Token]:
    inside = []
    for block in MARKDOWN.parse(markdown):
        inside += block.children or ([block] if block.type != "inline" else [])
    return inside


def gaps(text: str) -> str:
    return " ".join(text.split())


def shows_nothing(char: str) -> bool:
    """Controls, half surrogates, and format characters but for the few that have a picture."""
    number = ord(char)
    pictured = number in (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD)
    pictured |= 0x13430 <= number < 0x13440
    unseen = unicodedata.category(char) in ("Cc", "Cf", "Cs") or 0xE0000 <= number < 0xE1000
    return unseen and not pictured and char not in "\t\n"


def visible(text: str) -> str:
    return "".join(char for char in text if not shows_nothing(char))


@settings(max_examples=400)
@given(hostile)
@example("Title\n=====")
@example("    indented")
@example("one\n\n\tindented after a gap")
@example("- [ ] a\n+ b\n1) c")
@example("a\\\nb \\")
def test_escaped_text_is_only_prose_and_shows_what_was_typed(text: str) -> None:
    assert {token.type for token in tokens(escape(text))} <= PROSE
    assert seen(escape(text)) == gaps(visible(text))


@given(hostile)
def test_escaped_text_stays_inside_what_stands_around_it(text: str) -> None:
    line = gaps(visible(text)) or "x"

    assert seen(f"a **{escape(line)}** b") == f"a {line} b"


@given(hostile)
def test_plain_text_undoes_escapes(text: str) -> None:
    assert gaps(unmark(escape(text))) == gaps(visible(text))


def test_indentation_is_still_seen() -> None:
    assert escape("def f():\n    return 1") == "def f\\(\\)\\:\n\u00a0\u00a0\u00a0\u00a0return 1"


@pytest.mark.parametrize("mention", ["<@U123>", "<!channel>", "<@&42>", "<#C1>", "<https://x.y|bank>"])
def test_no_mention_keeps_its_form(mention: str) -> None:
    assert mention not in escape(mention)


def test_of_all_characters_those_that_show_nothing_are_dropped() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))

    assert gaps(unmark(escape(everything))) == gaps(visible(everything))


@pytest.mark.parametrize(
    ("text", "limit", "clipped"),
    [
        ("short", 5, "short"),
        ("longer", 5, "long…"),
        ("a bit", 3, "a…"),
        ("abc", 1, "…"),
        ("", 1, ""),
        (escape("a.b.c.d"), 6, "a\\.b…"),
        (escape("a.b"), 3, "a…"),
        (escape("\\\\"), 3, "\\\\…"),
    ],
)
def test_what_is_clipped_ends_in_an_ellipsis_and_in_no_half_escape(
    text: str, limit: int, clipped: str
) -> None:
    assert clip(text, limit) == clipped
