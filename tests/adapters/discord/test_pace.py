"""Discord is never asked for more than it takes, and who waits for an answer does not wait for posts."""

from __future__ import annotations

import asyncio

from bot.chat.adapter import Reply
from bot.chat.card import card
from tests.adapters.discord.house import living
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.contract.platform import ScriptedApp

MANY = 120


async def test_many_posts_at_once_are_never_too_many() -> None:
    async with LoopbackDiscord(per_second=50) as discord, living(discord, ScriptedApp()) as house:
        place = discord.place(discord.general)
        await asyncio.gather(*(house.adapter.send(place, card("Today"), str(n)) for n in range(MANY)))

        assert len(await discord.reads(discord.member, discord.general)) == MANY
        assert discord.refusals == []


async def test_an_answer_goes_before_the_posts_that_wait() -> None:
    app = ScriptedApp(reply=Reply.PRIVATE, response=card("", "Thank you."))
    async with LoopbackDiscord(per_second=50) as discord, living(discord, app) as house:
        place = discord.place(discord.general)
        posting = [asyncio.create_task(house.adapter.send(place, card("Today"), str(n))) for n in range(MANY)]
        await discord.types(discord.member, discord.general, "/quiz")
        await asyncio.gather(*posting)

        made = [call.operation for call in discord.world.calls]
        assert "create_message" in made[made.index("create_interaction_response") :]
