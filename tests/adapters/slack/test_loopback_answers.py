"""The loopback Slack's `response_url`: where an answer goes, how often, how long, and what it may say."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.loopback.listener import Listener
from tests.adapters.slack.loopback.samples import BUTTONS
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.waiting import until


async def sent(url: str, content_type: str = "application/json", **body: Any) -> tuple[int, str]:
    """Status and text of the answer to an answer."""
    headers = {"Content-Type": content_type}
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=json.dumps(body), headers=headers) as response,
    ):
        return response.status, await response.text()


async def after_a_command(slack: LoopbackSlack) -> str:
    act = await slack.types(slack.member, slack.general, "/quiz")
    await until(lambda: act.acknowledgements)
    return str(act.payload["response_url"])


async def after_a_press(slack: LoopbackSlack) -> str:
    """Of a button on the only message that the member reads."""
    (message,) = await slack.reads(slack.member, slack.general)
    act = await slack.presses(slack.member, message, "Answer")
    await until(lambda: act.acknowledgements)
    return str(act.payload["response_url"])


async def test_an_answer_is_for_one_or_for_all(slack: LoopbackSlack, listener: Listener) -> None:
    url = await after_a_command(slack)
    await sent(url, text="For you", response_type="ephemeral")
    await sent(url, text="For all", response_type="in_channel")

    assert [one.text for one in await slack.reads(slack.member, slack.general)] == ["For you", "For all"]
    assert [one.text for one in await slack.reads(slack.admin, slack.general)] == ["For all"]


async def test_a_public_message_is_replaced(
    slack: LoopbackSlack, listener: Listener, web: AsyncWebClient
) -> None:
    await web.chat_postMessage(channel="C0GENERAL", text="Today", blocks=BUTTONS)
    await sent(await after_a_press(slack), text="Closed", replace_original=True)

    (message,) = await slack.reads(slack.admin, slack.general)
    assert (message.text, message.buttons, message.edited) == ("Closed", (), True)
    await until(lambda: listener.events[-1].get("subtype") == "message_changed")


async def test_an_ephemeral_message_is_replaced_and_deleted(
    slack: LoopbackSlack, listener: Listener, web: AsyncWebClient
) -> None:
    await web.chat_postEphemeral(channel="C0GENERAL", user="U0BOB", text="One", blocks=BUTTONS)
    url = await after_a_press(slack)
    assert listener.payloads[-1]["container"]["is_ephemeral"]
    assert "message" not in listener.payloads[-1]
    await sent(url, text="Two", replace_original=True)
    assert [one.text for one in await slack.reads(slack.member, slack.general)] == ["Two"]

    await sent(url, delete_original=True)
    assert await slack.reads(slack.member, slack.general) == []
    gone = await sent(url, text="Three", replace_original=True)
    assert gone == (404, '{"ok": false, "error": "message_not_found"}')


async def test_an_answer_in_a_thread(slack: LoopbackSlack, listener: Listener, web: AsyncWebClient) -> None:
    posted = await web.chat_postMessage(channel="C0GENERAL", text="Today", blocks=BUTTONS)
    url = await after_a_press(slack)
    await sent(url, text="Quietly", thread_ts=posted["ts"])
    assert await slack.reads(slack.member, slack.general, posted["ts"]) == []

    await slack.says(slack.admin, slack.general, "An answer", posted["ts"])
    thread = await slack.reads(slack.member, slack.general, posted["ts"])
    assert [one.text for one in thread] == ["Quietly", "An answer"]


async def test_a_url_is_used_five_times(slack: LoopbackSlack, listener: Listener) -> None:
    url = await after_a_command(slack)
    for _ in range(5):
        assert await sent(url, text="Here") == (200, "ok")

    assert await sent(url, text="Here") == (404, '{"ok": false, "error": "used_url"}')
    assert slack.refusals == ["response_url: used_url: a response_url is used 5 times at most"]


async def test_a_url_dies() -> None:
    async with LoopbackSlack(response_url_life=-1.0) as slack, Listener(slack):
        await until(lambda: slack.sockets.connections)
        url = await after_a_command(slack)
        assert await sent(url, text="Here") == (404, '{"ok": false, "error": "expired_url"}')


async def test_a_url_that_was_guessed(slack: LoopbackSlack) -> None:
    status, _ = await sent(f"{slack.world.url}/commands/T1/1/guessed", text="Here")

    assert status == 404
    assert slack.refusals[0].startswith("response_url: no_such_url: ")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"text": "Here", "response_type": "loud"}, "invalid_payload"),
        ({"text": "Here", "colour": "red"}, "invalid_payload"),
        ({"blocks": []}, "no_text"),
        ({"text": "Here", "blocks": [{"type": "marquee"}]}, "invalid_blocks"),
        ({"delete_original": True}, "cant_delete_message"),
    ],
)
async def test_an_answer_that_breaks_a_rule(
    slack: LoopbackSlack, listener: Listener, body: dict[str, Any], code: str
) -> None:
    status, answer = await sent(await after_a_command(slack), **body)

    assert (status, json.loads(answer)["error"]) == (400, code)
    assert slack.refusals[0].startswith(f"response_url: {code}: ")


async def test_an_answer_is_json(slack: LoopbackSlack, listener: Listener) -> None:
    status, _ = await sent(await after_a_command(slack), "text/plain", text="Here")

    assert status == 400
    assert "an object of application/json" in slack.refusals[0]


async def test_what_a_person_wrote_is_not_replaced(slack: LoopbackSlack, listener: Listener) -> None:
    await slack.says(slack.admin, slack.general, "Mine")
    (message,) = await slack.reads(slack.member, slack.general)
    act = await slack.uses_shortcut(slack.member, message, "why_this_score")
    await until(lambda: act.acknowledgements)
    shortcut = listener.payloads[-1]
    assert (shortcut["callback_id"], shortcut["message"]["text"]) == ("why_this_score", "Mine")

    status, answer = await sent(shortcut["response_url"], text="Yours", replace_original=True)
    assert (status, json.loads(answer)["error"]) == (400, "cant_update_message")


async def test_an_archived_channel_takes_no_answers(slack: LoopbackSlack, listener: Listener) -> None:
    url = await after_a_command(slack)
    await slack.archives(slack.admin, slack.general)

    assert await sent(url, text="Here") == (410, '{"ok": false, "error": "channel_is_archived"}')
