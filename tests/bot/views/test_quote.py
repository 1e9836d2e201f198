"""What a receipt quotes of an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.grade import Evidence
from bot.views.quote import MAX_QUOTE, quotes

SAID = (
    "Freeze the pretrained weights, and learn the update as a product of two matrices. It costs 1,000 times "
    "less memory."
)


def found(*words: str, answer: str = SAID) -> list[Evidence]:
    starts = [answer.index(word) for word in words]
    return [Evidence(at, at + len(word), word) for at, word in zip(starts, words, strict=True)]


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        (["Freeze"], "“Freeze the pretrained weights”"),
        (["learn", "matrices"], "“learn the update as a product of two matrices”"),
        (
            ["weights", "product"],
            "“Freeze the pretrained weights”, “learn the update as a product of two matrices”",
        ),
        (["less memory"], "“It costs 1,000 times less memory”"),
        (
            ["weights, and learn"],
            "“Freeze the pretrained weights, and learn the update as a product of two matrices”",
        ),
        ([], ""),
    ],
)
def test_the_words_stand_in_their_part_of_the_sentence(words: list[str], quoted: str) -> None:
    assert quotes(found(*words), SAID) == quoted


def test_of_a_long_part_what_is_near_is_kept() -> None:
    answer = f"{'before ' * 20}the key words {'after ' * 20}"

    quoted = quotes(found("key words", answer=answer), answer)

    assert quoted.startswith("“… before")
    assert "the key words after" in quoted
    assert quoted.endswith("…”")


def test_without_the_answer_the_words_are_quoted_alone() -> None:
    assert quotes(found("Freeze"), "") == "“Freeze”"


@given(st.text(), st.integers(0, 40), st.integers(1, 40))
def test_no_answer_makes_it_long_or_loses_the_words(answer: str, start: int, length: int) -> None:
    words = answer[start : start + length]

    quoted = quotes([Evidence(start, start + len(words), words)], answer)

    assert len(quoted) <= 2 * (MAX_QUOTE + 2)
