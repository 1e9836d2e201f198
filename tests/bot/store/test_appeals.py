"""Appeals are kept once, decided once, and listed while their answer stands."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.domain.appeal import BY, Appeal, Decision
from bot.domain.attempt import Standing
from bot.store.sql import SqlStore
from tests.bot.store.samples import (
    ANN,
    BOB,
    CAT,
    GENERAL,
    HOUR,
    NOON,
    RANDOM,
    attempt,
    challenge,
    grade,
    message,
    opened,
)

APPEAL = Appeal(
    attempt="a1",
    person=ANN,
    place=GENERAL,
    reason="I said \u202e so.",
    missed=("a", "b"),
    consent=True,
    at=NOON,
)
GRANTED = Decision(granted=True, by=BOB, sentence="You did.", at=NOON + HOUR, before=grade(0.5))
REFUSED = Decision(granted=False, by=CAT, sentence="You did not.", at=NOON + HOUR)
ON_APPEAL = replace(grade(1.0), by=BY)


async def test_an_appeal_comes_back_as_it_was_made_and_decided(store: SqlStore) -> None:
    async with store.begin() as tx:
        for person in (ANN, BOB):
            await tx.people.met(person)
        assert await tx.appeals.add(APPEAL)
        assert not await tx.appeals.add(replace(APPEAL, reason="Again."))
        assert await tx.appeals.get("a1") == APPEAL
        assert await tx.appeals.get("a2") is None
        assert await tx.appeals.decide("a1", GRANTED)
        decided = await tx.appeals.get("a1")
    assert decided == replace(APPEAL, decision=GRANTED)
    assert decided.person.name == "Ann"
    assert decided.decision
    assert decided.decision.by
    assert decided.decision.by.name == "Bob"


async def test_what_is_open_in_a_channel_is_listed_oldest_first_while_the_answer_stands(
    store: SqlStore,
) -> None:
    later = replace(APPEAL, attempt="a2", person=BOB, at=NOON + HOUR)
    elsewhere = replace(APPEAL, attempt="a3", person=CAT, place=RANDOM)
    async with store.begin() as tx:
        for appeal in (later, APPEAL, elsewhere):
            await tx.attempts.add(attempt(appeal.attempt, appeal.person))
            await tx.appeals.add(appeal)
        assert await tx.appeals.open_in(GENERAL, 10) == [APPEAL, later]
        assert await tx.appeals.open_in(GENERAL, 1) == [APPEAL]
        await tx.appeals.decide("a1", REFUSED)
        assert await tx.appeals.open_in(GENERAL, 10) == [later]
        await tx.attempts.stand("a2", Standing.WITHDRAWN)
        assert await tx.appeals.open_in(GENERAL, 10) == []
        assert await tx.appeals.by(BOB) == [later]


async def test_what_a_person_should_look_at_is_listed_until_it_was_appealed_or_decided(
    store: SqlStore,
) -> None:
    doubted = replace(grade(), review=True)
    await opened(store, challenge(), challenge("c2", place=RANDOM))
    in_doubt = [
        attempt("a1", BOB, at=NOON + HOUR),
        attempt("a2"),
        attempt("a3", CAT, within="c2"),
        attempt("a4", CAT, within="quiz"),
    ]
    async with store.begin() as tx:
        for each in in_doubt:
            await tx.attempts.add(each)
            await tx.attempts.graded(each.id, each.text, doubted)
        await tx.attempts.add(attempt("a5", CAT, grade=grade()))
        assert [each.id for each in await tx.appeals.in_doubt(GENERAL, 10)] == ["a2", "a1"]
        assert [each.id for each in await tx.appeals.in_doubt(GENERAL, 1)] == ["a2"]
        await tx.appeals.add(replace(APPEAL, attempt="a2"))
        assert [each.grade for each in await tx.appeals.in_doubt(GENERAL, 10)] == [doubted]
        await tx.attempts.regrade("a1", "This", ON_APPEAL)
        assert await tx.appeals.in_doubt(GENERAL, 10) == []
        for id in ("a3", "a4"):
            await tx.attempts.rewrite(id, "That")
        assert await tx.appeals.in_doubt(RANDOM, 10) == []


async def test_of_many_who_decide_at_once_one_does(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.appeals.add(APPEAL)

    async def decides(decision: Decision) -> bool:
        async with store.begin() as tx:
            return await tx.appeals.decide("a1", decision)

    won = await asyncio.gather(*(decides(decision) for _ in range(5) for decision in (GRANTED, REFUSED)))

    assert sum(won) == 1
    async with store.begin() as tx:
        assert not await tx.appeals.decide("a2", GRANTED)


async def test_a_grade_takes_a_grades_place_only_on_the_text_that_it_is_of(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.attempts.add(attempt())
        assert not await tx.attempts.regrade("a1", "This", ON_APPEAL)
        await tx.attempts.graded("a1", "This", grade())
        assert not await tx.attempts.regrade("a1", "That", ON_APPEAL)
        assert await tx.attempts.regrade("a1", "This", ON_APPEAL)
        found = await tx.attempts.get("a1")
        assert found
        assert found.grade == ON_APPEAL
        await tx.attempts.stand("a1", Standing.WITHDRAWN)
        assert not await tx.attempts.regrade("a1", "This", grade())


async def test_where_a_public_line_stands_is_remembered_until_it_is_elsewhere(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.attempts.add(attempt())
        for line in (message(7), message(8), None):
            await tx.attempts.told("a1", line)
            found = await tx.attempts.get("a1")
            assert found
            assert found.line == line


async def test_samples_are_what_was_granted_agreed_to_and_not_changed_since(store: SqlStore) -> None:
    async with store.begin() as tx:
        for number, (given, consent, decision) in enumerate(
            [
                (ON_APPEAL, True, GRANTED),
                (ON_APPEAL, False, GRANTED),
                (grade(), True, GRANTED),
                (grade(), True, REFUSED),
            ],
            1,
        ):
            await tx.attempts.add(attempt(f"a{number}", within=f"c{number}", grade=given))
            await tx.appeals.add(replace(APPEAL, attempt=f"a{number}", consent=consent, decision=decision))
        assert [each.id for each in await tx.appeals.samples()] == ["a1"]


async def test_whoever_is_forgotten_leaves_no_appeal_and_no_sentence(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.appeals.add(replace(APPEAL, decision=GRANTED))
        await tx.appeals.add(replace(APPEAL, attempt="a2", person=CAT, decision=GRANTED))
        await tx.people.forget(ANN)
        await tx.people.forget(BOB)
        assert await tx.appeals.by(ANN) == []
        [left] = await tx.appeals.by(CAT)
    assert left.decision == replace(GRANTED, by=None, sentence="")
