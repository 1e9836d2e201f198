"""A quiz goes on where it was left, and one step at a time."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.quiz import Quiz
from bot.store.sql import SqlStore
from tests.bot.store.samples import ANN, BOB, GENERAL, HOUR, NOON

QUIZ = Quiz("q1", ANN, GENERAL, ("hash-1", "hash-2"), NOON)


async def test_a_quiz_comes_back_as_it_was_begun(store: SqlStore) -> None:
    async with store.begin() as tx:
        assert await tx.quizzes.add(QUIZ)
        assert not await tx.quizzes.add(replace(QUIZ, position=1))
        assert await tx.quizzes.get("q1") == QUIZ
        assert await tx.quizzes.get("q2") is None


async def test_a_quiz_advances_from_the_position_it_was_read_with(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.quizzes.add(QUIZ)
        assert await tx.quizzes.advance(QUIZ, 1)
        assert not await tx.quizzes.advance(QUIZ, 1)
        assert await tx.quizzes.get("q1") == replace(QUIZ, position=1)


async def test_unfinished_is_the_latest_quiz_of_the_person_that_is_not_at_its_end(store: SqlStore) -> None:
    later = replace(QUIZ, id="q2", started_at=NOON + HOUR)
    async with store.begin() as tx:
        for each in (later, QUIZ, replace(QUIZ, id="q3", person=BOB, position=2)):
            await tx.quizzes.add(each)
        assert await tx.quizzes.unfinished(ANN) == later
        await tx.quizzes.advance(later, 2)
        assert await tx.quizzes.unfinished(ANN) == QUIZ
        assert await tx.quizzes.unfinished(BOB) is None
