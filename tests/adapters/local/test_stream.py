"""What changes is told as it changes, and to those who may know it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.chat.adapter import Reply
from bot.chat.card import card
from bot.chat.refs import Person
from tests.adapters.local.house import PRACTICE, QUESTION, Living, Visitor
from tests.contract.platform import ScriptedApp
from tests.waiting import LONG


@dataclass
class Listener:
    """Reads server-sent events."""

    response: aiohttp.ClientResponse

    async def hears(self, name: str) -> tuple[str, dict[str, Any]]:
        """Id and data of the next event of this name."""
        fields: dict[str, str] = {}
        async with asyncio.timeout(LONG):
            while True:
                line = (await self.response.content.readuntil(b"\n")).decode().rstrip("\n")
                if line:
                    field, _, value = line.partition(": ")
                    fields[field] = value
                elif fields.get("event") == name:
                    return fields.get("id", ""), json.loads(fields["data"])
                else:
                    fields = {}

    async def hears_text(self) -> str:
        _, message = await self.hears("message")
        return str(message["plain"])


@asynccontextmanager
async def listening(visitor: Visitor) -> AsyncIterator[Listener]:
    """From now on."""
    params = {"as": visitor.member}
    async with visitor.session.get(f"{visitor.url}/api/events", params=params) as response:
        assert response.content_type == "text/event-stream"
        listener = Listener(response)
        await listener.hears("working")
        yield listener


async def test_a_message_arrives_drawn_for_who_reads_it(ada: Visitor, you: Visitor) -> None:
    async with listening(you) as your, listening(ada) as her:
        await ada.say("Good *morning*")

        _, yours = await your.hears("message")
        _, hers = await her.hears("message")

    assert "<em>morning</em>" in yours["html"]
    assert ("Edit" in yours["html"], "Edit" in hers["html"]) == (False, True)


async def test_edits_and_deletions_arrive(ada: Visitor, you: Visitor) -> None:
    async with listening(you) as your:
        said = (await ada.say("First"))["message"]
        await ada.post(f"/api/messages/{said['id']}", text="Second")
        await ada.delete(f"/api/messages/{said['id']}")

        heard = [(await your.hears("message"))[1] for _ in range(3)]

    assert [message["id"] for message in heard] == [said["id"]] * 3
    assert heard[-1]["deleted"]
    assert (heard[-1]["html"], heard[-1]["text"]) == ("", "")


async def test_private_words_reach_one_alone(
    platform: Living, app: ScriptedApp, ada: Visitor, you: Visitor
) -> None:
    app.response = card("", "For Ada")
    async with listening(you) as your, listening(ada) as her:
        await ada.say("/koko help")
        assert await her.hears_text() == "For Ada"
        room = await platform.adapter.open_direct(Person("local", "home", "ada"))
        await platform.adapter.send(room, card("", "In her room"), "d1")
        assert await her.hears_text() == "In her room"

        await platform.adapter.send(PRACTICE, card("", "For all"), "q1")

        assert await your.hears_text() == "For all"


async def test_who_comes_back_misses_nothing(ada: Visitor, you: Visitor) -> None:
    async with listening(you) as your:
        await ada.say("One")
        last, _ = await your.hears("message")
    await ada.say("Two")
    await ada.say("Three")

    headers = {"Last-Event-ID": last}
    async with you.session.get(f"{you.url}/api/events?as=you&since=0", headers=headers) as response:
        your = Listener(response)
        assert [await your.hears_text() for _ in range(2)] == ["Two", "Three"]


async def test_who_was_away_too_long_begins_anew(ada: Visitor, you: Visitor) -> None:
    for number in range(101):
        await ada.say(f"Message {number}")

    async with you.session.get(f"{you.url}/api/events", params={"as": "you", "since": "0"}) as response:
        _, data = await Listener(response).hears("reset")

    assert data == {}


async def test_a_thread_tells_its_root_how_many_replies_there_are(platform: Living, ada: Visitor) -> None:
    question = await platform.adapter.send(PRACTICE, QUESTION, "q1")
    thread = await platform.adapter.open_thread(question, "Low rank")
    async with listening(ada) as her:
        reply = (await ada.say("A reply", thread))["message"]
        assert (await her.hears("message"))[1]["id"] == reply["id"]

        _, root = await her.hears("message")

    assert (root["id"], root["replies"]) == (int(question.id), 1)


async def test_the_bot_is_seen_at_work(app: ScriptedApp, ada: Visitor, you: Visitor) -> None:
    app.may_respond.clear()
    async with listening(ada) as her, listening(you) as your:
        await ada.say("/koko help")
        assert await her.hears("working") == ("", {"places": [str(PRACTICE)]})

        app.reply = Reply.PUBLIC
        await you.say("/koko help")
        assert await your.hears("working") == ("", {"places": [str(PRACTICE)]})

        app.may_respond.set()
        assert await her.hears("working") == ("", {"places": []})


async def test_new_members_and_channels_are_told(ada: Visitor, you: Visitor) -> None:
    async with listening(you) as your:
        await ada.post("/api/members", name="Barbara")
        _, first = await your.hears("version")
        await ada.post("/api/channels", name="sql")
        _, second = await your.hears("version")

    assert first != second


async def test_what_the_client_knows_is_not_repeated(ada: Visitor) -> None:
    version = (await ada.get("/api/state"))["version"]
    params = {"as": "ada", "version": version}
    async with ada.session.get(f"{ada.url}/api/events", params=params) as response:
        await ada.post("/api/channels", name="sql")

        _, heard = await Listener(response).hears("version")

    assert heard["version"] != version


async def test_a_stranger_hears_nothing(platform: Living, session: aiohttp.ClientSession) -> None:
    status, answer = await Visitor(session, platform.url, "mallory").call("GET", "/api/events")

    assert (status, answer) == (403, {"error": "There is no such member."})
