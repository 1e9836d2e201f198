"""What members got comes back with no name, no word and no second try."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.appeal import Appeal, Decision
from bot.domain.attempt import Standing
from bot.domain.grade import Verdict
from bot.domain.health import Result
from bot.domain.question import question_hash
from bot.domain.quiz import Quiz
from bot.store.port import Report
from bot.store.sql import SqlStore
from tests.bot.store.samples import (
    ANN,
    BOB,
    CAT,
    DAY,
    GENERAL,
    HOUR,
    MINUTE,
    NOON,
    QUESTION,
    attempt,
    challenge,
    grade,
    question,
)

OTHER = question("other")


async def filled(store: SqlStore) -> None:
    """A challenge that three answered, one of them twice and one who took it back, and a quiz of two."""
    async with store.begin() as tx:
        await tx.questions.keep({question_hash(QUESTION): QUESTION, question_hash(OTHER): OTHER})
        await tx.challenges.open([challenge()])
        await tx.attempts.add(attempt("a1", ANN, grade=grade(0.4)))
        await tx.attempts.add(attempt("a2", ANN, number=2, at=NOON + HOUR, grade=grade(1)))
        await tx.attempts.add(attempt("a3", BOB, grade=grade(0.8)))
        await tx.attempts.add(attempt("a4", CAT, grade=grade(0.1), standing=Standing.WITHDRAWN))
        hashes = (question_hash(OTHER), question_hash(QUESTION))
        await tx.quizzes.add(Quiz("q1", CAT, GENERAL, hashes, NOON))
        quiz = attempt("a5", CAT, within="q1", number=0, at=NOON + 2 * MINUTE, grade=grade(0.6, OTHER))
        await tx.attempts.add(quiz)
        await tx.attempts.add(replace(quiz, id="a6", number=1, at=NOON + 5 * MINUTE, grade=grade(0.2)))
        await tx.attempts.add(replace(quiz, id="a7", within="q2", grade=None))


async def of_all(store: SqlStore) -> list[Result]:
    async with store.read() as tx:
        return await tx.results.of_all(NOON - DAY)


async def test_first_tries_and_quizzes_count(store: SqlStore) -> None:
    await filled(store)
    found = await of_all(store)
    assert sorted((one.question, one.score) for one in found) == [
        ("sql/choice", 0.2),
        ("sql/choice", 0.4),
        ("sql/choice", 0.8),
        ("sql/other", 0.6),
    ]
    assert all(one.verdicts == {"a": Verdict.MET} for one in found)


async def test_people_can_be_told_apart_and_not_told(store: SqlStore) -> None:
    await filled(store)
    found = await of_all(store)
    assert len({one.person for one in found}) == 3
    assert not any(name in repr(found) for name in ("ann", "bob", "cat", "Ann", "This", "team"))


async def test_the_time_an_answer_took_is_known_in_a_quiz(store: SqlStore) -> None:
    await filled(store)
    took = {one.score: one.took for one in await of_all(store)}
    assert took == {0.4: None, 0.8: None, 0.6: 2 * MINUTE, 0.2: 3 * MINUTE}


async def test_only_what_came_since_counts(store: SqlStore) -> None:
    await filled(store)
    async with store.read() as tx:
        assert await tx.results.of_all(NOON + DAY) == []


async def test_reports_and_appeals_that_were_won_are_counted_by_question(store: SqlStore) -> None:
    await filled(store)
    async with store.begin() as tx:
        for n, person in enumerate((ANN, BOB)):
            await tx.reports.add(Report(f"r{n}", QUESTION.id, question_hash(QUESTION), person, "odd", NOON))
        for id, person, granted in (("a1", ANN, True), ("a3", BOB, False), ("a5", CAT, None)):
            await tx.appeals.add(
                Appeal(
                    attempt=id,
                    person=person,
                    place=GENERAL,
                    reason="It is right.",
                    missed=(),
                    consent=False,
                    at=NOON,
                )
            )
            if granted is not None:
                await tx.appeals.decide(id, Decision(granted=granted, by=CAT, sentence="So it is.", at=NOON))
    async with store.read() as tx:
        assert await tx.results.reported(NOON - DAY) == {QUESTION.id: 2}
        assert await tx.results.appeals_won(NOON - DAY) == {QUESTION.id: 1}
        assert await tx.results.reported(NOON + DAY) == {}
        assert await tx.results.appeals_won(NOON + DAY) == {}
