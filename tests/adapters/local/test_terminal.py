"""The local platform in a terminal: what somebody types, and what they read."""

from __future__ import annotations

import asyncio
import unicodedata
from contextlib import AsyncExitStack
from io import StringIO
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.local.terminal_client import connected
from adapters.local.terminal_prompt import is_open, unblocked
from adapters.local.terminal_room import Room
from adapters.local.terminal_view import Screen
from bot.chat.adapter import Reaction
from bot.chat.card import Button, Buttons, File, Image, Table, card
from bot.chat.events import ButtonPressed, CommandInvoked, MessageEdited, MessageSent
from bot.chat.refs import MessageRef, Person, Place
from bot.errors import ConfigError, UserError
from tests.adapters.local.house import PRACTICE, QUESTION, AskingApp, Living, Visitor, living
from tests.adapters.local.typed_at import Terminal, terminal
from tests.contract.cards import PIXEL
from tests.contract.platform import ScriptedApp
from tests.waiting import until


async def test_a_newcomer_lands_on_the_open_question_with_a_tour(
    platform: Living, question: MessageRef, tmp_path: Path
) -> None:
    async with terminal(platform.url, tmp_path) as first:
        await first.sees(
            "Thread in #interview-practice · as You",
            "What is low-rank adaptation?",
            "Explain how it changes what is trained.",
            "[1] Answer  [2] Hint",
            "1. Answer the question",
        )

    async with terminal(platform.url, tmp_path) as second:
        second.types(":help")
        await second.sees("[1] Answer  [2] Hint", "Enter sends", ":quit")
        assert "1. Answer the question" not in second.screen.getvalue()


async def test_where_nothing_was_asked_one_lands_in_the_channel(platform: Living, tmp_path: Path) -> None:
    async with terminal(platform.url, tmp_path) as newcomer:
        await newcomer.sees("#interview-practice · as You")
        newcomer.types(":thread")

        await newcomer.sees("! Nothing was asked here.")


async def test_a_picture_is_told_in_words(platform: Living, question: MessageRef, yours: Terminal) -> None:
    thread = Place("local", "home", PRACTICE.channel, question.id)
    await platform.adapter.send(thread, card("Look", Image(PIXEL, "Validation loss rises from 2 to 3.")), "e")

    await yours.sees("Look", "[picture: Validation loss rises from 2 to 3.]")


async def test_an_answer_and_what_comes_of_it(
    platform: Living, app: ScriptedApp, question: MessageRef, yours: Terminal
) -> None:
    thread = Place("local", "home", PRACTICE.channel, question.id)
    yours.types("It adds two thin matrices.")
    await yours.sees("You  ", "It adds two thin matrices.")
    await until(lambda: app.answered)

    [said] = app.answered
    assert isinstance(said, MessageSent)
    assert (said.place, said.text) == (thread, "It adds two thin matrices.")

    await platform.adapter.react(said.message, Reaction.PART)
    await platform.adapter.send(
        thread, card("", "**You** 3/5", Buttons((Button("See why", "why", "1"),))), "v"
    )
    await yours.sees("◐ Met something · You", "Koko  ", "You 3/5", "[3] See why")


@pytest.mark.parametrize("typed", ["2", "Hint", "hint"])
async def test_a_button_is_pressed_by_its_number_or_its_label(
    app: ScriptedApp, yours: Terminal, typed: str
) -> None:
    app.response = card("", "Think of *rank*.")

    yours.types(typed)

    await yours.sees("only you see this", "Think of rank.")
    [pressed] = app.answered
    assert isinstance(pressed, ButtonPressed)
    assert (pressed.action, pressed.value) == ("hint", "c1")


async def test_with_a_space_before_it_a_label_is_a_word(app: ScriptedApp, yours: Terminal) -> None:
    yours.types(" hint", "9", "", ":)")

    await yours.sees("hint", "! There is no 9 to press.", ":)")
    assert [type(event) for event in app.arrived] == [MessageSent, MessageSent]


async def test_a_card_that_changes_is_shown_again_and_its_old_buttons_are_gone(
    platform: Living, app: ScriptedApp, question: MessageRef, yours: Terminal
) -> None:
    changed = card("Closed", "The end.", Buttons((Button("See why", "why", "c1"),)))
    await platform.adapter.edit(question, changed)
    await yours.sees("Closed", "The end.", "[3] See why")

    yours.types("1", "answer.", "3")

    await yours.sees("! There is no 1 to press.", "answer.")
    await until(lambda: len(app.arrived) == 2)
    assert isinstance(app.arrived[1], ButtonPressed)


async def test_a_command_is_given_and_a_wrong_one_explained(app: ScriptedApp, yours: Terminal) -> None:
    app.response = card("Board", Table(("Member", "Points"), (("Ada", "100"), ("Grace Hopper", "20"))))

    yours.types("/quiz lora 3", "/quizz", ":whom")

    await yours.sees(
        "Board", "Member        Points", "Ada           100", "Did you mean `/quiz`?", "no :whom"
    )
    [given] = app.answered
    assert isinstance(given, CommandInvoked)
    assert dict(given.options) == {"topic": "lora", "count": 3}


async def test_what_could_be_typed_is_offered(yours: Terminal) -> None:
    async def offered(text: str) -> list[str]:
        return [each.line for each in await yours.talk.suggest(text)]

    assert await offered("/q") == ["/quiz "]
    assert await offered("/quiz lo") == ["/quiz lora", "/quiz 'long context'"]
    assert await offered(":e") == [":earlier", ":edit"]
    assert await offered(":who a") == [":who Ada"]
    assert await offered(":channel ") == [":channel #interview-practice", ":channel Koko"]
    assert await offered("Well, @gr") == ["Well, @Grace"]
    assert await offered("Well") == []


async def test_one_is_another_member_and_goes_elsewhere(ada: Visitor, yours: Terminal) -> None:
    yours.types(":who Nobody", ":who")
    await yours.sees("! There is no Nobody; there are You, Ada", "[4] Ada")
    yours.types("4")
    await yours.sees("Thread in #interview-practice · as Ada")
    yours.types(":back", "Hello")
    await yours.sees("#interview-practice · as Ada", "Open the thread (0)", "Ada  ", "Hello")
    yours.types(":channel koko")
    await yours.sees("Koko · as Ada")
    yours.types(":who Grace")
    await yours.sees("Koko · as Grace")
    yours.types(":new #SQL", "Select")
    await yours.sees("#sql · as Grace", "Select")
    yours.types(":new Barbara")
    await yours.sees("#sql · as Barbara")

    [_, hello] = await ada.messages()
    assert (hello["author"], hello["text"]) == ("ada", "Hello")


async def test_the_last_message_is_changed_and_taken_back(
    app: ScriptedApp, ada: Visitor, question: MessageRef, yours: Terminal
) -> None:
    yours.types("Frist", ":edit First")
    await yours.sees("Frist", "edited", "First")
    yours.types(":edit", '"""', "Two", "lines", '"""')
    await yours.sees("Two\nlines")
    yours.types(":delete")
    await yours.sees("Gone: You's “Two”")
    yours.types(":delete")
    await yours.sees("! There is no message of yours here.")

    assert [event.text for event in app.answered if isinstance(event, MessageEdited)] == [
        "First",
        "Two\nlines",
    ]


async def test_what_others_do_is_seen_here_and_told_of_elsewhere(ada: Visitor, yours: Terminal) -> None:
    await ada.say("Look here")
    await ada.say("And here")
    await yours.sees("#interview-practice: Ada wrote", "[3] Go there")
    yours.types("3")

    rest = await yours.sees("#interview-practice · as You", "Look here", "And here")
    await ada.say("Now")
    await yours.sees("Ada  ", "Now")
    assert "wrote" not in rest


async def nobody_presses(message: int, action: str, value: str) -> None:
    raise AssertionError(f"{action} of message {message} was pressed")


async def test_a_message_that_was_changed_before_it_is_told_is_seen(
    platform: Living, ada: Visitor, question: MessageRef
) -> None:
    thread, seen = Place("local", "home", PRACTICE.channel, question.id), StringIO()
    async with connected(platform.url, None) as client:
        room = Room(client, Screen(seen), nobody_presses)
        await room.arrange()
        await room.visit(thread)
        first = await ada.say("It is smal.", thread)
        await ada.say("And it is fast.", thread)
        await ada.post(f"/api/messages/{first['message']['id']}", text="It is small.")
        listening = asyncio.create_task(room.listen())
        await until(lambda: "And it is fast." in seen.getvalue())
        await ada.say("That is all.", thread)
        await until(lambda: "That is all." in seen.getvalue())
        listening.cancel()

    assert "It is small." in seen.getvalue()


async def test_nobody_is_taken_for_koko(
    platform: Living, ada: Visitor, question: MessageRef, yours: Terminal
) -> None:
    await ada.post("/api/members", name="Barbara")
    barbara = Visitor(ada.session, platform.url, "barbara")

    await barbara.say("I am new.", Place("local", "home", PRACTICE.channel, question.id))

    await yours.sees("arbara  ", "I am new.")


async def test_older_messages_are_shown_on_demand(platform: Living, ada: Visitor, tmp_path: Path) -> None:
    for number in range(25):
        await ada.say(f"Message {number}.")
    async with terminal(platform.url, tmp_path) as yours:
        await yours.sees(":earlier shows", "Message 15.", "Message 24.")
        assert "Message 14." not in yours.screen.getvalue()

        yours.types(":earlier")

        await yours.sees("Message 24.", "Message 5.", "Message 14.")


async def test_the_last_question_is_found_however_much_was_said_after_it(
    platform: Living, ada: Visitor, question: MessageRef, tmp_path: Path
) -> None:
    for number in range(101):
        await ada.say(f"Message {number}.")
    async with terminal(platform.url, tmp_path) as yours:
        await yours.sees("Thread in #interview-practice", "What is low-rank adaptation?")


async def test_nothing_that_people_write_is_obeyed(
    platform: Living, ada: Visitor, yours: Terminal, question: MessageRef
) -> None:
    evil = "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b2J \r\b \u202eevil\u202c \u200b[bold red]bold[/]"
    thread = Place("local", "home", PRACTICE.channel, question.id)
    await ada.say(evil, thread)
    await platform.adapter.send(thread, card(evil, File("a.txt", evil), Table((evil,), ((evil,),))), "e")
    yours.types("/" + evil, ":who " + evil)

    await yours.sees("[bold red]bold[/]", "[bold red]bold[/]", "I don't know", "! There is no")
    shown = yours.screen.getvalue().replace("\n", "")
    assert [c for c in shown if unicodedata.category(c) in {"Cc", "Cf"}] == []


async def test_a_file_is_saved_where_koko_was_started(
    platform: Living, yours: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    room = await platform.adapter.open_direct(Person("local", "home", "you"))
    await platform.adapter.send(room, card("Your data", File("mine.json", "{}")), "f")

    yours.types(":channel Koko", "save mine.json", "save mine.json")

    await yours.sees("Save mine.json", "mine.json is in the folder", "! mine.json can't be written")
    assert (tmp_path / "mine.json").read_text() == "{}"


async def test_the_first_question_is_waited_for(tmp_path: Path) -> None:
    app = AskingApp(response=card("", "Asked."))
    async with living(tmp_path, app) as platform, terminal(platform.url, tmp_path) as newcomer:
        question = await platform.adapter.send(PRACTICE, QUESTION, "q1")
        await platform.adapter.open_thread(question, "Low rank")

        await newcomer.sees("Thread in #interview-practice", "What is low-rank adaptation?")


async def test_a_koko_that_goes_away_is_missed(tmp_path: Path) -> None:
    async with AsyncExitStack() as house:
        platform = await house.enter_async_context(living(tmp_path))
        async with terminal(platform.url, tmp_path) as yours:
            yours.types(":help")
            await yours.sees(":quit")
            await house.aclose()
            await yours.sees("Koko can't be reached; trying again")

            yours.types("Hello?")

            await yours.sees("! Koko can't be reached just now. Nothing is lost")


async def test_nobody_is_who_is_not_there(platform: Living, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no Mallory; there are You, Ada, Grace, Linus"):
        async with terminal(platform.url, tmp_path, "Mallory") as yours:
            await yours.sees("as Mallory")


async def test_a_token_opens_the_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOKO_LOCAL_TOKEN", "0123456789 &%;“é")
    async with living(tmp_path, host="0.0.0.0") as platform:
        async with connected(platform.url, SecretStr("0123456789 &%;“é")) as client:
            assert (await client.get("/api/state"))["me"] == "you"

        with pytest.raises(ConfigError, match="KOKO_LOCAL_TOKEN"):
            async with connected(platform.url, None):
                pass


@pytest.mark.parametrize(
    ("typed", "content"),
    [
        ('"""\ntwo\nlines\n"""', "two\nlines"),
        ('"""\ndef f():\n    """Say."""\n"""', 'def f():\n    """Say."""'),
        ("```python\nx = 1\n```", "```python\nx = 1\n```"),
        ("one line", "one line"),
    ],
)
def test_a_block_is_open_until_its_last_line(typed: str, content: str) -> None:
    lines = typed.split("\n")
    begun = ["\n".join(lines[:count]) for count in range(1, len(lines))]

    assert [text for text in begun if not is_open(text)] == []
    assert not is_open(typed)
    assert unblocked(typed) == content
