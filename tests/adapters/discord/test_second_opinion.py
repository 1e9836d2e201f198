"""A Discord that others wrote, in this process: simcord, which checks what it is sent by rules of its own.

It takes the place of discord.py's HTTP client and of the gateway's socket. So what the adapter does with
addresses, limits, failed calls and broken connections does not run here. `nonce` means nothing there, and
files go past it. All of that is tried against the loopback Discord; what does run are payloads, in and out.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import discord
import pytest
import simcord
from discord.http import Route
from pydantic import SecretStr
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle

from adapters.discord.answers import Answers
from adapters.discord.client import Connection, Gateway, Pace
from adapters.discord.commands import registered, same
from adapters.discord.forms import Forms
from adapters.discord.inbound import Inbound
from adapters.discord.people import People
from adapters.discord.permissions import Permissions
from adapters.discord.places import Places
from adapters.discord.posts import Posts
from adapters.discord.settings import DiscordSettings
from bot.chat.adapter import Reaction, Reply
from bot.chat.card import Button, Buttons, card
from bot.chat.events import ButtonPressed, CommandInvoked, FormSubmitted, MessageSent, ShortcutUsed
from bot.chat.form import Form, TextInput
from bot.chat.refs import MessageRef, Place
from bot.errors import NotAllowed
from tests.adapters.discord.house import words
from tests.bots import TestBot
from tests.contract.platform import ScriptedApp
from tests.waiting import LONG

ASK = Buttons((Button("Answer", "answer", "c1"),))
FORM = Form(action="answer", value="c1", title="Your answer", inputs=(TextInput(id="text", label="Text"),))
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
"""When it is there, at the start."""
COMMANDS = "/applications/{application_id}/commands"


class Indoors(Gateway):
    """simcord does not tell how many sessions Discord advises."""

    async def setup_hook(self) -> None:
        self.shard_count = 1


class Within(Connection):
    """On a gateway that others open."""

    def on(self, gateway: Gateway) -> None:
        self._gateway = gateway


@dataclass(frozen=True)
class House:
    """The adapter's halves, in a server with a member."""

    connection: Connection
    posts: Posts
    app: ScriptedApp
    guild: GuildHandle
    channel: ChannelHandle
    ada: MemberActor

    def place(self, channel: ChannelHandle) -> Place:
        return Place("discord", str(self.guild.id), str(channel.id))

    async def question(self) -> MessageRef:
        return await self.posts.send(
            self.place(self.channel), card("Today", "What is frozen?", ASK), "challenge:1"
        )


@pytest.fixture
async def there(app: ScriptedApp) -> AsyncIterator[House]:
    connection = Within(DiscordSettings(token=SecretStr("MTE.a.b"), message_content=True))
    people, places = People(connection), Places(connection)
    posts = Posts(connection, places, Permissions(connection, lambda: BEGIN), BEGIN)
    answers = Answers(people, posts, Forms(), lambda: BEGIN)
    inbound = Inbound(connection, people, places, answers, lambda: BEGIN)
    gateway = Indoors(connection.settings, inbound.table, Pace())
    connection.on(gateway)
    env = simcord.Env(gateway, shard_count=1)
    async with inbound.connected(app):
        await env.start()
        guild = env.create_guild("Practice")
        route = Route("PUT", COMMANDS, application_id=connection.application)
        await connection.patient(route, json=registered(app.commands, app.shortcuts))
        ada = guild.add_member(env.create_user("ada"))
        yield House(connection, posts, app, guild, guild.create_text_channel("general"), ada)
        await inbound.finish(LONG)
        await env.shutdown()
        env.raise_errors()


async def test_a_command_is_answered_in_private(there: House) -> None:
    there.app.reply, there.app.response = Reply.PRIVATE, card("", "Thank you.")

    shown = await there.ada.slash(there.channel, "quiz", topic="caching", count=3)

    [event] = there.app.arrived
    assert isinstance(event, CommandInvoked)
    assert (event.command, event.options) == ("quiz", {"topic": "caching", "count": 3})
    assert shown.response
    assert shown.response.ephemeral
    assert words(shown.response.components) == "Thank you."


async def test_a_button_opens_a_form_and_the_form_changes_the_message(there: House) -> None:
    await there.question()
    there.app.reply, there.app.response = Reply.FORM, FORM
    opened = await there.ada.click(last(there.channel), label="Answer")
    there.app.reply, there.app.response = Reply.UPDATE, card("Taken", "Thank you.")
    await there.ada.submit_modal(opened, {"text": "The base."})

    pressed, submitted = there.app.arrived
    assert isinstance(pressed, ButtonPressed)
    assert (pressed.action, pressed.value) == ("answer", "c1")
    assert isinstance(submitted, FormSubmitted)
    assert submitted.values == {"text": "The base."}
    assert submitted.message == pressed.message
    assert "Taken" in seen(there.channel)


async def test_a_reply_in_the_thread_is_heard_and_one_beside_it_is_not(there: House) -> None:
    question = await there.question()
    await there.posts.open_thread(question, "What is frozen?")
    [thread] = there.channel.threads
    await there.ada.send(there.channel, "Good morning.")
    said = await there.ada.send(thread, "The base stays frozen.")

    [event] = there.app.arrived
    assert isinstance(event, MessageSent)
    assert (event.id, event.text) == (str(said.id), "The base stays frozen.")
    assert event.message.place.thread == str(thread.id)
    await there.posts.react(event.message, Reaction.SEEN)
    assert [str(reaction.emoji) for reaction in last(thread).reactions] == ["👀"]


async def test_an_entry_in_a_messages_menu(there: House) -> None:
    question = await there.question()

    await there.ada.context_menu(there.channel, "Why this score?", last(there.channel))

    [event] = there.app.arrived
    assert isinstance(event, ShortcutUsed)
    assert event.message == question


async def test_a_post_is_found_by_its_key_and_changed(there: House) -> None:
    question = await there.question()
    found = await there.posts.find(question.place, "challenge:1", BEGIN - timedelta(minutes=1))
    await there.posts.edit(question, card("Closed"))

    assert found == question
    assert "Closed" in seen(there.channel)


async def test_a_forum_gets_a_post(there: House) -> None:
    forum = there.guild.create_forum_channel("forum")
    sent = await there.posts.send(there.place(forum), card("Today", "What is frozen?"), "challenge:3")

    [thread] = forum.threads
    assert (thread.name, str(thread.id)) == ("Today", sent.id)


async def test_a_missing_permission_is_named(there: House) -> None:
    silent = discord.PermissionOverwrite(send_messages=False)
    closed = there.guild.create_text_channel("closed", overwrites={there.guild.default_role: silent})

    with pytest.raises(NotAllowed, match="Send Messages"):
        await there.posts.send(there.place(closed), card("Today"), "challenge:4")


async def test_all_commands_of_koko_are_taken(there: House, bot: TestBot) -> None:
    commands = registered(bot.koko.router.commands, bot.koko.router.shortcuts)
    where = {"application_id": there.connection.application}
    await there.connection.patient(Route("PUT", COMMANDS, **where), json=commands)

    assert same(await there.connection.patient(Route("GET", COMMANDS, **where)), commands)


def last(channel: ChannelHandle) -> discord.Message:
    assert channel.last_message
    return channel.last_message


def seen(channel: ChannelHandle) -> str:
    """The last message's words."""
    return words([dict(component.to_dict()) for component in last(channel).components])
