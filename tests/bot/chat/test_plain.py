from __future__ import annotations

import pytest
from hypothesis import given

from bot.chat.card import Button, Buttons, Card, Code, Fields, File, Image, Table, card, place_link
from bot.chat.plain import columns, plain, unmark
from bot.chat.refs import Place
from tests.strategies import cards

EVERYTHING = card(
    "Today",
    "Why is the **base** frozen\\?",
    Code("a * b * c"),
    Fields((("Topic", "*fine\\-tuning*"), ("Minutes", "5"))),
    Table(("", "member"), (("1", "ada_l"), ("10", "*bob*"))),
    Image(b"", "a chart"),
    File("mine.json", "{}"),
    Buttons((Button("Answer", "answer"), Button("Hint", "hint"))),
    footer="closes _Fri 08:00_",
)


def test_every_block_reads_well_without_markup() -> None:
    assert plain(EVERYTHING).split("\n\n") == [
        "Today",
        "Why is the base frozen?",
        "a * b * c",
        "Topic: fine-tuning\nMinutes: 5",
        "    member\n1   ada_l\n10  *bob*",
        "[picture: a chart]",
        "[file: mine.json]",
        "[Answer]  [Hint]",
        "closes Fri 08:00",
    ]


def test_buttons_can_be_left_out() -> None:
    assert "[Answer]" not in plain(EVERYTHING, buttons=False)


@given(cards)
def test_any_card_has_a_plain_form_that_begins_with_its_title(card: Card) -> None:
    assert plain(card).startswith(card.title)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("a **b** *c* __d__ _e_", "a b c d e"),
        ("**a *b* c**", "a b c"),
        ("***a*** **_b_**", "a b"),
        ("fill in: " + "_" * 3000, "fill in: " + "_" * 3000),
        ("*" * 3000, "*" * 3000),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("snake_case_name", "snake_case_name"),
        ("_a\\_ b_", "a_ b"),
        (
            f"*in* {place_link(Place('slack', 'T1', 'a_(b)]', '17'))}, [a](https://b.c)",
            "in #a_(b)], [a](https://b.c)",
        ),
        ("[" * 3000, "[" * 3000),
        ("*a\\\\*", "a\\"),
        ("\\*not strong\\*", "*not strong*"),
        ("**\\*\\***", "**"),
        ("call `__init__` twice", "call `__init__` twice"),
        ("```python\ndef __init__(self): *a\n```", "```python\ndef __init__(self): *a\n```"),
        ("**open", "**open"),
        ("one *\ntwo*", "one *\ntwo*"),
    ],
)
def test_marks_go_and_words_stay(markdown: str, text: str) -> None:
    assert unmark(markdown) == text


def test_columns_stand_under_each_other() -> None:
    assert columns([("a", "b"), ("long", "")]) == "a     b\nlong"
