"""Platforms take posts to one channel only so often."""

from __future__ import annotations

import asyncio

import pytest

from bot.chat.adapter import Capabilities, Reaction
from bot.chat.card import card
from bot.chat.messenger import Messenger
from bot.chat.outbox import Edit, React, Send
from bot.chat.refs import MessageRef
from tests.bot.chat.box import CHANNEL, Box, keys
from tests.fakes import FixedClock, RecordingAdapter
from tests.waiting import stop, until


async def test_the_pace_of_a_platform_is_kept_between_two_posts_of_a_channel(
    box: Box, clock: FixedClock
) -> None:
    adapter = RecordingAdapter(capabilities=Capabilities(post_interval=3600))
    await box.put("first", Send(CHANNEL, card("x")))
    await box.put("second", Send(CHANNEL, card("x")))
    draining = asyncio.create_task(Messenger({"fake": adapter}, box, clock).drain("fake"))
    await until(lambda: keys(adapter) == ["first"])

    with pytest.raises(TimeoutError):
        await until(lambda: len(adapter.sent) > 1, limit=0.1)
    await stop(draining)


async def test_the_pace_begins_when_a_post_has_arrived(box: Box, clock: FixedClock) -> None:
    arrives = asyncio.Event()
    adapter = RecordingAdapter(capabilities=Capabilities(post_interval=0.3), holds={"first": arrives})
    await box.put("first", Send(CHANNEL, card("x")))
    await box.put("second", Send(CHANNEL, card("x")))
    draining = asyncio.create_task(Messenger({"fake": adapter}, box, clock).drain("fake"))
    await until(lambda: keys(adapter) == ["first"])
    await asyncio.sleep(0.3)
    arrives.set()

    with pytest.raises(TimeoutError):
        await until(lambda: len(adapter.sent) > 1, limit=0.1)
    await until(lambda: keys(adapter) == ["first", "second"])
    await stop(draining)


async def test_edits_and_reactions_are_posts_of_no_pace(box: Box, clock: FixedClock) -> None:
    adapter = RecordingAdapter(capabilities=Capabilities(post_interval=3600))
    message = MessageRef(CHANNEL, "7")
    await box.put("card", Send(CHANNEL, card("Today")))
    await box.put("edit", Edit(message, card("Closed")))
    await box.put("react", React(message, Reaction.FULL))
    await box.put("line", Send(CHANNEL, card("4/5")))
    await box.put("another", React(MessageRef(CHANNEL, "8"), Reaction.PART))

    draining = asyncio.create_task(Messenger({"fake": adapter}, box, clock).drain("fake"))

    await until(lambda: len(box.outcomes) == 4)
    assert keys(adapter) == ["card"]
    assert adapter.edited == [(message, card("Closed"))]
    assert [reaction for _, reaction in adapter.reacted] == [Reaction.FULL, Reaction.PART]
    await stop(draining)
