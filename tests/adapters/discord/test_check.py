"""`koko check` says what is wrong with Discord's token, intent, clock and permissions, and what to do."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from adapters.discord.check import (
    ALLOW_IT,
    CHANNELS_NAMED,
    CHANNELS_OF,
    GRANT_IT,
    NEW_TOKEN,
    NO_COMMANDS,
    NO_SERVER,
    NOT_ASKED_FOR,
    REACH_IT,
    SERVERS_NAMED,
    WAIT,
    WITH_TEXTS,
    WITHOUT_TEXTS,
    findings,
)
from adapters.discord.client import Connection
from adapters.discord.invite import GRANTS, LEAST
from bot.chat.adapter import Note, Problem
from tests.adapters.discord.house import housed, living, settings
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.faults import Answer, Fault, Status
from tests.adapters.working import utc_now
from tests.bank import OPEN_ONLY
from tests.bot.cli.house import House, furnished
from tests.contract.platform import ScriptedApp


async def checked(
    discord: LoopbackDiscord, now: Callable[[], datetime] = utc_now, **others: Any
) -> list[Problem | Note]:
    """With these settings in place of the right ones; without the two notes of every new application."""
    chosen = settings(discord, **others)
    found = await findings(Connection(chosen), chosen, now)
    return [each for each in found if each not in (Note(WITHOUT_TEXTS), Note(NO_COMMANDS))]


async def test_nothing_is_wrong_where_all_is_right(discord: LoopbackDiscord) -> None:
    assert await checked(discord) == []
    assert discord.refusals == []


async def test_nothing_is_changed_and_no_session_begun(discord: LoopbackDiscord) -> None:
    await checked(discord)

    assert {call.method for call in discord.world.calls} == {"GET"}
    assert discord.gateway.identified == []


async def test_a_token_that_discord_refuses(discord: LoopbackDiscord) -> None:
    assert await checked(discord, token=SecretStr("MTE.of.yesterday")) == [
        Problem("KOKO_DISCORD_TOKEN: Discord refuses it", NEW_TOKEN)
    ]


# Texts of messages


async def test_without_the_texts_of_messages_it_says_how_answers_come(discord: LoopbackDiscord) -> None:
    chosen = settings(discord)

    assert Note(WITHOUT_TEXTS) in await findings(Connection(chosen), chosen, utc_now)


async def test_with_them_too() -> None:
    async with LoopbackDiscord(message_content=True) as discord:
        assert await checked(discord) == [Note(WITH_TEXTS)]


async def test_texts_that_are_asked_for_and_not_granted(discord: LoopbackDiscord) -> None:
    [problem] = await checked(discord, message_content=True)

    assert isinstance(problem, Problem)
    assert problem.what == (
        "KOKO_DISCORD_MESSAGE_CONTENT is on, and Discord does not give Koko the texts of messages"
    )
    assert "switch on *Message Content Intent*" in problem.remedy


async def test_texts_that_are_granted_and_not_asked_for() -> None:
    async with LoopbackDiscord(message_content=True) as discord:
        assert await checked(discord, message_content=False) == [Note(NOT_ASKED_FOR)]


# The application


async def test_before_the_first_start_there_are_no_commands(discord: LoopbackDiscord) -> None:
    chosen = settings(discord)

    assert Note(NO_COMMANDS) in await findings(Connection(chosen), chosen, utc_now)


async def test_after_it_there_are(discord: LoopbackDiscord, app: ScriptedApp) -> None:
    chosen = settings(discord)
    async with living(discord, app):
        pass

    assert Note(NO_COMMANDS) not in await findings(Connection(chosen), chosen, utc_now)


# Servers and channels


async def test_in_no_server_it_says_how_to_get_into_one(discord: LoopbackDiscord) -> None:
    await discord.removes_bot(discord.guild)

    assert await checked(discord) == [Note(NO_SERVER)]


@pytest.mark.parametrize("key", GRANTS)
async def test_a_permission_that_a_server_does_not_give(discord: LoopbackDiscord, key: str) -> None:
    await invited(discord, "Strict", LEAST & ~(1 << GRANTS[key].bit))

    assert await checked(discord) == [
        Problem(f"in the server Strict, Koko lacks {GRANTS[key].name}", GRANT_IT)
    ]


async def test_several_that_are_missing_are_said_together(discord: LoopbackDiscord) -> None:
    await invited(discord, "Strict", LEAST & ~(1 << GRANTS["attach_files"].bit | 1 << 6 | 1 << 35))

    [problem] = await checked(discord)

    assert isinstance(problem, Problem)
    assert problem.what.endswith("Koko lacks Create Public Threads, Add Reactions and Attach Files")


async def test_of_many_servers_a_few_are_named(discord: LoopbackDiscord) -> None:
    for number in range(SERVERS_NAMED + 3):
        await invited(discord, f"Server {number}", 0)

    found = await checked(discord)

    assert len(found) == SERVERS_NAMED + 1
    assert found[-1] == Problem("in 3 more servers, Koko lacks permissions", GRANT_IT)


async def test_of_many_servers_the_channels_of_a_few_are_looked_at(discord: LoopbackDiscord) -> None:
    for number in range(CHANNELS_OF + 3):
        await invited(discord, f"Server {number}", LEAST)
    await checked(discord)

    looked = [call for call in discord.world.calls if call.operation == "list_guild_channels"]
    assert len(looked) == CHANNELS_OF


async def test_what_a_channel_takes_away(discord: LoopbackDiscord) -> None:
    await discord.denies(discord.general, "CREATE_PUBLIC_THREADS")

    assert await checked(discord) == [
        Note(f"in Practice, a question in #general would lack Create Public Threads: {ALLOW_IT}")
    ]


async def test_of_many_channels_a_few_are_named(discord: LoopbackDiscord) -> None:
    for number in range(CHANNELS_NAMED + 3):
        made = await discord.makes_channel(discord.guild, f"channel-{number}")
        await discord.denies(made, "ADD_REACTIONS")

    assert len(await checked(discord)) == CHANNELS_NAMED


async def test_a_channel_in_which_koko_may_not_write_is_meant_so(discord: LoopbackDiscord) -> None:
    await discord.denies(discord.announcements, "SEND_MESSAGES", "ADD_REACTIONS")

    assert await checked(discord) == []


async def test_a_server_in_which_it_may_write_nowhere(discord: LoopbackDiscord) -> None:
    channels = (discord.general, discord.announcements, discord.forum, discord.private)
    for channel in channels:
        await discord.denies(channel, "SEND_MESSAGES")

    assert await checked(discord) == [
        Problem("in the server Practice, Koko may write in no channel", ALLOW_IT)
    ]


async def test_a_name_is_no_more_than_words(discord: LoopbackDiscord) -> None:
    discord.guild.name = f"\x1b[2J\n{'w' * 100}"
    await discord.denies(discord.general, "ADD_REACTIONS")

    [note] = await checked(discord)

    assert isinstance(note, Note)
    assert note.note.isprintable()
    assert "w" * 61 not in note.note


async def invited(discord: LoopbackDiscord, name: str, permissions: int) -> None:
    """Into a server where nobody may do anything but by their role."""
    founded = discord.adds_guild(name)
    founded.guild.roles[founded.guild.id].permissions = 0
    await discord.invites_bot(founded.guild, permissions)


# The way to Discord


@pytest.mark.parametrize(
    ("off", "said"),
    [
        (timedelta(minutes=-4), "4 minutes behind"),
        (timedelta(seconds=75), "1 minute ahead of"),
        (timedelta(hours=1), "60 minutes ahead of"),
    ],
)
async def test_a_clock_that_is_off(discord: LoopbackDiscord, off: timedelta, said: str) -> None:
    [problem] = await checked(discord, now=lambda: utc_now() + off)

    assert isinstance(problem, Problem)
    assert problem.what == f"this machine's clock is {said} Discord's"


async def test_a_clock_that_is_a_little_off_is_good_enough(discord: LoopbackDiscord) -> None:
    assert await checked(discord, now=lambda: utc_now() + timedelta(seconds=30)) == []


async def test_a_discord_that_has_a_fault_of_its_own(discord: LoopbackDiscord) -> None:
    discord.faults.add(Fault("get_my_application", Status(503), count=9))

    assert await checked(discord) == [Problem(f"Discord answered 503 at {discord.api_url}", REACH_IT)]


async def test_sessions_that_are_used_up() -> None:
    async with LoopbackDiscord(identifies=0) as discord:
        [problem] = await checked(discord)

    assert problem == Problem(f"Discord lets Koko begin no more sessions today at {discord.api_url}", WAIT)


async def test_a_discord_that_is_not_reached(discord: LoopbackDiscord) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}/api"
        found = await checked(discord, api_url=address)

    assert found == [Problem(f"Discord could not be reached (ClientConnectorError) at {address}", REACH_IT)]


# `koko check`, `koko run`


@pytest.fixture
def home(tmp_path: Path, machine_code: Path) -> House:
    return furnished(tmp_path, OPEN_ONLY, machine_code)


def given(discord: LoopbackDiscord, token: str = "") -> dict[str, str]:
    return {
        "KOKO_ADAPTERS": "discord",
        "KOKO_DISCORD_TOKEN": token or discord.token,
        "KOKO_DISCORD_API_URL": discord.api_url,
        "KOKO_DISCORD_GATEWAY_URL": discord.gateway_url,
    }


async def test_check_finds_nothing_wrong_with_the_right_token(discord: LoopbackDiscord, home: House) -> None:
    run = await asyncio.to_thread(home.koko, "check", **given(discord))

    assert run.returncode == 0, run.stdout + run.stderr
    assert f"✓ discord\n    {WITHOUT_TEXTS}\n" in run.stdout


async def test_check_names_a_wrong_one_and_does_not_show_it(discord: LoopbackDiscord, home: House) -> None:
    run = await asyncio.to_thread(home.koko, "check", **given(discord, "MTE.of.yesterday"))

    assert run.returncode == 1
    assert f"✗ discord\n    KOKO_DISCORD_TOKEN: Discord refuses it\n    → {NEW_TOKEN}\n" in run.stdout
    assert "yesterday" not in run.stdout + run.stderr


async def test_check_names_what_is_missing(home: House) -> None:
    run = await asyncio.to_thread(home.koko, "check", KOKO_ADAPTERS="discord")

    assert run.returncode == 1
    assert "✗ discord\n    KOKO_DISCORD_TOKEN: the bot's token is needed\n" in run.stdout


def started(home: House, settings: dict[str, str]) -> str:
    """What `koko run` has logged when it is ready."""
    with home.running(**settings) as running:
        running.leaves()
    return home.log


async def test_the_start_says_how_answers_come(discord: LoopbackDiscord, home: House) -> None:
    assert WITHOUT_TEXTS in await asyncio.to_thread(started, home, given(discord))


async def test_commands_that_discord_refuses_keep_nobody_from_the_buttons(
    discord: LoopbackDiscord, home: House
) -> None:
    discord.faults.add(Fault("bulk_set_application_commands", Answer(30034, 400, "Max daily creates")))

    assert "commands_refused" in await asyncio.to_thread(started, home, given(discord))


async def test_the_adapter_checks_with_its_own_settings(discord: LoopbackDiscord) -> None:
    assert Note(WITHOUT_TEXTS) in await housed(discord).check()
