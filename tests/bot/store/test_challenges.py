"""Challenges are opened once, found where they stand, and closed by one only."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.attempt import Standing
from bot.domain.challenge import Challenge
from bot.domain.channel import Answers
from bot.domain.question import question_hash
from bot.domain.streak import QuestionDay
from bot.store.sql import SqlStore
from tests.bot.store.samples import (
    ANN,
    BOB,
    DAY,
    GENERAL,
    HOUR,
    MINUTE,
    NOON,
    QUESTION,
    RANDOM,
    SECOND,
    THREAD,
    TODAY,
    attempt,
    challenge,
    day,
    message,
    opened,
    question,
)


def yesterdays(challenge_id: str) -> Challenge:
    return challenge(challenge_id, day=day(-1), opened_at=NOON - DAY, closes_at=NOON - HOUR)


async def test_a_question_stays_as_it_was_when_first_kept(store: SqlStore) -> None:
    other = question(title="Which of both?")
    versions = {question_hash(each): each for each in (QUESTION, other)}
    async with store.begin() as tx:
        await tx.questions.keep(versions)
        await tx.questions.keep({question_hash(QUESTION): other})
        await tx.questions.keep({})
    async with store.read() as tx:
        assert {key: await tx.questions.get(key) for key in versions} == versions
        assert await tx.questions.get("unknown") is None


async def test_a_challenge_comes_back_as_it_was_opened(store: SqlStore) -> None:
    kept = challenge(answers=Answers.SEALED, schedule="s1")
    await opened(store, kept, published=False)
    async with store.read() as tx:
        assert await tx.challenges.get("c1") == kept
        assert await tx.challenges.get("c2") is None


async def test_a_schedule_opens_one_challenge_a_day_and_people_as_many_as_they_ask_for(
    store: SqlStore,
) -> None:
    await opened(store, challenge("first", schedule="s1"))
    async with store.begin() as tx:
        assert await tx.challenges.open(
            [
                challenge("second", schedule="s1"),
                challenge("first"),
                challenge("tomorrow", schedule="s1", day=day(1)),
                challenge("other", schedule="s2"),
                challenge("asked"),
                challenge("asked again"),
            ]
        ) == {"tomorrow", "other", "asked", "asked again"}
        assert await tx.challenges.open([]) == set()


async def test_a_challenge_can_not_be_opened_without_its_question(store: SqlStore) -> None:
    with pytest.raises(IntegrityError):
        async with store.begin() as tx:
            await tx.challenges.open([challenge()])


async def test_the_question_may_be_kept_after_its_challenge(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.challenges.open([challenge()])
        await tx.questions.keep({question_hash(QUESTION): QUESTION})
    async with store.read() as tx:
        assert await tx.challenges.get("c1") == challenge()


async def test_a_published_challenge_is_found_by_its_thread_and_as_the_latest(store: SqlStore) -> None:
    await opened(store, yesterdays("old"), challenge("c1"), challenge("lost"), published=False)
    async with store.begin() as tx:
        await tx.challenges.published("c1", message(1, GENERAL), THREAD)
        await tx.challenges.lost("lost")
    published = challenge(message=message(1, GENERAL), thread=THREAD)
    async with store.read() as tx:
        assert await tx.challenges.in_thread(THREAD) == published
        assert await tx.challenges.latest(GENERAL) == published
        assert await tx.challenges.in_thread(GENERAL) is None
        assert await tx.challenges.latest(RANDOM) is None


async def test_closing_are_the_published_past_their_close_earliest_first(store: SqlStore) -> None:
    late, later = challenge("late", closes_at=NOON - HOUR), challenge("later", closes_at=NOON)
    await opened(store, later, late, challenge("open", closes_at=NOON + SECOND), yesterdays("lost"))
    await opened(store, yesterdays("pending"), published=False)
    async with store.begin() as tx:
        await tx.challenges.lost("lost")
        assert [each.id for each in await tx.challenges.closing(NOON, 10)] == ["late", "later"]
        assert [each.id for each in await tx.challenges.closing(NOON, 1)] == ["late"]


async def test_a_challenge_is_revealed_once(store: SqlStore) -> None:
    await opened(store, yesterdays("c1"))
    async with store.begin() as tx:
        assert await tx.challenges.reveal("c1", NOON)
        assert not await tx.challenges.reveal("c1", NOON + HOUR)
        assert not await tx.challenges.reveal("unknown", NOON)
        assert await tx.challenges.closing(NOON, 10) == []
        revealed = await tx.challenges.get("c1")
    assert revealed is not None
    assert revealed.revealed_at == NOON


async def test_seen_says_when_each_question_was_last_asked_in_each_channel(store: SqlStore) -> None:
    other = question("other")
    async with store.begin() as tx:
        await tx.questions.keep({question_hash(other): other})
    await opened(
        store,
        challenge("1", opened_at=NOON - DAY),
        challenge("2", opened_at=NOON),
        challenge("3", of=other, opened_at=NOON - HOUR),
        challenge("4", of=other, opened_at=NOON + HOUR),
        challenge("5", place=RANDOM, of=other, opened_at=NOON),
    )
    async with store.begin() as tx:
        await tx.challenges.lost("4")
        unseen = replace(RANDOM, channel="new")
        assert await tx.challenges.seen([GENERAL, RANDOM, unseen]) == {
            GENERAL: {"sql/choice": NOON, "sql/other": NOON - HOUR},
            RANDOM: {"sql/other": NOON},
            unseen: {},
        }


async def test_open_questions_are_those_of_the_workspace_that_still_take_answers(store: SqlStore) -> None:
    questions = {
        name: question(name) for name in ("open", "pending", "closed", "revealed", "lost", "elsewhere")
    }
    async with store.begin() as tx:
        await tx.questions.keep({question_hash(each): each for each in questions.values()})
        await tx.challenges.open([challenge("pending", of=questions["pending"], place=RANDOM)])
    await opened(
        store,
        challenge("open", of=questions["open"]),
        challenge("closed", of=questions["closed"], closes_at=NOON),
        challenge("revealed", of=questions["revealed"]),
        challenge("lost", of=questions["lost"]),
        challenge("elsewhere", of=questions["elsewhere"], place=replace(GENERAL, workspace="other")),
    )
    async with store.begin() as tx:
        await tx.challenges.reveal("revealed", NOON)
        await tx.challenges.lost("lost")
        assert await tx.challenges.open_questions("local", "team", NOON) == {"sql/open", "sql/pending"}
        assert await tx.challenges.open_questions("slack", "team", NOON) == set()


async def test_days_tell_which_question_days_each_member_answered_newest_first(store: SqlStore) -> None:
    await opened(
        store,
        challenge("now"),
        challenge("now too", closes_at=NOON + 2 * HOUR),
        yesterdays("yesterday"),
        challenge("before", day=day(-3), opened_at=NOON - 3 * DAY, closes_at=NOON - 2 * DAY),
        challenge("elsewhere", place=RANDOM, day=day(-2)),
        challenge("lost", day=day(-4)),
    )
    await opened(store, challenge("pending", day=day(-5)), published=False)
    async with store.begin() as tx:
        await tx.challenges.lost("lost")
        await tx.attempts.add(attempt("1", ANN, within="now too"))
        await tx.attempts.add(attempt("2", ANN, within="yesterday", at=NOON - HOUR))
        await tx.attempts.add(attempt("3", ANN, within="before", at=NOON - 3 * DAY))
        await tx.attempts.add(attempt("4", BOB, within="yesterday", at=NOON - HOUR - SECOND))
    async with store.read() as tx:
        days = await tx.challenges.days(GENERAL, [ANN, BOB], NOON + MINUTE)
        assert await tx.challenges.days(replace(RANDOM, channel="new"), [ANN], NOON) == {ANN: []}
    assert days == {
        ANN: [
            QuestionDay(TODAY, answered=True, open=True),
            QuestionDay(day(-1), answered=False),
            QuestionDay(day(-3), answered=True),
        ],
        BOB: [
            QuestionDay(TODAY, answered=False, open=True),
            QuestionDay(day(-1), answered=True),
            QuestionDay(day(-3), answered=False),
        ],
    }


async def test_a_day_is_open_until_its_last_question_is_closed_or_revealed(store: SqlStore) -> None:
    await opened(store, challenge("1"), challenge("2", closes_at=NOON + 2 * HOUR))
    async with store.begin() as tx:
        assert await tx.challenges.days(GENERAL, [ANN], NOON + HOUR) == {
            ANN: [QuestionDay(TODAY, False, True)]
        }
        await tx.challenges.reveal("2", NOON)
        assert await tx.challenges.days(GENERAL, [ANN], NOON) == {ANN: [QuestionDay(TODAY, False, True)]}
        assert await tx.challenges.days(GENERAL, [ANN], NOON + HOUR) == {ANN: [QuestionDay(TODAY, False)]}


async def test_practice_and_withdrawn_attempts_answer_no_day(store: SqlStore) -> None:
    await opened(store, challenge())
    async with store.begin() as tx:
        await tx.attempts.add(attempt("1", ANN))
        await tx.attempts.add(attempt("2", BOB))
        await tx.attempts.stand("1", Standing.PRACTICE)
        await tx.attempts.stand("2", Standing.WITHDRAWN)
        days = await tx.challenges.days(GENERAL, [ANN, BOB], NOON)
    unanswered = [QuestionDay(TODAY, answered=False, open=True)]
    assert days == {ANN: unanswered, BOB: unanswered}


async def test_days_reach_back_four_hundred(store: SqlStore) -> None:
    await opened(store, *(challenge(str(number), day=day(-number)) for number in range(401)))
    async with store.begin() as tx:
        await tx.attempts.add(attempt(within="399"))
        days = (await tx.challenges.days(GENERAL, [ANN], NOON))[ANN]
    assert (len(days), days[-1]) == (400, QuestionDay(day(-399), True, True))
