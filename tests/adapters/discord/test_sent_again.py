"""A form that failed before its sender and is sent again is the same answer; one opened anew is another."""

from __future__ import annotations

from bot.chat.adapter import Reply
from bot.chat.card import Button, Buttons, card
from bot.chat.events import FormSubmitted
from bot.chat.form import Form, TextInput
from tests.adapters.discord.house import Living
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.faults import Fault, Status
from tests.adapters.discord.screens import done, find
from tests.contract.platform import ScriptedApp
from tests.waiting import until

ASK = Buttons((Button("Answer", "answer", "c1"),))
FORM = Form(action="answer", value="c1", title="Your answer", inputs=(TextInput(id="text", label="Text"),))
EVER = 1000


async def opens(discord: LoopbackDiscord, house: Living, app: ScriptedApp) -> None:
    app.reply, app.response = Reply.FORM, FORM
    question = await find(discord, discord.member, discord.general, "Today")
    await done(house, await discord.presses(discord.member, question, "Answer"))
    app.reply, app.response = Reply.PRIVATE, card("", "Thank you.")


async def submits(discord: LoopbackDiscord, house: Living) -> None:
    await done(house, await discord.submits(discord.member, {"text": "The base stays frozen."}))


def ids(app: ScriptedApp) -> list[str]:
    return [event.id for event in app.arrived if isinstance(event, FormSubmitted)]


async def test_sent_again_it_is_the_same(discord: LoopbackDiscord, house: Living, app: ScriptedApp) -> None:
    await house.adapter.send(discord.place(discord.general), card("Today", ASK), "today")
    await opens(discord, house, app)
    discord.faults.add(Fault("create_interaction_response", Status(503), count=EVER))
    act = await discord.submits(discord.member, {"text": "The base stays frozen."})
    await until(lambda: act.failure)
    discord.faults.clear()
    await submits(discord, house)

    first, second = ids(app)
    assert first == second
    assert await discord.form(discord.member) is None


async def test_opened_anew_it_is_another(discord: LoopbackDiscord, house: Living, app: ScriptedApp) -> None:
    await house.adapter.send(discord.place(discord.general), card("Today", ASK), "today")
    await opens(discord, house, app)
    await submits(discord, house)
    await opens(discord, house, app)
    await submits(discord, house)

    first, second = ids(app)
    assert first != second
