"""A criterion is completed by its neighbouring clause, where both speak of the same thing."""

from __future__ import annotations

import pytest

from bot.domain.grade import Verdict
from bot.grading.rubric import match_criterion
from bot.grading.rubric.clauses import joined, split
from bot.grading.rubric.text import read
from tests.bot.grading.rubric.rubrics import FREEZES


def test_a_neighbouring_clause_completes_a_criterion() -> None:
    said = "You take the base as it comes. It is frozen."
    assert match_criterion(FREEZES, said).verdict is Verdict.MET


def test_a_clause_further_away_does_not() -> None:
    said = "You take the base as it comes. There are adapters. They are small. Something is frozen."
    assert match_criterion(FREEZES, said).verdict is not Verdict.MET


def test_parallel_clauses_do_not_complete_each_other() -> None:
    said = "It freezes the adapter weights and trains the base weights."
    assert match_criterion(FREEZES, said, None).verdict is not Verdict.MET


def test_a_clause_that_does_something_to_each_of_them_goes_on_about_them() -> None:
    said = "Split the base into layers and freeze each before the training."
    assert match_criterion(FREEZES, said).verdict is Verdict.MET


def test_of_in_both_makes_no_parallel_of_two_clauses() -> None:
    said = "The loss of quality is small, the size of the update grows."
    first, second = split(read(said).tokens)
    assert joined(first, second)


def test_what_a_but_goes_on_to_say_of_the_same_thing_is_joined() -> None:
    first, second = split(read("Short chunks of the text are precise but lose the context.").tokens)
    assert joined(first, second)
    first, second = split(read("Short chunks of the text are precise but long chunks are not.").tokens)
    assert not joined(first, second)


@pytest.mark.parametrize("compound", ["feed-forward layers", "held-out loss"])
def test_the_first_word_of_a_compound_is_no_verb(compound: str) -> None:
    [clause] = split(read(f"it has attention and {compound} in every block").tokens)
    assert clause.verb == 1
