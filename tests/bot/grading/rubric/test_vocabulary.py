"""Words of patterns are found wherever an answer has them, also as parts of several patterns at once."""

from __future__ import annotations

import pytest

from bot.grading.rubric.abbreviations import expansions
from bot.grading.rubric.patterns import Word
from bot.grading.rubric.text import read
from bot.grading.rubric.vocabulary import Vocabulary

MATRIX = Word("matrix")
MAT = Word("mat", prefix=True)
PRETRAINED = Word("pretrained")
CAUSAL = Word("causal", exact=True)
SHORT = expansions((("mtx", "matrix"),))
WORDS = Vocabulary([MATRIX, MAT, PRETRAINED, CAUSAL], SHORT.alike)


def places(text: str, repaired: dict[int, str] | None = None) -> list[tuple[str, int, list[int]]]:
    names = {number: word.text for word, number in WORDS.numbers.items()}
    found = WORDS.find(read(text).tokens, repaired or {})
    return sorted((names[n], at, lengths) for at, here in enumerate(found) for n, lengths in here.items())


def test_one_word_of_an_answer_may_be_several() -> None:
    assert places("two matrices") == [("mat", 1, [1]), ("matrix", 1, [1])]


@pytest.mark.parametrize("text", ["format", "a formatrix", "ma trix", "un-pretrainedness"])
def test_a_word_begins_where_the_answer_has_one(text: str) -> None:
    assert places(text) == []


def test_a_word_that_was_written_apart_takes_two() -> None:
    assert places("a pre-trained one") == [("pretrained", 1, [2])]
    assert places("a pretrained one") == [("pretrained", 1, [1])]


def test_a_slip_is_read_as_what_was_meant_but_not_where_the_word_must_be_exact() -> None:
    assert places("a matrx, cusal") == [("mat", 1, [1])]
    assert places("a matrx, cusal", {1: "matrix", 2: "causal"}) == [("mat", 1, [1]), ("matrix", 1, [1])]


def test_what_stands_before_a_word_makes_it_no_other() -> None:
    assert WORDS.number(Word("matrix", gap=3)) == WORDS.number(MATRIX)


def test_where_no_words_are_known_none_are_found() -> None:
    assert Vocabulary([], SHORT.alike).find(read("two matrices").tokens, {}) == [{}, {}]


def test_a_short_form_is_the_word_that_it_stands_for() -> None:
    assert places("two mtx") == [("mat", 1, [1]), ("matrix", 1, [1])]


def test_a_beginning_is_not_found_again_in_what_follows_it() -> None:
    assert places("matter here") == [("mat", 0, [1])]
