"""Who may do what, who is written to, and how somebody is served where Koko is not, or alone with it."""

from __future__ import annotations

import pytest

from adapters.discord.answers import UNSURE
from adapters.discord.faults import NO_DIRECT
from bot.chat.adapter import Reply
from bot.chat.card import Button, Buttons, card
from bot.chat.events import CommandInvoked, FormSubmitted, ShortcutUsed
from bot.chat.form import Form, TextInput
from bot.chat.refs import Person, Place
from bot.errors import ChatError, PlaceGone
from tests.adapters.discord.house import Living, living, settings
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.faults import Fault, Status
from tests.adapters.discord.loopback.state import User
from tests.adapters.discord.screens import done, find, form, read
from tests.contract.platform import ScriptedApp
from tests.waiting import LONG

ASK = Buttons((Button("Answer", "answer", "c1"),))
FORM = Form(action="answer", value="c1", title="Your answer", inputs=(TextInput(id="text", label="Text"),))
MINE = "The base stays frozen."


def person(discord: LoopbackDiscord, user: User) -> Person:
    return Person("discord", discord.guild.id, user.id, user.global_name)


@pytest.fixture
def general(discord: LoopbackDiscord) -> Place:
    return discord.place(discord.general)


async def test_admins_manage_the_server_or_own_it(
    discord: LoopbackDiscord, house: Living, general: Place
) -> None:
    owner = discord.user(discord.guild.owner)

    assert await house.adapter.is_admin(person(discord, discord.admin), general)
    assert await house.adapter.is_admin(person(discord, owner), general)
    assert not await house.adapter.is_admin(person(discord, discord.member), general)


@pytest.mark.parametrize("told", [["member", "newcomer"], []], ids=["told by what they did", "asked for"])
@pytest.mark.parametrize("by", ["name", "id"])
async def test_a_role_that_is_chosen_makes_admins(
    discord: LoopbackDiscord, app: ScriptedApp, general: Place, by: str, told: list[str]
) -> None:
    role = discord.founded.quizmaster
    await discord.gives_role(discord.guild, discord.member, role)
    chosen = settings(discord, admin_role=getattr(role, by).lower())
    async with living(discord, app, chosen) as house:
        for name in told:
            await done(house, await discord.types(getattr(discord, name), discord.general, "/quiz"))

        assert await house.adapter.is_admin(person(discord, discord.member), general)
        assert not await house.adapter.is_admin(person(discord, discord.newcomer), general)


async def test_what_somebody_did_tells_what_they_may(
    discord: LoopbackDiscord, house: Living, general: Place
) -> None:
    for user in (discord.admin, discord.member):
        await done(house, await discord.types(user, discord.general, "/quiz"))
    before = len(discord.world.calls)

    assert await house.adapter.is_admin(person(discord, discord.admin), general)
    assert not await house.adapter.is_admin(person(discord, discord.member), general)
    assert len(discord.world.calls) == before


async def test_who_left_is_no_admin(discord: LoopbackDiscord, house: Living, general: Place) -> None:
    await discord.leaves(discord.admin, discord.guild)

    assert not await house.adapter.is_admin(person(discord, discord.admin), general)


async def test_alone_with_koko_everybody_is_their_own_admin(discord: LoopbackDiscord, house: Living) -> None:
    mine = await house.adapter.open_direct(person(discord, discord.member))

    assert await house.adapter.is_admin(person(discord, discord.member), mine)
    with pytest.raises(ChatError, match="not in this server"):
        await house.adapter.is_admin(person(discord, discord.admin), mine)


async def test_who_takes_no_messages_gets_none(discord: LoopbackDiscord, house: Living) -> None:
    await discord.closes_dms(discord.member)
    mine = await house.adapter.open_direct(person(discord, discord.member))
    with pytest.raises(PlaceGone) as refused:
        await house.adapter.send(mine, card("Hello"), "hello")

    assert str(refused.value) == NO_DIRECT


async def test_alone_with_koko_an_answer_is_a_message_that_stays(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp
) -> None:
    app.response = card("Question 1", ASK)
    mine = discord.direct(discord.member)
    await done(house, await discord.types(discord.member, mine, "/quiz"))

    (shown,) = await discord.reads(discord.member, mine)
    assert not shown.ephemeral
    (event,) = app.arrived
    assert isinstance(event, CommandInvoked)
    assert (event.place, event.person.workspace) == (discord.place(mine), "@me")


async def test_who_brought_koko_along_is_served_where_it_is_not(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp
) -> None:
    second = discord.adds_guild("Second")
    await discord.installs_app(second.member)
    app.response = card("Question 1")
    await done(house, await discord.types(second.member, second.general, "/quiz"))

    assert await read(discord, second.member, second.general) == ["Question 1"]
    assert await read(discord, second.admin, second.general) == []
    (event,) = app.arrived
    assert isinstance(event, CommandInvoked)
    assert event.place == Place("discord", "@me", second.general.id)
    with pytest.raises(ChatError, match="not in this server"):
        await house.adapter.is_admin(event.person, event.place)


async def test_between_two_people_what_is_private_stays_so(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp
) -> None:
    await discord.installs_app(discord.member)
    app.response = card("Question 1", ASK)
    theirs = discord.between(discord.member, discord.admin)
    await done(house, await discord.types(discord.member, theirs, "/quiz"))

    assert await read(discord, discord.member, theirs) == ["Question 1"]
    assert await read(discord, discord.admin, theirs) == []


async def test_the_menu_of_a_message_tells_which_it_is(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp, general: Place
) -> None:
    sent = await house.adapter.send(general, card("4/5"), "line")
    shown = await find(discord, discord.member, discord.general, "4/5")
    await done(house, await discord.uses_message_command(discord.member, shown, "Why this score?"))

    (event,) = app.arrived
    assert isinstance(event, ShortcutUsed)
    assert (event.shortcut, event.message) == ("Why this score?", sent)


# Forms


async def test_a_form_that_was_given_back_twice_answers_the_message_it_was_opened_from(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp, general: Place
) -> None:
    sent = await house.adapter.send(general, card("Settings", ASK), "settings")
    app.reply, app.response = Reply.FORM, FORM
    pressed = await find(discord, discord.member, discord.general, "Settings")
    await done(house, await discord.presses(discord.member, pressed, "Answer"))
    app.wrong = {"text": "Text needs two words."}
    for typed in ("One", "Two"):
        await done(house, await discord.submits(discord.member, {"text": typed}))
        told = (await discord.reads(discord.member, discord.general))[-1]
        await done(house, await discord.presses(discord.member, told, "Back to the form"))
        assert (await form(discord, discord.member)).values == {"text": typed}
    app.wrong, app.reply, app.response = {}, Reply.UPDATE, card("Saved")
    await done(house, await discord.submits(discord.member, {"text": MINE}))

    (submitted,) = [event for event in app.arrived if isinstance(event, FormSubmitted)]
    assert (submitted.message, submitted.values) == (sent, {"text": MINE})
    shown = await read(discord, discord.member, discord.general)
    assert shown[0] == "Saved"
    assert await read(discord, discord.admin, discord.general) == ["Saved"]


async def test_where_the_message_a_form_was_opened_from_can_not_be_changed_its_sender_is_told(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp, general: Place
) -> None:
    await house.adapter.send(general, card("Settings", ASK), "settings")
    app.reply, app.response = Reply.FORM, FORM
    pressed = await find(discord, discord.member, discord.general, "Settings")
    await done(house, await discord.presses(discord.member, pressed, "Answer"))
    app.wrong = {"text": "Text needs two words."}
    await done(house, await discord.submits(discord.member, {"text": "One"}))
    complaint = await find(discord, discord.member, discord.general, "two words")
    await done(house, await discord.presses(discord.member, complaint, "Back to the form"))
    discord.faults.add(Fault("update_message", Status(503), count=100))
    app.wrong, app.reply, app.response = {}, Reply.UPDATE, card("Saved")
    await done(house, await discord.submits(discord.member, {"text": MINE}))

    assert UNSURE in await read(discord, discord.member, discord.general)


async def test_a_form_of_before_a_restart_gives_back_what_was_typed(
    discord: LoopbackDiscord, app: ScriptedApp, general: Place
) -> None:
    app.reply, app.response = Reply.FORM, FORM
    async with living(discord, app) as house:
        await done(house, await discord.types(discord.member, discord.general, "/quiz"))
    app.wrong = {"text": "Text needs two words."}
    async with living(discord, app) as house:
        await done(house, await discord.submits(discord.member, {"text": MINE}))
        await house.adapter.finish(LONG)

    (shown,) = await read(discord, discord.member, discord.general)
    assert "Text needs two words." in shown
    assert MINE in shown
