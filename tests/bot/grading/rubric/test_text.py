"""Words, and where they stand in what was typed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grading.rubric.text import MAX_CHARS, read, words


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Don’t", ["do", "not"]),
        ("it cant, doesnt, won't, cannot", ["it", "can", "not", "does", "not", "will", "not", "can", "not"]),
        ("the model's", ["the", "model"]),
        ("w/o it", ["without", "it"]),
        ("under .1, or 1.5. So 2", ["under", "0.1", "or", "1.5", "so", "2"]),
        ("ﬁne‑tuning", ["fine", "tuning"]),
        ("ＦＲＯＺＥＮ", ["frozen"]),
        ("fro\u200bzen", ["frozen"]),
        ("**bold** and `code`", ["bold", "and", "code"]),
        ("> quoted\nmine", ["mine"]),
        ("~~wrong~~ right", ["right"]),
        ("see https://example.org/frozen-weights now", ["see", "now"]),
        ("before <!-- hidden words --> after", ["before", "after"]),
        ("prose\n```\ncode\n```", ["prose"]),
        ("```\nall of it\n```", ["all", "of", "it"]),
        ("😀 … !!! \x00", []),
    ],
)
def test_words_are_folded_and_markup_left_out(typed: str, expected: list[str]) -> None:
    assert words(typed) == expected


def test_marks_before_words_are_kept() -> None:
    marks = [token.mark for token in read("a b-c, d (e): f -> g. h i.e. j\nk").tokens]
    assert marks == ["", "", "-", ",", "(", ":", ">", ".", "", "", "", "\n"]


def test_a_hard_wrapped_line_goes_on() -> None:
    line = "this paragraph was wrapped by an editor at some width and"
    marks = [token.mark for token in read(f"{line}\ngoes on").tokens]
    assert "\n" not in marks


def test_nothing_is_read_beyond_the_limit() -> None:
    assert all(token.end <= MAX_CHARS for token in read("word " * 300_000).tokens)


@given(st.text(max_size=300))
def test_every_word_stands_where_it_says(typed: str) -> None:
    tokens = read(typed).tokens
    assert all(0 <= token.start < token.end <= len(typed) for token in tokens)
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(tokens))
