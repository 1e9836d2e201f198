"""Reading the text of a question's file."""

from __future__ import annotations

import pytest

from bot.bank.sheet import unwrapped


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("One paragraph\nin two lines.\n\nAnother\none.", "One paragraph in two lines.\n\nAnother one."),
        ("- an item\n  that goes on\n- the next", "- an item that goes on\n- the next"),
        ("1. first\n2. second", "1. first\n2. second"),
        ("a break  \nmeant so", "a break  \nmeant so"),
        ("```python\nx = 1\ny = 2\n```\nafter\nit", "```python\nx = 1\ny = 2\n```\nafter it"),
        ("# Title\ntext", "# Title\ntext"),
        ("| a | b |\n| - | - |\n| 1 | 2 |", "| a | b |\n| - | - |\n| 1 | 2 |"),
    ],
)
def test_a_line_break_for_the_file_s_width_means_nothing(written: str, read: str) -> None:
    assert unwrapped(written.split("\n")) == read
