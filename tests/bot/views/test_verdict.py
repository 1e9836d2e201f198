"""The receipt in words."""

from __future__ import annotations

import pytest

from bot.chat.card import card
from bot.chat.plain import plain
from bot.domain.grade import Grade, Judgement, Verdict
from bot.domain.question import Question, question_hash
from bot.views.verdict import findings
from tests.bank import CACHE, CHOICE, CODE

SHOWN, HIDDEN = "The cases that are shown pass.", "So do the hidden ones."


def graded(question: Question, *judgements: Judgement, by: str = "key", note: str = "") -> Grade:
    score = sum(judgement.verdict is Verdict.MET for judgement in judgements) / len(judgements)
    return Grade(score, judgements, by, "1", question_hash(question), (), note)


def said(question: Question, grade: Grade, *, revealed: bool = False) -> str:
    return plain(card("", *findings(grade, question, "An answer.", revealed=revealed)))


@pytest.mark.parametrize("revealed", [False, True])
@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.MET, "✓ That is right."),
        (Verdict.PARTIAL, "✓ half: Some of it is right."),
        (Verdict.UNMET, "○ That is not right."),
    ],
)
def test_of_a_choice_it_says_whether_it_is_right_and_counts_nothing(
    verdict: Verdict, words: str, revealed: bool
) -> None:
    grade = graded(CHOICE, Judgement("choice", "The right one.", 1.0, verdict, note="You chose A."))

    assert said(CHOICE, grade, revealed=revealed).split("\n") == [f"{words}  ", "   You chose A.  "]


def test_what_failed_stands_below_how_many_cases_passed() -> None:
    shown = Judgement("shown", SHOWN, 0.5, Verdict.MET, note="a hidden case came out wrong")
    hidden = Judgement("hidden", HIDDEN, 0.5, Verdict.PARTIAL)
    grade = graded(CODE, shown, hidden, by="tests", note="Wrong answer: 3 of 4 cases passed.")

    words = said(CODE, grade)

    assert words.index(HIDDEN) < words.index("3 of 4") < words.index("a hidden case")


def test_where_nothing_is_met_it_does_not_say_still() -> None:
    rest = [Judgement(id, f"Point {id}.", 0.5, Verdict.UNMET) for id in ("a", "b")]

    assert said(CACHE, graded(CACHE, *rest, by="rubric")) == (
        "None of the 2 points yet; the reveal names them."
    )
