"""Koko asks Slack for what it uses, and says why."""

from __future__ import annotations

import pytest

from adapters.slack.scopes import BOT_EVENTS, BOT_SCOPES

DEMANDED = {
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
    assert DEMANDED[event] <= BOT_SCOPES.keys()


@pytest.mark.parametrize("name", [*BOT_SCOPES, *BOT_EVENTS])
def test_each_has_a_reason_that_continues_a_sentence(name: str) -> None:
    reason = {**BOT_SCOPES, **BOT_EVENTS}[name]

    assert reason[0].islower()
    assert reason[-1].isalpha()


def test_koko_reads_nobodys_mail_and_joins_nothing_by_itself() -> None:
    assert (
        BOT_SCOPES.keys() & {"users:read.email", "channels:join", "chat:write.public", "mpim:history"}
        == set()
    )
