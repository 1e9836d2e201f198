from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import aiosqlite
import pytest

from bot.chat.adapter import Reaction
from bot.chat.card import card
from bot.chat.refs import MessageRef, Person, Place
from bot.errors import ConfigError, PlaceGone, PlatformDown
from tests.adapters.local.house import NOON, PRACTICE, QUESTION, Living, Visitor, living

YOU = Person("local", "home", "you")
ADA = Person("local", "home", "ada")


async def test_the_same_key_is_one_message(platform: Living, ada: Visitor) -> None:
    first = await platform.adapter.send(PRACTICE, QUESTION, "q1")
    again = await platform.adapter.send(PRACTICE, QUESTION, "q1")

    assert first == again
    assert len(await ada.messages()) == 1


async def test_a_key_is_found_in_its_own_place_only(platform: Living) -> None:
    sent = await platform.adapter.send(PRACTICE, QUESTION, "q1")
    thread = await platform.adapter.open_thread(sent, "Low rank")

    assert await platform.adapter.find(thread, "q1", NOON) is None


async def test_no_member_can_take_a_key_of_the_bots(platform: Living, ada: Visitor) -> None:
    made = await ada.post("/api/members", name="Koko!")
    for member in ("ada", made["member"]):
        visitor = Visitor(ada.session, platform.url, member)
        await visitor.post("/api/messages", place=str(PRACTICE), text="mine", nonce="challenge-1")

    assert await platform.adapter.find(PRACTICE, "challenge-1", NOON) is None


async def test_a_thread_keeps_its_first_title(platform: Living, ada: Visitor) -> None:
    sent = await platform.adapter.send(PRACTICE, QUESTION, "q1")
    thread = await platform.adapter.open_thread(sent, "Low rank")
    inside = await platform.adapter.send(thread, card("Inside"), "r1")

    assert await platform.adapter.open_thread(sent, "Another title") == thread
    assert await platform.adapter.open_thread(inside, "A thread in a thread") == thread
    [root] = await ada.messages()
    assert (root["title"], root["replies"]) == ("Low rank", 1)


async def test_who_is_an_admin_is_a_switch(platform: Living, ada: Visitor) -> None:
    await ada.post("/api/members/ada", admin=True)
    await ada.post("/api/members/you", admin=False)

    assert await platform.adapter.is_admin(ADA, PRACTICE)
    assert not await platform.adapter.is_admin(YOU, PRACTICE)


@pytest.mark.parametrize("stranger", [Person("local", "home", "mallory"), Person("slack", "T1", "you")])
async def test_a_stranger_is_no_admin_and_has_no_room(platform: Living, stranger: Person) -> None:
    assert not await platform.adapter.is_admin(stranger, PRACTICE)
    with pytest.raises(PlaceGone):
        await platform.adapter.open_direct(stranger)


@pytest.mark.parametrize(
    "place",
    [
        Place("local", "home", "nowhere"),
        Place("local", "home", "interview-practice", "404"),
        Place("local", "home", "interview-practice", "x"),
        Place("local", "home", "interview-practice", "9" * 30),
        Place("slack", "T1", "interview-practice"),
    ],
    ids=str,
)
async def test_nothing_is_sent_nowhere(platform: Living, place: Place) -> None:
    with pytest.raises(PlaceGone):
        await platform.adapter.send(place, QUESTION, "q1")


async def test_an_archived_channel_is_gone(platform: Living, you: Visitor) -> None:
    sent = await platform.adapter.send(PRACTICE, QUESTION, "q1")
    await you.delete("/api/channels/interview-practice")

    with pytest.raises(PlaceGone):
        await platform.adapter.send(PRACTICE, QUESTION, "q2")
    with pytest.raises(PlaceGone):
        await platform.adapter.edit(sent, QUESTION)
    with pytest.raises(PlaceGone):
        await platform.adapter.react(sent, Reaction.SEEN)


async def test_a_reaction_to_a_deleted_message_does_no_harm(platform: Living, ada: Visitor) -> None:
    said = (await ada.say("Oops"))["message"]
    await ada.delete(f"/api/messages/{said['id']}")

    await platform.adapter.react(MessageRef(PRACTICE, str(said["id"])), Reaction.SEEN)

    assert await ada.messages() == []


async def test_ids_are_not_repeated_when_the_file_is_lost(tmp_path: Path) -> None:
    async with living(tmp_path) as before:
        first = await before.adapter.send(PRACTICE, QUESTION, "q1")
    (tmp_path / "local.db").unlink()

    async with living(tmp_path, now=NOON + timedelta(hours=1)) as after:
        second = await after.adapter.send(PRACTICE, QUESTION, "q1")

    assert int(second.id) > int(first.id)


async def test_a_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    async with aiosqlite.connect(tmp_path / "local.db") as db:
        await db.execute("PRAGMA user_version = 99")

    with pytest.raises(ConfigError, match="newer Koko"):
        async with living(tmp_path):
            pass


async def test_a_file_that_can_not_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "local.db").write_text("My diary. " * 100)

    with pytest.raises(ConfigError, match=r"local\.db"):
        async with living(tmp_path):
            pass


async def test_the_file_has_the_name_that_was_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOKO_LOCAL_FILE", "play.db")

    async with living(tmp_path):
        assert (tmp_path / "play.db").exists()


async def test_a_file_outside_of_the_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOKO_LOCAL_FILE", "../play.db")

    with pytest.raises(ConfigError, match="KOKO_LOCAL_FILE"):
        async with living(tmp_path):
            pass


async def test_when_it_does_not_run_it_says_so(tmp_path: Path) -> None:
    async with living(tmp_path) as platform:
        adapter = platform.adapter

    assert not adapter.health().connected
    with pytest.raises(PlatformDown):
        await adapter.send(PRACTICE, QUESTION, "q1")
