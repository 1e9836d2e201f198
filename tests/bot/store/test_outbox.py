"""Posts go out once, and those of one lane in their order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.chat.adapter import Reaction
from bot.chat.card import Image, card
from bot.chat.outbox import Edit, React
from bot.chat.refs import Person, Place
from bot.store.sql import SqlStore
from tests.bot.store.samples import (
    ANN,
    DAY,
    GENERAL,
    HOUR,
    MINUTE,
    NOON,
    RANDOM,
    SECOND,
    THREAD,
    message,
    post,
)


async def taken(store: SqlStore, now: datetime = NOON, limit: int = 10) -> list[str]:
    async with store.begin() as tx:
        return [each.key for each in await tx.outbox.take("local", now, limit)]


async def test_every_action_comes_back_as_it_was_written(store: SqlStore) -> None:
    posts = [
        post("send", challenge="c1"),
        post("private", ANN),
        post("edit", action=Edit(message(1, RANDOM), card("", Image(b"\x89PNG", "A curve")))),
        post("react", action=React(message(1, Place("local", "team", "other", "1")), Reaction.FULL)),
    ]
    async with store.begin() as tx:
        await tx.outbox.add(posts)
        await tx.outbox.add([])
    async with store.begin() as tx:
        assert await tx.outbox.take("local", NOON, 10) == posts


async def test_a_known_key_is_left_as_it_is(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.outbox.add([post("1")])
        await tx.outbox.add([post("1", RANDOM), post("2", ANN)])
        assert [each.where for each in await tx.outbox.take("local", NOON, 10)] == [GENERAL, ANN]


async def test_a_lane_is_a_channel_with_its_threads_and_goes_in_the_order_written(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.outbox.add(
            [
                post("1", due_at=NOON - MINUTE),
                post("2", THREAD, due_at=NOON - HOUR),
                post("3"),
                post("4", RANDOM),
            ]
        )
    assert await taken(store) == ["1", "4"]
    assert await taken(store) == []
    async with store.begin() as tx:
        await tx.outbox.done(["1"])
    assert await taken(store) == ["2"]
    async with store.begin() as tx:
        await tx.outbox.done(["2", "4", "unknown"])
    assert await taken(store) == ["3"]


async def test_due_posts_of_one_platform_are_taken_longest_due_first(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.outbox.add(
            [
                post("later", due_at=NOON),
                post("late", RANDOM, due_at=NOON - MINUTE),
                post("soon", ANN, due_at=NOON + SECOND),
                post("elsewhere", replace(GENERAL, adapter="slack")),
            ]
        )
    assert await taken(store, limit=1) == ["late"]
    assert await taken(store) == ["later"]
    async with store.begin() as tx:
        assert [each.key for each in await tx.outbox.take("slack", NOON, 10)] == ["elsewhere"]


async def test_workspaces_take_turns_however_much_one_has_to_say(store: SqlStore) -> None:
    busy = [Place("local", "busy", str(number)) for number in range(30)]
    quiet, third = Person("local", "quiet", "ann"), Place("local", "third", "general")
    async with store.begin() as tx:
        await tx.outbox.add([post(f"busy {place.channel}", place, due_at=NOON - HOUR) for place in busy])
        await tx.outbox.add([post("quiet", quiet), post("third 1", third), post("third 2", third)])

    assert await taken(store, limit=4) == ["busy 0", "quiet", "third 1", "busy 1"]
    assert await taken(store, limit=2) == ["busy 2", "busy 3"]


async def test_reactions_go_beside_what_is_said_in_a_channel(store: SqlStore) -> None:
    reactions = [React(message(number), Reaction.FULL) for number in (1, 2)]
    async with store.begin() as tx:
        await tx.outbox.add([post("said"), post("1", action=reactions[0]), post("2", action=reactions[1])])

    assert await taken(store) == ["said", "1"]


async def test_a_post_is_lent_for_a_minute_and_counts_its_tries(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.outbox.add([post("1")])
        assert await tx.outbox.take("local", NOON, 10) == [post("1")]
        assert await tx.outbox.take("local", NOON + MINUTE - SECOND, 10) == []
        assert await tx.outbox.take("local", NOON + MINUTE, 10) == [post("1", tries=1)]


async def test_a_postponed_post_waits_and_its_lane_with_it(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.outbox.add([post("1"), post("2")])
        await tx.outbox.take("local", NOON, 10)
        await tx.outbox.postpone(["1"], NOON + HOUR)
        assert await tx.outbox.take("local", NOON + HOUR - SECOND, 10) == []
        assert await tx.outbox.take("local", NOON + HOUR, 10) == [post("1", tries=1)]


async def test_what_is_out_is_not_said_again_for_as_long_as_its_key_is_kept(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.outbox.add([post("old"), post("new", RANDOM, due_at=NOON + DAY), post("waiting", ANN)])
        await tx.outbox.done(["old", "new"])
        await tx.outbox.add([post("old")])
    assert await taken(store) == ["waiting"]
    async with store.begin() as tx:
        assert await tx.outbox.sweep(NOON + DAY) == 1
        await tx.outbox.add([post("old"), post("new")])
        assert [each.key for each in await tx.outbox.take("local", NOON + DAY, 10)] == ["old", "waiting"]
