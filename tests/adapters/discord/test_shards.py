"""Servers that Discord tells of on two connections."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.chat.adapter import Reply
from bot.chat.card import card
from bot.chat.events import CommandInvoked, MessageSent, WorkspaceLost
from tests.adapters.discord.house import living, settings
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.faults import Fault, Lost
from tests.adapters.discord.loopback.founding import Founded
from tests.adapters.discord.screens import done, read
from tests.contract.platform import ScriptedApp
from tests.waiting import until


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord(shards=2, message_content=True) as discord:
        yield discord


@pytest.fixture
async def other(discord: LoopbackDiscord) -> Founded:
    """A server of the other shard than the first one's."""
    many = (discord.adds_guild(f"Server {number}") for number in range(1000))
    made = next(each for each in many if shard(each.guild.id) != shard(discord.guild.id))
    await discord.invites_bot(made.guild)
    return made


def shard(guild: str) -> int:
    return (int(guild) >> 22) % 2


async def test_koko_opens_as_many_connections_as_discord_advises_and_hears_on_all(
    discord: LoopbackDiscord, other: Founded, app: ScriptedApp
) -> None:
    app.reply, app.response = Reply.PUBLIC, card("Standings")
    async with living(discord, app) as house:
        here = await discord.types(discord.member, discord.general, "/quiz")
        there = await discord.types(other.member, other.general, "/quiz")
        await done(house, here, there)

    assert [one["shard"] for one in discord.gateway.identified] == [[0, 2], [1, 2]]
    assert await read(discord, discord.member, discord.general) == ["Standings"]
    assert await read(discord, other.member, other.general) == ["Standings"]
    assert len([event for event in app.arrived if isinstance(event, CommandInvoked)]) == 2


async def test_a_session_that_is_lost_concerns_no_server_of_another(
    discord: LoopbackDiscord, other: Founded, app: ScriptedApp
) -> None:
    async with living(discord, app) as house:
        asked = await house.adapter.send(discord.place(other.general), card("Today"), "today")
        thread = await house.adapter.open_thread(asked, "Answers")
        discord.faults.add(Fault("MESSAGE_CREATE", Lost()))
        said = await discord.says(other.member, discord.channel(str(thread.thread)), "It stays frozen.")
        await until(lambda: not house.adapter.health().connected)
        app.reply, app.response = Reply.PUBLIC, card("Standings")
        await done(house, await discord.types(discord.member, discord.general, "/quiz"))
        await until(lambda: [event for event in app.arrived if isinstance(event, MessageSent)])
        await until(lambda: house.adapter.health().connected)

    assert await read(discord, discord.member, discord.general) == ["Standings"]
    assert {event.id for event in app.arrived if isinstance(event, MessageSent)} == {said.id}
    assert not [event for event in app.arrived if isinstance(event, WorkspaceLost)]
    assert len(discord.gateway.identified) == 3


async def test_it_opens_as_many_as_it_is_told_to(discord: LoopbackDiscord, app: ScriptedApp) -> None:
    async with living(discord, app, settings(discord, shards=3)):
        pass

    assert [one["shard"] for one in discord.gateway.identified] == [[0, 3], [1, 3], [2, 3]]
