"""The pattern language, as `patterns` describes it."""

from __future__ import annotations

import pytest

from bot.grading.rubric.automaton import Automaton
from bot.grading.rubric.patterns import PatternError, parse
from bot.grading.rubric.text import read


def shows(pattern: str, text: str) -> bool:
    """Whether the pattern stands in the text at all, negated or not."""
    return bool(Automaton([pattern]).find(read(text).tokens))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("frozen", "It is FROZEN."),
        ("update", "it updates"),
        ("update", "Updating it"),
        ("updating", "it was updated"),
        ("map", "it is mapped"),
        ("study", "two studies"),
        ("matrix", "both matrices"),
        ("regularization", "regularisation"),
        ("generaliz*", "it generalises"),
        ("behaviour", "its behavior"),
        ("naive", "naïve Bayes"),
        ("freez*", "freezing"),
        ("low rank", "a low-rank update"),
        ("low rank", "a lowrank update"),
        ("pretrained", "the pre-trained weights"),
        ("overfit*", "it is over fitting"),
        ("int8", "int 8"),
        ("8 bit", "8bit integers"),
        ("all .. weight*", "all weights"),
        ("all .. weight*", "all of the model's weights"),
        ("lambda", "a penalty λ"),
        ("don't touch", "we do not touch it"),
        ("0.5", "a threshold of 0.5 is used"),
        ("1000", "1,000 steps"),
        ("not updat*", "they are never updated"),
        ("without train*", "without any training"),
    ],
)
def test_a_pattern_finds(pattern: str, text: str) -> None:
    assert shows(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("update", "the updater"),
        ("general", "generalization"),
        ("rank", "frankly"),
        ("freez*", "unfreeze"),
        ("low rank", "rank low"),
        ("low rank", "low. Rank"),
        ("all .. weight*", "all of the many other layers' weights"),
        ("all .. weight*", "That is all. The weights stay."),
        ("5", "0.5"),
        ("form", "no rm"),
    ],
)
def test_a_pattern_does_not_find(pattern: str, text: str) -> None:
    assert not shows(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "complaint"),
    [
        ("", "no words"),
        ("..", "between two words"),
        (".. weight", "between two words"),
        ("all ..", "ends it"),
        ("a .. .. b", "between two words"),
        ("quanti*ation", "only end a word"),
        ("*", "no letter or digit"),
        ("a ?! b", "no letter or digit"),
        ("we~ight", "only begin one"),
    ],
)
def test_a_pattern_that_cannot_be_read_says_why(pattern: str, complaint: str) -> None:
    with pytest.raises(PatternError, match=complaint):
        parse(pattern)


def test_abbreviations_and_what_they_stand_for_are_one() -> None:
    known = {"fft": "full fine-tuning"}
    spelt = Automaton(["full fine tun*"], known)
    short = Automaton(["fft"], known)
    assert spelt.find(read("FFT is costly").tokens)
    assert short.find(read("Full fine-tuning is costly").tokens)
    assert not Automaton(["fine tun*"], known).find(read("FFT is costly").tokens), "a part gives nothing away"


def test_a_hostile_text_takes_no_longer_than_its_length() -> None:
    pattern = "a .. a .. a .. a .. b"
    hits = Automaton([pattern]).find(read("a " * 2_000).tokens)
    assert hits == []
