"""What goes wrong between Koko and Discord: nothing is lost, nothing is said twice, and members are told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from adapters.discord.posts import REACTIONS
from bot.chat.adapter import Reaction, Reply
from bot.chat.card import Button, Buttons, File, Image, card
from bot.chat.form import Form, TextInput
from bot.chat.outbox import Edit, React, Send
from bot.chat.refs import Place
from tests.adapters.discord.house import Living
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.faults import (
    CallAction,
    Fault,
    RateLimited,
    ResetAfter,
    ResetBefore,
    Status,
)
from tests.adapters.discord.screens import done, find, form, read
from tests.adapters.outgoing import Outgoing, outgoing_to
from tests.contract.cards import PIXEL
from tests.contract.platform import ScriptedApp
from tests.waiting import until

FAULTS: dict[str, CallAction] = {
    "429": RateLimited(0.2),
    "429 of all": RateLimited(0.2, everything=True),
    "502": Status(502),
    "502 after": Status(502, after=True),
    "503": Status(503),
    "reset before": ResetBefore(),
    "reset after": ResetAfter(),
}
ASK = Buttons((Button("Answer", "answer", "c1"),))
FORM = Form(action="answer", value="c1", title="Your answer", inputs=(TextInput(id="text", label="Text"),))
EVER = 1000
"""As often as it is tried."""
ANSWER = "create_interaction_response"
LATER = "update_original_webhook_message"


@pytest.fixture(params=FAULTS)
def fault(request: pytest.FixtureRequest) -> CallAction:
    """What happens to the first call."""
    return FAULTS[request.param]


@pytest.fixture
async def outgoing(house: Living) -> AsyncIterator[Outgoing]:
    async with outgoing_to(house.adapter) as outgoing:
        yield outgoing


@pytest.fixture
def general(discord: LoopbackDiscord) -> Place:
    return discord.place(discord.general)


# What the outbox sends


async def test_a_post_is_there_once(
    discord: LoopbackDiscord, outgoing: Outgoing, general: Place, fault: CallAction
) -> None:
    discord.faults.add(Fault("create_message", fault))
    await outgoing.put("today", Send(general, card("Today", "What is frozen?")))
    await outgoing.drain()

    assert await read(discord, discord.member, discord.general) == ["Today What is frozen?"]
    assert not discord.faults.coming


async def test_a_post_that_is_sent_again_before_it_could_be_found_is_there_once(
    discord: LoopbackDiscord, house: Living, general: Place
) -> None:
    first = await house.adapter.send(general, card("Today"), "today")
    again = await house.adapter.send(general, card("Today"), "today")

    assert first == again
    assert await read(discord, discord.member, discord.general) == ["Today"]


async def test_a_post_with_a_picture_is_there_once(
    discord: LoopbackDiscord, outgoing: Outgoing, general: Place, fault: CallAction
) -> None:
    discord.faults.add(Fault("create_message", fault))
    await outgoing.put("today", Send(general, card("Today", Image(PIXEL, "a small dot"))))
    await outgoing.drain()

    (shown,) = await discord.reads(discord.member, discord.general)
    assert list(shown.files.values()) == [PIXEL]
    assert not discord.faults.coming


async def test_a_thread_is_opened_once(
    discord: LoopbackDiscord, outgoing: Outgoing, general: Place, fault: CallAction
) -> None:
    discord.faults.add(Fault("create_thread_from_message", fault))
    await outgoing.put("today", Send(general, card("Today"), thread="What is frozen?"))
    await outgoing.drain()

    (shown,) = await discord.reads(discord.member, discord.general)
    assert shown.thread
    assert not discord.faults.coming


async def test_a_post_in_a_thread_is_there_once(
    discord: LoopbackDiscord, house: Living, outgoing: Outgoing, general: Place, fault: CallAction
) -> None:
    asked = await house.adapter.send(general, card("Today"), "today")
    thread = await house.adapter.open_thread(asked, "What is frozen?")
    discord.faults.add(Fault("create_message", fault))
    await outgoing.put("reveal", Send(thread, card("The answer")))
    await outgoing.drain()

    assert await read(discord, discord.member, discord.channel(asked.id)) == ["The answer"]
    assert not discord.faults.coming


async def test_a_post_in_a_forum_is_there_once(
    discord: LoopbackDiscord, outgoing: Outgoing, fault: CallAction
) -> None:
    discord.faults.add(Fault("create_thread", fault))
    await outgoing.put("today", Send(discord.place(discord.forum), card("Today"), thread="What is frozen?"))
    await outgoing.drain()

    posts = [one for one in discord.world.channels.values() if one.parent == discord.forum.id]
    assert [await read(discord, discord.member, post) for post in posts] == [["Today"]]
    assert not discord.faults.coming


async def test_a_post_is_edited(
    discord: LoopbackDiscord, house: Living, outgoing: Outgoing, general: Place, fault: CallAction
) -> None:
    message = await house.adapter.send(general, card("Open"), "today")
    discord.faults.add(Fault("update_message", fault))
    await outgoing.put("close", Edit(message, card("Closed")))
    await outgoing.drain()

    assert await read(discord, discord.member, discord.general) == ["Closed"]
    assert not discord.faults.coming


async def test_a_reaction_is_put_on_once(
    discord: LoopbackDiscord, house: Living, outgoing: Outgoing, general: Place, fault: CallAction
) -> None:
    message = await house.adapter.send(general, card("Open"), "today")
    discord.faults.add(Fault("add_my_message_reaction", fault))
    await outgoing.put("seen", React(message, Reaction.SEEN))
    await outgoing.drain()

    (shown,) = await discord.reads(discord.member, discord.general)
    assert shown.reactions == {REACTIONS[Reaction.SEEN]: [discord.bot.id]}
    assert not discord.faults.coming


# What somebody waits for


async def test_a_private_answer_is_shown_once(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp, fault: CallAction
) -> None:
    discord.faults.add(Fault(ANSWER, fault))
    app.response = card("Your week", Image(PIXEL, "a small dot"), File("data.json", "{}"))
    await done(house, await discord.types(discord.member, discord.general, "/quiz"))

    (shown,) = await discord.reads(discord.member, discord.general)
    assert set(shown.files.values()) == {PIXEL, b"{}"}
    assert await read(discord, discord.admin, discord.general) == []
    assert not discord.faults.coming


async def test_a_public_answer_is_there_once(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp, fault: CallAction
) -> None:
    discord.faults.add(Fault(ANSWER, fault))
    app.reply, app.response = Reply.PUBLIC, card("Standings")
    await done(house, await discord.types(discord.member, discord.general, "/quiz"))

    assert await read(discord, discord.admin, discord.general) == ["Standings"]
    assert not discord.faults.coming


async def test_a_pressed_message_is_updated(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp, general: Place, fault: CallAction
) -> None:
    sent = await house.adapter.send(general, card("Open", ASK), "today")
    discord.faults.add(Fault(ANSWER, fault))
    app.reply, app.response = Reply.UPDATE, card("Closed")
    pressed = await find(discord, discord.member, discord.general, "Open")
    await done(house, await discord.presses(discord.member, pressed, "Answer"))

    assert await read(discord, discord.member, discord.general) == ["Closed"]
    assert await house.adapter.find(general, "today", datetime.now(UTC)) == sent
    assert not discord.faults.coming


async def test_a_private_message_is_updated(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp, fault: CallAction
) -> None:
    app.response = card("Question 1", ASK)
    await done(house, await discord.types(discord.member, discord.general, "/quiz"))
    discord.faults.add(Fault(ANSWER, fault))
    app.reply, app.response = Reply.UPDATE, card("Question 2")
    pressed = await find(discord, discord.member, discord.general, "Question 1")
    await done(house, await discord.presses(discord.member, pressed, "Answer"))

    assert await read(discord, discord.member, discord.general) == ["Question 2"]
    assert not discord.faults.coming


@pytest.mark.parametrize("step", [ANSWER, LATER])
async def test_an_answer_that_took_its_time_is_shown_once(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp, fault: CallAction, step: str
) -> None:
    discord.faults.add(Fault(step, fault))
    app.response = card("Your week")
    app.may_respond.clear()
    act = await discord.types(discord.member, discord.general, "/quiz")
    await until(lambda: act.acknowledgements)
    app.may_respond.set()
    await done(house, act)

    assert await read(discord, discord.member, discord.general) == ["Your week"]
    assert not discord.faults.coming


async def test_a_form_is_opened_once(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp, general: Place, fault: CallAction
) -> None:
    await house.adapter.send(general, card("Open", ASK), "today")
    discord.faults.add(Fault(ANSWER, fault))
    app.reply, app.response = Reply.FORM, FORM
    pressed = await find(discord, discord.member, discord.general, "Open")
    await done(house, await discord.presses(discord.member, pressed, "Answer"))

    assert (await form(discord, discord.member)).title == "Your answer"
    assert await read(discord, discord.member, discord.general) == ["Open"]
    assert not discord.faults.coming
