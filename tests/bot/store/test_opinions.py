"""What a model said is found by fingerprints, forgotten with the answer, and gone after a while."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.domain.grade import Verdict
from bot.grading.model.opinion import Asked, Said, fingerprint
from bot.store.sql import SqlStore
from tests.bot.store.samples import ANN, BOB, DAY, NOON, attempt

OPINION = (Said("first", Verdict.MET, 3, 9), Said("second", Verdict.CANNOT_ASSESS))
ASKED = Asked("question", fingerprint("An answer."), "rubric/1 model/1:tiny")


async def test_an_opinion_is_found_again_and_the_first_stays(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.opinions.keep(ASKED, OPINION, NOON)
        await tx.opinions.keep(ASKED, OPINION[:1], NOON)

        assert await tx.opinions.get(ASKED) == OPINION
        for other in (
            Asked("other", ASKED.answer, ASKED.model),
            Asked(ASKED.question, "other", ASKED.model),
            Asked(ASKED.question, ASKED.answer, "other"),
        ):
            assert await tx.opinions.get(other) is None


async def test_whoever_is_forgotten_leaves_none(store: SqlStore) -> None:
    theirs = attempt("a1", person=ANN, text="Hers.")
    others = attempt("a2", person=BOB, text="His.")
    asked = {each: Asked("question", fingerprint(each.text), "tiny") for each in (theirs, others)}
    async with store.begin() as tx:
        for each in (theirs, others):
            await tx.attempts.add(each)
            await tx.opinions.keep(asked[each], OPINION, NOON)

        await tx.people.forget(ANN)

        assert await tx.opinions.get(asked[theirs]) is None
        assert await tx.opinions.get(asked[others]) == OPINION


async def test_of_an_answer_that_was_changed_none_is_left(store: SqlStore) -> None:
    mine = attempt("a1", person=ANN, text="Hers.")
    asked = Asked("question", fingerprint(mine.text), "tiny")
    async with store.begin() as tx:
        await tx.attempts.add(mine)
        await tx.opinions.keep(asked, OPINION, NOON)

        await tx.attempts.rewrite(mine.id, "Hers, changed.")

        assert await tx.opinions.get(asked) is None


async def test_what_was_said_of_half_a_character_is_forgotten_too(store: SqlStore) -> None:
    mine = attempt("a1", person=ANN, text="Hers \0 \ud83d.")
    asked = Asked("question", fingerprint(mine.text), "tiny")
    async with store.begin() as tx:
        await tx.attempts.add(mine)
        await tx.opinions.keep(asked, OPINION, NOON)

        await tx.people.forget(ANN)

        assert await tx.opinions.get(asked) is None


async def test_what_is_old_is_swept(store: SqlStore) -> None:
    newer = Asked("question", "newer", "tiny")
    async with store.begin() as tx:
        await tx.opinions.keep(ASKED, OPINION, NOON - timedelta(days=31))
        await tx.opinions.keep(newer, OPINION, NOON)
        for day in (NOON.date() - timedelta(days=31), NOON.date()):
            assert await tx.opinions.claim("slack:T1", day, 1)

        assert await tx.opinions.sweep(NOON - timedelta(days=30)) == 1

        assert await tx.opinions.get(ASKED) is None
        assert await tx.opinions.get(newer) == OPINION
        assert not await tx.opinions.claim("slack:T1", NOON.date(), 1)


async def test_no_more_calls_are_claimed_than_there_are(store: SqlStore) -> None:
    async def claim(workspace: str) -> bool:
        async with store.begin() as tx:
            return await tx.opinions.claim(workspace, NOON.date(), 5)

    had = await asyncio.gather(*(claim("slack:T1") for _ in range(12)))

    assert sum(had) == 5
    assert await claim("slack:T2")


async def test_where_no_calls_are_allowed_none_is_claimed(store: SqlStore) -> None:
    async with store.begin() as tx:
        assert not await tx.opinions.claim("slack:T1", NOON.date() + DAY, 0)
