"""Places that are not what they were, people who may not what they could, and what is written there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from adapters.discord.faults import LOCKED, NO_CHANNEL, NO_DIRECT
from bot.chat.adapter import Reaction, Reply
from bot.chat.card import Button, Buttons, File, card
from bot.chat.events import (
    ButtonPressed,
    CommandInvoked,
    FormSubmitted,
    PlaceGained,
    PlaceLost,
    ShortcutUsed,
    WorkspaceLost,
)
from bot.chat.form import Form, TextInput
from bot.chat.refs import Person, Place
from bot.errors import ChatError, NotAllowed, PlaceGone
from tests.adapters.discord.house import Living, housed, living, running, settings
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.state import Channel, User
from tests.adapters.discord.screens import done, find, form, read
from tests.contract.platform import ScriptedApp
from tests.contract.rules import LONG_AGO
from tests.waiting import LONG, until

ASK = Buttons((Button("Answer", "answer", "c1"),))
FORM = Form(action="answer", value="c1", title="Your answer", inputs=(TextInput(id="text", label="Text"),))
MINE = "The base stays frozen."


def person(discord: LoopbackDiscord, user: User) -> Person:
    return Person("discord", discord.guild.id, user.id, user.global_name)


@pytest.fixture
def general(discord: LoopbackDiscord) -> Place:
    return discord.place(discord.general)


async def thread_on(house: Living, place: Place) -> Channel:
    """On a card that hangs there."""
    asked = await house.adapter.send(place, card("Today"), f"today {place}")
    return house.discord.channel(str((await house.adapter.open_thread(asked, "Answers")).thread))


# Channels and threads


async def test_a_channel_that_is_deleted_is_said_to_be_lost(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp, general: Place
) -> None:
    await done(house, await discord.deletes_channel(discord.general))
    await until(lambda: app.arrived)

    (lost,) = app.arrived
    assert isinstance(lost, PlaceLost)
    assert (lost.place, lost.reason) == (general, NO_CHANNEL)
    with pytest.raises(PlaceGone, match="deleted"):
        await house.adapter.send(general, card("Today"), "today")


async def test_a_thread_that_is_deleted_is_gone_and_its_channel_is_not(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp, general: Place
) -> None:
    thread = await thread_on(house, general)
    where = discord.place(thread)
    await discord.deletes_channel(thread)
    with pytest.raises(PlaceGone, match="deleted"):
        await house.adapter.send(where, card("The answer"), "reveal")
    await house.adapter.send(general, card("Tomorrow"), "tomorrow")

    assert await read(discord, discord.member, discord.general) == ["Today", "Tomorrow"]
    assert not app.arrived


async def test_a_thread_that_rests_is_opened_for_all_that_is_done_in_it(
    discord: LoopbackDiscord, house: Living, general: Place
) -> None:
    thread = await thread_on(house, general)
    await discord.archives(thread)
    said = await house.adapter.send(discord.place(thread), card("The answer"), "reveal")
    await discord.archives(thread)
    await house.adapter.edit(said, card("The right answer"))
    await discord.archives(thread)
    await house.adapter.react(said, Reaction.FULL)

    (shown,) = await discord.reads(discord.member, thread)
    assert "right" in str(shown.components)
    assert list(shown.reactions) == ["✅"]
    assert not thread.archived


@pytest.mark.parametrize("archived", [False, True])
async def test_a_thread_that_is_locked_says_who_can_unlock_it(
    discord: LoopbackDiscord, house: Living, general: Place, archived: bool
) -> None:
    thread = await thread_on(house, general)
    await discord.denies(discord.general, "MANAGE_THREADS")
    await (discord.archives(thread, locked=True) if archived else discord.locks(thread))
    with pytest.raises(NotAllowed) as refused:
        await house.adapter.send(discord.place(thread), card("The answer"), "reveal")

    assert str(refused.value) == LOCKED


async def test_slow_mode_holds_koko_not_back(discord: LoopbackDiscord, house: Living, general: Place) -> None:
    await discord.slows(discord.general, 3600)
    for day in ("Today", "Tomorrow"):
        await house.adapter.send(general, card(day), day)

    assert await read(discord, discord.member, discord.general) == ["Today", "Tomorrow"]


async def test_an_announcement_channel_is_a_channel_with_threads(
    discord: LoopbackDiscord, house: Living
) -> None:
    thread = await thread_on(house, discord.place(discord.announcements))
    await house.adapter.send(discord.place(thread), card("The answer"), "reveal")

    assert await read(discord, discord.member, discord.announcements) == ["Today"]
    assert await read(discord, discord.member, thread) == ["The answer"]


async def test_a_forum_gets_a_post_that_is_message_and_thread_in_one(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp
) -> None:
    discord.forum.requires_tag, discord.forum.tags = True, [{"id": "7", "name": "daily", "moderated": False}]
    forum = discord.place(discord.forum)
    sent = await house.adapter.send(forum, card("What is frozen?", ASK), "today")
    thread = await house.adapter.open_thread(sent, "What is frozen?")
    post = discord.channel(str(thread.thread))
    await house.adapter.send(thread, card("The answer"), "reveal")
    assert await house.adapter.find(forum, "today", LONG_AGO) == sent
    await house.adapter.edit(sent, card("Closed", ASK))
    await house.adapter.react(sent, Reaction.SEEN)
    pressed = await find(discord, discord.member, post, "Closed")
    await done(house, await discord.presses(discord.member, pressed, "Answer"))

    assert (sent.place, post.name, post.applied_tags) == (forum, "What is frozen?", ["7"])
    assert await read(discord, discord.member, post) == ["Closed", "The answer"]
    (event,) = app.arrived
    assert isinstance(event, ButtonPressed)
    assert (event.message, event.place) == (sent, forum)


# What Koko may


@pytest.mark.parametrize(
    ("denied", "named"),
    [
        (["SEND_MESSAGES"], "*Send Messages*"),
        (["ATTACH_FILES"], "*Attach Files*"),
        (["SEND_MESSAGES", "ATTACH_FILES"], "*Send Messages* and *Attach Files*"),
    ],
)
async def test_a_permission_that_is_missing_for_a_card_is_named(
    discord: LoopbackDiscord, house: Living, general: Place, denied: list[str], named: str
) -> None:
    await discord.denies(discord.general, *denied)
    with pytest.raises(NotAllowed) as refused:
        await house.adapter.send(general, card("Today", File("a.txt", "a")), "today")

    assert named in str(refused.value)
    assert "Channel settings → Permissions" in str(refused.value)


async def test_a_channel_that_koko_can_not_see_says_which_permission_is_missing(
    discord: LoopbackDiscord, house: Living
) -> None:
    with pytest.raises(PlaceGone, match="View Channel"):
        await house.adapter.send(discord.place(discord.hidden), card("Today"), "today")


async def test_a_permission_that_is_missing_for_a_thread_or_a_reaction_is_named(
    discord: LoopbackDiscord, house: Living, general: Place
) -> None:
    sent = await house.adapter.send(general, card("Today"), "today")
    thread = await thread_on(house, general)
    await discord.denies(
        discord.general, "CREATE_PUBLIC_THREADS", "ADD_REACTIONS", "SEND_MESSAGES_IN_THREADS"
    )
    with pytest.raises(NotAllowed, match="Create Public Threads"):
        await house.adapter.open_thread(sent, "Answers")
    with pytest.raises(NotAllowed, match="Add Reactions"):
        await house.adapter.react(sent, Reaction.SEEN)
    with pytest.raises(NotAllowed, match="Send Messages in Threads"):
        await house.adapter.send(discord.place(thread), card("The answer"), "reveal")


async def test_a_bot_that_is_timed_out_says_so(
    discord: LoopbackDiscord, house: Living, general: Place
) -> None:
    await discord.times_out(discord.guild, discord.bot, datetime.now(UTC) + timedelta(hours=1))
    with pytest.raises(NotAllowed, match="timed out"):
        await house.adapter.send(general, card("Today"), "today")


async def test_what_somebody_asks_for_where_koko_may_not_write_is_answered(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp
) -> None:
    await discord.denies(discord.general, "SEND_MESSAGES")
    app.reply, app.response = Reply.PUBLIC, card("Standings")
    await done(house, await discord.types(discord.member, discord.general, "/quiz"))

    assert await read(discord, discord.admin, discord.general) == ["Standings"]


# Messages that are gone


async def test_a_message_that_somebody_deleted_stays_so(
    discord: LoopbackDiscord, house: Living, general: Place
) -> None:
    sent = await house.adapter.send(general, card("Today"), "today")
    await deletes(discord, sent.id)
    await house.adapter.edit(sent, card("Closed"))
    await house.adapter.react(sent, Reaction.SEEN)
    with pytest.raises(NotAllowed, match="deleted"):
        await house.adapter.open_thread(sent, "Answers")

    assert await read(discord, discord.member, discord.general) == []


async def deletes(discord: LoopbackDiscord, id: str) -> None:
    """As a moderator would."""
    await discord.allows(discord.general, "MANAGE_MESSAGES", user=discord.admin)
    (shown,) = [one for one in await discord.reads(discord.admin, discord.general) if one.id == id]
    await discord.deletes(discord.admin, shown)


async def test_a_reaction_of_an_earlier_process_is_replaced(
    discord: LoopbackDiscord, app: ScriptedApp, general: Place
) -> None:
    async with living(discord, app) as house:
        sent = await house.adapter.send(general, card("Today"), "today")
        await house.adapter.react(sent, Reaction.SEEN)
    later = housed(discord, now=lambda: datetime.now(UTC) + timedelta(hours=1))
    async with running(later, app):
        await later.react(sent, Reaction.FULL)

    (shown,) = await discord.reads(discord.member, discord.general)
    assert list(shown.reactions) == ["✅"]


# Servers


async def test_a_server_that_invites_koko_is_greeted_in_its_first_channel(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp
) -> None:
    second = discord.adds_guild("Second")
    await discord.invites_bot(second.guild)
    await until(lambda: app.arrived)

    (gained,) = app.arrived
    assert isinstance(gained, PlaceGained)
    assert gained.place == discord.place(second.general)


async def test_a_server_that_removes_koko_is_lost_and_one_that_is_down_is_not(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp, general: Place
) -> None:
    await discord.goes_out(discord.guild)
    await discord.comes_back(discord.guild)
    await discord.removes_bot(discord.guild)
    await until(lambda: app.arrived)

    (lost,) = app.arrived
    assert isinstance(lost, WorkspaceLost)
    assert (lost.adapter, lost.workspace) == ("discord", discord.guild.id)
    with pytest.raises(PlaceGone):
        await house.adapter.send(general, card("Today"), "today")


# People


async def test_admins_manage_the_server_or_own_it(
    discord: LoopbackDiscord, house: Living, general: Place
) -> None:
    owner = discord.user(discord.guild.owner)

    assert await house.adapter.is_admin(person(discord, discord.admin), general)
    assert await house.adapter.is_admin(person(discord, owner), general)
    assert not await house.adapter.is_admin(person(discord, discord.member), general)


@pytest.mark.parametrize("told", [True, False], ids=["told by what they did", "asked for"])
@pytest.mark.parametrize("by", ["name", "id"])
async def test_a_role_that_is_chosen_makes_admins(
    discord: LoopbackDiscord, app: ScriptedApp, general: Place, by: str, told: bool
) -> None:
    role = discord.founded.quizmaster
    await discord.gives_role(discord.guild, discord.member, role)
    chosen = settings(discord, admin_role=getattr(role, by).lower())
    async with living(discord, app, chosen) as house:
        users = [discord.member, discord.newcomer] if told else []
        for user in users:
            await done(house, await discord.types(user, discord.general, "/quiz"))

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
