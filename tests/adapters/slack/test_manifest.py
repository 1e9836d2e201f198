"""The manifest that Slack makes the app of: what the routes have, and nothing that Slack would refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from adapters.slack.manifest import callback_id, manifest, shortcut_of
from adapters.slack.names import CommandNames
from adapters.slack.scopes import BOT_EVENTS, BOT_SCOPES
from adapters.slack.settings import Mode
from bot.chat.commands import CommandSpec, Option
from tests.bots import TestBot

ROOT = Path(__file__).parents[3]
SCHEMA = ROOT.parent / "shared/specs/slack-manifest-schema.json"
"""Slack's own schema; it is not part of the repository."""

URL = "https://koko.example"
OURS = CommandNames()
COMMANDS = [
    CommandSpec("quiz", "Practise", (Option(name="topic", description="Which"),)),
    CommandSpec("koko ask now", "Ask"),
    CommandSpec("koko help", "See what I can do"),
]
SHORTCUTS = ["Why this score?"]


def test_slack_learns_the_first_words_and_people_the_rest() -> None:
    made = manifest(COMMANDS, SHORTCUTS, OURS, Mode.SOCKET)

    assert made["features"]["slash_commands"] == [
        {
            "command": "/koko",
            "description": "See what I can do",
            "usage_hint": "ask now | help",
            "should_escape": False,
        },
        {"command": "/quiz", "description": "Practise", "usage_hint": "[topic]", "should_escape": False},
    ]


def test_a_prefix_stands_before_every_command() -> None:
    made = manifest(COMMANDS, SHORTCUTS, CommandNames("acme-"), Mode.SOCKET)

    assert [entry["command"] for entry in made["features"]["slash_commands"]] == ["/acme-koko", "/acme-quiz"]


def test_a_shortcut_of_the_message_menu_is_called_back_by_its_id() -> None:
    [entry] = manifest(COMMANDS, SHORTCUTS, OURS, Mode.SOCKET)["features"]["shortcuts"]

    assert (entry["name"], entry["type"]) == ("Why this score?", "message")
    assert shortcut_of(entry["callback_id"], SHORTCUTS) == "Why this score?"
    assert shortcut_of("of_an_older_manifest", SHORTCUTS) is None


def test_it_asks_for_all_that_is_used_and_no_more() -> None:
    made = manifest(COMMANDS, SHORTCUTS, OURS, Mode.SOCKET)

    assert made["oauth_config"]["scopes"] == {"bot": sorted(BOT_SCOPES)}
    assert made["settings"]["event_subscriptions"]["bot_events"] == sorted(BOT_EVENTS)


def test_with_a_socket_nothing_of_koko_is_public() -> None:
    made = manifest(COMMANDS, SHORTCUTS, OURS, Mode.SOCKET)

    assert made["settings"]["socket_mode_enabled"]
    assert "http" not in json.dumps(made)


def test_with_a_socket_browsers_install_by_the_address_and_events_do_not_come_by_it() -> None:
    made = manifest(COMMANDS, SHORTCUTS, OURS, Mode.SOCKET, URL, is_distributed=True)

    assert made["oauth_config"]["redirect_urls"] == ["https://koko.example/slack/oauth_redirect"]
    assert "/slack/events" not in json.dumps(made)


def test_over_http_everything_comes_to_one_address() -> None:
    made = manifest(COMMANDS, SHORTCUTS, OURS, Mode.HTTP, URL)

    assert not made["settings"]["socket_mode_enabled"]
    assert {
        made["settings"]["event_subscriptions"]["request_url"],
        made["settings"]["interactivity"]["request_url"],
        *[entry["url"] for entry in made["features"]["slash_commands"]],
    } == {"https://koko.example/slack/events"}


def test_only_an_app_that_is_installed_by_oauth_has_tokens_that_end() -> None:
    own = manifest(COMMANDS, SHORTCUTS, OURS, Mode.HTTP, URL)
    distributed = manifest(COMMANDS, SHORTCUTS, OURS, Mode.HTTP, URL, is_distributed=True)

    assert "redirect_urls" not in own["oauth_config"]
    assert not own["settings"]["token_rotation_enabled"]
    assert distributed["oauth_config"]["redirect_urls"] == ["https://koko.example/slack/oauth_redirect"]
    assert distributed["settings"]["token_rotation_enabled"]


@pytest.mark.parametrize(("mode", "is_distributed"), [(Mode.HTTP, False), (Mode.SOCKET, True)])
def test_what_is_called_has_an_address(mode: Mode, is_distributed: bool) -> None:
    with pytest.raises(ValueError, match="URL"):
        manifest(COMMANDS, SHORTCUTS, OURS, mode, is_distributed=is_distributed)


async def test_every_shortcut_of_the_bot_is_told_from_the_others(bot: TestBot) -> None:
    shortcuts = bot.koko.router.shortcuts

    assert len({callback_id(shown) for shown in shortcuts}) == len(shortcuts)


async def test_the_manifest_in_the_repository_is_the_one_that_is_printed(bot: TestBot) -> None:
    router = bot.koko.router
    made = manifest(router.commands, router.shortcuts, OURS, Mode.SOCKET)

    assert json.loads((ROOT / "deploy/slack-manifest.json").read_text()) == made


if SCHEMA.exists():

    @pytest.mark.parametrize("names", [OURS, CommandNames("a-prefix-of-16-l")], ids=["plain", "prefixed"])
    @pytest.mark.parametrize(
        "how",
        [
            {"mode": Mode.SOCKET},
            {"mode": Mode.SOCKET, "url": URL, "is_distributed": True},
            {"mode": Mode.HTTP, "url": URL},
            {"mode": Mode.HTTP, "url": URL, "is_distributed": True},
        ],
        ids=["socket", "socket-distributed", "http", "http-distributed"],
    )
    async def test_slacks_schema_takes_it(bot: TestBot, how: dict[str, Any], names: CommandNames) -> None:
        made = manifest(bot.koko.router.commands, bot.koko.router.shortcuts, names, **how)

        jsonschema.Draft7Validator(json.loads(SCHEMA.read_text())).validate(made)
