"""The adapter itself speaks to emulate and hears from it over HTTP; `test_web_api` says what that shows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from adapters.slack.adapter import SlackAdapter
from adapters.slack.scopes import BOT_SCOPES
from adapters.slack.settings import Mode, SlackSettings
from bot.chat.adapter import Host, Reaction
from bot.chat.card import Button, Buttons, Code, Fields, File, Image, Table, card
from bot.chat.events import Event, MessageDeleted, MessageEdited, MessageSent, PlaceGained, PlaceLost
from bot.chat.refs import Person, Place
from bot.errors import NotAllowed, PlaceGone
from tests.adapters.local.house import LoopbackRoutes
from tests.adapters.slack.house import words
from tests.adapters.slack.rules import mentions, message_problems
from tests.adapters.slack.second_opinion.emulate import (
    ADMIN,
    ADMIN_TOKEN,
    BOT,
    BOT_TOKEN,
    GENERAL,
    MEMBER_TOKEN,
    SIGNING_SECRET,
    TEAM,
    Emulate,
    running,
)
from tests.adapters.working import running as at_work
from tests.contract.platform import ScriptedApp
from tests.fakes import NoVault
from tests.waiting import until

CHANNEL = Place("slack", TEAM, GENERAL)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)
QUESTION = card("Question of the day", "What does **top_k** do, <!channel>?", footer="Two points")


@dataclass(frozen=True)
class Working:
    """The adapter with emulate on its other side."""

    slack: Emulate
    adapter: SlackAdapter
    app: ScriptedApp

    async def messages(self, place: Place = CHANNEL) -> list[dict[str, Any]]:
        """As emulate keeps them, the newest first; those of a thread in the order they came."""
        bot = self.slack.web()
        channel = place.channel
        if place.thread:
            return list((await bot.conversations_replies(channel=channel, ts=place.thread))["messages"])
        return list((await bot.conversations_history(channel=channel))["messages"])


@asynccontextmanager
async def working(
    slack: Emulate, folder: Path, signing_secret: str = SIGNING_SECRET
) -> AsyncIterator[Working]:
    settings = SlackSettings(
        mode=Mode.HTTP,
        bot_token=SecretStr(BOT_TOKEN),
        signing_secret=SecretStr(signing_secret),
        api_url=slack.api_url,
    )
    routes, app = LoopbackRoutes(), ScriptedApp()
    adapter = SlackAdapter(settings, Host(routes, folder, lambda: datetime.now(UTC), NoVault()))
    await routes.runner.setup()
    await web.TCPSite(routes.runner, "127.0.0.1", 0).start()
    try:
        async with at_work(adapter, app):
            await slack.tells(f"http://127.0.0.1:{routes.address[1]}/slack/events")
            yield Working(slack, adapter, app)
    finally:
        await routes.runner.cleanup()


@pytest.fixture
async def koko(emulate: Emulate, tmp_path: Path) -> AsyncIterator[Working]:
    async with working(emulate, tmp_path) as working_one:
        yield working_one


async def test_a_card_is_sent_edited_and_found_again(koko: Working) -> None:
    began = datetime.now(UTC)

    sent = await koko.adapter.send(CHANNEL, QUESTION, "challenge:7")
    await koko.adapter.edit(sent, card("Closed", "Thank you all."))

    (message,) = await koko.messages()
    assert message["ts"] == sent.id
    assert words(message["blocks"]) == "Closed Thank you all."
    assert await koko.adapter.find(CHANNEL, "challenge:7", began) == sent
    assert await koko.adapter.find(CHANNEL, "challenge:8", began) is None


async def test_what_is_sent_is_by_slacks_rules_and_mentions_nobody(koko: Working) -> None:
    full = card(
        "Question of the day",
        "What does **top_k** do, <!channel>?",
        Code("print(1)"),
        Fields((("Topic", "sampling"),)),
        Table(("Who", "Points"), (("Ada", "3"),)),
        Image(PNG, "Two histograms"),
        Buttons((Button("Answer", "answer", "7"), Button("Hint", "hint", "7"))),
        footer="Two points",
    )

    await koko.adapter.send(CHANNEL, full, "challenge:7")

    (message,) = await koko.messages()
    body = {
        "channel": GENERAL,
        **{key: message[key] for key in ("text", "blocks", "metadata", "unfurl_links")},
    }
    assert message_problems(body) == []
    assert mentions(body) == []


async def test_a_file_hangs_in_the_thread_on_its_card(koko: Working) -> None:
    sent = await koko.adapter.send(CHANNEL, card("Yours", File("mine.json", "{}")), "mine:ada")

    thread = await koko.messages(await koko.adapter.open_thread(sent, "Yours"))
    assert [message.get("files", [{}])[0].get("name") for message in thread] == [None, "mine.json"]


async def test_a_thread_is_a_place_to_send_to_and_to_find_in(koko: Working) -> None:
    began = datetime.now(UTC)
    question = await koko.adapter.send(CHANNEL, QUESTION, "challenge:7")
    thread = await koko.adapter.open_thread(question, "Question of the day")

    verdict = await koko.adapter.send(thread, card("Right"), "verdict:7")

    assert await koko.adapter.find(thread, "verdict:7", began) == verdict
    assert [message["ts"] for message in await koko.messages(thread)] == [question.id, verdict.id]


async def test_a_reaction_takes_the_place_of_the_last_one(koko: Working) -> None:
    sent = await koko.adapter.send(CHANNEL, QUESTION, "challenge:7")

    await koko.adapter.react(sent, Reaction.SEEN)
    await koko.adapter.react(sent, Reaction.FULL)
    await koko.adapter.react(sent, Reaction.FULL)

    (message,) = await koko.messages()
    assert [reaction["name"] for reaction in message["reactions"]] == ["white_check_mark"]


async def test_a_person_is_written_to_alone(koko: Working) -> None:
    direct = await koko.adapter.open_direct(Person("slack", TEAM, ADMIN))

    await koko.adapter.send(direct, card("For you"), "note:1")

    (message,) = await koko.messages(direct)
    assert words(message["blocks"]) == "For you"


async def test_an_admin_is_known_by_the_workspace(koko: Working) -> None:
    await koko.slack.web(ADMIN_TOKEN).conversations_invite(channel=GENERAL, users=BOT)
    ada = (await koko.slack.web(MEMBER_TOKEN).auth_test())["user_id"]

    assert await koko.adapter.is_admin(Person("slack", TEAM, ADMIN), CHANNEL)
    assert not await koko.adapter.is_admin(Person("slack", TEAM, ada), CHANNEL)


async def test_an_archived_channel_is_gone(koko: Working) -> None:
    admin = koko.slack.web(ADMIN_TOKEN)
    old = (await admin.conversations_create(name="last-year"))["channel"]["id"]
    await admin.conversations_archive(channel=old)

    with pytest.raises(PlaceGone, match="archived"):
        await koko.adapter.send(Place("slack", TEAM, old), QUESTION, "challenge:7")


async def test_a_missing_scope_is_told_by_its_name(tmp_path: Path) -> None:
    granted = [scope for scope in BOT_SCOPES if scope != "reactions:write"]

    async with running(granted) as slack, working(slack, tmp_path) as koko:
        sent = await koko.adapter.send(CHANNEL, QUESTION, "challenge:7")
        with pytest.raises(NotAllowed, match="reactions:write"):
            await koko.adapter.react(sent, Reaction.SEEN)


async def arrived(koko: Working, count: int) -> list[Event]:
    await until(lambda: len(koko.app.arrived) >= count)
    return koko.app.arrived


async def test_an_answer_is_heard_as_it_is_written_edited_and_deleted(koko: Working) -> None:
    question = await koko.adapter.send(CHANNEL, QUESTION, "challenge:7")
    ada = koko.slack.web(MEMBER_TOKEN)

    ts = (await ada.chat_postMessage(channel=GENERAL, text="It cuts the tail", thread_ts=question.id))["ts"]
    await ada.chat_update(channel=GENERAL, ts=ts, text="It keeps the k likeliest")
    await ada.chat_delete(channel=GENERAL, ts=ts)

    sent, edited, deleted = await arrived(koko, 3)
    assert isinstance(sent, MessageSent)
    assert isinstance(edited, MessageEdited)
    assert isinstance(deleted, MessageDeleted)
    assert (sent.text, edited.text) == ("It cuts the tail", "It keeps the k likeliest")
    assert sent.message == edited.message == deleted.message
    assert sent.message.place == Place("slack", TEAM, GENERAL, question.id)
    assert sent.person.name == "ada"


async def test_an_invitation_and_an_archived_channel_are_heard(koko: Working) -> None:
    admin = koko.slack.web(ADMIN_TOKEN)
    channel = (await admin.conversations_create(name="practice"))["channel"]["id"]

    await admin.conversations_invite(channel=channel, users=BOT)
    await admin.conversations_archive(channel=channel)

    gained, lost = await arrived(koko, 2)
    assert isinstance(gained, PlaceGained)
    assert isinstance(lost, PlaceLost)
    assert gained.place == lost.place == Place("slack", TEAM, channel)
    assert gained.person == Person("slack", TEAM, ADMIN)


async def test_what_is_signed_with_another_secret_is_not_heard(emulate: Emulate, tmp_path: Path) -> None:
    async with working(emulate, tmp_path, signing_secret="not the one that emulate has") as koko:
        question = await koko.adapter.send(CHANNEL, QUESTION, "challenge:7")
        ada = emulate.web(MEMBER_TOKEN)

        await ada.chat_postMessage(channel=GENERAL, text="It cuts the tail", thread_ts=question.id)

        assert koko.app.arrived == []
