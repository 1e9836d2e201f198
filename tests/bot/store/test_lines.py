"""Lines that wait for one place are said in one message, which can be found under one key."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.card import Button, Buttons, card
from bot.chat.outbox import Post, Send
from bot.chat.plain import plain
from bot.chat.refs import Person, Place
from bot.store.sql import SqlStore
from tests.bot.store.samples import ANN, BOB, CAT, GENERAL, MINUTE, NOON, SECOND, THREAD, post

OTHER = replace(GENERAL, thread="2")


def line(key: str, to: Place = THREAD, about: Person = ANN) -> Post:
    said = card("", f"**{about.name}** {key}", Buttons((Button("See why", "why", key),)))
    return post(key, about=about, action=Send(to, said, line=True))


async def write(store: SqlStore, *posts: Post) -> None:
    async with store.begin() as tx:
        await tx.outbox.add(posts)


async def take(store: SqlStore, minutes: int = 0) -> list[Post]:
    async with store.begin() as tx:
        return await tx.outbox.take("local", NOON + minutes * MINUTE, 10)


async def done(store: SqlStore, post: Post) -> None:
    async with store.begin() as tx:
        await tx.outbox.done(post.keys)


def said(post: Post) -> str:
    assert isinstance(post.action, Send)
    return plain(post.action.card)


async def test_many_that_wait_are_one_message_with_the_first_one_s_button(store: SqlStore) -> None:
    await write(store, *[line(f"{number}") for number in range(25)])

    [first] = await take(store)
    await done(store, first)
    [second] = await take(store)
    await done(store, second)

    assert said(first) == "\n".join(f"Ann {number}" for number in range(20)) + "\n\n[See why]"
    assert first.keys == tuple(f"{number}" for number in range(20))
    assert second.keys == ("20", "21", "22", "23", "24")
    assert await take(store) == []


async def test_a_few_are_said_one_by_one(store: SqlStore) -> None:
    await write(store, line("1"), line("2"), line("3"))

    [first] = await take(store)

    assert first == line("1")


async def test_only_lines_to_the_same_place_with_nothing_between_them_are_joined(store: SqlStore) -> None:
    mine = [line(f"{number}") for number in range(4)]
    later = replace(line("later"), due_at=NOON + SECOND)
    await write(store, *mine, line("elsewhere", OTHER), *[line(f"more {n}") for n in range(2)], later)
    await write(store, post("reveal", THREAD), *[line(f"after {n}") for n in range(9)])

    [first] = await take(store)
    await done(store, first)
    [second] = await take(store)
    await done(store, second)
    [third] = await take(store)

    assert [first.keys, second.keys, third.keys] == [("0", "1", "2", "3"), ("elsewhere",), ("more 0",)]


async def test_after_a_crash_it_is_the_same_message_whatever_has_come_since(store: SqlStore) -> None:
    await write(store, *[line(f"{number}") for number in range(5)])
    [first] = await take(store)
    await write(store, *[line(f"new {number}") for number in range(5)])

    [again] = await take(store, minutes=1)

    assert again == replace(first, tries=1)


async def test_postponed_it_waits_as_a_whole(store: SqlStore) -> None:
    await write(store, *[line(f"{number}") for number in range(5)])
    [first] = await take(store)
    async with store.begin() as tx:
        await tx.outbox.postpone(first.keys, NOON + 2 * MINUTE)

    assert await take(store, minutes=1) == []
    assert await take(store, minutes=2) == [replace(first, tries=1)]


async def test_whoever_is_forgotten_is_no_longer_in_it_and_it_is_still_found(store: SqlStore) -> None:
    people = [ANN, BOB, CAT, BOB]
    await write(store, *[line(f"{number}", about=person) for number, person in enumerate(people)])
    await take(store)
    async with store.begin() as tx:
        await tx.people.forget(ANN)
        await tx.people.forget(CAT)

    [again] = await take(store, minutes=1)

    assert again.key == "0"
    assert again.also == ("1", "3")
    assert said(again) == "Bob 1\nBob 3\n\n[See why]"
