"""In which order things are done, and that they are done once, whoever is slow and whatever breaks off."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from functools import partial

import pytest

from bot.chat.adapter import Reply
from bot.chat.card import card
from bot.chat.events import CommandInvoked, Event, MessageDeleted, MessageEdited, MessageSent
from bot.chat.form import Form, TextInput
from tests.adapters.discord.house import HASTE, Living, living
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.faults import (
    DispatchAction,
    DropAfter,
    DropBefore,
    Duplicate,
    Fault,
    Lost,
    Reorder,
    Status,
)
from tests.adapters.discord.loopback.gateway import Gateway
from tests.adapters.discord.loopback.state import Channel
from tests.adapters.discord.screens import done, find, form, read
from tests.adapters.discord.whole import at_work
from tests.bank import HALF, RIGHT
from tests.contract.platform import ScriptedApp
from tests.waiting import LONG, until

MINE = "The base stays frozen."
FORM = Form(action="answer", value="c1", title="Your answer", inputs=(TextInput(id="text", label="Text"),))
BREAKS: dict[str, DispatchAction] = {
    "twice": Duplicate(),
    "after the next": Reorder(),
    "socket dropped before": DropBefore(),
    "socket dropped after": DropAfter(),
    "session lost": Lost(),
}


async def drop(gateway: Gateway, *, sessions: bool) -> None:
    gateway.drop(sessions=sessions)


End = Callable[[Gateway], Awaitable[None]]
ENDS: dict[str, End] = {
    "op 7": Gateway.reconnect,
    "op 9 resumable": partial(Gateway.invalidate, resumable=True),
    "op 9": partial(Gateway.invalidate, resumable=False),
    "dropped": partial(drop, sessions=False),
    "dropped with its session": partial(drop, sessions=True),
}


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    """With the intent *message content*."""
    async with LoopbackDiscord(message_content=True) as discord:
        yield discord


@pytest.fixture
async def thread(discord: LoopbackDiscord, house: Living) -> Channel:
    """On a question in the channel for all."""
    asked = await house.adapter.send(discord.place(discord.general), card("Today"), "today")
    return discord.channel(str((await house.adapter.open_thread(asked, "Answers")).thread))


def said_by(app: ScriptedApp, kind: type[Event] = MessageSent) -> list[str]:
    """The ids of what arrived, each once."""
    return list(dict.fromkeys(event.id for event in app.arrived if isinstance(event, kind)))


async def test_what_one_person_does_arrives_in_its_order(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp, thread: Channel
) -> None:
    app.may_accept.clear()
    said = await discord.says(discord.member, thread, "The bass stays frozen.")
    acts = [
        said,
        await discord.types(discord.member, discord.general, "/quiz"),
        await discord.edits(discord.member, said, MINE),
        await discord.deletes(discord.member, said),
    ]
    await until(lambda: app.arrived)
    assert [type(event) for event in app.arrived] == [MessageSent]
    app.may_accept.set()
    await done(house, *acts)

    assert [type(event) for event in app.arrived] == [
        MessageSent,
        CommandInvoked,
        MessageEdited,
        MessageDeleted,
    ]


async def test_of_a_thread_that_rests_nothing_is_kept_and_what_happens_there_is_told_all_the_same(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp, thread: Channel
) -> None:
    said = await discord.says(discord.member, thread, MINE)
    await done(house, said)
    await until(lambda: app.arrived)
    await discord.archives(thread)
    before = len(discord.world.calls)
    await done(house, await discord.deletes(discord.member, said))
    await until(lambda: len(app.arrived) == 2)

    assert [event.place for event in app.arrived if isinstance(event, MessageDeleted)] == [
        discord.place(thread)
    ]
    assert [call.operation for call in discord.world.calls[before:]] == ["get_channel"]


async def test_a_person_for_whom_the_store_is_slow_holds_up_nobody(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp
) -> None:
    app.may_accept.clear()
    slow = await discord.types(discord.member, discord.general, "/quiz")
    await until(lambda: app.arrived)
    later = await discord.types(discord.member, discord.general, "/quiz")
    other = await discord.types(discord.admin, discord.general, "/quiz")
    await until(lambda: len(app.arrived) == 2)
    people = [event.person.user for event in app.arrived if isinstance(event, CommandInvoked)]
    assert people == [discord.member.id, discord.admin.id]
    app.may_accept.set()
    await done(house, slow, later, other)

    assert len(app.arrived) == 3


async def test_a_command_that_is_told_twice_is_answered_once(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp
) -> None:
    discord.faults.add(Fault("/quiz", Duplicate()))
    app.reply, app.response = Reply.PUBLIC, card("Standings")
    act = await discord.types(discord.member, discord.general, "/quiz")
    await until(lambda: len(app.arrived) == 2)
    await done(house, act)

    assert await read(discord, discord.admin, discord.general) == ["Standings"]
    assert act.acknowledgements == 1


async def test_a_form_that_is_asked_for_twice_is_opened_once(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp
) -> None:
    discord.faults.add(Fault("/quiz", Duplicate()))
    app.reply, app.response = Reply.FORM, FORM
    act = await discord.types(discord.member, discord.general, "/quiz")
    await done(house, act)

    assert (await form(discord, discord.member)).title == "Your answer"
    assert await read(discord, discord.member, discord.direct(discord.member)) == []
    assert act.acknowledgements == 1


async def test_a_form_that_is_asked_for_again_and_told_twice_is_opened_once(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp
) -> None:
    app.reply, app.response, app.wrong = Reply.FORM, FORM, {"text": "Text needs two words."}
    await done(house, await discord.types(discord.member, discord.general, "/quiz"))
    discord.faults.add(Fault("submit", Duplicate()), Fault("press", Duplicate()))
    sent = await discord.submits(discord.member, {"text": "One"})
    await until(lambda: sent.deliveries == 2)
    await done(house, sent)
    (told,) = await discord.reads(discord.member, discord.general)
    again = await discord.presses(discord.member, told, "Back to the form")
    await until(lambda: again.deliveries == 2)
    await done(house, again)

    assert (await form(discord, discord.member)).values == {"text": "One"}
    assert await discord.reads(discord.member, discord.general) == [told]
    assert await read(discord, discord.member, discord.direct(discord.member)) == []


@pytest.mark.parametrize("action", BREAKS.values(), ids=BREAKS)
async def test_no_answer_in_a_thread_is_lost(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp, thread: Channel, action: DispatchAction
) -> None:
    discord.faults.add(Fault("MESSAGE_CREATE", action))
    acts = [await discord.says(discord.member, thread, f"{MINE} {number}") for number in range(3)]
    await until(lambda: len(said_by(app)) == 3)

    assert set(said_by(app)) == {act.id for act in acts}
    assert house.adapter.health().connected or action == Lost()


@pytest.mark.parametrize("ends", ENDS.values(), ids=ENDS)
async def test_what_is_said_while_no_socket_is_open_is_taken(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp, thread: Channel, ends: End
) -> None:
    await ends(discord.gateway)
    act = await discord.says(discord.member, thread, MINE)
    await until(lambda: act.id in said_by(app))
    await until(lambda: house.adapter.health().connected)

    app.reply, app.response = Reply.PUBLIC, card("Standings")
    await done(house, await discord.types(discord.member, discord.general, "/quiz"))
    assert await read(discord, discord.member, discord.general) == ["Today", "Standings"]


async def test_a_gateway_that_says_nothing_any_more_is_left(app: ScriptedApp) -> None:
    hasty = replace(HASTE, silence=0.6)
    async with (
        LoopbackDiscord(message_content=True, heartbeat=0.2) as discord,
        living(discord, app, pace=hasty) as house,
    ):
        discord.gateway.freeze()
        app.reply, app.response = Reply.PUBLIC, card("Standings")
        act = await discord.types(discord.member, discord.general, "/quiz")
        await done(house, act)

        assert await read(discord, discord.member, discord.general) == ["Standings"]


async def test_what_was_said_and_changed_while_koko_was_away_is_read_back(
    discord: LoopbackDiscord, app: ScriptedApp
) -> None:
    async with living(discord, app) as house:
        asked = await house.adapter.send(discord.place(discord.general), card("Today"), "today")
        thread = discord.channel(str((await house.adapter.open_thread(asked, "Answers")).thread))
        before = await discord.says(discord.member, thread, MINE)
        await done(house, before)
    app.arrived.clear()
    await discord.edits(discord.member, before, f"{MINE} Nearly.")
    talk = await discord.says(discord.admin, discord.general, "Lunch?")
    await discord.says(discord.member, await discord.opens_thread(discord.admin, talk, "Talk"), "Soup.")
    after = await discord.says(discord.admin, thread, "The head is trained.")
    async with living(discord, app) as house:
        await until(lambda: after.id in said_by(app))
        await house.adapter.finish(LONG)

    assert said_by(app) == [after.id]
    (edited,) = [event for event in app.arrived if isinstance(event, MessageEdited)]
    assert (edited.message.id, edited.text) == (before.id, f"{MINE} Nearly.")


async def test_what_was_said_is_read_back_when_discord_lets_it_be_read(
    discord: LoopbackDiscord, house: Living, app: ScriptedApp, thread: Channel
) -> None:
    discord.faults.add(Fault("list_messages", Status(503), count=5))
    discord.gateway.drop(sessions=True)
    act = await discord.says(discord.member, thread, MINE)
    await until(lambda: act.id in said_by(app))

    assert not discord.faults.coming


async def test_without_the_intent_nothing_of_what_is_said_arrives(app: ScriptedApp) -> None:
    async with LoopbackDiscord() as discord, living(discord, app) as house:
        asked = await house.adapter.send(discord.place(discord.general), card("Today"), "today")
        thread = discord.channel(str((await house.adapter.open_thread(asked, "Answers")).thread))
        await discord.says(discord.member, thread, MINE)
        await done(house, await discord.types(discord.member, discord.general, "/quiz"))

        assert [type(event) for event in app.arrived] == [CommandInvoked]
        assert discord.gateway.identified[0]["intents"] == 1


async def test_what_is_told_again_after_a_restart_is_done_once(
    discord: LoopbackDiscord, store_url: str
) -> None:
    async with at_work(discord, store_url) as koko:
        asked = await discord.types(discord.admin, discord.general, "/koko ask now")
        await koko.settles(asked)
        question = await find(discord, discord.member, discord.general, "What is a cache")
        thread = discord.channel(question.id)
        await koko.settles(await discord.says(discord.member, thread, HALF))
        await until(lambda: discord.world.messages[thread.id])
        await koko.settles(await discord.presses(discord.admin, question, "Answer"))
        filled = await discord.submits(discord.admin, {"answer": RIGHT})
        await koko.settles(filled)
    before = await read(discord, discord.member, discord.general)
    talk = await read(discord, discord.member, thread)

    async with at_work(discord, store_url) as koko:
        for act in (asked, filled):
            await act.again()
        await until(lambda: all(act.deliveries == 2 for act in (asked, filled)))
        await koko.settles()

    assert await read(discord, discord.member, discord.general) == before
    assert await read(discord, discord.member, thread) == talk


async def test_two_processes_on_one_store_do_everything_once(
    discord: LoopbackDiscord, store_url: str
) -> None:
    async with at_work(discord, store_url) as one, at_work(discord, store_url) as other:
        asked = await discord.types(discord.admin, discord.general, "/koko ask now")
        await one.settles(asked)
        await other.settles()
        question = await find(discord, discord.member, discord.general, "What is a cache")
        thread = discord.channel(question.id)
        said = await discord.says(discord.member, thread, HALF)
        pressed = await discord.presses(discord.admin, question, "Answer")
        await one.settles(said, pressed)
        await other.settles()
        filled = await discord.submits(discord.admin, {"answer": RIGHT})
        await one.settles(filled)
        await other.settles()

    assert len(discord.gateway.identified) == 2
    assert len(await read(discord, discord.member, discord.general)) == 1
    assert len([text for text in await read(discord, discord.member, thread) if "/5" in text]) == 2
    assert [act.acknowledgements for act in (asked, pressed, filled)] == [1, 1, 1]
