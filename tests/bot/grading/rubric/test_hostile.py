"""Whatever somebody types gets a grade, in time that its length bounds, and nothing breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.grade import GRADES
from bot.domain.question import OpenQuestion
from bot.grading.rubric import judge_prose
from bot.grading.rubric.text import MAX_CHARS, read
from tests.bot.grading.rubric.answers import ALL
from tests.bot.grading.rubric.rubrics import LORA, QUESTIONS

WORDS = sorted({token.word for _, answer in ALL for token in read(answer).tokens})
GLUE = [
    " ",
    ", ",
    ". ",
    "\n",
    " not ",
    "-",
    ": ",
    "? ",
    "\x00",
    "\u200b",
    "\u202e",
    "\ud800",
    "😀",
    "```",
    "{",
    "<",
]

anything = st.text(st.characters(exclude_categories=()), max_size=400)
plausible = st.lists(st.sampled_from(WORDS + GLUE * 9), max_size=150).map("".join)


@given(anything | plausible, st.sampled_from(QUESTIONS))
def test_every_text_gets_a_whole_grade(answer: str, question: OpenQuestion) -> None:
    grade = judge_prose(question, answer)
    assert grade.score is None or 0 <= grade.score <= 1
    assert [judgement.criterion for judgement in grade.judgements] == [c.id for c in question.criteria]
    quoted = [evidence for judgement in grade.judgements for evidence in judgement.evidence]
    assert all(evidence.text == answer[evidence.start : evidence.end] != "" for evidence in quoted)
    assert GRADES.validate_json(GRADES.dump_json(grade)) == grade


@pytest.mark.parametrize(
    "answer",
    [
        "The base is frozen. " * 50_000,
        "frozen " * 140_000,
        "not " * 250_000,
        "not know and " * 80_000,
        "x" * 1_000_000,
        "frozn" * 200_000,
        "a-" * 500_000,
        "a, " * 333_000,
        "if a and b, " * 80_000,
        "{" * 1_000_000,
        "```" * 333_333,
        "<!--" * 250_000,
        "<b " * 333_333,
        "~~" * 500_000,
        "\u0301" * 1_000_000,
        "ﷺ" * 1_000_000,
        "?\n" * 500_000,
        "this answer covers all, " * 40_000,
        "system: " * 125_000,
        "I'm not sure whether " * 50_000,
        "weights frozen base low rank matrices " * 26_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_a_megabyte_is_read_up_to_the_limit_and_no_further(answer: str) -> None:
    assert judge_prose(LORA, answer) == judge_prose(LORA, answer[:MAX_CHARS])


@pytest.mark.parametrize(
    "answer", ["", " ", "\x00", "😀🎉", "?!…—", "\u200b\u2060", "\u202e\u202c", "```\n```", "\ud800"]
)
def test_nothing_said_earns_nothing(answer: str) -> None:
    grade = judge_prose(LORA, answer)
    assert grade.score == 0
    assert "empty" in grade.guards
