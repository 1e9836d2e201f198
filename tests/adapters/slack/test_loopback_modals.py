"""Modals of the loopback Slack: what becomes of them when they are answered, and what its client forbids."""

from __future__ import annotations

import pytest

from tests.adapters.slack.loopback.errors import ClientSaysNo
from tests.adapters.slack.loopback.listener import Listener
from tests.adapters.slack.loopback.samples import BUTTONS, MODAL
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.loopback.state import Json
from tests.waiting import until


async def opened(slack: LoopbackSlack, listener: Listener, view: Json = MODAL) -> None:
    act = await slack.types(slack.member, slack.general, "/quiz")
    await listener.web.views_open(trigger_id=act.payload["trigger_id"], view=view)


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "Say more."}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "errors", "errors": {"why": ""}},
        {"response_action": "shout"},
        {"response_action": "update", "view": {"type": "modal"}},
    ],
)
async def test_a_form_that_is_answered_wrongly_stays(
    slack: LoopbackSlack, listener: Listener, answer: Json
) -> None:
    await opened(slack, listener)
    listener.answers = [answer]
    act = await slack.submits(slack.member, {"why": "No."})
    await until(lambda: act.acknowledgements)

    modal = await slack.modal(slack.member)
    assert modal
    assert modal.trouble == "We had some trouble connecting. Try again?"
    assert slack.refusals[0].startswith("view_submission, acknowledged with a payload: ")


async def test_a_form_that_is_not_answered_stays() -> None:
    async with LoopbackSlack(ack_within=0.2) as slack, Listener(slack) as listener:
        await until(lambda: slack.sockets.connections)
        await opened(slack, listener)
        await until(lambda: listener.arrived)
        listener.acknowledges = False
        act = await slack.submits(slack.member, {"why": "No."})
        await until(lambda: act.failure)
        modal = await slack.modal(slack.member)

    assert modal
    assert modal.trouble == "operation_timeout"


async def test_a_form_is_replaced_pushed_and_cleared(slack: LoopbackSlack, listener: Listener) -> None:
    await opened(slack, listener)
    await until(lambda: listener.arrived)
    other = MODAL | {"title": {"type": "plain_text", "text": "Other"}}

    assert await stack_after(slack, listener, {"response_action": "update", "view": other}) == ["Other"]
    pushed = await stack_after(slack, listener, {"response_action": "push", "view": MODAL})
    assert pushed == ["Other", "Your answer"]
    assert await stack_after(slack, listener, {"response_action": "clear"}) == []


async def stack_after(slack: LoopbackSlack, listener: Listener, answer: Json) -> list[str]:
    """Titles of the modals that lie on each other once a submission was answered so."""
    listener.answers = [answer]
    act = await slack.submits(slack.member, {"why": "No."})
    await until(lambda: act.acknowledgements)
    return [view.shape["title"]["text"] for view in slack.world.modals["U0BOB"]]


async def test_a_form_may_tell_that_it_was_closed(slack: LoopbackSlack, listener: Listener) -> None:
    await opened(slack, listener)
    silent = await slack.closes(slack.member)
    await opened(slack, listener, MODAL | {"notify_on_close": True})
    told = await slack.closes(slack.member)
    await until(lambda: told.acknowledgements)

    assert (silent.deliveries, listener.payloads[-1]["type"]) == (0, "view_closed")
    assert await slack.modal(slack.member) is None


# What Slack's client does not let people do


async def test_the_client_says_no(slack: LoopbackSlack, listener: Listener) -> None:
    message = await listener.web.chat_postMessage(channel="C0GENERAL", text="Today", blocks=BUTTONS)
    (shown,) = await slack.reads(slack.member, slack.general)
    await opened(slack, listener)
    acts = (
        slack.says(slack.guest, slack.elsewhere, "I am not in there"),
        slack.says(slack.deactivated, slack.general, "I am no more"),
        slack.says(slack.member, slack.general, "To nobody", "1771234567.000100"),
        slack.edits(slack.member, shown, "It is the app's"),
        slack.types(slack.member, slack.general, "/weather"),
        slack.types(slack.member, slack.general, "/quiz", message["ts"]),
        slack.types(slack.stranger, slack.shared, "/quiz"),
        slack.uses_shortcut(slack.member, shown, "unknown"),
        slack.presses(slack.member, shown, "No such button"),
        slack.presses(slack.stranger, shown, "Answer"),
        slack.submits(slack.admin, {}),
        slack.submits(slack.member, {"nowhere": "x"}),
        slack.submits(slack.member, {"why": "x" * 3001}),
        slack.submits(slack.member, {"why": ""}),
    )
    for act in acts:
        with pytest.raises(ClientSaysNo):
            await act

    assert [payload["type"] for payload in listener.payloads if "type" in payload] == ["event_callback"]
