"""People are called what they are called now, hidden when they ask, and forgotten whole."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.events import MessageSent
from bot.chat.refs import Person
from bot.domain.quiz import Quiz
from bot.store.port import Earned, Report
from bot.store.sql import SqlStore
from tests.bot.store.samples import ANN, BOB, CAT, DAY, GENERAL, HOUR, NOON, attempt, message, post

REPORT = Report("r1", "sql/choice", "hash", ANN, "Both are right.", NOON)


def said(event_id: str, person: Person) -> MessageSent:
    return MessageSent(id=event_id, at=NOON, person=person, message=message(1), text="A secret.")


async def test_attempts_quizzes_and_reports_name_people_as_they_are_called_now(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.people.met(replace(ANN, name="Annie"))
        await tx.attempts.add(attempt())
        await tx.quizzes.add(Quiz("q1", ANN, GENERAL, ("hash",), NOON))
        await tx.reports.add(REPORT)
        await tx.people.met(replace(ANN, name="Anne"))
        assert (await tx.people.met(replace(ANN, name=""))).name == "Anne"
        assert (await tx.people.met(replace(BOB, name=""))).name == ""
        found = [await tx.attempts.get("a1"), await tx.quizzes.get("q1"), *await tx.reports.by(ANN)]
    assert [each.person.name for each in found if each] == ["Anne"] * 3


async def test_hidden_are_those_who_asked_for_it(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.people.met(ANN)
        await tx.people.hide(ANN, True)
        await tx.people.hide(BOB, True)
        await tx.people.hide(BOB, False)
        await tx.people.met(replace(ANN, name="Anne"))
        assert await tx.people.hidden([ANN, BOB, CAT]) == {ANN}
        assert await tx.people.hidden([BOB]) == set()


async def test_a_report_comes_back_as_it_was_made_and_once(store: SqlStore) -> None:
    later = replace(REPORT, id="r2", at=NOON + HOUR)
    async with store.begin() as tx:
        assert await tx.reports.add(REPORT)
        assert not await tx.reports.add(replace(REPORT, text="Again."))
        assert await tx.reports.add(later)
        assert await tx.reports.by(ANN) == [later, REPORT]
        assert await tx.reports.by(BOB) == []


async def test_whoever_is_forgotten_leaves_nothing_and_the_others_lose_nothing(store: SqlStore) -> None:
    async with store.begin() as tx:
        for person in (ANN, BOB):
            user = person.user
            await tx.people.met(person)
            await tx.people.hide(person, True)
            await tx.attempts.add(attempt(user, person))
            await tx.attempts.hint("c1", person, NOON)
            await tx.quizzes.add(Quiz(user, person, GENERAL, ("hash",), NOON))
            await tx.points.put(Earned(key=user, person=person, place=GENERAL, points=100, at=NOON))
            await tx.reports.add(replace(REPORT, id=user, person=person))
            await tx.inbox.add(said(user, person), NOON)
            await tx.outbox.add([post(f"to {user}", person)])
        await tx.outbox.add([post("to all")])

    async with store.begin() as tx:
        await tx.people.forget(ANN)

    async with store.begin() as tx:
        assert await tx.people.hidden([ANN, BOB]) == {BOB}
        assert [(await tx.attempts.get(user)) is None for user in ("ann", "bob")] == [True, False]
        assert [await tx.attempts.hinted("c1", person) for person in (ANN, BOB)] == [False, True]
        assert [(await tx.quizzes.unfinished(person)) is None for person in (ANN, BOB)] == [True, False]
        assert [await tx.points.total(p, NOON, NOON + DAY) for p in (ANN, BOB)] == [0, 100]
        assert [len(await tx.reports.by(person)) for person in (ANN, BOB)] == [0, 1]
        assert await tx.inbox.take_left(NOON + DAY, 10) == [said("bob", BOB)]
        assert not await tx.inbox.add(said("ann", ANN), NOON)
        assert [each.key for each in await tx.outbox.take("local", NOON, 10)] == ["to bob", "to all"]
        await tx.attempts.add(attempt())
        forgotten = await tx.attempts.get("a1")
    assert forgotten is not None
    assert forgotten.person.name == ""
