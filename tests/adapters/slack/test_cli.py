"""`koko manifest slack`: a manifest on standard output, or a sentence on what is missing."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from adapters.slack.cli import mount_manifest
from bot.chat.commands import CommandSpec
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.bank import OPEN_ONLY
from tests.bot.cli.house import House, furnished

ROOT = Path(__file__).parents[3]
COMMANDS = [CommandSpec("quiz", "Practise"), CommandSpec("koko help", "See what I can do")]
WITHOUT_THE_EXTRA = """
import sys
from importlib.abc import MetaPathFinder
class Nothing(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name in ("slack_bolt", "slack_sdk"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Nothing())
from bot.cli import main
main()
"""


def offered() -> tuple[Sequence[CommandSpec], Sequence[str]]:
    return COMMANDS, ["Why this score?"]


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    mount_manifest(app, offered)
    return CliRunner().invoke(app, ["slack", *arguments])


def printed(*arguments: str) -> dict[str, Any]:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    made: dict[str, Any] = json.loads(result.stdout)
    return made


def test_without_a_word_it_is_for_socket_mode() -> None:
    assert printed()["settings"]["socket_mode_enabled"]


def test_the_address_may_end_in_a_slash() -> None:
    made = printed("--mode", "http", "--url", "https://koko.example/")

    assert made["settings"]["interactivity"]["request_url"] == "https://koko.example/slack/events"


def test_commands_get_their_prefix() -> None:
    commands = printed("--prefix", "acme-")["features"]["slash_commands"]

    assert [entry["command"] for entry in commands] == ["/acme-koko", "/acme-quiz"]


def test_a_distributed_app_has_where_to_send_those_who_install_it() -> None:
    made = printed("--distributed", "--url", "https://koko.example")

    assert made["oauth_config"]["redirect_urls"] == ["https://koko.example/slack/oauth_redirect"]


def test_http_mode_needs_an_address() -> None:
    assert "--url" in refusal("--mode", "http")


def test_a_distributed_app_needs_an_address() -> None:
    assert "--url" in refusal("--distributed")


def test_slack_calls_https_alone() -> None:
    assert "https://" in refusal("--mode", "http", "--url", "http://koko.example")


def test_the_path_is_kokos_own() -> None:
    assert "no path" in refusal("--mode", "http", "--url", "https://koko.example/bot")


def test_a_prefix_that_slack_would_refuse_is_refused() -> None:
    assert "acme-" in refusal("--prefix", "Acme ")


def refusal(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 2
    return " ".join(result.output.split())


def bare(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`koko` as it is installed without `koko[slack]`."""
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_THE_EXTRA, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), "KOKO_FOLDER": str(folder), "KOKO_ADAPTERS": "slack"},
        cwd=folder,
        capture_output=True,
        text=True,
    )


def test_the_manifest_needs_nothing_of_slack(tmp_path: Path) -> None:
    run = bare(tmp_path, "manifest", "slack")

    assert json.loads(run.stdout)["display_information"]["name"] == "Koko", run.stderr


def test_what_needs_slacks_libraries_says_how_to_get_them(tmp_path: Path) -> None:
    run = bare(tmp_path, "run")

    assert run.returncode == 2
    assert run.stderr == "koko: KOKO_ADAPTERS: slack needs slack_sdk; install koko[slack]\n"


@pytest.fixture
def house(tmp_path: Path, machine_code: Path) -> House:
    return furnished(tmp_path, OPEN_ONLY, machine_code)


async def test_check_finds_nothing_wrong_with_the_right_tokens(slack: LoopbackSlack, house: House) -> None:
    right = {
        "KOKO_ADAPTERS": "slack",
        "KOKO_SLACK_BOT_TOKEN": slack.bot_token,
        "KOKO_SLACK_APP_TOKEN": slack.app_token,
        "KOKO_SLACK_API_URL": slack.api_url,
    }
    run = await asyncio.to_thread(house.koko, "check", **right)

    assert "✓ slack" in run.stdout, run.stdout + run.stderr
    assert run.returncode == 0


def test_check_names_what_is_missing(house: House) -> None:
    run = house.koko("check", KOKO_ADAPTERS="slack")

    assert "✗ slack" in run.stdout
    assert "KOKO_SLACK_BOT_TOKEN" in run.stdout
    assert run.returncode == 1
