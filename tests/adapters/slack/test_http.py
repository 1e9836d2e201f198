"""Slack's requests, and those of others: only what Slack signed is read, and answers go to Slack alone."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from io import BytesIO
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web

from adapters.slack.client import Connection
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.settings import Mode
from bot.chat.adapter import Reply
from bot.chat.card import card
from bot.chat.form import Form, TextInput
from bot.errors import NotAllowed, PlatformDown
from tests.adapters.slack.house import Living, housed, living, settings
from tests.adapters.slack.loopback.requests import FORM as FORM_TYPE
from tests.adapters.slack.loopback.requests import signed
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.screens import done, read
from tests.contract.platform import ScriptedApp

FORM = Form(action="answer", value="c1", title="Your answer", inputs=(TextInput(id="text", label="Text"),))
SECRET_TEXT = "For the member alone"


@pytest.fixture
async def house(slack: LoopbackSlack, app: ScriptedApp) -> AsyncIterator[Living]:
    """The adapter in HTTP mode."""
    async with living(slack, app, settings(slack, Mode.HTTP)) as house:
        yield house


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def command(slack: LoopbackSlack) -> bytes:
    """What Slack sends of a slash command."""
    return urlencode(
        {
            "command": "/quiz",
            "text": "lora",
            "trigger_id": "1.2.abc",
            "user_id": slack.member.id,
            "user_name": slack.member.name,
            "channel_id": slack.general.id,
            "team_id": slack.team.id,
            "response_url": "",
        }
    ).encode()


async def asked(
    session: aiohttp.ClientSession, house: Living, body: bytes, headers: dict[str, str], kind: str = FORM_TYPE
) -> int:
    """The status that somebody gets."""
    async with session.post(
        f"{house.url}{EVENTS_PATH}", data=body, headers={"Content-Type": kind, **headers}
    ) as answer:
        return answer.status


async def test_what_slack_signed_is_taken(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, session: aiohttp.ClientSession, command: bytes
) -> None:
    assert await asked(session, house, command, signed(slack.signing_secret, command)) == 200
    assert len(app.arrived) == 1


@pytest.mark.parametrize("minutes", [-6, 6])
async def test_what_was_signed_at_another_time_is_refused(
    slack: LoopbackSlack,
    house: Living,
    app: ScriptedApp,
    session: aiohttp.ClientSession,
    command: bytes,
    minutes: int,
) -> None:
    then = int(time.time()) + 60 * minutes
    assert await asked(session, house, command, signed(slack.signing_secret, command, then)) == 401
    assert not app.arrived


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": "v0=" + "0" * 64, "X-Slack-Request-Timestamp": "soon"},
        {"X-Slack-Signature": "vé=", "X-Slack-Request-Timestamp": str(int(time.time()))},
        signed("the secret of another app", b"command=%2Fquiz"),
    ],
    ids=["none", "no time", "no number", "no ASCII", "another secret"],
)
@pytest.mark.parametrize("kind", [FORM_TYPE, "application/json"])
@pytest.mark.parametrize(
    "body", [b"command=%2Fquiz", b'{"type": "url_verification"}', b"[[[", b"\xff\xfe", b""]
)
async def test_what_nobody_signed_is_refused(
    house: Living,
    app: ScriptedApp,
    session: aiohttp.ClientSession,
    headers: dict[str, str],
    kind: str,
    body: bytes,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert await asked(session, house, body, headers, kind) == 401
    assert not app.arrived
    assert not caplog.records, "strangers can fill the log"


async def test_a_signature_is_that_of_one_body(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, session: aiohttp.ClientSession, command: bytes
) -> None:
    headers = signed(slack.signing_secret, command)
    assert await asked(session, house, command.replace(b"lora", b"rlhf"), headers) == 401
    assert not app.arrived


async def test_what_is_sent_again_later_is_refused(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, session: aiohttp.ClientSession, command: bytes
) -> None:
    headers = signed(slack.signing_secret, command, int(time.time()) - 10)
    assert await asked(session, house, command, headers) == 200
    assert await asked(session, house, command, headers) == 401
    assert len(app.arrived) == 1


async def test_what_is_sent_again_at_once_is_done_once(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, session: aiohttp.ClientSession, command: bytes
) -> None:
    headers = signed(slack.signing_secret, command)
    assert await asked(session, house, command, headers) == 200
    assert await asked(session, house, command, headers) == 200
    assert len(app.answered) == 1


async def test_what_could_not_be_taken_may_be_sent_again(
    slack: LoopbackSlack, house: Living, session: aiohttp.ClientSession
) -> None:
    nothing = b"payload=%7B"
    headers = signed(slack.signing_secret, nothing, int(time.time()) - 10)
    assert await asked(session, house, nothing, headers) == 500
    assert await asked(session, house, nothing, headers) == 500


async def test_a_body_larger_than_any_of_slack_s_is_refused(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, session: aiohttp.ClientSession
) -> None:
    body = b"command=%2Fquiz&text=" + b"a" * 1_100_000
    headers = {**signed(slack.signing_secret, body), "Content-Type": FORM_TYPE}
    async with session.post(f"{house.url}{EVENTS_PATH}", data=BytesIO(body), headers=headers) as answer:
        assert answer.status == 413
    assert not app.arrived


async def test_slack_is_told_that_the_address_is_ours(slack: LoopbackSlack, house: Living) -> None:
    assert await slack.delivers_to(f"{house.url}{EVENTS_PATH}").verify()


async def test_slack_may_look_at_the_certificate(
    house: Living, app: ScriptedApp, session: aiohttp.ClientSession, command: bytes
) -> None:
    assert await asked(session, house, b"ssl_check=1&token=x", {}) == 200
    assert await asked(session, house, command + b"&ssl_check=1", {}) == 200
    assert not app.arrived


async def test_before_koko_is_connected_it_says_so(
    slack: LoopbackSlack, session: aiohttp.ClientSession, command: bytes
) -> None:
    async with housed(slack, settings(slack, Mode.HTTP)) as (_, url):
        headers = {"Content-Type": FORM_TYPE, **signed(slack.signing_secret, command)}
        async with session.post(f"{url}{EVENTS_PATH}", data=command, headers=headers) as answer:
            assert (answer.status, await answer.text()) == (503, "Koko is not connected.")


# Where answers go


@pytest.fixture
async def elsewhere() -> AsyncIterator[LoopbackSlack]:
    """A server that is not the Slack that Koko is told of."""
    async with LoopbackSlack() as elsewhere:
        yield elsewhere
        assert not elsewhere.refusals, "something was sent to somebody else's server"


def hook_of(server: LoopbackSlack) -> str:
    return f"{server.world.url}/commands/T1/1/secret"


async def test_a_forged_address_gets_no_answer(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, elsewhere: LoopbackSlack
) -> None:
    app.response = card(SECRET_TEXT)
    act = await slack.types(slack.member, slack.general, "/quiz")
    act.payload["response_url"] = hook_of(elsewhere)
    await done(house, act)

    assert await read(slack, slack.member, slack.general) == [SECRET_TEXT]


async def test_a_forged_address_in_a_form_gets_no_answer(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, elsewhere: LoopbackSlack
) -> None:
    app.reply, app.response = Reply.FORM, FORM
    await done(house, await slack.types(slack.member, slack.general, "/quiz"))
    app.reply, app.response = Reply.UPDATE, card(SECRET_TEXT)
    act = await slack.submits(slack.member, {"text": "Frozen."})
    carried = json.loads(act.payload["view"]["private_metadata"])
    forged = [hook_of(elsewhere) if str(part).startswith("http") else part for part in carried]
    assert forged != carried
    act.payload["view"]["private_metadata"] = json.dumps(forged)
    await done(house, act)

    assert await read(slack, slack.member, slack.general) == [SECRET_TEXT]


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.slack.com/commands/T1",
        "https://hooks.slack.com.example.org/commands/T1",
        "https://hooks.slack.com@example.org/commands/T1",
        "https://example.org/hooks.slack.com",
        "https://hooks.slack.com\\@example.org/",
        "https://hooks.slack.com:8443/commands/T1",
        "//hooks.slack.com/commands/T1",
        "file:///etc/passwd",
    ],
)
async def test_slack_s_answers_are_taken_at_one_host(address: str) -> None:
    connection = Connection("https://slack.com/api/")
    with pytest.raises(NotAllowed, match="not Slack's"):
        await connection.tell(address, {"text": SECRET_TEXT})
    with pytest.raises(PlatformDown, match="not connected"):
        await connection.tell("https://hooks.slack.com/commands/T1", {"text": SECRET_TEXT})


async def test_nobody_is_followed_to_another_server(elsewhere: LoopbackSlack) -> None:
    async def redirect(request: web.Request) -> web.Response:
        raise web.HTTPTemporaryRedirect(hook_of(elsewhere))

    slack = LoopbackSlack()
    slack.mount("POST", "/moved", redirect)
    async with slack:
        connection = Connection(slack.api_url)
        async with connection.opened():
            with pytest.raises(PlatformDown):
                await connection.tell(f"{slack.world.url}/moved", {"text": SECRET_TEXT})
