from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given

from bot.chat.card import (
    CARDS,
    MAX_ACTION,
    MAX_BLOCKS,
    MAX_BUTTONS,
    MAX_COLUMNS,
    MAX_FIELDS,
    MAX_FILE,
    MAX_LABEL,
    MAX_ROWS,
    MAX_TEXT,
    MAX_TITLE,
    Button,
    Buttons,
    Card,
    Code,
    Fields,
    File,
    Image,
    Table,
    Text,
    card,
    clip,
    linked_place,
    place_link,
)
from bot.chat.refs import Place
from tests.strategies import cards


def buttons(count: int, start: int = 0) -> Buttons:
    return Buttons(tuple(Button("Go", "go", str(number)) for number in range(start, start + count)))


def test_the_largest_of_everything_is_a_card() -> None:
    Card("t" * MAX_TITLE, (Text("x" * (MAX_TEXT - MAX_TITLE - 1)), buttons(MAX_BUTTONS)), footer="f")
    Card(blocks=(Text("x"),) * MAX_BLOCKS)
    Button("l" * MAX_LABEL, "a", "v" * (MAX_ACTION - 2))
    Fields((("name", "value"),) * MAX_FIELDS)
    Table(("",) * MAX_COLUMNS, (("",) * MAX_COLUMNS,) * MAX_ROWS)
    Image(b"x" * MAX_FILE, "a picture")
    File("data.json", "x" * MAX_FILE)


def test_a_link_to_a_channel_leads_there_and_others_nowhere() -> None:
    channel = Place("slack", "T1", "C1")
    link = place_link(Place("slack", "T1", "C1", "17"))

    assert linked_place(link.partition("(")[2][:-1]) == channel
    assert [linked_place(url) for url in ("https://x.y", "koko:", "koko:slack", "koko:a:b:c d")] == [None] * 4


@pytest.mark.parametrize(
    ("build", "problem"),
    [
        (lambda: Card(), "without title and blocks"),
        (lambda: Card("t" * (MAX_TITLE + 1)), "a title has at most 150"),
        (lambda: card("t", "x" * MAX_TEXT), "at most 4000 characters of text, not 4001"),
        (lambda: card("", Code("x" * MAX_TEXT), footer="f"), "at most 4000"),
        (lambda: card("", Fields((("n", "v" * MAX_TEXT),))), "at most 4000"),
        (lambda: card("", Table(("h",), (("c" * MAX_TEXT,),))), "at most 4000"),
        (lambda: card("", Image(b"", "a" * (MAX_TEXT + 1))), "at most 4000"),
        (lambda: card("", *["x"] * (MAX_BLOCKS + 1)), "at most 20 blocks"),
        (lambda: card("", buttons(20), buttons(6, start=20)), "at most 25 buttons"),
        (lambda: card("", buttons(1), buttons(1)), "two buttons do the same"),
        (lambda: Text(" \n"), "empty"),
        (lambda: Code(""), "empty"),
        (lambda: Fields(()), "1 to 10 fields, not 0"),
        (lambda: Fields((("n", "v"),) * (MAX_FIELDS + 1)), "1 to 10 fields, not 11"),
        (lambda: Fields((("n", " "),)), "empty"),
        (lambda: Fields((("", "v"),)), "empty"),
        (lambda: Table((), ()), "1 to 6 columns"),
        (lambda: Table(("h",) * (MAX_COLUMNS + 1), ()), "1 to 6 columns"),
        (lambda: Table(("h",), (("c",),) * (MAX_ROWS + 1)), "at most 50 rows"),
        (lambda: Table(("h", "i"), (("c",),)), "not as wide"),
        (lambda: Image(b"", ""), "alternative text"),
        (lambda: Image(b"x" * (MAX_FILE + 1), "alt"), "at most 1000000 bytes"),
        (lambda: File("f.txt", "é" * (MAX_FILE // 2 + 1)), "at most 1000000 bytes"),
        (lambda: File("../f.txt", ""), "a file's name"),
        (lambda: File("", ""), "a file's name"),
        (lambda: Button("", "go"), "1 to 75 characters"),
        (lambda: Button("l" * (MAX_LABEL + 1), "go"), "1 to 75 characters"),
        (lambda: Button("Go", "a|b"), "no | in an action"),
        (lambda: Button("Go", ""), "an action is not empty"),
        (lambda: Button("Go", "a", "v" * (MAX_ACTION - 1)), "too long"),
        (lambda: Buttons(()), "1 to 25 buttons, not 0"),
        (lambda: buttons(MAX_BUTTONS + 1), "1 to 25 buttons, not 26"),
        (lambda: Buttons((Button("Go", "a"), Button("Stop", "a"))), "two buttons do the same"),
    ],
)
def test_what_some_platform_would_refuse_is_refused_where_it_is_built(
    build: Callable[[], object], problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        build()


@given(cards)
def test_a_card_survives_json(card: Card) -> None:
    assert CARDS.validate_json(CARDS.dump_json(card)) == card


def test_strings_are_paragraphs_and_nothing_is_left_out() -> None:
    assert card("t", "one", None, "", Code("two")) == Card("t", (Text("one"), Code("two")))


def test_buttons_are_found_in_the_order_they_stand() -> None:
    asked = card("t", buttons(1), "text", buttons(2, start=1))

    assert [button.value for button in asked.buttons] == ["0", "1", "2"]


def test_what_is_cut_in_a_code_block_still_ends_it() -> None:
    kept = clip("So:\n```python\n" + "x = 1\n" * 50 + "```", 100)

    assert len(kept) <= 100
    assert kept.endswith("…\n```")
