"""The loopback Discord and discord.py: connect, listen, answer."""

from __future__ import annotations

from tests.adapters.discord.loopback.caller import Caller
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.listener import Listener
from tests.waiting import until

QUIZ = {
    "name": "quiz",
    "description": "A private run of questions.",
    "options": [
        {"type": 3, "name": "topic", "description": "What about.", "autocomplete": True},
        {"type": 4, "name": "count", "description": "How many.", "min_value": 1, "max_value": 20},
    ],
}


async def test_a_client_connects(discord: LoopbackDiscord, listener: Listener) -> None:
    assert listener.user
    assert str(listener.user.id) == discord.bot.id
    assert [guild.name for guild in listener.guilds] == ["Practice"]
    assert discord.refusals == []


async def test_what_members_say_arrives(discord: LoopbackDiscord, listener: Listener) -> None:
    act = await discord.says(discord.member, discord.general, "Hello")
    await until(lambda: listener.of("MESSAGE_CREATE"))

    (message,) = listener.of("MESSAGE_CREATE")
    assert (message["id"], message["content"]) == (act.id, "")
    assert message["member"]["nick"] is None


async def test_a_command_is_answered_in_private(
    discord: LoopbackDiscord, listener: Listener, caller: Caller
) -> None:
    await caller("PUT", f"/applications/{discord.bot.id}/commands", [QUIZ])
    act = await discord.types(discord.member, discord.general, "/quiz topic: async io count: 3")
    await until(lambda: listener.of("INTERACTION_CREATE"))
    answer = await caller.answers(act, {"type": 4, "data": {"content": "Now", "flags": 64}})

    (interaction,) = listener.of("INTERACTION_CREATE")
    assert interaction["data"]["options"] == [
        {"name": "topic", "type": 3, "value": "async io"},
        {"name": "count", "type": 4, "value": 3},
    ]
    assert answer.status == 204
    assert [one.text for one in await discord.reads(discord.member, discord.general)] == ["Now"]
    assert await discord.reads(discord.admin, discord.general) == []
    assert discord.refusals == []
