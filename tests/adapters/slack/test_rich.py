"""Markdown as rich text: what is marked is styled, what people wrote stays words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from adapters.slack import rich
from bot.chat.card import escape, place_link
from bot.chat.refs import Place
from tests.adapters.slack.rules import mentions, problems
from tests.contract.cards import HOSTILE, gaps
from tests.strategies import hostile

elements = rich.rich


def text(words: str, *styles: str) -> dict[str, Any]:
    return {"type": "text", "text": words} | ({"style": dict.fromkeys(styles, True)} if styles else {})


def section(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(parts)}


def test_marks_become_styles() -> None:
    assert elements("**bold** *slanted* ~~struck~~ `code` ***both***") == [
        section(
            text("bold", "bold"),
            text(" "),
            text("slanted", "italic"),
            text(" "),
            text("struck", "strike"),
            text(" "),
            text("code", "code"),
            text(" "),
            text("both", "bold", "italic"),
        )
    ]


def test_a_channel_is_shown_by_what_slack_calls_it() -> None:
    link = place_link(Place("slack", "T1", "C1", "17"))

    assert elements(f"*In {link}*: archived") == [
        section(
            text("In ", "italic"),
            {"type": "channel", "channel_id": "C1", "style": {"italic": True}},
            text(": archived"),
        )
    ]
    assert rich.words(link) == "#C1"
    assert elements(place_link(Place("slack", "T1", "U1"))) == [section(text("#U1"))]


def test_lines_and_paragraphs_stay_apart() -> None:
    assert elements("one\ntwo  \nthree\n\nfour") == [section(text("one\ntwo\nthree\n\nfour"))]


def test_a_line_that_belongs_to_another_stands_under_it() -> None:
    assert elements("✓ Frozen.  \n   you said *so*  ") == [
        section(text("✓ Frozen.\n\u2003you said "), text("so", "italic"))
    ]


def test_a_heading_is_bold() -> None:
    assert elements("## Two\n\nwords") == [section(text("Two", "bold"), text("\n\nwords"))]


def test_a_list_is_a_list_with_space_after_it() -> None:
    listed = {"type": "rich_text_list", "style": "bullet", "indent": 0}

    assert elements("Two:\n\n- one\n- **two**\n\nand no more") == [
        section(text("Two:")),
        listed | {"elements": [section(text("one")), section(text("two", "bold"))]},
        section(text("\nand no more")),
    ]


def test_a_list_in_a_list_is_indented_and_numbers_go_on() -> None:
    assert elements("3. three\n   - deep\n4. four\n5. five") == [
        {
            "type": "rich_text_list",
            "style": "ordered",
            "indent": 0,
            "offset": 2,
            "elements": [section(text("three"))],
        },
        {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [section(text("deep"))]},
        {
            "type": "rich_text_list",
            "style": "ordered",
            "indent": 0,
            "offset": 3,
            "elements": [section(text("four")), section(text("five"))],
        },
    ]


def test_code_keeps_its_spaces_and_loses_no_line() -> None:
    assert elements("Look:\n```python\nif x:\n\n    y\n```") == [
        section(text("Look:")),
        {"type": "rich_text_preformatted", "elements": [text("if x:\n\n    y")]},
    ]


def test_a_quotation_is_one() -> None:
    assert elements("> one\n> - two") == [
        {"type": "rich_text_quote", "elements": [text("one\n• two")]},
    ]


def test_a_link_shows_where_it_leads_unless_slack_does() -> None:
    assert elements("[paper](https://x.y/z) <http://a.b> [mail](mailto:a@b.c)") == [
        section(
            {"type": "link", "url": "https://x.y/z", "text": "paper"},
            text(" http://a.b mail (mailto:a@b.c)"),
        )
    ]


def test_a_long_text_comes_in_pieces_that_slack_takes() -> None:
    (only,) = elements("x" * 4000)

    assert [len(part["text"]) for part in only["elements"]] == [3000, 1000]


@pytest.mark.parametrize("empty", ["```\n```", "#", ">", "[a]: https://x.y/z"])
def test_marks_around_nothing_are_shown_as_they_stand(empty: str) -> None:
    assert elements(empty) == [section(text(empty))]


def test_words_have_no_marks() -> None:
    assert rich.words("**a** `b`\n\n- [c](https://d.e)") == "a b\n\n• c (https://d.e)"


class TestATable:
    HEADER = ("", "member", "points", "answered", "streak", "change")

    def test_that_a_telephone_shows_is_aligned(self) -> None:
        (shown,) = rich.table(("member", "score"), [("Ada", "5/5"), ("Grace", "–")])

        assert shown == {
            "type": "rich_text_preformatted",
            "elements": [text("member  score\nAda     5/5\nGrace   –")],
        }

    def test_that_is_wider_has_a_line_for_each_row(self) -> None:
        (shown,) = rich.table(
            self.HEADER, [("1", "Ada", "240", "5", "6", ""), ("2", "Bo", "9", "1", "0", "+9")]
        )

        assert shown["elements"] == [
            section(text("1 Ada", "bold"), text(": points 240, answered 5, streak 6")),
            section(text("2 Bo", "bold"), text(": points 9, answered 1, streak 0, change +9")),
        ]

    def test_that_is_large_does_not_grow(self) -> None:
        header, row = ("h" * 300,) * 6, ("x",) * 6

        (shown,) = rich.table(header, [row] * 50)

        (part,) = shown["elements"]
        assert part["text"].endswith("x  x  x  x  x  x")
        assert len(part["text"]) < 4000

    def test_without_rows_shows_its_header(self) -> None:
        (shown,) = rich.table(self.HEADER, [])

        assert "answered" in str(shown)


@pytest.mark.parametrize("words", HOSTILE)
def test_what_people_wrote_is_shown_to_the_letter(words: str) -> None:
    assert elements(escape(words)) == [section(text(words))]


@given(hostile)
def test_escaped_text_never_is_more_than_words(words: str) -> None:
    shown = elements(escape(words))

    assert not [element for element in shown if element["type"] != "rich_text_section"]
    assert not [part for element in shown for part in element["elements"] if part.keys() != {"type", "text"}]
    assert gaps("".join(part["text"] for element in shown for part in element["elements"])) == gaps(
        rich.words(escape(words))
    )


@given(hostile.filter(str.strip))
def test_whatever_is_marked_is_taken_by_slack_and_calls_nobody(markdown: str) -> None:
    block = rich.rich_text(*rich.rich(markdown))

    assert not problems([block], "message")
    assert not [found for found in mentions({"blocks": [block]}) if not found.startswith("link https://")]
