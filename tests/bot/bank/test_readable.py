"""A pattern that can't be read is found while the bank is read, and no other is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.bank.readable import unreadable
from bot.domain.question import QUESTIONS, Question
from bot.grading.rubric import PatternError, parse
from tests.bank import CACHE

PARTS = ("a", "b7", "not", "n't", "~", "*", " ", " .. ", "..", "…", "-", "'", ".", "É", "<", "/")


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=8).map("".join))
def test_what_the_judge_can_not_read_is_named(pattern: str) -> None:
    assert bool(list(unreadable(asking_for(pattern)))) != judge_reads(pattern)


def judge_reads(pattern: str) -> bool:
    try:
        parse(pattern)
    except PatternError:
        return False
    return True


def asking_for(pattern: str) -> Question:
    fields = CACHE.model_dump()
    fields["criteria"][0]["any"] = [[[pattern]]]
    return QUESTIONS.validate_python(fields)
