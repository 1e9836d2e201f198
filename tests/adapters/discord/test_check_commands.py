"""`koko check` names the commands that Discord does not offer as this Koko would have them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.discord.check import NO_COMMANDS, RUN_IT, findings
from adapters.discord.client import Connection
from bot.chat.adapter import Menu, Note
from bot.chat.commands import CommandSpec
from tests.adapters.discord.house import living, settings
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.faults import Answer, Fault
from tests.bank import OPEN_ONLY
from tests.bot.cli.house import House, furnished
from tests.contract.platform import ScriptedApp

OTHERWISE = "Discord does not offer {} as this Koko would have it: " + RUN_IT


@pytest.fixture
def home(tmp_path: Path, machine_code: Path) -> House:
    return furnished(tmp_path, OPEN_ONLY, machine_code)


@pytest.fixture
async def menu(discord: LoopbackDiscord, app: ScriptedApp) -> Menu:
    """What is registered."""
    async with living(discord, app):
        return Menu(app.commands, app.shortcuts)


async def said_of_commands(discord: LoopbackDiscord, menu: Menu) -> Sequence[str]:
    chosen = settings(discord)
    found = await findings(Connection(chosen), chosen, lambda: datetime.now(UTC), menu)
    return [each.note for each in found if isinstance(each, Note) and RUN_IT in each.note]


async def test_nothing_where_all_is_registered_as_it_should_be(discord: LoopbackDiscord, menu: Menu) -> None:
    assert await said_of_commands(discord, menu) == []


async def test_those_that_are_missing_changed_or_too_many(discord: LoopbackDiscord, menu: Menu) -> None:
    quiz = replace(menu.commands[0], description="Practise a lot.")
    now = Menu((quiz, CommandSpec("leaderboard", "See who is ahead.")), menu.shortcuts)

    assert await said_of_commands(discord, now) == [OTHERWISE.format("/leaderboard, /quiz and /koko")]


async def test_an_entry_of_a_message_s_menu_by_its_name(discord: LoopbackDiscord, menu: Menu) -> None:
    assert await said_of_commands(discord, replace(menu, shortcuts=())) == [
        OTHERWISE.format("Why this score?")
    ]


async def test_before_the_first_start_there_are_none_to_compare(discord: LoopbackDiscord) -> None:
    assert await said_of_commands(discord, Menu((CommandSpec("quiz", "Practise."),))) == [NO_COMMANDS]


async def test_what_discord_has_refused_is_named_by_the_program(
    discord: LoopbackDiscord, home: House
) -> None:
    given = {
        "KOKO_ADAPTERS": "discord",
        "KOKO_DISCORD_TOKEN": discord.token,
        "KOKO_DISCORD_API_URL": discord.api_url,
        "KOKO_DISCORD_GATEWAY_URL": discord.gateway_url,
    }
    async with living(discord, ScriptedApp()):
        pass  # an older one, with other commands
    discord.faults.add(Fault("bulk_set_application_commands", Answer(30034, 400, "Max daily creates")))
    await asyncio.to_thread(starts, home, given)
    refused = await asyncio.to_thread(home.koko, "check", **given)
    assert refused.returncode == 0, refused.stdout + refused.stderr
    assert OTHERWISE.format("/koko, /leaderboard and /quiz") in refused.stdout

    await asyncio.to_thread(starts, home, given)
    taken = await asyncio.to_thread(home.koko, "check", **given)
    assert RUN_IT not in taken.stdout


def starts(home: House, given: dict[str, str]) -> None:
    with home.running(**given) as running:
        running.leaves()
