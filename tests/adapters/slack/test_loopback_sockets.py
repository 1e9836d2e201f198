"""Socket Mode of the loopback Slack: what is not acknowledged comes again, over whatever connection."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from tests.adapters.slack.loopback.faults import (
    Delay,
    DropAfterAck,
    DropBeforeAck,
    Duplicate,
    Fault,
    Reorder,
)
from tests.adapters.slack.loopback.listener import Listener
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.loopback.state import Json
from tests.waiting import until

MOMENT = 0.05


def texts(listener: Listener) -> list[str]:
    return [event["text"] for event in listener.events]


# Acknowledgements


async def test_an_event_that_is_not_acknowledged_comes_again() -> None:
    async with LoopbackSlack(ack_within=MOMENT, retries=(0, 0.01, 0)) as slack, Listener(slack) as listener:
        await until(lambda: slack.sockets.connections)
        listener.acknowledges = False
        act = await slack.says(slack.member, slack.general, "Well?")
        await until(lambda: act.failure)

    assert [(one.retry_attempt, one.retry_reason) for one in listener.arrived] == [
        (0, ""),
        (1, "timeout"),
        (2, "timeout"),
        (3, "timeout"),
    ]
    assert len({one.payload["event_id"] for one in listener.arrived}) == 1
    assert len({one.envelope_id for one in listener.arrived}) == 4
    assert slack.refusals == ["events_api message: not acknowledged within 0.05 seconds"] * 4
    assert (act.acknowledgements, act.failure) == (0, "given_up")


async def test_a_command_that_is_not_acknowledged_does_not_come_again() -> None:
    async with LoopbackSlack(ack_within=MOMENT) as slack, Listener(slack) as listener:
        await until(lambda: slack.sockets.connections)
        listener.acknowledges = False
        act = await slack.types(slack.member, slack.general, "/quiz")
        await until(lambda: act.failure)

    assert (act.failure, len(listener.arrived)) == ("operation_timeout", 1)
    assert slack.refusals == ["slash_commands /quiz: not acknowledged within 0.05 seconds"]


async def test_an_act_can_come_again_as_it_was(slack: LoopbackSlack, listener: Listener) -> None:
    act = await slack.types(slack.member, slack.general, "/quiz")
    await until(lambda: act.acknowledgements == 1)
    await act.again()
    await until(lambda: act.acknowledgements == 2)

    first, second = listener.arrived
    assert (first.envelope_id, first.payload) == (second.envelope_id, second.payload)


async def test_what_accepts_no_payload_is_acknowledged_bare(slack: LoopbackSlack, listener: Listener) -> None:
    listener.answers = [{"text": "Thanks"}]
    act = await slack.says(slack.member, slack.general, "Well?")
    await until(lambda: act.acknowledgements)

    assert slack.refusals == ["events_api message: accepts no response payload, so it is acknowledged bare"]


async def test_a_command_may_be_answered_with_its_acknowledgement(
    slack: LoopbackSlack, listener: Listener
) -> None:
    listener.answers = [{"response_type": "in_channel", "text": "Here"}]
    act = await slack.types(slack.member, slack.general, "/quiz")
    await until(lambda: act.acknowledgements)
    assert act.ack_payload == {"response_type": "in_channel", "text": "Here"}
    assert [one.text for one in await slack.reads(slack.admin, slack.general)] == ["Here"]

    await until(lambda: listener.events)
    listener.answers = [{"text": ""}]
    act = await slack.types(slack.member, slack.general, "/quiz")
    await until(lambda: act.acknowledgements)
    assert slack.refusals == ["/quiz, acknowledged with a message: no_text: a message has text or blocks"]


# Connections


async def test_without_a_connection_events_wait_and_commands_fail(slack: LoopbackSlack) -> None:
    event = await slack.says(slack.member, slack.general, "Anybody there?")
    command = await slack.types(slack.member, slack.general, "/quiz")
    await until(lambda: command.failure)
    async with Listener(slack) as listener:
        await until(lambda: event.acknowledgements)

    assert command.failure == "dispatch_failed"
    assert [(one.type, one.retry_attempt) for one in listener.arrived] == [("events_api", 1)]


async def test_a_socket_that_drops_before_the_acknowledgement(
    slack: LoopbackSlack, listener: Listener
) -> None:
    slack.faults.add(Fault("message", DropBeforeAck()), Fault("/quiz", DropBeforeAck()))
    event = await slack.says(slack.member, slack.general, "Well?")
    await until(lambda: event.acknowledgements)
    command = await slack.types(slack.member, slack.general, "/quiz")
    await until(lambda: command.acknowledgements)

    assert (event.deliveries, command.deliveries) == (2, 2)
    assert len({one.payload["trigger_id"] for one in listener.arrived if one.type == "slash_commands"}) == 1
    assert slack.refusals == []


async def test_a_command_whose_connection_never_comes_back(slack: LoopbackSlack) -> None:
    slack.world.ack_within = MOMENT
    slack.faults.add(Fault("*", DropBeforeAck()))
    async with aiohttp.ClientSession() as session:
        await opened(slack, session)
        act = await slack.types(slack.member, slack.general, "/quiz")
        await until(lambda: act.failure)

    assert (act.failure, act.deliveries) == ("operation_timeout", 1)


async def test_a_socket_that_drops_after_the_acknowledgement(
    slack: LoopbackSlack, listener: Listener
) -> None:
    slack.faults.add(Fault("message", DropAfterAck()))
    first = await slack.says(slack.member, slack.general, "One")
    await until(lambda: first.acknowledgements and slack.sockets.opened > 1)
    second = await slack.says(slack.member, slack.general, "Two")
    await until(lambda: second.acknowledgements)

    assert (first.deliveries, texts(listener)) == (1, ["One", "Two"])


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_connection_that_is_to_be_replaced(
    slack: LoopbackSlack, listener: Listener, reason: str
) -> None:
    await slack.sockets.disconnect(reason)
    await until(lambda: slack.sockets.opened > 1)
    act = await slack.says(slack.member, slack.general, "Well?")
    await until(lambda: act.acknowledgements)

    assert {one.payload["event_id"] for one in listener.arrived} == {act.payload["event_id"]}


async def test_a_warning_leaves_the_connection_open(slack: LoopbackSlack) -> None:
    async with aiohttp.ClientSession() as session:
        socket = await opened(slack, session)
        await slack.sockets.disconnect("warning")
        await slack.says(slack.member, slack.general, "Well?")
        warning, envelope = await socket.receive_json(), await socket.receive_json()
        await slack.sockets.disconnect("refresh_requested")
        goodbye, end = await socket.receive_json(), await socket.receive()

    assert (warning["type"], warning["reason"]) == ("disconnect", "warning")
    assert envelope["payload"]["event"]["text"] == "Well?"
    assert goodbye["reason"] == "refresh_requested"
    assert end.type is aiohttp.WSMsgType.CLOSE


async def test_a_connection_that_is_just_gone(slack: LoopbackSlack, listener: Listener) -> None:
    slack.sockets.drop()
    act = await slack.says(slack.member, slack.general, "Well?")
    await until(lambda: act.acknowledgements)

    assert (slack.sockets.opened, texts(listener)) == (2, ["Well?"])


async def test_each_event_goes_to_one_of_two_connections(slack: LoopbackSlack, listener: Listener) -> None:
    async with Listener(slack) as other:
        await until(lambda: len(slack.sockets.connections) == 2)
        for text in ("One", "Two", "Three", "Four"):
            await slack.says(slack.member, slack.general, text)
        await until(lambda: len(listener.events) + len(other.events) == 4)

    assert (texts(listener), texts(other)) == (["One", "Three"], ["Two", "Four"])


async def test_opening_a_connection_can_fail(slack: LoopbackSlack, listener: Listener) -> None:
    slack.faults.add(Fault("apps.connections.open", Delay(MOMENT)), Fault("socket", Delay(MOMENT)))
    slack.sockets.drop()
    act = await slack.says(slack.member, slack.general, "Well?")
    await until(lambda: act.acknowledgements)

    assert slack.faults.coming == []


# Order


async def test_a_duplicate(slack: LoopbackSlack, listener: Listener) -> None:
    slack.faults.add(Fault("message", Duplicate()))
    act = await slack.says(slack.member, slack.general, "Well?")
    await until(lambda: act.acknowledgements == 2)

    assert len({one.payload["event_id"] for one in listener.arrived}) == 1


async def test_an_event_that_the_next_one_overtakes(slack: LoopbackSlack, listener: Listener) -> None:
    slack.faults.add(Fault("message", Reorder()))
    for text in ("One", "Two", "Three"):
        await slack.says(slack.member, slack.general, text)
    await until(lambda: len(listener.events) == 3)

    assert texts(listener) == ["Two", "One", "Three"]


async def test_an_event_that_nothing_overtakes_comes_late(slack: LoopbackSlack, listener: Listener) -> None:
    slack.faults.add(Fault("message", Reorder()))
    act = await slack.says(slack.member, slack.general, "One")
    await until(lambda: act.acknowledgements)


async def test_a_delayed_event(slack: LoopbackSlack, listener: Listener) -> None:
    slack.faults.add(Fault("message", Delay(MOMENT), skip=1))
    for text in ("One", "Two", "Three"):
        await slack.says(slack.member, slack.general, text)
    await until(lambda: len(listener.events) == 3)

    assert texts(listener) == ["One", "Three", "Two"]


# What is no Socket Mode


async def opened(slack: LoopbackSlack, session: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
    headers = {"Authorization": f"Bearer {slack.app_token}"}
    async with session.post(f"{slack.api_url}apps.connections.open", headers=headers) as response:
        url = (await response.json())["url"]
    socket = await session.ws_connect(url)
    hello: Json = await socket.receive_json()
    assert (hello["type"], hello["connection_info"]) == ("hello", {"app_id": "A0KOKO"})
    return socket


async def test_a_ticket_opens_one_connection(slack: LoopbackSlack) -> None:
    async with aiohttp.ClientSession() as session:
        socket = await opened(slack, session)
        url = str(socket._response.url)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)
        await socket.close()

    assert slack.refusals == ["socket: a connection is opened with a fresh ticket of apps.connections.open"]


@pytest.mark.parametrize(
    ("frame", "rule"),
    [
        ("ack", "an acknowledgement is {envelope_id, payload?} in JSON"),
        ("[]", "an acknowledgement is {envelope_id, payload?} in JSON"),
        ('{"envelope_id": "x", "extra": 1}', "an acknowledgement is {envelope_id, payload?} in JSON"),
        ('{"envelope_id": "guessed"}', "no envelope with this envelope_id was ever sent"),
    ],
)
async def test_a_frame_that_is_no_acknowledgement(slack: LoopbackSlack, frame: str, rule: str) -> None:
    async with aiohttp.ClientSession() as session:
        socket = await opened(slack, session)
        await socket.send_str(frame)
        await until(lambda: slack.refusals)
        await socket.close()

    assert slack.refusals == [f"socket: {rule}"]


async def test_bytes_are_no_acknowledgement(slack: LoopbackSlack) -> None:
    async with aiohttp.ClientSession() as session:
        socket = await opened(slack, session)
        await socket.send_bytes(b"{}")
        await until(lambda: slack.refusals)
        await socket.close()

    assert slack.refusals == ["socket: an acknowledgement is a text frame"]


async def test_an_app_has_ten_connections(slack: LoopbackSlack) -> None:
    async with aiohttp.ClientSession() as session:
        sockets = await asyncio.gather(*(opened(slack, session) for _ in range(10)))
        headers = {"Authorization": f"Bearer {slack.app_token}"}
        async with session.post(f"{slack.api_url}apps.connections.open", headers=headers) as response:
            url = (await response.json())["url"]
        one_more = await session.ws_connect(url)
        told = await one_more.receive_json()
        await asyncio.gather(*(socket.close() for socket in (*sockets, one_more)))

    assert (told["type"], told["reason"]) == ("disconnect", "too_many_websockets")
    assert slack.refusals == ["socket: an app has at most 10 connections"]
