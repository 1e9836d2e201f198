"""`koko check` says what is wrong with Slack's tokens, scopes and clock, and what to do about it."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

import pytest
from pydantic import SecretStr

from adapters.slack.check import (
    ADD_SCOPE,
    CREDENTIALS,
    NEW_APP_TOKEN,
    NEW_BOT_TOKEN,
    NEW_INSTALL,
    ONE_APP,
    problems,
)
from adapters.slack.client import Connection
from adapters.slack.installs import OneWorkspace
from adapters.slack.scopes import APP_SCOPE, BOT_SCOPES
from adapters.slack.settings import SlackSettings
from adapters.slack.workspaces import ManyWorkspaces
from bot.chat.adapter import Problem, Vault
from bot.store.seal import new_key
from bot.store.sql import SqlStore
from bot.store.vault import Secrets
from tests.adapters.slack.loopback.faults import Answer, Fault, Status
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.loopback.state import Token
from tests.adapters.working import utc_now

SECRET = "0123456789abcdef"


async def checked(slack: LoopbackSlack, now: Callable[[], datetime] = utc_now, **other: str) -> list[Problem]:
    """The problems of one workspace, with these settings in place of the right ones."""
    right = {"bot_token": slack.bot_token, "app_token": slack.app_token, "api_url": slack.api_url}
    settings = SlackSettings.model_validate(right | other)
    connection = Connection(settings.api_url)
    assert settings.bot_token
    async with connection.opened():
        return await problems(connection, settings, OneWorkspace(settings.bot_token, connection.web), now)


async def test_nothing_is_wrong_where_all_is_right(slack: LoopbackSlack) -> None:
    assert await checked(slack) == []
    assert slack.refusals == []


async def test_over_http_no_socket_is_asked_for(slack: LoopbackSlack) -> None:
    assert await checked(slack, mode="http", signing_secret=SECRET, app_token="xapp-1-of-yesterday") == []


async def test_a_missing_scope_is_named_with_what_it_is_for() -> None:
    async with LoopbackSlack(scopes=BOT_SCOPES.keys() - {"reactions:write"}) as slack:
        [problem] = await checked(slack)

    assert problem.what == (
        "KOKO_SLACK_BOT_TOKEN lacks the scope reactions:write, "
        "without which Koko can't acknowledge an answer by a reaction"
    )
    assert problem.remedy == ADD_SCOPE


async def test_a_token_that_slack_does_not_know(slack: LoopbackSlack) -> None:
    assert await checked(slack, bot_token="xoxb-mistyped") == [
        Problem("KOKO_SLACK_BOT_TOKEN is no token that Slack knows", NEW_BOT_TOKEN)
    ]


async def test_a_token_that_was_taken_back(slack: LoopbackSlack) -> None:
    slack.core.world.tokens[slack.bot_token].revoked = True

    assert await checked(slack) == [
        Problem("KOKO_SLACK_BOT_TOKEN was taken back: Koko was removed from the workspace", NEW_BOT_TOKEN)
    ]


async def test_a_token_of_an_app_with_rotation(slack: LoopbackSlack) -> None:
    slack.core.world.tokens[slack.bot_token].expires_at = 0

    [problem] = await checked(slack)

    assert "has expired" in problem.what


async def test_a_refusal_that_is_new_is_passed_on(slack: LoopbackSlack) -> None:
    slack.faults.add(Fault("auth.test", Answer("ekm_access_denied")))

    [problem] = await checked(slack)

    assert problem.what == "KOKO_SLACK_BOT_TOKEN is refused by Slack with ekm_access_denied"


async def test_an_app_token_that_slack_does_not_know(slack: LoopbackSlack) -> None:
    assert await checked(slack, app_token="xapp-mistyped") == [
        Problem("KOKO_SLACK_APP_TOKEN is no token that Slack knows", NEW_APP_TOKEN)
    ]


async def test_an_app_token_that_may_open_no_socket(slack: LoopbackSlack) -> None:
    slack.core.world.tokens[slack.app_token] = Token(
        value=slack.app_token, kind="app", scopes=frozenset({"authorizations:read"})
    )

    assert await checked(slack) == [
        Problem(
            "KOKO_SLACK_APP_TOKEN lacks the scope connections:write, without which Koko can't open a socket",
            NEW_APP_TOKEN,
        )
    ]


async def test_tokens_of_two_apps(slack: LoopbackSlack) -> None:
    other = "xapp-1-A0OTHER-5f3759df"
    slack.core.world.tokens[other] = Token(value=other, kind="app", scopes=frozenset({APP_SCOPE}))

    assert await checked(slack, app_token=other) == [
        Problem("KOKO_SLACK_BOT_TOKEN is of the app A0KOKO, and KOKO_SLACK_APP_TOKEN of A0OTHER", ONE_APP)
    ]


async def test_an_app_without_socket_mode(slack: LoopbackSlack) -> None:
    slack.faults.add(Fault("apps.connections.open", Answer("forbidden_team")))

    [problem] = await checked(slack)

    assert problem.what == "Slack opens no socket for this app, with forbidden_team"
    assert "Socket Mode" in problem.remedy


@pytest.mark.parametrize(
    ("off", "said"),
    [
        (timedelta(minutes=-4), "4 minutes behind"),
        (timedelta(seconds=75), "1 minute ahead of"),
        (timedelta(hours=1), "60 minutes ahead of"),
    ],
)
async def test_a_clock_that_is_off(slack: LoopbackSlack, off: timedelta, said: str) -> None:
    [problem] = await checked(slack, now=lambda: utc_now() + off)

    assert problem.what == f"this machine's clock is {said} Slack's"


async def test_a_clock_that_is_a_little_off_is_good_enough(slack: LoopbackSlack) -> None:
    assert await checked(slack, now=lambda: utc_now() + timedelta(seconds=30)) == []


async def test_a_slack_that_has_a_fault_of_its_own(slack: LoopbackSlack) -> None:
    slack.faults.add(Fault("auth.test", Status(503), count=9))

    [problem] = await checked(slack)

    assert problem.what == f"Slack answered 503 at {slack.api_url}"


async def test_a_slack_that_is_not_reached(slack: LoopbackSlack) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}/api/"
        [problem] = await checked(slack, api_url=address)

    assert problem.what == f"Slack could not be reached (ClientConnectorError) at {address}"
    assert "KOKO_SLACK_API_URL" in problem.remedy


async def test_no_token_is_in_what_is_said(slack: LoopbackSlack) -> None:
    said = await checked(slack, bot_token="xoxb-mistyped", app_token="xapp-mistyped")

    assert "mistyped" not in str(said)


# Many workspaces


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    store = SqlStore("sqlite:///:memory:")
    await store.create_tables()
    yield store
    await store.close()


async def checked_everywhere(slack: LoopbackSlack, vault: Vault, *codes: str, **other: str) -> list[Problem]:
    """The problems of those that came with these codes."""
    right = {"client_id": slack.client_id, "client_secret": slack.client_secret, "api_url": slack.api_url}
    settings = SlackSettings.model_validate(right | {"mode": "http", "signing_secret": SECRET} | other)
    connection = Connection(settings.api_url)
    async with connection.opened():
        secret = SecretStr(slack.client_secret)
        installs = ManyWorkspaces(vault, connection.web, slack.client_id, secret, utc_now)
        for code in codes:
            await installs.install(code)
        return await problems(connection, settings, installs, utc_now)


@pytest.fixture
def vault(store: SqlStore) -> Vault:
    return Secrets(store, [new_key()], utc_now).of("slack")


async def test_before_anybody_installed_nothing_is_wrong(slack: LoopbackSlack, vault: Vault) -> None:
    assert await checked_everywhere(slack, vault) == []


async def test_credentials_that_are_not_of_one_app(slack: LoopbackSlack, vault: Vault) -> None:
    assert await checked_everywhere(slack, vault, client_secret="of-another-app") == [
        Problem("KOKO_SLACK_CLIENT_ID and KOKO_SLACK_CLIENT_SECRET are not those of one app", CREDENTIALS)
    ]


async def test_a_workspace_that_installed_before_a_scope_was_needed(vault: Vault) -> None:
    async with LoopbackSlack(scopes=BOT_SCOPES.keys() - {"users:read"}) as slack:
        [problem] = await checked_everywhere(slack, vault, slack.installs_app(slack.team))

    assert problem.what.startswith("the token of workspace T1 lacks the scope users:read, without which")


async def test_a_workspace_that_removed_the_app(slack: LoopbackSlack, vault: Vault) -> None:
    await checked_everywhere(slack, vault, slack.installs_app(slack.team))
    await slack.uninstalls()

    assert await checked_everywhere(slack, vault) == [
        Problem("the token of workspace T1 was taken back: Koko was removed from the workspace", NEW_INSTALL)
    ]


async def test_without_the_key_the_setting_is_named(slack: LoopbackSlack, store: SqlStore) -> None:
    [problem] = await checked_everywhere(slack, Secrets(store, [], utc_now).of("slack"))

    assert "KOKO_SECRET_KEY" in problem.what
    assert "koko secret" in problem.remedy
