"""Places that are not what they were, people who may not what they could, and what is written there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from adapters.discord.faults import LOCKED, NO_CHANNEL
from bot.chat.adapter import Reaction, Reply
from bot.chat.card import Button, Buttons, File, card
from bot.chat.events import (
    ButtonPressed,
    PlaceGained,
    PlaceLost,
    WorkspaceLost,
)
from bot.chat.form import Form, TextInput
from bot.chat.refs import Place
from bot.errors import NotAllowed, PlaceGone
from tests.adapters.discord.house import Living, housed, living
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.dispatches import DiscordAct
from tests.adapters.discord.loopback.permissions import bits
from tests.adapters.discord.loopback.state import Channel, Overwrite
from tests.adapters.discord.screens import done, find, read
from tests.adapters.working import running
from tests.contract.platform import ScriptedApp
from tests.contract.rules import LONG_AGO
from tests.waiting import until

ASK = Buttons((Button("Answer", "answer", "c1"),))
FORM = Form(action="answer", value="c1", title="Your answer", inputs=(TextInput(id="text", label="Text"),))
MINE = "The base stays frozen."


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


@pytest.mark.parametrize(
    "lock",
    [LoopbackDiscord.locks, partial(LoopbackDiscord.archives, locked=True)],
    ids=["open", "archived"],
)
async def test_a_thread_that_is_locked_says_who_can_unlock_it(
    discord: LoopbackDiscord, house: Living, general: Place, lock: Callable[..., Awaitable[DiscordAct]]
) -> None:
    thread = await thread_on(house, general)
    await discord.denies(discord.general, "MANAGE_THREADS")
    await lock(discord, thread)
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
        (["SEND_MESSAGES"], "“Send Messages”"),
        (["ATTACH_FILES"], "“Attach Files”"),
        (["SEND_MESSAGES", "ATTACH_FILES"], "“Send Messages” and “Attach Files”"),
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
    await deletes(discord, sent.id, discord.general)
    await house.adapter.edit(sent, card("Closed"))
    await house.adapter.react(sent, Reaction.SEEN)
    with pytest.raises(NotAllowed, match="deleted"):
        await house.adapter.open_thread(sent, "Answers")

    assert await read(discord, discord.member, discord.general) == []


async def test_a_post_of_a_forum_is_found_beside_one_whose_message_somebody_deleted(
    discord: LoopbackDiscord, house: Living
) -> None:
    forum = discord.place(discord.forum)
    sent = await house.adapter.send(forum, card("Today"), "today")
    gone = await house.adapter.send(forum, card("Tomorrow"), "tomorrow")
    await deletes(discord, gone.id, discord.channel(gone.id))

    assert await house.adapter.find(forum, "today", LONG_AGO) == sent
    assert await house.adapter.find(forum, "tomorrow", LONG_AGO) is None


async def deletes(discord: LoopbackDiscord, id: str, channel: Channel) -> None:
    """As a moderator would."""
    home = discord.channel(channel.parent) if channel.parent else channel
    await discord.allows(home, "MANAGE_MESSAGES", user=discord.admin)
    (shown,) = [one for one in await discord.reads(discord.admin, channel) if one.id == id]
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


async def test_a_message_that_is_deleted_while_it_is_answered_is_shown_anew(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp, general: Place
) -> None:
    sent = await house.adapter.send(general, card("Open", ASK), "today")
    pressed = await find(discord, discord.member, discord.general, "Open")
    app.reply, app.response = Reply.UPDATE, card("Closed")
    app.may_respond.clear()
    act = await discord.presses(discord.member, pressed, "Answer")
    await deletes(discord, sent.id, discord.general)
    app.may_respond.set()
    await done(house, act)

    assert await read(discord, discord.member, discord.general) == ["Closed"]


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


async def test_a_server_is_greeted_in_the_first_channel_in_which_koko_may_write(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp
) -> None:
    second = discord.adds_guild("Second")
    everybody = Overwrite(id=second.guild.id, type=0, deny=bits("SEND_MESSAGES"))
    second.general.overwrites.append(everybody)  # as of a channel for welcomes alone
    await discord.invites_bot(second.guild)  # which does not see `hidden`
    await until(lambda: app.arrived)

    (gained,) = app.arrived
    assert isinstance(gained, PlaceGained)
    assert gained.place == discord.place(second.private)


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


async def test_a_server_that_removed_koko_while_no_session_was_open_is_lost(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp
) -> None:
    discord.gateway.drop(sessions=True)
    await discord.removes_bot(discord.guild)
    await until(lambda: app.arrived)

    (lost,) = app.arrived
    assert isinstance(lost, WorkspaceLost)
    assert lost.workspace == discord.guild.id


async def test_what_nobody_understands_holds_up_nothing(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp
) -> None:
    discord.core.tell("GUILD_CREATE", {"id": "none"}, discord.guild.id)
    discord.core.tell("INTERACTION_CREATE", {"id": "1", "type": 99}, discord.guild.id)
    await done(house, await discord.types(discord.member, discord.general, "/quiz"))

    assert len(app.arrived) == 1
    assert house.adapter.health().connected
