"""What people write in Slack, change and take back, as it reaches the bot."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.chat.card import card
from bot.chat.events import CommandInvoked, MessageDeleted, MessageEdited, MessageSent
from bot.chat.refs import Place
from tests.adapters.slack.house import Living, living, settings
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.loopback.state import Channel
from tests.adapters.slack.reading import message_text
from tests.adapters.slack.screens import done, read
from tests.adapters.slack.whole import at_work
from tests.bank import RIGHT
from tests.contract.platform import ScriptedApp

LATER = datetime(2100, 1, 1, tzinfo=UTC)
MINE = "The base stays frozen."
CODE = "if a < b and c > d & 1:\n    return '<@U1>'"


@pytest.fixture
async def thread(slack: LoopbackSlack, house: Living) -> str:
    """A thread in `general`, by its `thread_ts`."""
    asked = await slack.says(slack.admin, slack.general, "What is frozen?")
    await done(house, asked)
    return asked.ts


def place(channel: Channel, thread: str | None = None) -> Place:
    return Place("slack", channel.team, channel.id, thread)


@pytest.mark.parametrize(
    "text",
    [
        "x < y && y > z, or &lt; as HTML has it",
        f"```\n{CODE}\n```",
        "see https://example.com/a?b=1&c=2 and write to ada@example.com",
        "a *bold* claim in `code <T>`",
        "line one\n\nline three",
    ],
)
async def test_a_text_comes_as_it_was_typed(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, thread: str, text: str
) -> None:
    await done(house, await slack.says(slack.member, slack.general, text, thread))

    (said,) = app.arrived
    assert isinstance(said, MessageSent)
    assert said.text == text
    assert not said.addressed


async def test_who_calls_koko_first_answers_all_the_same(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, thread: str
) -> None:
    text = f"{slack.mention(slack.team.bot)}, {MINE}"
    await done(house, await slack.says(slack.member, slack.general, text, thread))

    (said,) = app.arrived
    assert isinstance(said, MessageSent)
    assert (said.text, said.addressed) == (MINE, False)


@pytest.mark.parametrize("called", ["@ada", "@here", "@channel", "@everyone"])
async def test_who_calls_somebody_else_first_is_talking_to_them(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, thread: str, called: str
) -> None:
    await done(house, await slack.says(slack.member, slack.general, f"{called} {MINE}", thread))

    (said,) = app.arrived
    assert isinstance(said, MessageSent)
    assert said.addressed
    assert MINE in said.text


async def test_who_calls_somebody_later_is_not(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, thread: str
) -> None:
    await done(house, await slack.says(slack.member, slack.general, f"{MINE} Right, @ada?", thread))

    (said,) = app.arrived
    assert isinstance(said, MessageSent)
    assert not said.addressed


async def test_a_reply_that_is_also_sent_to_the_channel_is_one_answer(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, thread: str
) -> None:
    act = await slack.says(slack.member, slack.general, MINE, thread)
    act.payload["event"]["subtype"] = "thread_broadcast"
    await done(house, act)

    (said,) = app.arrived
    assert isinstance(said, MessageSent)
    assert (said.place, said.text) == (place(slack.general, thread), MINE)


async def test_a_reply_with_a_file_is_an_answer(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, thread: str
) -> None:
    files = {"sketch.png": b"png"}
    await done(house, await slack.says(slack.member, slack.general, MINE, thread, files))

    (said,) = app.arrived
    assert isinstance(said, MessageSent)
    assert said.text == MINE


async def test_what_changes_without_an_edit_is_none(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, thread: str
) -> None:
    said = await slack.says(slack.member, slack.general, "See https://example.com", thread)
    await done(house, said, await slack.unfurls(said))

    assert [type(event) for event in app.arrived] == [MessageSent]


async def test_two_edits_in_a_second_are_two(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, thread: str
) -> None:
    said = await slack.says(slack.member, slack.general, "One.", thread)
    await done(house, said, await slack.edits(slack.member, said, "Two."))
    await done(house, await slack.edits(slack.member, said, "Three."))

    edited = [event for event in app.answered if isinstance(event, MessageEdited)]
    assert [event.text for event in edited] == ["Two.", "Three."]
    assert {event.message for event in edited} == {said.message}


async def test_a_deleted_answer_is_gone(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, thread: str
) -> None:
    said = await slack.says(slack.member, slack.general, MINE, thread)
    await done(house, said, await slack.deletes(slack.member, said))

    _, gone = app.arrived
    assert isinstance(gone, MessageDeleted)
    assert gone.message == said.message


async def test_an_answer_that_an_admin_deletes_is_gone(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, thread: str
) -> None:
    said = await slack.says(slack.member, slack.general, MINE, thread)
    await done(house, said, await slack.deletes(slack.admin, said))

    _, gone = app.arrived
    assert isinstance(gone, MessageDeleted)
    assert gone.message == said.message


async def test_what_was_deleted_under_its_replies_is_gone_and_no_edit(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    direct = slack.direct(slack.member)
    said = await slack.says(slack.member, direct, MINE)
    reply = await slack.says(slack.member, direct, "And more of it.", said.ts)
    await done(house, said, reply, await slack.deletes(slack.member, said))

    *_, gone = app.arrived
    assert isinstance(gone, MessageDeleted)
    assert gone.message == said.message


async def test_talk_in_a_channel_and_words_of_apps_are_not_listened_to(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, thread: str
) -> None:
    talk = await slack.says(slack.member, slack.general, "Lunch?")
    acts = [
        talk,
        await slack.edits(slack.member, talk, "Lunch, anybody?"),
        await slack.deletes(slack.member, talk),
        await slack.bot_says(slack.general, MINE, thread),
    ]
    await house.adapter.send(place(slack.general, thread), card("Koko's own words"), "own")
    await done(house, *acts, await slack.types(slack.guest, slack.general, "/quiz"))

    assert [type(event) for event in app.arrived] == [CommandInvoked]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_talk_in_a_thread_that_nobody_asked_anything_in_is_left_alone(
    slack: LoopbackSlack, store_url: str
) -> None:
    async with at_work(slack, store_url) as koko:
        talk = await slack.says(slack.admin, slack.general, "Where do we keep copies of results?")
        acts = [await slack.says(user, slack.general, RIGHT, talk.ts) for user in (slack.member, slack.guest)]
        await koko.settles(talk, *acts, await slack.edits(slack.member, acts[0], f"{RIGHT} Or not."))

        shown = await slack.reads(slack.member, slack.general, talk.ts)
        assert [message.text for message in shown] == [f"{RIGHT} Or not.", RIGHT]
        assert not any(message.reactions for message in shown)
        async with koko.koko.parts.store.begin() as tx:
            assert await tx.inbox.take_left(LATER, 100) == []


async def test_what_is_said_to_koko_alone_arrives_and_is_answered(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    direct = slack.direct(slack.member)
    app.response = card("I ask questions in channels.")
    said = await slack.says(slack.member, direct, "hello")
    await done(house, said)

    (arrived,) = app.arrived
    assert isinstance(arrived, MessageSent)
    assert (arrived.place, arrived.message) == (place(direct), said.message)
    assert await read(slack, slack.member, direct) == ["hello", "I ask questions in channels."]


async def test_a_command_keeps_what_was_typed(slack: LoopbackSlack, house: Living, app: ScriptedApp) -> None:
    await done(house, await slack.types(slack.member, slack.general, '/quiz topic="a < b & c"'))

    (invoked,) = app.arrived
    assert isinstance(invoked, CommandInvoked)
    assert invoked.options == {"topic": "a < b & c"}


async def test_commands_with_a_prefix_are_called_so_by_both_sides(app: ScriptedApp) -> None:
    commands = frozenset({"/acme-quiz", "/acme-koko"})
    async with (
        LoopbackSlack(commands=commands) as slack,
        living(slack, app, settings(slack, command_prefix="acme-")) as house,
    ):
        app.response = card("", "Type `/koko help`, or `/quiz`.")
        await done(house, await slack.types(slack.member, slack.general, "/acme-quiz lora 5"))
        await done(house, await slack.types(slack.member, slack.general, "/acme-quiz 99"))

        (invoked,) = app.arrived
        assert isinstance(invoked, CommandInvoked)
        assert (invoked.command, invoked.options) == ("quiz", {"topic": "lora", "count": 5})
        shown = [message_text(message) for message in await slack.reads(slack.member, slack.general)]
        assert shown == [
            "Type /acme-koko help, or /acme-quiz.",
            "count is a whole number from 1 to 20.",
        ]
