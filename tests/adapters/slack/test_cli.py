"""`koko manifest slack`: a manifest on standard output, or a sentence on what is missing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import typer
from typer.testing import CliRunner, Result

from adapters.slack.cli import mount_manifest
from bot.chat.commands import CommandSpec

COMMANDS = [CommandSpec("quiz", "Practise"), CommandSpec("koko help", "See what I can do")]


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
