"""`koko invite discord`: two links, or a sentence on what is missing."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from adapters.discord.cli import mount
from adapters.discord.invite import guild_link, user_link
from bot.cli.reach import reach
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.bank import OPEN_ONLY
from tests.bot.cli.house import House, furnished

ROOT = Path(__file__).parents[3]
ID = "123456789012345678"
WITHOUT_THE_EXTRA = """
import sys
from importlib.abc import MetaPathFinder
class Nothing(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "discord":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Nothing())
from bot.cli import main
main()
"""


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    mount(app, reach)
    return CliRunner().invoke(app, ["invite", "discord", *arguments])


def test_it_prints_a_link_for_servers_and_one_for_people() -> None:
    lines = run("--client-id", ID).stdout.splitlines()

    assert lines[1::3] == [guild_link(ID), user_link(ID)]


@pytest.mark.parametrize("given", ["12345", "koko", f"{ID}&scope=bot+guilds"])
def test_what_is_no_id_is_refused(given: str) -> None:
    refused = run("--client-id", given)

    assert refused.exit_code == 2
    assert "Application ID" in refused.output


def bare(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`koko` as it is installed without `koko[discord]`."""
    settings = {"KOKO_FOLDER": str(folder), "KOKO_ADAPTERS": "discord", "KOKO_DISCORD_TOKEN": "MTE.a.b"}
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_THE_EXTRA, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
        cwd=folder,
        capture_output=True,
        text=True,
    )


def test_with_the_id_nothing_of_discord_is_needed(tmp_path: Path) -> None:
    run = bare(tmp_path, "invite", "discord", "--client-id", ID)

    assert guild_link(ID) in run.stdout, run.stderr


@pytest.mark.parametrize("words", [["run"], ["invite", "discord"]], ids=" ".join)
def test_what_needs_discords_library_says_how_to_get_it(tmp_path: Path, words: list[str]) -> None:
    run = bare(tmp_path, *words)

    assert run.returncode == 2
    assert run.stderr.startswith("koko: ")
    assert run.stderr.endswith("; install koko[discord]\n")


@pytest.fixture
def house(tmp_path: Path, machine_code: Path) -> House:
    return furnished(tmp_path, OPEN_ONLY, machine_code)


def settings(discord: LoopbackDiscord, **others: str) -> dict[str, str]:
    own = {"TOKEN": discord.token, "API_URL": discord.api_url, "GATEWAY_URL": discord.gateway_url, **others}
    return {
        "KOKO_ADAPTERS": "discord",
        **{f"KOKO_DISCORD_{name}": value for name, value in own.items()},
    }


async def test_without_the_id_discord_is_asked(discord: LoopbackDiscord, house: House) -> None:
    run = await asyncio.to_thread(house.koko, "invite", "discord", **settings(discord))

    assert guild_link(discord.bot.id) in run.stdout, run.stderr
    assert user_link(discord.bot.id) in run.stdout


async def test_a_token_that_discord_refuses_is_named(discord: LoopbackDiscord, house: House) -> None:
    wrong = settings(discord, TOKEN="MTE.of.yesterday")
    run = await asyncio.to_thread(house.koko, "invite", "discord", **wrong)

    assert run.returncode == 2
    assert run.stderr.startswith("koko: KOKO_DISCORD_TOKEN: Discord refuses it;")


async def test_a_discord_that_is_not_reached(discord: LoopbackDiscord, house: House) -> None:
    nowhere = settings(discord, API_URL="http://127.0.0.1:9/api")
    run = await asyncio.to_thread(house.koko, "invite", "discord", **nowhere)

    assert run.returncode == 1
    assert run.stderr.startswith("koko: Discord could not be reached")
