"""Koko's app manifest, made of the bot's own routes; Slack creates the whole app from it.

Its form is https://docs.slack.dev/reference/app-manifest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from adapters.slack.names import CommandNames
from adapters.slack.scopes import BOT_EVENTS, BOT_SCOPES
from adapters.slack.settings import Mode
from bot.chat.commands import CommandSpec

EVENTS_PATH = "/slack/events"
REDIRECT_PATH = "/slack/oauth_redirect"
NAME = "Koko"
DESCRIPTION = "One interview question a day, answers graded and explained, a leaderboard every week."
LONG_DESCRIPTION = (
    "Koko asks a channel one interview question a day, in its thread or in private takes what people answer, "
    "and tells each of them alone why they got the score they got. At the close it reveals the model answer, "
    "and once a week it posts who is ahead. It reads only channels that it was invited to, and grades on the "
    "machine that it runs on."
)


def manifest(
    commands: Sequence[CommandSpec],
    shortcuts: Sequence[str],
    names: CommandNames,
    mode: Mode,
    url: str | None = None,
    *,
    is_distributed: bool = False,
) -> dict[str, Any]:
    """`url` is where Slack reaches Koko (https, no path): needed in HTTP mode, and for an app that is
    distributed to many workspaces, which install it by OAuth.

    Only the tokens of a distributed app rotate: a bot token copied from Slack's page would end after
    twelve hours, and an app for which rotation is on can't be turned back.
    """
    if url is None and (is_distributed or mode is Mode.HTTP):
        raise ValueError("a URL is needed where Slack, or a browser, calls Koko")
    address = f"{url}{EVENTS_PATH}" if url and mode is Mode.HTTP else None
    request_url = {"request_url": address} if address else {}
    return {
        "display_information": {
            "name": NAME,
            "description": DESCRIPTION,
            "long_description": LONG_DESCRIPTION,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "shortcuts": [_shortcut(shown) for shown in shortcuts],
            "slash_commands": list(_slash_commands(commands, names, address)),
        },
        "oauth_config": {
            **({"redirect_urls": [f"{url}{REDIRECT_PATH}"]} if is_distributed else {}),
            "scopes": {"bot": sorted(BOT_SCOPES)},
        },
        "settings": {
            "event_subscriptions": {**request_url, "bot_events": sorted(BOT_EVENTS)},
            "interactivity": {"is_enabled": True, **request_url},
            "org_deploy_enabled": False,
            "socket_mode_enabled": mode is Mode.SOCKET,
            "token_rotation_enabled": is_distributed,
        },
    }


def callback_id(shortcut: str) -> str:
    """How Slack calls a shortcut back: "Why this score?" → `why_this_score`."""
    return "_".join(re.findall(r"[a-z0-9]+", shortcut.lower()))


def shortcut_of(called: str, shortcuts: Sequence[str]) -> str | None:
    """The shortcut with this callback id; None for one of an older manifest."""
    return next((shown for shown in shortcuts if callback_id(shown) == called), None)


def _shortcut(shown: str) -> dict[str, str]:
    return {
        "name": shown,
        "type": "message",
        "callback_id": callback_id(shown),
        "description": "Ask Koko about this message",
    }


def _slash_commands(
    commands: Sequence[CommandSpec], names: CommandNames, address: str | None
) -> Iterator[dict[str, Any]]:
    """Slack knows only first words: the rest of a command is text that follows them."""
    for first, several in groupby(sorted(commands, key=_first), key=_first):
        specs = list(several)
        hint = _options(specs[0]) if specs[0].name == first else _verbs(specs)
        yield {
            "command": names.slash(first),
            **({"url": address} if address else {}),
            "description": _description(specs),
            **({"usage_hint": hint} if hint else {}),
            "should_escape": False,
        }


def _first(spec: CommandSpec) -> str:
    return spec.name.partition(" ")[0]


def _verbs(specs: Sequence[CommandSpec]) -> str:
    return " | ".join(spec.name.partition(" ")[2] for spec in specs)


def _options(spec: CommandSpec) -> str:
    return spec.usage.removeprefix(f"/{spec.name}").strip()


def _description(specs: Sequence[CommandSpec]) -> str:
    """That of a family is what its `help` says."""
    about = [spec for spec in specs if spec.name.endswith(" help")]
    return (about or list(specs))[0].description
