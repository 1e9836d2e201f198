from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.chat.refs import Person, Place
from bot.domain.quiz import Quiz

QUIZ = Quiz(
    id="q",
    person=Person("local", "w", "ada"),
    place=Place("local", "w", "general"),
    questions=("one", "two"),
    started_at=datetime(2026, 4, 3, tzinfo=UTC),
)


def test_one_question_after_the_other_until_the_end() -> None:
    second = QUIZ.answered(0)
    end = second.answered(1)

    assert [quiz.position for quiz in (QUIZ, second, end)] == [0, 1, 2]
    assert (QUIZ.finished, second.finished, end.finished) == (False, False, True)


@pytest.mark.parametrize("position", [-1, 0, 2, 99])
def test_an_old_or_forged_button_does_no_harm(position: int) -> None:
    second = QUIZ.answered(0)

    assert second.answered(position) == second


@pytest.mark.parametrize("position", [0, 1, 2])
def test_a_finished_quiz_stays_finished(position: int) -> None:
    end = QUIZ.answered(0).answered(1)

    assert end.answered(position) == end


@pytest.mark.parametrize(("questions", "position"), [((), 0), (("one",), 2), (("one",), -1)])
def test_a_quiz_stands_at_a_question_or_at_the_end(questions: tuple[str, ...], position: int) -> None:
    with pytest.raises(ValueError, match="a quiz has questions"):
        Quiz("q", QUIZ.person, QUIZ.place, questions, QUIZ.started_at, position)
