"""Installing the app in workspaces of the loopback Slack, and tokens that end."""

from __future__ import annotations

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.loopback.listener import Listener, refused
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.loopback.state import Json
from tests.waiting import until


async def exchange(slack: LoopbackSlack, **arguments: str) -> Json:
    client = AsyncWebClient(base_url=slack.api_url)
    secret = {"client_id": slack.client_id, "client_secret": slack.client_secret}
    answer = await client.oauth_v2_access(**secret | arguments)
    assert isinstance(answer.data, dict)
    return answer.data


async def test_an_install_gives_a_token_of_the_workspace(slack: LoopbackSlack, listener: Listener) -> None:
    other = slack.adds_workspace("T2", "Other")
    await slack.says(other.member, other.general, "Before")
    given = await exchange(slack, code=slack.installs_app(other))

    assert given["team"] == {"id": "T2", "name": "Other"}
    assert (given["token_type"], given["bot_user_id"]) == ("bot", other.bot.id)
    assert set(given["scope"].split(",")) == slack.world.scopes
    web = AsyncWebClient(given["access_token"], slack.api_url)
    assert (await web.auth_test())["team_id"] == "T2"
    await slack.says(other.member, other.general, "After")
    await until(lambda: listener.events)
    assert [event["text"] for event in listener.events] == ["After"]
    assert listener.payloads[0]["authorizations"][0]["team_id"] == "T2"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"client_secret": "guessed"}, "bad_client_secret"),
        ({"code": "guessed"}, "invalid_code"),
        ({"redirect_uri": "https://elsewhere.example.com"}, "bad_redirect_uri"),
        ({"grant_type": "password"}, "invalid_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "guessed"}, "invalid_refresh_token"),
    ],
)
async def test_an_exchange_that_breaks_a_rule(slack: LoopbackSlack, wrong: dict[str, str], code: str) -> None:
    arguments = {"code": slack.installs_app(slack.team)} | wrong

    answer = await refused(exchange(slack, **arguments))
    assert answer["error"] == code
    assert slack.refusals[0].startswith(f"oauth.v2.access: {code}: ")


async def test_a_code_is_exchanged_once(slack: LoopbackSlack) -> None:
    code = slack.installs_app(slack.team, redirect_uri="https://koko.example.com/slack/oauth_redirect")
    redirect_uri = "https://koko.example.com/slack/oauth_redirect"
    await exchange(slack, code=code, redirect_uri=redirect_uri)

    answer = await refused(exchange(slack, code=code, redirect_uri=redirect_uri))
    assert answer["error"] == "code_already_used"


async def test_a_code_dies(slack: LoopbackSlack) -> None:
    code = slack.installs_app(slack.team)
    slack.world.codes[code].made_at -= 601

    assert (await refused(exchange(slack, code=code)))["error"] == "code_expired"


async def test_a_rotated_token_ends_and_is_refreshed() -> None:
    async with LoopbackSlack(token_life=43_200.0) as slack:
        given = await exchange(slack, code=slack.installs_app(slack.team))
        assert given["expires_in"] == 43_200
        slack.world.tokens[given["access_token"]].expires_at = 0.0
        late = await refused(AsyncWebClient(given["access_token"], slack.api_url).auth_test())

        refresh = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
        fresh = await exchange(slack, **refresh)
        await AsyncWebClient(fresh["access_token"], slack.api_url).auth_test()
        again = await refused(exchange(slack, **refresh))

    assert (late["error"], again["error"]) == ("token_expired", "invalid_refresh_token")


async def test_an_uninstall_takes_the_tokens_along(slack: LoopbackSlack, listener: Listener) -> None:
    act = await slack.uninstalls()
    await until(lambda: act.acknowledgements)
    await slack.says(slack.member, slack.general, "Anybody there?")

    assert [event["type"] for event in listener.events] == ["tokens_revoked", "app_uninstalled"]
    assert listener.events[0]["tokens"] == {"oauth": [], "bot": ["U0KOKO"]}
    assert (await refused(listener.web.auth_test()))["error"] == "account_inactive"


async def test_a_token_is_taken_away(slack: LoopbackSlack, listener: Listener) -> None:
    act = await slack.revokes(slack.bot_token)
    await until(lambda: act.acknowledgements)

    assert [event["type"] for event in listener.events] == ["tokens_revoked"]
    assert (await refused(listener.web.auth_test()))["error"] == "token_revoked"
