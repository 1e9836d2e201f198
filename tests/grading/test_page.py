"""docs/grading.md says of the blind answers, and of the judge's errors, what is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.bank.files import Bank
from bot.domain.question import BehaviouralQuestion, OpenQuestion
from bot.grading.rubric import judge_prose
from tests.grading.answers import answers, bank, pairs
from tests.grading.table import columns, graded, table
from tests.grading.weakest import table as worst_table
from tests.grading.weakest import weakest

PAGE = (Path(__file__).parents[2] / "docs/grading.md").read_text(encoding="utf-8")
ERRORS = re.findall(r"^\| `([a-z/-]+)` \| (.+) \| ([\d.]+) \| ([\d.]+) \| .+ \|$", PAGE, re.MULTILINE)


@pytest.fixture(scope="module")
def questions() -> Bank:
    return bank()


@pytest.mark.slow
def test_the_table_is_what_comes_out(questions: Bank) -> None:
    assert table(columns(answers(), questions)) in PAGE


def test_at_least_ten_errors_are_shown() -> None:
    assert len(ERRORS) >= 10


@pytest.mark.parametrize(("id", "answer", "koko", "person"), ERRORS)
def test_each_error_is_one_still(questions: Bank, id: str, answer: str, koko: str, person: str) -> None:
    question = questions.by_id[id]
    assert isinstance(question, OpenQuestion | BehaviouralQuestion)
    score = judge_prose(question, answer).score
    assert f"{score:.2f}" == koko
    assert abs(float(koko) - float(person)) > 0.1


@pytest.mark.slow
def test_the_page_says_how_many_attempts_to_talk_to_the_grader_get_more() -> None:
    blind = answers()
    scores = dict(zip((answer.id for answer in blind), graded(blind), strict=True))
    twins = pairs(blind, "injection", "injection_plain")
    raised = [talk.id for talk, plain in twins if scores[talk.id] > scores[plain.id]]
    assert f"Of the {len(twins)} pairs of a blind answer" in PAGE
    assert f"\n{len(raised)} get more with it than without" in PAGE, raised


def test_the_bank_s_page_names_the_ten_that_agree_least() -> None:
    page = (Path(__file__).parents[2] / "docs/bank.md").read_text(encoding="utf-8")
    assert worst_table(weakest(answers())) in page
