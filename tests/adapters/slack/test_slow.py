"""A Slack that takes longer for whatever it is asked than it gives Koko to acknowledge."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.slack.answers import FILE_ELSEWHERE, TOO_LATE
from bot.chat.adapter import Reply
from bot.chat.card import Button, Buttons, Card, File, Image, card
from bot.chat.events import CommandInvoked
from bot.chat.form import Form, TextInput
from bot.chat.refs import Place
from tests.adapters.slack.house import Living
from tests.adapters.slack.loopback.faults import Delay, Fault
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.screens import done, find, read
from tests.contract.cards import PIXEL
from tests.contract.platform import ScriptedApp
from tests.waiting import until

SLOW = Delay(2.5)
SOON = 2.0
"""Seconds that Slack gives here, of its own three; Koko takes none of them for what is slow but names."""
FORM_SLOW, FORM_SOON = Delay(4.0), 3.0
"""The same for forms, which Koko opens until just before Slack's own three seconds are over."""
EVER = 1000
ASK = Buttons((Button("Answer", "answer", "c1"),))
FORM = Form(action="answer", value="c1", title="Your answer", inputs=(TextInput(id="text", label="Text"),))


@pytest.fixture
def soon() -> float:
    """Seconds within which Slack wants to hear that something has arrived."""
    return SOON


@pytest.fixture
async def slack(soon: float) -> AsyncIterator[LoopbackSlack]:
    async with LoopbackSlack(ack_within=soon) as slack:
        yield slack


@pytest.mark.parametrize(
    ("method", "reply", "response", "shown"),
    [
        ("users.info", Reply.PRIVATE, card("Hello"), "Hello"),
        ("response_url", Reply.PRIVATE, card("Hello"), "Hello"),
        ("chat.postMessage", Reply.PUBLIC, card("Hello"), "Hello"),
        ("upload", Reply.PRIVATE, card("Hello", Image(PIXEL, "a dot")), "Hello a dot"),
        (
            "files.*",
            Reply.PRIVATE,
            card("Hello", File("data.json", "{}")),
            f"Hello Attached: data.json {FILE_ELSEWHERE}",
        ),
        (
            "conversations.open",
            Reply.PRIVATE,
            card("Hi", File("data.json", "{}")),
            f"Hi Attached: data.json {FILE_ELSEWHERE}",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_command_is_acknowledged_in_time(
    slack: LoopbackSlack,
    house: Living,
    app: ScriptedApp,
    method: str,
    reply: Reply,
    response: Card,
    shown: str,
) -> None:
    slack.faults.add(Fault(method, SLOW))
    app.reply, app.response = reply, response
    act = await slack.types(slack.member, slack.general, "/quiz")
    await done(house, act)

    assert await read(slack, slack.member, slack.general) == [shown]
    assert (act.acknowledgements, act.failure) == (1, "")


@pytest.mark.parametrize("soon", [FORM_SOON])
async def test_a_form_is_acknowledged_in_time(slack: LoopbackSlack, house: Living, app: ScriptedApp) -> None:
    slack.faults.add(Fault("views.open", FORM_SLOW))
    app.reply, app.response = Reply.FORM, FORM
    act = await slack.types(slack.member, slack.general, "/quiz")
    await done(house, act)

    assert await read(slack, slack.member, slack.general) == [TOO_LATE]
    assert (act.acknowledgements, act.failure) == (1, "")


@pytest.mark.parametrize("soon", [FORM_SOON])
async def test_a_form_is_acknowledged_in_time_though_names_are_slow_too(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    slack.faults.add(Fault("users.info", FORM_SLOW), Fault("views.open", FORM_SLOW))
    app.may_accept.clear()
    app.reply, app.response = Reply.FORM, FORM
    act = await slack.types(slack.member, slack.general, "/quiz")
    await until(lambda: app.arrived)
    await asyncio.sleep(0.5)
    app.may_accept.set()
    await done(house, act)

    assert await read(slack, slack.member, slack.general) == [TOO_LATE]
    assert (act.acknowledgements, act.failure) == (1, "")


async def test_a_button_is_acknowledged_in_time(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    await house.adapter.send(Place("slack", slack.team.id, slack.general.id), card("Open", ASK), "today")
    slack.faults.add(Fault("chat.update", SLOW))
    app.reply, app.response = Reply.UPDATE, card("Closed")
    pressed = await find(slack, slack.member, slack.general, "Open")
    act = await slack.presses(slack.member, pressed, "Answer")
    await done(house, act)

    assert await read(slack, slack.member, slack.general) == ["Closed"]
    assert (act.acknowledgements, act.failure) == (1, "")


async def test_an_answer_in_a_thread_is_acknowledged_in_time(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    asked = await slack.says(slack.admin, slack.general, "What is frozen?")
    slack.faults.add(Fault("chat.postEphemeral", SLOW))
    app.response = card("4/5")
    act = await slack.says(slack.member, slack.general, "The base stays frozen.", asked.ts)
    await done(house, act)

    assert await read(slack, slack.member, slack.general, asked.ts) == ["The base stays frozen.", "4/5"]
    assert act.deliveries == 1


async def test_a_button_of_the_home_page_is_acknowledged_in_time(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    app.response = card("Home", ASK)
    await done(house, await slack.opens_home(slack.member))
    slack.faults.add(Fault("conversations.open", SLOW), Fault("views.publish", SLOW))
    app.reply, app.response = Reply.UPDATE, card("Home again")
    shown = await slack.home(slack.member)
    assert shown
    act = await slack.presses(slack.member, shown, "Answer")
    await done(house, act)

    again = await slack.home(slack.member)
    assert again
    assert again.view["blocks"][0]["text"]["text"] == "Home again"
    assert (act.acknowledgements, act.failure) == (1, "")


async def test_who_does_much_while_names_are_slow_is_acknowledged_in_time(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    slack.faults.add(Fault("users.info", SLOW, EVER))
    acts = [await slack.types(slack.member, slack.general, f"/quiz {number}") for number in range(1, 9)]
    await done(house, *acts)

    asked = [event for event in app.arrived if isinstance(event, CommandInvoked)]
    assert [event.options for event in asked] == [{"count": number} for number in range(1, 9)]
    assert [event.person.name for event in asked] == [slack.member.name] * 8
    assert not slack.refusals
