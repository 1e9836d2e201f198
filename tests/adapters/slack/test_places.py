"""Places that are not what they were, people who are not of them, and what is written there."""

from __future__ import annotations

import pytest

from bot.chat.adapter import Reply
from bot.chat.card import Button, Buttons, card
from bot.chat.events import (
    ButtonPressed,
    FormSubmitted,
    MessageSent,
    PlaceGained,
    PlaceLost,
    WorkspaceLost,
)
from bot.chat.form import Form, TextInput
from bot.chat.refs import Person, Place
from bot.errors import ChatError, NotAllowed, PlaceGone
from tests.adapters.slack.house import Living, living
from tests.adapters.slack.installed import installed
from tests.adapters.slack.loopback.deliveries import SlackAct
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.loopback.state import Channel, User
from tests.adapters.slack.screens import done, find, read
from tests.contract.platform import ScriptedApp

ASK = Buttons((Button("Answer", "answer", "c1"),))
FORM = Form(action="answer", value="c1", title="Your answer", inputs=(TextInput(id="text", label="Text"),))
MINE = "The base stays frozen."


def place(channel: Channel, thread: str | None = None) -> Place:
    return Place("slack", channel.team, channel.id, thread)


def person(user: User) -> Person:
    return Person("slack", "T1", user.id, user.display_name or user.real_name)


# Channels


@pytest.mark.parametrize("which", ["general", "private"])
@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("archives", "was archived"),
        ("removes_channel", "was deleted"),
        ("removes", "removed from the channel"),
    ],
)
async def test_a_channel_that_is_lost_is_said_to_be(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, which: str, what: str, reason: str
) -> None:
    channel: Channel = getattr(slack, which)
    whom = [slack.team.bot] if what == "removes" else []
    act: SlackAct = await getattr(slack, what)(slack.admin, channel, *whom)
    await done(house, act)

    (lost,) = app.arrived
    assert isinstance(lost, PlaceLost)
    assert lost.place == place(channel)
    assert reason in lost.reason
    with pytest.raises(PlaceGone):
        await house.adapter.send(place(channel), card("Today"), "today")


async def test_a_channel_that_is_renamed_and_made_private_is_the_same_place(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    sent = await house.adapter.send(place(slack.general), card("Today"), "today")
    await slack.renames(slack.admin, slack.general, "practice")
    await slack.makes_private(slack.admin, slack.general)
    await house.adapter.edit(sent, card("Closed"))
    await done(house, await slack.says(slack.member, slack.general, MINE, sent.id))

    (said,) = sent_ones(app)
    assert said.place == place(slack.general, sent.id)
    assert await house.adapter.find(sent.place, "today", said.at) == sent


async def test_a_channel_in_which_nobody_may_post_says_who_can_let_it(
    slack: LoopbackSlack, house: Living
) -> None:
    await slack.makes_read_only(slack.general)
    with pytest.raises(NotAllowed, match="Only some may post in this channel"):
        await house.adapter.send(place(slack.general), card("Today"), "today")


async def test_who_invited_koko_is_told(slack: LoopbackSlack, house: Living, app: ScriptedApp) -> None:
    await done(house, await slack.invites(slack.member, slack.elsewhere, slack.team.bot))

    (gained,) = app.arrived
    assert isinstance(gained, PlaceGained)
    assert gained.place == place(slack.elsewhere)
    assert gained.person
    assert gained.person.user == slack.member.id


async def test_others_who_come_concern_nobody(slack: LoopbackSlack, house: Living, app: ScriptedApp) -> None:
    await done(house, await slack.invites(slack.member, slack.private, slack.guest))

    assert not app.arrived


# People


async def test_nobody_writes_to_who_was_deactivated(slack: LoopbackSlack, house: Living) -> None:
    await slack.deactivates(slack.member)
    with pytest.raises(PlaceGone, match="deactivated"):
        await house.adapter.open_direct(person(slack.member))
    with pytest.raises(PlaceGone):
        await house.adapter.open_direct(Person("slack", "T1", "U0NOBODY"))


async def test_admins_are_owners_and_who_made_the_channel_but_no_guests_and_no_strangers(
    slack: LoopbackSlack, house: Living
) -> None:
    for channel, user in (
        (slack.general, slack.guest),
        (slack.shared, slack.stranger),
        (slack.private, slack.member),
    ):
        channel.creator = user.id
    slack.stranger.admin = slack.stranger.owner = True

    assert await house.adapter.is_admin(person(slack.admin), place(slack.general))
    assert await house.adapter.is_admin(person(slack.member), place(slack.private))
    assert not await house.adapter.is_admin(person(slack.member), place(slack.general))
    assert not await house.adapter.is_admin(person(slack.guest), place(slack.general))
    assert not await house.adapter.is_admin(person(slack.stranger), place(slack.shared))


async def test_an_admin_who_is_in_several_workspaces_of_an_organisation_is_no_stranger(
    slack: LoopbackSlack, house: Living
) -> None:
    slack.admin.team, slack.admin.teams = "T0SISTER", ("T0SISTER", slack.team.id)

    assert await house.adapter.is_admin(person(slack.admin), place(slack.general))


async def test_alone_with_koko_everybody_is_their_own_admin(slack: LoopbackSlack, house: Living) -> None:
    mine = await house.adapter.open_direct(person(slack.guest))

    assert await house.adapter.is_admin(person(slack.guest), mine)
    assert not await house.adapter.is_admin(person(slack.admin), mine)


@pytest.mark.parametrize("private", [False, True])
async def test_where_koko_is_not_it_knows_no_admin_and_says_how_to_invite_it(
    slack: LoopbackSlack, house: Living, private: bool
) -> None:
    channel = await slack.creates_channel(slack.admin, "hidden", private=private)
    with pytest.raises(ChatError, match="/invite @Koko"):
        await house.adapter.is_admin(person(slack.admin), place(channel))


@pytest.mark.parametrize(("who", "where"), [("guest", "general"), ("stranger", "shared")])
async def test_guests_and_strangers_answer(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, who: str, where: str
) -> None:
    user, channel = getattr(slack, who), getattr(slack, where)
    asked = await slack.says(slack.admin, channel, "What is frozen?")
    app.response = card("4/5")
    await done(house, await slack.says(user, channel, MINE, asked.ts))

    (said,) = sent_ones(app)
    assert (said.person, said.place) == (person(user), place(channel, asked.ts))
    assert await read(slack, user, channel, asked.ts) == [MINE, "4/5"]


async def test_somebody_of_another_workspace_fills_in_a_form_of_the_one_that_has_koko(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    await house.adapter.send(place(slack.shared), card("Today", ASK), "today")
    app.reply, app.response = Reply.FORM, FORM
    shown = await find(slack, slack.stranger, slack.shared, "Today")
    await done(house, await slack.presses(slack.stranger, shown, "Answer"))
    app.reply, app.response = Reply.PRIVATE, card("4/5")
    await done(house, await slack.submits(slack.stranger, {"text": MINE}))

    pressed, submitted = app.arrived
    assert isinstance(pressed, ButtonPressed)
    assert isinstance(submitted, FormSubmitted)
    assert pressed.person == submitted.person == person(slack.stranger)
    assert pressed.place == submitted.place == place(slack.shared)
    assert await read(slack, slack.stranger, slack.shared) == ["Today", "4/5"]
    assert await read(slack, slack.admin, slack.shared) == ["Today"]


async def test_two_workspaces_are_two_and_one_goes_on_when_the_other_is_gone(app: ScriptedApp) -> None:
    async with installed() as all_of:
        slack = all_of.slack
        second = slack.adds_workspace("T2", "Second")
        workspaces = all_of.process()
        for workspace in (slack.team, second):
            await workspaces.install(slack.installs_app(workspace))
        async with living(slack, app, all_of.settings, vault=all_of.vault) as house:
            gone = await slack.uninstalls(second)
            await done(house, gone)
            with pytest.raises(PlaceGone):
                await house.adapter.send(place(second.general), card("Today"), "today")
            await house.adapter.send(place(slack.general), card("Today"), "today")
            app.reply, app.response = Reply.PUBLIC, card("Standings")
            await done(house, await slack.types(slack.member, slack.general, "/quiz"))

            assert await read(slack, slack.member, slack.general) == ["Today", "Standings"]
            assert {event.workspace for event in app.arrived if isinstance(event, WorkspaceLost)} == {"T2"}


async def test_where_two_workspaces_have_koko_in_a_channel_an_answer_is_told_to_the_one_that_asked(
    app: ScriptedApp,
) -> None:
    async with installed() as all_of:
        slack = all_of.slack
        second = slack.adds_workspace("T2", "Second")
        workspaces = all_of.process()
        for workspace in (slack.team, second):
            await workspaces.install(slack.installs_app(workspace))
        async with living(slack, app, all_of.settings, vault=all_of.vault) as house:
            asked = await house.adapter.send(place(slack.shared), card("Today"), "today")
            await slack.invites(slack.stranger, slack.shared, second.bot)
            await done(house, await slack.says(slack.stranger, slack.shared, MINE, asked.id))

        (said,) = sent_ones(app)
        assert (said.person, said.place) == (person(slack.stranger), place(slack.shared, asked.id))


def sent_ones(app: ScriptedApp) -> list[MessageSent]:
    return [event for event in app.arrived if isinstance(event, MessageSent)]
