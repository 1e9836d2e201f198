"""Koko asks Slack for what it uses, and says why."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import adapters.slack
from adapters.slack.parse import LOST
from adapters.slack.scopes import BOT_EVENTS, BOT_SCOPES

HISTORY = {"channels:history", "groups:history", "im:history"}
READ = {"channels:read", "groups:read"}

BY_METHOD = {
    "apps.connections.open": set[str](),
    "auth.test": set[str](),
    "bots.info": {"users:read"},
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": HISTORY,
    "conversations.info": READ,
    "conversations.open": {"im:write"},
    "conversations.replies": HISTORY,
    "files.completeUploadExternal": {"files:write"},
    "files.getUploadURLExternal": {"files:write"},
    "oauth.v2.access": set[str](),
    "reactions.add": {"reactions:write"},
    "reactions.remove": {"reactions:write"},
    "users.info": {"users:read"},
    "views.open": set[str](),
    "views.publish": set[str](),
}
"""The scopes with which Slack takes a call of a bot, for the kinds of conversation that Koko is in:
"Required Scopes" at https://docs.slack.dev/reference/methods/<method>."""

BY_EVENT = {
    "app_home_opened": set[str](),
    "app_uninstalled": set[str](),
    "channel_archive": {"channels:read"},
    "channel_deleted": {"channels:read"},
    "channel_left": {"channels:read"},
    "group_archive": {"groups:read"},
    "group_deleted": {"groups:read"},
    "group_left": {"groups:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "tokens_revoked": set[str](),
}
"""The scopes with which Slack delivers an event: "Required Scopes" at
https://docs.slack.dev/reference/events/<event>."""


@pytest.mark.parametrize("event", BOT_EVENTS)
def test_an_event_comes_with_the_scope_that_slack_demands_for_it(event: str) -> None:
    assert BY_EVENT[event] <= BOT_SCOPES.keys()


def test_slack_is_asked_for_the_events_that_are_listened_to() -> None:
    others = {"app_home_opened", "app_uninstalled", "member_joined_channel", "tokens_revoked"}
    messages = {"message.channels", "message.groups", "message.im"}

    assert BOT_EVENTS.keys() == LOST.keys() | others | messages


def test_the_methods_that_are_called_are_those_above() -> None:
    [folder] = adapters.slack.__path__
    sources = "".join(path.read_text() for path in Path(folder).glob("*.py"))
    families = {method.partition(".")[0] for method in BY_METHOD}
    called = re.findall(rf"\.((?:{'|'.join(families)})_\w+)\(", sources)

    assert {name.replace("_", ".") for name in called} == BY_METHOD.keys()


def test_there_is_no_scope_but_what_these_and_commands_need() -> None:
    needed = set().union(*BY_METHOD.values(), *BY_EVENT.values(), {"commands"})

    assert BOT_SCOPES.keys() == needed


@pytest.mark.parametrize("name", [*BOT_SCOPES, *BOT_EVENTS])
def test_each_has_a_reason_that_continues_a_sentence(name: str) -> None:
    reason = {**BOT_SCOPES, **BOT_EVENTS}[name]

    assert reason[0].islower()
    assert reason[-1].isalpha()
