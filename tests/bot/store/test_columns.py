"""Whatever people type and whenever they do, it comes back; what no database keeps is marked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import StatementError

from bot.chat.card import card
from bot.chat.events import MessageSent
from bot.chat.outbox import Send
from bot.chat.refs import MessageRef, Person, Place
from bot.store.columns import keepable
from bot.store.sql import SqlStore
from tests.bot.store.samples import ANN, GENERAL, HOUR, NOON, attempt, message, post

anything = st.text(st.characters() | st.characters(categories=["Cs"]) | st.just("\0"))


@given(anything)
def test_any_text_becomes_one_that_can_be_kept_character_by_character(text: str) -> None:
    kept = keepable(text)
    assert len(kept) == len(text)
    assert "\0" not in kept
    assert keepable(kept) == kept == kept.encode().decode()
    assert all(old == new or new == "\ufffd" for old, new in zip(text, kept, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "'); DROP TABLE attempts; --",
        "%s :person $1 ? \\",
        "עברית \u202e 中文 👩‍🔬\u200d\u2066",
        "x" * 1_000_000,
        '{"kind": "sent"}\r\n\t',
    ],
    ids=["sql", "placeholders", "scripts", "megabyte", "json"],
)
async def test_hostile_text_comes_back_as_it_was(store: SqlStore, text: str) -> None:
    said = MessageSent(id="e", at=NOON, person=replace(ANN, name=text), message=message(1), text=text)
    async with store.begin() as tx:
        await tx.people.met(said.person)
        await tx.attempts.add(attempt(text=text))
        await tx.inbox.add(said, NOON)
    async with store.begin() as tx:
        kept = await tx.attempts.get("a1")
        assert await tx.inbox.take_left(NOON + HOUR, 1) == [said]
    assert kept is not None
    assert (kept.text, kept.person.name) == (text, text)


@pytest.mark.parametrize("odd", ["\0", "\ud83d"], ids=["nul", "surrogate"])
async def test_what_no_database_takes_is_marked_where_it_stood(store: SqlStore, odd: str) -> None:
    text, marked = f"a{odd}b", "a\ufffdb"
    said = MessageSent(id="e", at=NOON, person=ANN, message=message(1), text=text)
    async with store.begin() as tx:
        await tx.attempts.add(attempt(text=text))
        await tx.attempts.rewrite("a1", text)
        await tx.inbox.add(said, NOON)
        await tx.outbox.add([post("1", action=Send(GENERAL, card(text)))])
        kept = await tx.attempts.get("a1")
        [event] = await tx.inbox.take_left(NOON + HOUR, 1)
        [out] = await tx.outbox.take("local", NOON, 1)
        assert await tx.attempts.get(text) is None
        assert await tx.quizzes.get(text) is None
    assert kept == attempt(text=marked)
    assert isinstance(event, MessageSent)
    assert event.text.replace("\0", "\ufffd") == marked
    assert isinstance(out.action, Send)
    assert out.action.card.title.replace("\0", "\ufffd") == marked


async def test_names_with_the_separators_of_references_stay_apart(store: SqlStore) -> None:
    odd = Person("local", "a:b", "c|d%3A/é")
    even = Person("local", "a", "b:c|d%3A/é")
    place = Place("local", "a:b", "#c|d", "1:2")
    async with store.begin() as tx:
        await tx.attempts.add(attempt("a1", odd, source=MessageRef(place, "|:")))
        assert await tx.attempts.by(even) == []
        assert await tx.attempts.from_message(MessageRef(place, "|:")) == attempt(
            "a1", odd, source=MessageRef(place, "|:")
        )


async def test_a_moment_is_kept_to_the_microsecond_whatever_its_zone(store: SqlStore) -> None:
    moment = datetime(2026, 3, 29, 1, 0, 0, 1, tzinfo=timezone(timedelta(hours=10, minutes=30)))
    async with store.begin() as tx:
        await tx.attempts.add(attempt(at=moment))
        kept = await tx.attempts.get("a1")
        assert await tx.attempts.ungraded(moment, 1) == []
        assert await tx.attempts.ungraded(moment + timedelta(microseconds=1), 1) == [kept]
    assert kept is not None
    assert (kept.at, kept.at.tzinfo) == (moment, UTC)


async def test_a_moment_without_a_zone_is_refused(store: SqlStore) -> None:
    with pytest.raises(StatementError, match="a moment without a zone"):
        async with store.begin() as tx:
            await tx.attempts.add(attempt(at=NOON.replace(tzinfo=None)))
