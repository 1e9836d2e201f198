"""What people do in the loopback Slack, as it reaches the real client, and what they see of its answers."""

from __future__ import annotations

import aiohttp

from tests.adapters.slack.loopback.listener import Listener
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.loopback.state import Json
from tests.waiting import until

BUTTONS: list[Json] = [
    {
        "type": "actions",
        "block_id": "choices",
        "elements": [
            {
                "type": "button",
                "action_id": "answer|c1",
                "value": "c1",
                "text": {"type": "plain_text", "text": "Answer"},
            }
        ],
    }
]
MODAL: Json = {
    "type": "modal",
    "callback_id": "answer",
    "private_metadata": "here",
    "title": {"type": "plain_text", "text": "Your answer"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "why",
            "label": {"type": "plain_text", "text": "Why"},
            "element": {
                "type": "plain_text_input",
                "action_id": "why",
                "multiline": True,
                "initial_value": "Because",
            },
        }
    ],
}


async def test_what_is_said_arrives_and_is_acknowledged(slack: LoopbackSlack, listener: Listener) -> None:
    act = await slack.says(slack.member, slack.general, "a < b & c\n```\nif a & b:\n    pass\n```")
    await until(lambda: act.acknowledgements)

    (event,) = listener.events
    assert event["text"] == "a &lt; b &amp; c\n```if a &amp; b:\n    pass```"
    assert (event["user"], event["channel"], event["channel_type"]) == ("U0BOB", "C0GENERAL", "channel")
    (block,) = event["blocks"]
    assert [part["type"] for part in block["elements"]] == ["rich_text_section", "rich_text_preformatted"]
    assert block["elements"][1]["elements"] == [{"type": "text", "text": "if a & b:\n    pass"}]
    assert slack.refusals == []


async def test_a_command_is_answered_by_its_response_url(slack: LoopbackSlack, listener: Listener) -> None:
    act = await slack.types(slack.member, slack.elsewhere, "/quiz lora 5")
    await until(lambda: act.acknowledgements)
    (payload,) = listener.payloads
    assert (payload["command"], payload["text"]) == ("/quiz", "lora 5")

    async with (
        aiohttp.ClientSession() as session,
        session.post(payload["response_url"], json={"text": "Here"}) as answer,
    ):
        assert answer.status == 200

    assert [one.text for one in await slack.reads(slack.member, slack.elsewhere)] == ["Here"]
    assert await slack.reads(slack.admin, slack.elsewhere) == []
    assert slack.refusals == []


async def test_a_button_opens_a_form_that_comes_back(slack: LoopbackSlack, listener: Listener) -> None:
    await listener.web.chat_postMessage(channel=slack.general.id, text="Today", blocks=BUTTONS)
    (message,) = await slack.reads(slack.member, slack.general)
    assert message.buttons == ("Answer",)
    await slack.presses(slack.member, message, "Answer")
    await until(lambda: listener.payloads[-1].get("type") == "block_actions")
    pressed = listener.payloads[-1]
    assert pressed["actions"][0]["value"] == "c1"
    assert pressed["message"]["ts"] == message.ts

    await listener.web.views_open(trigger_id=pressed["trigger_id"], view=MODAL)
    modal = await slack.modal(slack.member)
    assert modal
    assert (modal.title, modal.values["why"]["why"]["value"]) == ("Your answer", "Because")
    listener.answers = [{"response_action": "errors", "errors": {"why": "Say more."}}, {}]
    act = await slack.submits(slack.member, {"why": "It is frozen."})
    await until(lambda: act.acknowledgements)
    modal = await slack.modal(slack.member)
    assert modal
    assert modal.errors == {"why": "Say more."}
    assert modal.values["why"]["why"]["value"] == "It is frozen."

    act = await slack.submits(slack.member, {})
    await until(lambda: act.acknowledgements)
    assert await slack.modal(slack.member) is None
    view = listener.payloads[-1]["view"]
    assert (view["callback_id"], view["private_metadata"]) == ("answer", "here")
    assert view["state"]["values"] == {"why": {"why": {"type": "plain_text_input", "value": "It is frozen."}}}
    assert slack.refusals == []
