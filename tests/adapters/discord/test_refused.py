"""What comes too late, what can't be done, and what stops the start: somebody is told, and nobody banned."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.discord.answers import NOT_OPENED, TOO_LATE
from adapters.discord.client import BETWEEN, CONTENT_REFUSED, TOKEN_REFUSED, TRIES
from bot.chat.adapter import Reply
from bot.chat.card import Button, Buttons, card
from bot.chat.form import Form, TextInput
from bot.chat.refs import Place
from bot.errors import ConfigError, NotAllowed, PlatformDown
from tests.adapters.discord.house import HASTE, Living, housed, living, settings
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.faults import (
    Answer,
    Banned,
    CallAction,
    Delay,
    Fault,
    RateLimited,
    ResetBefore,
    Status,
)
from tests.adapters.discord.loopback.world import World
from tests.adapters.discord.screens import done, find, read
from tests.adapters.working import running
from tests.contract.platform import ScriptedApp
from tests.waiting import LONG, until

ASK = Buttons((Button("Answer", "answer", "c1"),))
FORM = Form(action="answer", value="c1", title="Your answer", inputs=(TextInput(id="text", label="Text"),))
EVER = 1000
"""As often as it is tried."""
ANSWER = "create_interaction_response"
SHORT, LATE = 0.5, Delay(0.7)
"""Seconds that an interaction waits for its first answer, and what comes after that."""


@pytest.fixture
def life() -> float:
    """Seconds that an interaction waits for its first answer."""
    return World.interaction_life


@pytest.fixture
async def discord(life: float) -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord(interaction_life=life) as discord:
        yield discord


@pytest.fixture
def general(discord: LoopbackDiscord) -> Place:
    return discord.place(discord.general)


# What comes too late


async def test_who_waits_too_long_for_a_form_is_told(discord: LoopbackDiscord, app: ScriptedApp) -> None:
    async with living(discord, app, pace=replace(HASTE, form=0.3)) as house:
        app.reply, app.response = Reply.FORM, FORM
        app.may_respond.clear()
        act = await discord.types(discord.member, discord.general, "/quiz")
        await until(lambda: act.acknowledgements)
        app.may_respond.set()
        await done(house, act)

    assert await read(discord, discord.member, discord.general) == [TOO_LATE]
    assert await discord.form(discord.member) is None
    assert not act.failure


@pytest.mark.parametrize("life", [SHORT])
@pytest.mark.parametrize(
    ("reply", "in_channel", "in_direct"),
    [(Reply.PRIVATE, [], ["Standings"]), (Reply.PUBLIC, ["Standings"], [])],
)
async def test_what_discord_told_too_late_is_answered_all_the_same(
    discord: LoopbackDiscord,
    house: Living,
    app: ScriptedApp,
    reply: Reply,
    in_channel: list[str],
    in_direct: list[str],
) -> None:
    discord.faults.add(Fault("/quiz", LATE))
    app.reply, app.response = reply, card("Standings")
    act = await discord.types(discord.member, discord.general, "/quiz")
    await until(lambda: app.arrived)
    await done(house, act)

    assert act.failure
    assert await read(discord, discord.member, discord.general) == in_channel
    assert await read(discord, discord.member, discord.direct(discord.member)) == in_direct


@pytest.mark.parametrize("life", [SHORT])
async def test_an_update_told_too_late_is_made_all_the_same(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp, general: Place
) -> None:
    await house.adapter.send(general, card("Open", ASK), "today")
    pressed = await find(discord, discord.member, discord.general, "Open")
    discord.faults.add(Fault("press", LATE))
    app.reply, app.response = Reply.UPDATE, card("Closed")
    await discord.presses(discord.member, pressed, "Answer")
    await until(lambda: app.arrived)
    await house.adapter.finish(LONG)

    assert await read(discord, discord.member, discord.general) == ["Closed"]
    assert await read(discord, discord.member, discord.direct(discord.member)) == []


@pytest.mark.parametrize("life", [SHORT])
async def test_a_form_asked_for_too_late_is_said_to_be(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp
) -> None:
    discord.faults.add(Fault("/quiz", LATE))
    app.reply, app.response = Reply.FORM, FORM
    await discord.types(discord.member, discord.general, "/quiz")
    await until(lambda: app.arrived)
    await house.adapter.finish(LONG)

    assert await read(discord, discord.member, discord.direct(discord.member)) == [TOO_LATE]


async def test_an_answer_after_a_quarter_of_an_hour_is_sent_in_private(app: ScriptedApp) -> None:
    async with LoopbackDiscord(token_life=1.0) as discord, living(discord, app) as house:
        app.response = card("Your week")
        app.may_respond.clear()
        act = await discord.types(discord.member, discord.general, "/quiz")
        await until(lambda: act.acknowledgements)
        await asyncio.sleep(1.0)
        app.may_respond.set()
        await done(house, act)

        assert await read(discord, discord.member, discord.direct(discord.member)) == ["Your week"]


# What can't be done


@pytest.mark.parametrize("life", [TRIES * BETWEEN + 1.0])
@pytest.mark.parametrize("action", [Status(503), ResetBefore()], ids=["503", "reset"])
async def test_a_form_that_can_not_be_opened_is_said_to_be_lost(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp, action: CallAction
) -> None:
    discord.faults.add(Fault(ANSWER, action, EVER))
    app.reply, app.response = Reply.FORM, FORM
    await done(house, await discord.types(discord.member, discord.general, "/quiz"))

    assert await read(discord, discord.member, discord.direct(discord.member)) == [NOT_OPENED]
    assert await discord.form(discord.member) is None


@pytest.mark.parametrize("action", [Status(503), Answer(10062, 404)], ids=["503", "too late"])
async def test_nobody_is_written_to_for_want_of_completions(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp, action: CallAction
) -> None:
    discord.faults.add(Fault(ANSWER, action, EVER))
    await discord.types_ahead(discord.member, discord.general, "/quiz topic: a")
    await discord.types(discord.newcomer, discord.general, "/quiz")  # comes after it
    await until(lambda: app.arrived)
    await house.adapter.finish(LONG)

    assert await read(discord, discord.member, discord.direct(discord.member)) == []


async def test_while_a_call_that_waits_for_all_is_given_up_others_go_on(
    discord: LoopbackDiscord, house: Living, general: Place
) -> None:
    discord.faults.add(Fault("create_message", RateLimited(25, everything=True)))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await house.adapter.send(general, card("Today"), "today")
    async with asyncio.timeout(5):
        await house.adapter.send(general, card("Today"), "today")

    assert await read(discord, discord.member, discord.general) == ["Today"]


async def test_an_address_that_is_banned_is_silent_until_the_ban_ends(
    discord: LoopbackDiscord, house: Living, general: Place
) -> None:
    discord.faults.add(Fault("create_message", Banned(600)))
    with pytest.raises(PlatformDown) as banned:
        await house.adapter.send(general, card("Today"), "today")
    before = len(discord.world.calls)
    with pytest.raises(PlatformDown) as silent:
        await house.adapter.send(general, card("Tomorrow"), "tomorrow")

    assert banned.value.retry_after == 600
    assert silent.value.retry_after
    assert silent.value.retry_after > 590
    assert len(discord.world.calls) == before


async def test_a_place_that_refuses_is_not_asked_again_and_again(
    discord: LoopbackDiscord, house: Living, general: Place
) -> None:
    await done(house, await discord.denies(discord.general, "SEND_MESSAGES"))
    said = []
    for number in range(3):
        with pytest.raises(NotAllowed, match="Send Messages") as refused:
            await house.adapter.send(general, card("Today"), f"today {number}")
        said.append(str(refused.value))
    refusals = [why for why in discord.refusals if "50013" in why]
    await discord.allows(discord.general, "SEND_MESSAGES")
    await done(house, await discord.types(discord.member, discord.general, "/quiz"))  # comes after it
    await house.adapter.send(general, card("Today"), "today")

    assert len(set(said)) == 1
    assert len(refusals) == 1


async def test_what_becomes_of_a_thread_lets_no_other_place_be_asked_again(
    discord: LoopbackDiscord, house: Living, general: Place
) -> None:
    talk = await discord.says(discord.admin, discord.general, "Lunch?")
    thread = await discord.opens_thread(discord.admin, talk, "Talk")
    await discord.denies(discord.general, "SEND_MESSAGES")
    with pytest.raises(NotAllowed):
        await house.adapter.send(general, card("Today"), "today")
    await discord.archives(thread)
    await done(house, await discord.types(discord.member, discord.general, "/quiz"))  # comes after it
    with pytest.raises(NotAllowed):
        await house.adapter.send(general, card("Today"), "today")

    assert len([why for why in discord.refusals if "50013" in why]) == 1


async def test_no_key_to_an_interaction_reaches_a_log(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp, caplog: pytest.LogCaptureFixture
) -> None:
    discord.faults.add(Fault("update_original_webhook_message", RateLimited(0.1)))
    app.response = card("Your week")
    app.may_respond.clear()
    act = await discord.types(discord.member, discord.general, "/quiz")
    await until(lambda: act.acknowledgements)
    app.may_respond.set()
    await done(house, act)

    assert act.interaction
    assert "rate limited" in caplog.text
    assert act.interaction.token not in caplog.text


async def test_without_its_token_koko_asks_for_nothing_more(
    discord: LoopbackDiscord, house: Living, general: Place
) -> None:
    discord.world.token = "another.token.here"
    for number in range(3):
        with pytest.raises(PlatformDown):
            await house.adapter.send(general, card("Today"), f"today {number}")

    assert len([call for call in discord.world.calls if call.status == 401]) == 1


# What stops the start


async def test_a_token_that_discord_refuses_is_named(discord: LoopbackDiscord, app: ScriptedApp) -> None:
    adapter = housed(discord, settings(discord))
    discord.world.token = "another.token.here"
    with pytest.raises(ConfigError, match=TOKEN_REFUSED):
        async with running(adapter, app):
            pass

    assert adapter.health().reason == TOKEN_REFUSED


async def test_a_token_that_is_taken_away_is_named(discord: LoopbackDiscord, app: ScriptedApp) -> None:
    adapter = housed(discord)
    task = asyncio.create_task(adapter.run(app))
    await until(lambda: adapter.health().connected)
    await discord.gateway.close(4004, "Authentication failed.")
    with pytest.raises(ConfigError, match=TOKEN_REFUSED):
        await task


async def test_an_intent_that_is_not_switched_on_is_named(discord: LoopbackDiscord, app: ScriptedApp) -> None:
    adapter = housed(discord, settings(discord, message_content=True))
    with pytest.raises(ConfigError) as refused:
        async with running(adapter, app):
            pass

    assert str(refused.value) == CONTENT_REFUSED
    assert "KOKO_DISCORD_MESSAGE_CONTENT" in CONTENT_REFUSED


async def test_no_session_is_begun_when_there_are_no_more_today(
    discord: LoopbackDiscord, app: ScriptedApp
) -> None:
    discord.world.identifies = 0
    with pytest.raises(PlatformDown, match="no more sessions today"):
        async with running(housed(discord), app):
            pass

    assert not discord.gateway.identified


async def test_while_discord_is_down_it_is_not_connected(discord: LoopbackDiscord, app: ScriptedApp) -> None:
    discord.faults.add(Fault("get_my_user", Answer(40333, 503), EVER))
    adapter = housed(discord)
    with pytest.raises(PlatformDown):
        async with running(adapter, app):
            pass

    assert not adapter.health().connected
