"""Commands are told to Discord all at once, and only where it has others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.commands import CommandSpec
from tests.adapters.discord.house import living
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.contract.platform import ScriptedApp


@dataclass
class Grown(ScriptedApp):
    """A later version, which can do more."""

    @property
    def commands(self) -> Sequence[CommandSpec]:
        return [*super().commands, CommandSpec("leaderboard", "See who is ahead.")]


def changes(discord: LoopbackDiscord) -> list[str]:
    """What was called that changes commands."""
    return [
        call.operation
        for call in discord.world.calls
        if "application_command" in call.operation and call.method != "GET"
    ]


async def test_the_first_start_registers_all_in_one_call(discord: LoopbackDiscord, app: ScriptedApp) -> None:
    async with living(discord, app):
        pass

    assert changes(discord) == ["bulk_set_application_commands"]
    assert {one.spec["name"] for one in discord.world.commands} == {"quiz", "koko", "Why this score?"}


async def test_another_start_changes_nothing(discord: LoopbackDiscord, app: ScriptedApp) -> None:
    for _ in range(2):
        async with living(discord, app):
            pass

    assert len(changes(discord)) == 1


async def test_another_version_changes_them_once(discord: LoopbackDiscord, app: ScriptedApp) -> None:
    async with living(discord, app):
        pass
    for _ in range(2):
        async with living(discord, Grown()):
            pass

    assert changes(discord) == ["bulk_set_application_commands"] * 2
    assert "leaderboard" in {one.spec["name"] for one in discord.world.commands}
