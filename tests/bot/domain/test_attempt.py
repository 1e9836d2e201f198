from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.refs import Person
from bot.domain.attempt import Attempt, challenge_points, is_attempt, quiz_points
from bot.domain.grade import Grade
from bot.domain.question import Difficulty


def grade(score: float | None) -> Grade:
    return Grade(score, (), by="rubric", version="1", question="")


@pytest.mark.parametrize(
    "text",
    [
        "The base is frozen.",
        "it's low-rank, isn't full-rank",
        "```python\npass\n```",
        "```\nx",
        "Is it frozen? Yes, the base is.",
        "- frozen\n- small\n- cheap\n- merged",
        "r = 8, alpha 16",
    ],
)
def test_four_words_or_a_code_block_are_an_answer(text: str) -> None:
    assert is_attempt(text, addressed=False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n",
        "no idea",
        "I don't know",
        "I don’t know.",
        "— … — …",
        "👍 👍 👍 👍",
        "is that about the base model?",
        "is that about the base model?  \n",
        "is that about the base model？",
        "```x``` is that it?",
    ],
)
def test_a_few_words_or_a_question_are_talk(text: str) -> None:
    assert not is_attempt(text, addressed=False)


@given(st.text())
def test_what_is_said_to_somebody_is_talk(text: str) -> None:
    assert not is_attempt(text, addressed=True)


@pytest.mark.parametrize(
    ("score", "difficulty", "hinted", "points"),
    [
        (1.0, Difficulty.EASY, False, 100),
        (1.0, Difficulty.MEDIUM, False, 150),
        (1.0, Difficulty.HARD, False, 200),
        (1.0, Difficulty.HARD, True, 180),
        (0.5, Difficulty.MEDIUM, True, 68),
        (1 / 3, Difficulty.EASY, False, 33),
        (0.0, Difficulty.HARD, False, 0),
        (None, Difficulty.HARD, False, 0),
    ],
)
def test_a_challenge_gives_its_score_times_what_it_is_worth(
    score: float | None, difficulty: Difficulty, hinted: bool, points: int
) -> None:
    assert challenge_points(grade(score), difficulty, hinted=hinted) == points


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(Difficulty), st.booleans())
def test_a_better_answer_never_gives_less(
    one: float, other: float, difficulty: Difficulty, hinted: bool
) -> None:
    low, high = sorted([one, other])

    assert challenge_points(grade(low), difficulty, hinted=hinted) >= 0
    assert challenge_points(grade(low), difficulty, hinted=hinted) <= challenge_points(
        grade(high), difficulty, hinted=hinted
    )
    assert challenge_points(grade(high), difficulty, hinted=True) <= challenge_points(
        grade(high), difficulty, hinted=False
    )
    assert 0 <= quiz_points(grade(low)) <= quiz_points(grade(high)) <= 20


def test_a_quiz_answer_without_a_score_gives_nothing() -> None:
    assert quiz_points(grade(None)) == 0


def test_a_member_keeps_their_numbers_on_the_second_try_and_shares_them_with_nobody() -> None:
    ada, bob = Person("local", "w", "ada"), Person("local", "w", "bob")
    now = datetime(2026, 4, 3, tzinfo=UTC)

    first, second, other = (
        Attempt(id, "challenge", number, person, "x", now)
        for id, number, person in (("a", 1, ada), ("b", 2, ada), ("c", 1, bob))
    )

    assert first.seed == second.seed != other.seed
