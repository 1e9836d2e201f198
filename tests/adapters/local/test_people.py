"""What members do, and what the bot hears and says."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest

from bot.chat.adapter import Reply
from bot.chat.card import Button, Buttons, card
from bot.chat.events import (
    ButtonPressed,
    CommandInvoked,
    FormSubmitted,
    MessageDeleted,
    MessageEdited,
    MessageSent,
    PlaceGained,
    PlaceLost,
)
from bot.chat.form import Form, TextInput
from bot.chat.refs import MessageRef, Person, Place
from tests.adapters.local.house import (
    NOON,
    PRACTICE,
    QUESTION,
    AskingApp,
    HomeApp,
    Living,
    Visitor,
    living,
)
from tests.contract.platform import ScriptedApp
from tests.waiting import until

ADA = Person("local", "home", "ada")
FORM = Form(action="answer", value="c1", title="Your answer", inputs=(TextInput(id="text", label="Answer"),))


async def asked(platform: Living) -> tuple[MessageRef, Place]:
    """A question in the channel, and its thread."""
    question = await platform.adapter.send(PRACTICE, QUESTION, "q1")
    return question, await platform.adapter.open_thread(question, "Low rank")


async def test_a_reply_is_heard_and_its_answer_is_private(
    platform: Living, app: ScriptedApp, ada: Visitor, you: Visitor
) -> None:
    _, thread = await asked(platform)
    app.response = card("", "4 of 5")

    message = (await ada.say("The base weights stay frozen", thread))["message"]

    [event] = app.arrived
    assert event == MessageSent(
        id=f"said:{message['id']}",
        at=NOON,
        person=ADA,
        message=MessageRef(thread, str(message["id"])),
        text="The base weights stay frozen",
    )
    await ada.reads(["The base weights stay frozen", "4 of 5"], thread)
    await you.reads(["The base weights stay frozen"], thread)


async def test_who_is_spoken_to_is_noticed(platform: Living, app: ScriptedApp, ada: Visitor) -> None:
    _, thread = await asked(platform)

    await ada.say("@Grace what do you think?", thread)
    await ada.say("@lru_cache\ndef f(): ...", thread)
    await ada.say("@Your name here", thread)

    assert [event.addressed for event in app.arrived if isinstance(event, MessageSent)] == [
        True,
        False,
        False,
    ]


async def test_who_calls_koko_first_answers_all_the_same(
    platform: Living, app: ScriptedApp, ada: Visitor
) -> None:
    _, thread = await asked(platform)

    said = await ada.say("@koko, the base weights stay frozen", thread)
    await ada.post(f"/api/messages/{said['message']['id']}", text="@Koko the base stays frozen")

    heard = [event for event in app.arrived if isinstance(event, MessageSent | MessageEdited)]
    assert [(event.text, event.addressed) for event in heard] == [
        ("the base weights stay frozen", False),
        ("the base stays frozen", False),
    ]


async def test_a_name_may_end_with_a_sign(platform: Living, app: ScriptedApp, ada: Visitor) -> None:
    _, thread = await asked(platform)
    await ada.post("/api/members", name="C++")
    await ada.post("/api/members", name="Koko Senior")

    await ada.say("@C++ what do you think?", thread)
    await ada.say("@Koko Senior is not Koko", thread)

    assert [event.addressed for event in app.arrived if isinstance(event, MessageSent)] == [True, True]


async def test_trying_again_says_it_once(platform: Living, app: ScriptedApp, ada: Visitor) -> None:
    _, thread = await asked(platform)

    for _ in range(2):
        await ada.post("/api/messages", place=str(thread), text="Only once, please", nonce="the-same-one")

    assert len(app.answered) == len(await ada.messages(thread)) == 1


async def test_chatter_in_a_channel_is_not_the_bots_affair(app: ScriptedApp, ada: Visitor) -> None:
    await ada.say("Good morning!")

    assert app.arrived == []
    assert [message["text"] for message in await ada.messages()] == ["Good morning!"]


async def test_a_room_of_ones_own_is_heard(platform: Living, app: ScriptedApp, ada: Visitor) -> None:
    room = await platform.adapter.open_direct(ADA)

    await ada.say("Psst", room)

    assert [event.place for event in app.arrived if isinstance(event, MessageSent)] == [room]


async def test_edits_and_deletions_are_heard(platform: Living, app: ScriptedApp, ada: Visitor) -> None:
    _, thread = await asked(platform)
    message = (await ada.say("First words", thread))["message"]

    answer = await ada.post(f"/api/messages/{message['id']}", text="Second words")
    await ada.post(f"/api/messages/{message['id']}", text="Third words")
    await ada.delete(f"/api/messages/{message['id']}")

    ref = MessageRef(thread, str(message["id"]))
    assert answer["message"]["edited"]
    assert app.arrived[1:] == [
        MessageEdited(id=f"edited:{message['id']}:1", at=NOON, person=ADA, message=ref, text="Second words"),
        MessageEdited(id=f"edited:{message['id']}:2", at=NOON, person=ADA, message=ref, text="Third words"),
        MessageDeleted(id=f"deleted:{message['id']}", at=NOON, message=ref),
    ]
    assert await ada.messages(thread) == []


async def test_a_command_is_heard_with_its_options(app: ScriptedApp, ada: Visitor) -> None:
    app.response = card("", "Question 1 of 5")

    await ada.say("/quiz lora 5")

    [event] = app.arrived
    assert isinstance(event, CommandInvoked)
    assert (event.command, event.options, event.place) == ("quiz", {"topic": "lora", "count": 5}, PRACTICE)
    await ada.reads(["Question 1 of 5"], PRACTICE)


async def test_a_wrong_command_is_explained_and_not_said(app: ScriptedApp, ada: Visitor) -> None:
    answer = await ada.say("/quizz")

    assert answer == {"error": "I don't know `/quizz`. Did you mean `/quiz`?"}
    assert app.arrived == []
    assert await ada.messages() == []


async def test_a_button_is_heard_and_its_message_updated(
    platform: Living, app: ScriptedApp, ada: Visitor
) -> None:
    question, _ = await asked(platform)
    app.reply, app.response = Reply.UPDATE, card("", "Closed")

    await ada.press(int(question.id), "answer", "c1")

    [event] = app.arrived
    assert isinstance(event, ButtonPressed)
    assert (event.action, event.value, event.message) == ("answer", "c1", question)
    await ada.reads(["Closed"])


async def test_a_private_answer_goes_where_the_button_was_seen(
    platform: Living, app: ScriptedApp, ada: Visitor
) -> None:
    question, thread = await asked(platform)
    app.response = card("", "Think of the base")

    await ada.press(int(question.id), "hint", "c1", thread)

    await ada.reads(["Think of the base"], thread)
    [event] = app.arrived
    assert isinstance(event, ButtonPressed)
    assert event.place == PRACTICE


async def test_a_private_answer_that_comes_again_takes_the_place_of_the_one_before(
    platform: Living, app: ScriptedApp, ada: Visitor, you: Visitor
) -> None:
    question, thread = await asked(platform)
    app.response = card("", "3 of 5")
    await ada.press(int(question.id), "answer", "c1")
    for visitor in (ada, ada, you):
        await visitor.press(int(question.id), "answer", "c1", thread)
        await visitor.reads(["3 of 5"], thread)
    app.response = card("", "4 of 5")
    await ada.press(int(question.id), "answer", "c1", thread)

    await ada.reads(["3 of 5", "4 of 5"], thread)
    await you.reads(["3 of 5"], thread)
    await ada.reads([QUESTION.title, "3 of 5"])


async def test_a_button_that_is_gone_is_not_pressed(platform: Living, app: ScriptedApp, ada: Visitor) -> None:
    question, _ = await asked(platform)
    await platform.adapter.edit(question, card("Closed", Buttons((Button("Why", "why", "c1"),))))

    status, answer = await ada.call(
        "POST",
        "/api/press",
        json={
            "place": str(PRACTICE),
            "message": int(question.id),
            "action": "answer",
            "value": "c1",
            "nonce": "nonce-press",
        },
    )

    assert (status, answer) == (410, {"error": "That button is not there any more."})
    assert app.arrived == []


async def test_a_form_opens_complains_and_is_accepted(
    platform: Living, app: ScriptedApp, ada: Visitor
) -> None:
    question, thread = await asked(platform)
    app.reply, app.response = Reply.FORM, FORM

    form = (await ada.press(int(question.id), "answer", "c1", thread))["form"]
    assert (form["title"], form["inputs"][0]["label"]) == ("Your answer", "Answer")
    given = {"place": str(thread), "message": int(question.id), "action": "answer", "value": "c1"}

    app.wrong = {"text": "Answer is needed."}
    refused = await ada.act("/api/submit", **given, values={"text": ""})
    assert refused["problems"] == {"text": "Answer is needed."}
    assert len(app.arrived) == 1

    app.wrong, app.reply, app.response = {}, Reply.PRIVATE, card("", "3 of 5")
    assert await ada.act("/api/submit", **given, values={"text": "It is frozen"}) == {}
    event = app.arrived[-1]
    assert isinstance(event, FormSubmitted)
    assert (event.values, event.message, event.place) == ({"text": "It is frozen"}, question, PRACTICE)
    await ada.reads(["3 of 5"], thread)


async def test_where_no_form_comes_the_reason_is_private(
    platform: Living, app: ScriptedApp, ada: Visitor, you: Visitor
) -> None:
    question, _ = await asked(platform)
    app.reply, app.response = Reply.FORM, card("", "It is closed")

    assert await ada.press(int(question.id), "answer", "c1") == {"form": None}

    await ada.reads([QUESTION.title, "It is closed"])
    assert len(await you.messages()) == 1


async def test_what_is_private_stays_so_and_can_be_dismissed(
    platform: Living, app: ScriptedApp, ada: Visitor, you: Visitor
) -> None:
    app.response = card("", "For Ada")
    await ada.say("/koko help")
    await ada.reads(["For Ada"])
    [message] = await ada.messages()

    status, _ = await you.call("DELETE", f"/api/messages/{message['id']}")
    assert status == 410
    heard = len(app.arrived)
    await ada.delete(f"/api/messages/{message['id']}")

    assert await ada.messages() == []
    assert len(app.arrived) == heard


async def test_channels_come_and_go_and_come_back(app: ScriptedApp, ada: Visitor) -> None:
    for _ in range(2):
        await ada.post("/api/channels", name="System Design")
        await ada.delete("/api/channels/system-design")

    design = Place("local", "home", "system-design")
    assert app.arrived[:2] == [
        PlaceGained(id="gained:system-design:0", at=NOON, place=design, person=ADA),
        PlaceLost(id="lost:system-design:1", at=NOON, place=design, reason="it was archived"),
    ]
    assert [event.id for event in app.arrived[2:]] == ["gained:system-design:2", "lost:system-design:3"]


async def test_a_new_member_takes_part(app: ScriptedApp, ada: Visitor, platform: Living) -> None:
    made = await ada.post("/api/members", name="Barbara  Liskov")

    barbara = Visitor(ada.session, platform.url, made["member"])
    state = await barbara.get("/api/state")
    assert state["me"] == "barbara-liskov"
    assert state["members"][-1] == {"id": "barbara-liskov", "name": "Barbara Liskov", "admin": False}
    assert [channel["id"] for channel in state["channels"]] == ["interview-practice", "@barbara-liskov"]


async def test_names_that_are_taken_or_none_are_refused(ada: Visitor) -> None:
    assert "already" in (await ada.post("/api/members", name="grace"))["error"]
    assert "already" in (await ada.post("/api/members", name="KOKO"))["error"]
    assert "needed" in (await ada.post("/api/members", name=" \u200b\u202e"))["error"]
    assert "at most" in (await ada.post("/api/members", name="x" * 60))["error"]
    assert "already" in (await ada.post("/api/channels", name="Interview practice"))["error"]
    assert "letter" in (await ada.post("/api/channels", name="!!!"))["error"]


async def test_what_others_wrote_is_unread_until_it_is_seen(ada: Visitor, you: Visitor) -> None:
    await you.say("Good morning!")
    assert (await ada.get("/api/state"))["channels"][0]["unread"]
    assert not (await you.get("/api/state"))["channels"][0]["unread"]

    await ada.post("/api/seen", channel=PRACTICE.channel)

    assert not (await ada.get("/api/state"))["channels"][0]["unread"]


async def test_the_first_start_asks_a_question(tmp_path: Path) -> None:
    app = AskingApp()

    async with living(tmp_path, app):
        await until(lambda: app.arrived)

    [event] = app.arrived
    assert isinstance(event, CommandInvoked)
    assert (event.command, event.person.user, event.place) == ("koko ask now", "you", PRACTICE)


async def test_whoever_wants_none_is_asked_none_at_the_start(
    tmp_path: Path, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOKO_LOCAL_WELCOME", "false")
    app = AskingApp()

    async with living(tmp_path, app) as platform:
        await Visitor(session, platform.url, "you").say("/koko help")

    assert [event.command for event in app.arrived if isinstance(event, CommandInvoked)] == ["koko help"]


async def test_a_restart_before_the_question_does_not_ask_twice(tmp_path: Path) -> None:
    app = AskingApp()

    for _ in range(2):
        async with living(tmp_path, app):
            await until(lambda: app.arrived)

    assert len(app.answered) == 1


async def test_a_restart_loses_nothing(tmp_path: Path, session: aiohttp.ClientSession) -> None:
    async with living(tmp_path) as before:
        ada = Visitor(session, before.url, "ada")
        _, thread = await asked(before)
        before.app.response = card("", "4 of 5")
        await ada.say("The base weights stay frozen", thread)
        await ada.reads(["The base weights stay frozen", "4 of 5"], thread)
        kept = [await ada.messages(), await ada.messages(thread)]

    async with living(tmp_path) as after:
        ada = Visitor(session, after.url, "ada")
        assert [await ada.messages(), await ada.messages(thread)] == kept


async def test_an_answer_under_way_is_finished_before_the_end(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    app = HomeApp(response=card("", "4 of 5"))
    app.may_respond.clear()
    async with living(tmp_path, app) as before:
        ada = Visitor(session, before.url, "ada")
        await ada.say("/koko help")
        app.may_respond.set()

    async with living(tmp_path) as after:
        ada = Visitor(session, after.url, "ada")
        await ada.reads(["4 of 5"], PRACTICE)
