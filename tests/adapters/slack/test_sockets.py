"""What comes in twice, late or in another order, over sockets that go away: all of it arrives once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from adapters.slack.ways import Pace
from bot.chat.adapter import Health, Reply
from bot.chat.card import card
from bot.chat.events import MessageEdited, MessageSent, WorkspaceLost
from bot.chat.refs import Place
from bot.errors import ConfigError, PlaceGone, PlatformDown
from tests.adapters.slack.house import Living, housed, living, settings
from tests.adapters.slack.loopback.faults import (
    Delay,
    DeliveryAction,
    DropAfterAck,
    DropBeforeAck,
    Duplicate,
    Fault,
    Reorder,
    Status,
)
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.screens import done, read
from tests.adapters.working import running
from tests.contract.platform import ScriptedApp
from tests.waiting import until

HASTE = Pace(ping=0.5, opening=2.0)
TROUBLES: dict[str, DeliveryAction] = {
    "twice": Duplicate(),
    "late": Delay(1.0),
    "dropped before": DropBeforeAck(),
    "dropped after": DropAfterAck(),
}


@pytest.fixture
async def house(slack: LoopbackSlack, app: ScriptedApp) -> AsyncIterator[Living]:
    """The adapter, connected, which soon sees that a socket is lost."""
    async with living(slack, app, pace=HASTE) as house:
        yield house


@pytest.fixture(params=TROUBLES)
def trouble(request: pytest.FixtureRequest) -> DeliveryAction:
    return TROUBLES[request.param]


async def test_a_command_is_answered_once(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, trouble: DeliveryAction
) -> None:
    slack.faults.add(Fault("slash_commands", trouble))
    app.reply, app.response = Reply.PUBLIC, card("Standings")
    act = await slack.types(slack.member, slack.general, "/quiz")
    await done(house, act)
    await settled(slack, house)

    assert await read(slack, slack.member, slack.general) == ["Standings"]
    assert act.failure == ""


async def test_an_answer_arrives_once(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, trouble: DeliveryAction
) -> None:
    asked = await slack.says(slack.admin, slack.general, "What is frozen?")
    await done(house, asked)
    slack.faults.add(Fault("message", trouble))
    act = await slack.says(slack.member, slack.general, "The base stays frozen.", asked.ts)
    await done(house, act)
    await settled(slack, house)

    said = [event.text for event in app.answered if isinstance(event, MessageSent)]
    assert said == ["The base stays frozen."]


async def settled(slack: LoopbackSlack, house: Living) -> None:
    """A socket is there again, and what was to come over it before the guest's command has come."""
    house.app.reply = None
    await until(lambda: slack.sockets.connections and house.adapter.health().connected)
    await done(house, await slack.types(slack.guest, slack.general, "/quiz"))


async def test_what_comes_in_another_order_arrives(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    asked = await slack.says(slack.admin, slack.general, "What is frozen?")
    await done(house, asked)
    slack.faults.add(Fault("message", Reorder()))
    said = await slack.says(slack.member, slack.general, "The bass stays frozen.", asked.ts)
    await done(house, said, await slack.edits(slack.member, said, "The base stays frozen."))

    edited, sent = app.arrived
    assert isinstance(edited, MessageEdited)
    assert isinstance(sent, MessageSent)
    assert edited.message == sent.message == said.message
    assert sent.at < edited.at


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_socket_is_replaced_when_slack_asks_for_it(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, reason: str
) -> None:
    app.may_respond.clear()
    app.reply, app.response = Reply.PUBLIC, card("Standings")
    before = await slack.types(slack.member, slack.general, "/quiz")
    await until(lambda: app.answered)
    await slack.sockets.disconnect(reason)
    await until(lambda: slack.sockets.opened > 1 and house.adapter.health().connected)
    app.may_respond.set()
    await done(house, before, await slack.types(slack.admin, slack.general, "/quiz"))

    assert await read(slack, slack.member, slack.general) == ["Standings", "Standings"]
    assert not slack.refusals


async def test_what_happens_while_a_socket_is_away_arrives(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    asked = await slack.says(slack.admin, slack.general, "What is frozen?")
    slack.faults.add(Fault("apps.connections.open", Status(503)))
    slack.sockets.drop()
    acts = [await slack.says(slack.member, slack.general, f"Answer {n}", asked.ts) for n in range(3)]
    assert not slack.sockets.connections
    await done(house, *acts)

    said = [event.text for event in app.answered if isinstance(event, MessageSent)]
    assert said == ["Answer 0", "Answer 1", "Answer 2"]


async def test_two_processes_share_what_comes_in(slack: LoopbackSlack, app: ScriptedApp) -> None:
    app.reply, app.response = Reply.PUBLIC, card("Standings")
    async with living(slack, app) as one, living(slack, app) as other:
        await until(lambda: len(slack.sockets.connections) == 2)
        acts = [await slack.types(slack.member, slack.general, "/quiz") for _ in range(4)]
        await done(one, *acts)
        await done(other)
        await acts[0].again()
        await until(lambda: acts[0].acknowledgements == 2)
        await done(one)
        await done(other)

        assert await read(slack, slack.member, slack.general) == ["Standings"] * 4
        assert len(app.arrived) == 5


# Starting, and being thrown out


async def test_it_says_why_it_is_not_connected_and_connects_when_slack_is_back(
    slack: LoopbackSlack, app: ScriptedApp
) -> None:
    slack.faults.add(Fault("auth.test", Status(503), 3))
    async with housed(slack) as (adapter, _):
        with pytest.raises(PlatformDown):
            await adapter.run(app)
        assert adapter.health() == Health(False, "Slack answered 503")
        async with running(adapter, app):
            assert adapter.health() == Health(True)


async def test_an_address_that_is_used_up_is_given_up(slack: LoopbackSlack, app: ScriptedApp) -> None:
    slack.faults.add(Fault("socket", Delay(0.5)))
    async with housed(slack, pace=HASTE) as (adapter, _):
        starting = asyncio.create_task(adapter.run(app))
        await until(lambda: slack.world.tickets)
        assert adapter.health() == Health(False, "the socket to Slack is being opened")
        slack.world.tickets.clear()
        with pytest.raises(PlatformDown):
            await starting

        async with running(adapter, app):
            assert adapter.health() == Health(True)


async def test_it_says_that_a_socket_is_lost_and_opens_another(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    slack.faults.add(Fault("socket", Status(403), 2))
    slack.sockets.drop()
    await until(lambda: not house.adapter.health().connected)
    assert house.adapter.health().reason == "the socket to Slack is being opened again"
    await until(lambda: house.adapter.health().connected, 30)

    await done(house, await slack.types(slack.member, slack.general, "/quiz"))
    assert len(app.answered) == 1


@pytest.mark.parametrize(
    ("wrong", "variable"),
    [
        ({"bot_token": SecretStr("xoxb-wrong")}, "KOKO_SLACK_BOT_TOKEN"),
        ({"app_token": SecretStr("xapp-wrong")}, "KOKO_SLACK_APP_TOKEN"),
    ],
    ids=["bot token", "app token"],
)
async def test_a_wrong_token_stops_the_start_and_names_the_variable(
    slack: LoopbackSlack, app: ScriptedApp, wrong: dict[str, SecretStr], variable: str
) -> None:
    chosen = settings(slack).model_copy(update=wrong)
    with pytest.raises(ConfigError, match=variable) as error:
        async with living(slack, app, chosen):
            pass
    assert "wrong" not in str(error.value)


async def test_a_token_that_is_revoked_in_the_middle_is_a_place_that_is_gone(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    act = await slack.revokes(slack.bot_token)
    with pytest.raises(PlaceGone, match="removed"):
        await house.adapter.send(Place("slack", slack.team.id, slack.general.id), card("Today"), "today")
    await done(house, act)

    (lost,) = app.answered
    assert isinstance(lost, WorkspaceLost)
    assert (lost.adapter, lost.workspace) == ("slack", slack.team.id)
