"""Attempts are kept once, graded as they read, and give their number free when withdrawn."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.attempt import Standing
from bot.domain.question import question_hash
from bot.store.sql import SqlStore
from tests.bot.store.samples import (
    ANN,
    BOB,
    DAY,
    HOUR,
    MINUTE,
    NOON,
    QUESTION,
    SECOND,
    attempt,
    grade,
    message,
    question,
)


async def test_an_attempt_comes_back_as_it_was_given(store: SqlStore) -> None:
    given = attempt(source=message(1), hinted=True, standing=Standing.PRACTICE, grade=grade())
    async with store.begin() as tx:
        assert await tx.attempts.add(given)
    async with store.read() as tx:
        assert await tx.attempts.get("a1") == given
        assert await tx.attempts.from_message(message(1)) == given
        assert await tx.attempts.get("a2") is None
        assert await tx.attempts.from_message(message(2)) is None


async def test_a_try_and_a_message_count_once(store: SqlStore) -> None:
    async with store.begin() as tx:
        assert await tx.attempts.add(attempt("a1", source=message(1)))
        assert not await tx.attempts.add(attempt("a1", within="c2"))
        assert not await tx.attempts.add(attempt("the same try", source=message(2)))
        assert not await tx.attempts.add(attempt("the same message", within="c2", source=message(1)))
        assert await tx.attempts.add(attempt("the next try", number=2))
        assert await tx.attempts.add(attempt("another member", BOB))
        assert await tx.attempts.add(attempt("another challenge", within="c2"))


async def test_a_withdrawn_attempt_gives_its_number_free_but_not_its_message(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.attempts.add(attempt("a1", source=message(1)))
        await tx.attempts.stand("a1", Standing.WITHDRAWN)
        assert not await tx.attempts.add(attempt("redelivered", source=message(1)))
        assert await tx.attempts.add(attempt("a2", source=message(2)))
        assert [each.id for each in await tx.attempts.of("c1")] == ["a2"]
        await tx.attempts.stand("a2", Standing.WITHDRAWN)
        assert await tx.attempts.add(attempt("a3"))
        withdrawn = await tx.attempts.get("a1")
    assert withdrawn is not None
    assert withdrawn.standing is Standing.WITHDRAWN


async def test_the_latest_attempt_of_a_person_there_may_be_withdrawn(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.attempts.add(attempt("a1"))
        await tx.attempts.add(attempt("a2", number=2, at=NOON + MINUTE))
        await tx.attempts.stand("a2", Standing.WITHDRAWN)
        await tx.attempts.add(attempt("elsewhere", within="c2", at=NOON + HOUR))
        latest = await tx.attempts.latest("c1", ANN)

        assert latest is not None
        assert latest.id == "a2"
        assert await tx.attempts.latest("c1", BOB) is None


async def test_attempts_of_a_challenge_come_in_order_of_time(store: SqlStore) -> None:
    second = attempt("2", BOB, at=NOON + 2 * MINUTE)
    first = attempt("1", at=NOON + MINUTE)
    third = attempt("3", number=2, at=NOON + 3 * MINUTE)
    async with store.begin() as tx:
        for each in (second, third, first, attempt("4", within="c2")):
            await tx.attempts.add(each)
        assert await tx.attempts.of("c1") == [first, second, third]
        assert await tx.attempts.of("c1", ANN) == [first, third]


async def test_a_grade_is_kept_for_the_text_it_was_given_for(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.attempts.add(attempt())
        await tx.attempts.rewrite("a1", "That")
        assert not await tx.attempts.graded("a1", "This", grade())
        assert await tx.attempts.graded("a1", "That", grade())
        assert not await tx.attempts.graded("a1", "That", grade(1.0))
        assert await tx.attempts.get("a1") == attempt(text="That", grade=grade())
        await tx.attempts.rewrite("a1", "This")
        assert await tx.attempts.get("a1") == attempt()


async def test_a_withdrawn_attempt_is_graded_no_more(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.attempts.add(attempt())
        await tx.attempts.stand("a1", Standing.WITHDRAWN)
        assert not await tx.attempts.graded("a1", "This", grade())
        assert await tx.attempts.ungraded(NOON + HOUR, 10) == []


async def test_ungraded_are_the_older_ones_without_a_grade(store: SqlStore) -> None:
    old, older = attempt("old", at=NOON - SECOND), attempt("older", BOB, at=NOON - MINUTE)
    async with store.begin() as tx:
        for each in (
            old,
            older,
            attempt("new", number=2, at=NOON),
            attempt("c2", within="c2", grade=grade(None)),
        ):
            await tx.attempts.add(each)
        assert await tx.attempts.ungraded(NOON, 10) == [older, old]
        assert await tx.attempts.ungraded(NOON, 1) == [older]


async def test_all_of_a_persons_attempts_come_newest_first_the_withdrawn_too(store: SqlStore) -> None:
    old, new = attempt("1"), attempt("2", within="quiz", number=0, at=NOON + DAY)
    async with store.begin() as tx:
        for each in (old, new, attempt("3", BOB)):
            await tx.attempts.add(each)
        await tx.attempts.stand("1", Standing.WITHDRAWN)
        assert await tx.attempts.by(ANN) == [new, replace(old, standing=Standing.WITHDRAWN)]


async def test_missed_are_questions_whose_latest_attempt_scored_low_longest_ago_first(
    store: SqlStore,
) -> None:
    edited, recent, mastered, unsure = (question(name) for name in ("edited", "recent", "mastered", "unsure"))
    reworded = question("edited", title="Which one is it?")
    versions = (edited, reworded, recent, mastered, unsure, QUESTION)
    scores = [
        (recent, 0.59, NOON),
        (mastered, 0.1, NOON - 5 * DAY),
        (mastered, 0.6, NOON - 4 * DAY),
        (edited, 0.9, NOON - 3 * DAY),
        (reworded, 0.0, NOON - 2 * DAY),
        (unsure, 0.0, NOON - 2 * DAY),
        (unsure, None, NOON - DAY),
    ]
    async with store.begin() as tx:
        await tx.questions.keep({question_hash(each): each for each in versions})
        for number, (of, score, at) in enumerate(scores):
            await tx.attempts.add(attempt(str(number), number=number, at=at, grade=grade(score, of)))
        await tx.attempts.add(attempt("bob", BOB, grade=grade(0)))
        await tx.attempts.add(attempt("taken back", within="c2", grade=grade(0)))
        await tx.attempts.stand("taken back", Standing.WITHDRAWN)
        assert await tx.attempts.missed(ANN, 10) == ["sql/edited", "sql/recent"]
        assert await tx.attempts.missed(ANN, 1) == ["sql/edited"]


async def test_a_hint_once_seen_stays_seen_by_that_member(store: SqlStore) -> None:
    async with store.begin() as tx:
        assert not await tx.attempts.hinted("c1", ANN)
        await tx.attempts.hint("c1", ANN, NOON)
        await tx.attempts.hint("c1", ANN, NOON + HOUR)
        assert await tx.attempts.hinted("c1", ANN)
        assert not await tx.attempts.hinted("c1", BOB)
        assert not await tx.attempts.hinted("c2", ANN)
