"""What the adapter reads back of the threads that the bot names, and what it makes of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.adapter import Thread
from bot.chat.card import card
from bot.chat.events import MessageDeleted, MessageSent
from bot.chat.refs import MessageRef
from tests.adapters.discord.house import living
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.faults import Fault, Status
from tests.adapters.discord.loopback.state import Channel
from tests.contract.platform import ScriptedApp
from tests.waiting import LONG, until

MINE = "The base stays frozen."
MORE_THAN_A_PAGE = 130


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    """With the intent *message content*."""
    async with LoopbackDiscord(message_content=True) as discord:
        yield discord


@pytest.fixture
async def thread(discord: LoopbackDiscord, app: ScriptedApp) -> Channel:
    """On a question of before Koko was stopped."""
    async with living(discord, app) as house:
        asked = await house.adapter.send(discord.place(discord.general), card("Today"), "today")
        return discord.channel(str((await house.adapter.open_thread(asked, "Answers")).thread))


def named(discord: LoopbackDiscord, thread: Channel, *answers: str, **ago: float) -> Thread:
    """As the bot knows it, asked so long ago."""
    place = discord.place(thread)
    since = datetime.now(UTC) - timedelta(**ago)
    return Thread(place, since, frozenset(MessageRef(place, id) for id in answers))


def said(app: ScriptedApp) -> list[str]:
    return [event.message.id for event in app.arrived if isinstance(event, MessageSent)]


async def test_all_pages_of_a_thread_are_read_the_oldest_first(
    discord: LoopbackDiscord, app: ScriptedApp, thread: Channel
) -> None:
    acts = [await discord.says(discord.member, thread, f"{MINE} {n}") for n in range(MORE_THAN_A_PAGE)]
    app.asked = [named(discord, thread, minutes=5)]
    async with living(discord, app):
        await until(lambda: len(said(app)) == MORE_THAN_A_PAGE)

    assert said(app) == [act.id for act in acts]


async def test_one_that_rests_is_read_too(
    discord: LoopbackDiscord, app: ScriptedApp, thread: Channel
) -> None:
    act = await discord.says(discord.member, thread, MINE)
    await discord.archives(thread)
    app.asked = [named(discord, thread, minutes=5)]
    async with living(discord, app):
        await until(lambda: said(app))

    assert said(app) == [act.id]
    assert thread.archived, "reading opens nothing"


async def test_of_answers_those_that_are_gone_are_told_and_no_others(
    discord: LoopbackDiscord, app: ScriptedApp, thread: Channel
) -> None:
    gone, kept = [await discord.says(who, thread, MINE) for who in (discord.member, discord.admin)]
    await discord.deletes(discord.member, gone)
    app.asked = [named(discord, thread, gone.id, kept.id, minutes=5)]
    async with living(discord, app) as house:
        await until(lambda: len(app.arrived) == 2)
        await house.adapter.finish(LONG)

    assert said(app) == [kept.id]
    (deleted,) = [event for event in app.arrived if isinstance(event, MessageDeleted)]
    assert deleted.message == MessageRef(discord.place(thread), gone.id)


async def test_while_discord_is_down_nothing_is_taken_for_gone(
    discord: LoopbackDiscord, app: ScriptedApp, thread: Channel
) -> None:
    gone = await discord.says(discord.member, thread, MINE)
    await discord.deletes(discord.member, gone)
    app.asked = [named(discord, thread, gone.id, minutes=5)]
    discord.faults.add(Fault("get_message", Status(503), count=4))
    async with living(discord, app):
        await until(lambda: app.arrived)

    assert not discord.faults.coming, "it was asked until it was known"
    assert [type(event) for event in app.arrived] == [MessageDeleted]


async def test_a_thread_that_is_gone_leaves_its_answers(
    discord: LoopbackDiscord, app: ScriptedApp, thread: Channel
) -> None:
    answer = await discord.says(discord.member, thread, MINE)
    other = await discord.says(discord.admin, discord.general, "Lunch?")
    second = await discord.opens_thread(discord.admin, other, "Second")
    after = await discord.says(discord.member, second, MINE)
    app.asked = [named(discord, thread, answer.id, minutes=5), named(discord, second, minutes=5)]
    await discord.deletes_channel(thread)
    async with living(discord, app) as house:
        await until(lambda: said(app))
        await house.adapter.finish(LONG)

    assert said(app) == [after.id]
    assert [type(event) for event in app.arrived] == [MessageSent]
