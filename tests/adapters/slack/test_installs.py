"""The workspace of one bot token: who Koko is there, and what happens when the token is taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from adapters.slack.client import Connection
from adapters.slack.installs import Bot, OneWorkspace
from bot.errors import ConfigError, PlaceGone, PlatformDown
from tests.adapters.slack.loopback.faults import Fault, Status
from tests.adapters.slack.loopback.slack import LoopbackSlack


@pytest.fixture
async def connection(slack: LoopbackSlack) -> AsyncIterator[Connection]:
    connection = Connection(slack.api_url)
    async with connection.opened():
        yield connection


@pytest.fixture
def installs(slack: LoopbackSlack, connection: Connection) -> OneWorkspace:
    return OneWorkspace(SecretStr(slack.bot_token), connection.web)


async def test_slack_says_who_koko_is(slack: LoopbackSlack, installs: OneWorkspace) -> None:
    await installs.connect()

    assert await installs.workspaces() == ["T1"]
    assert await installs.token("T1") == slack.bot_token
    assert await installs.bot("T1") == Bot(slack.team.bot.id, slack.team.bot_id, "T1", "Practice")


async def test_before_that_there_is_nothing(installs: OneWorkspace) -> None:
    assert await installs.workspaces() == []
    with pytest.raises(PlatformDown):
        await installs.token("T1")


async def test_other_workspaces_are_not_its_own(installs: OneWorkspace) -> None:
    await installs.connect()

    for asking in (installs.token("T2"), installs.bot("T2")):
        with pytest.raises(PlaceGone, match="not installed"):
            await asking


async def test_a_token_that_slack_refuses_is_a_wrong_setting(connection: Connection) -> None:
    installs = OneWorkspace(SecretStr("xoxb-of-nobody"), connection.web)

    with pytest.raises(ConfigError, match=r"^KOKO_SLACK_BOT_TOKEN: .*\(invalid_auth\)") as refused:
        await installs.connect()

    assert "xoxb-of-nobody" not in str(refused.value)


async def test_a_slack_that_does_not_answer_is_none(slack: LoopbackSlack, installs: OneWorkspace) -> None:
    slack.faults.add(Fault("auth.test", Status(503), count=3))

    with pytest.raises(PlatformDown):
        await installs.connect()

    await installs.connect()


async def test_a_token_that_was_taken_back_is_no_wrong_setting(
    slack: LoopbackSlack, installs: OneWorkspace
) -> None:
    await installs.connect()
    slack.team.installed = False

    with pytest.raises(PlaceGone):
        await installs.connect()


async def test_a_forgotten_workspace_is_gone_until_the_next_connect(
    slack: LoopbackSlack, installs: OneWorkspace
) -> None:
    await installs.connect()
    assert await installs.forget("T2")
    assert await installs.workspaces() == ["T1"]

    await slack.uninstalls()
    for _ in range(2):
        assert await installs.forget("T1")

    assert await installs.workspaces() == []
    with pytest.raises(PlaceGone):
        await installs.token("T1")
    slack.team.installed = True
    await installs.connect()
    assert await installs.workspaces() == ["T1"]


async def test_nothing_is_forgotten_while_slack_takes_the_token(installs: OneWorkspace) -> None:
    await installs.connect()

    assert not await installs.forget("T1")

    assert await installs.workspaces() == ["T1"]
