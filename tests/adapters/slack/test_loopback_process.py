"""The loopback Slack in a process of its own, driven from here."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.loopback.remote import RemoteSlack
from tests.adapters.slack.loopback.samples import BUTTONS, MODAL


@pytest.fixture
async def remote() -> AsyncIterator[RemoteSlack]:
    async with RemoteSlack(ack_within=0.1) as remote:
        yield remote


@pytest.fixture
def web(remote: RemoteSlack) -> AsyncWebClient:
    return AsyncWebClient(remote.keys["bot_token"], remote.keys["api_url"], retry_handlers=[])


async def test_members_act_and_see_from_another_process(remote: RemoteSlack, web: AsyncWebClient) -> None:
    posted = await web.chat_postMessage(channel="C0GENERAL", text="Today", blocks=BUTTONS)
    pressed = await remote.do("presses", user="U0BOB", channel="C0GENERAL", ts=posted["ts"], button="Answer")
    act = await remote.do("act", number=pressed["act"])
    await web.views_open(trigger_id=act["payload"]["trigger_id"], view=MODAL)
    modal = (await remote.do("modal", user="U0BOB"))["view"]
    await remote.do("submits", user="U0BOB", values={"why": "It is frozen."})
    said = await remote.do("says", user="U0BOB", channel="C0GENERAL", text="Done", thread_ts=posted["ts"])
    thread = (await remote.do("reads", user="U0ADA", channel="C0GENERAL", thread_ts=posted["ts"]))["messages"]

    assert (act["acknowledgements"], act["failure"]) == (0, "dispatch_failed")
    assert modal["values"] == {"why": {"why": {"type": "plain_text_input", "value": "Because"}}}
    assert [(one["ts"], one["text"]) for one in thread] == [(said["ts"], "Done")]
    assert await remote.do("refusals") == {"refusals": [], "calls": 2}


async def test_a_storm_of_commands(remote: RemoteSlack) -> None:
    await remote.do("people", channel="C0GENERAL", count=5)
    storm = await remote.do("storm", channel="C0GENERAL", count=10, seconds=0.0, line="/quiz")
    acts = await remote.do("acts", first=storm["first"])

    assert acts == {"ack_seconds": [None] * 10, "failures": ["dispatch_failed"] * 10}


async def test_faults_from_another_process(remote: RemoteSlack, web: AsyncWebClient) -> None:
    await remote.do("fault", match="auth.test", action="RateLimited", retry_after=7)
    await remote.do("drop")
    await remote.do("disconnect", reason="warning")

    with pytest.raises(Exception, match="ratelimited"):
        await web.auth_test()


async def test_what_members_can_not_do_is_said(remote: RemoteSlack) -> None:
    with pytest.raises(RuntimeError, match="U0BOB has no Home tab yet"):
        await remote.do("presses", user="U0BOB", button="Answer")
    with pytest.raises(RuntimeError, match="there are says, types"):
        await remote.do("shouts")
    with pytest.raises(RuntimeError, match="sees no message"):
        await remote.do("presses", user="U0BOB", channel="C0GENERAL", ts="1.0", button="Answer")
