"""How answers are shown, in each place that Slack has, and what is shown where that can't be done."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.slack.answers import TOO_LATE
from adapters.slack.inbound import NOT_TAKEN
from bot.chat.adapter import Reply
from bot.chat.card import Button, Buttons, File, Image, card
from bot.chat.events import ButtonPressed, Event, FormSubmitted, HomeOpened, ShortcutUsed
from bot.chat.form import Form, TextInput
from bot.chat.refs import Place
from tests.adapters.slack.house import Living, living, words
from tests.adapters.slack.installed import installed
from tests.adapters.slack.loopback.seen import ShownView
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.loopback.state import Channel
from tests.adapters.slack.screens import done, find, modal, read
from tests.contract.cards import PIXEL
from tests.contract.platform import ScriptedApp
from tests.waiting import until

ASK = Buttons((Button("Answer", "answer", "c1"),))
FORM = Form(action="answer", value="c1", title="Your answer", inputs=(TextInput(id="text", label="Text"),))
MINE = "The base stays frozen."


@dataclass
class FailingApp(ScriptedApp):
    """A bot whose store is away for so many events."""

    failures: int = 1

    async def accept(self, event: Event) -> Reply | None:
        if self.failures:
            self.failures -= 1
            raise ConnectionError("the store is away")
        return await super().accept(event)


# In channels


async def test_a_verdict_is_seen_by_one_in_the_thread(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    asked = await slack.says(slack.admin, slack.general, "What is frozen?")
    app.response = card("4/5")
    await done(house, await slack.says(slack.member, slack.general, MINE, asked.ts))

    assert await read(slack, slack.member, slack.general, asked.ts) == [MINE, "4/5"]
    assert await read(slack, slack.admin, slack.general, asked.ts) == [MINE]


async def test_a_button_in_a_thread_is_answered_there(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    asked = await slack.says(slack.admin, slack.general, "What is frozen?")
    thread = Place("slack", slack.team.id, slack.general.id, asked.ts)
    sent = await house.adapter.send(thread, card("Bob 4/5", ASK), "verdict")
    app.response = card("It says what is frozen.")
    line = await find(slack, slack.member, slack.general, "4/5", asked.ts)
    await done(house, await slack.presses(slack.member, line, "Answer"))

    (pressed,) = app.arrived
    assert isinstance(pressed, ButtonPressed)
    assert (pressed.place, pressed.message) == (thread, sent)
    assert await read(slack, slack.member, slack.general, asked.ts) == ["Bob 4/5", "It says what is frozen."]
    assert await read(slack, slack.admin, slack.general, asked.ts) == ["Bob 4/5"]


async def test_an_address_that_is_used_up_is_not_needed(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    app.may_respond.clear()
    app.response = card("Question 1")
    act = await slack.types(slack.member, slack.general, "/quiz")
    await until(lambda: app.answered)
    for url in slack.world.response_urls.values():
        url.uses = 5
    app.may_respond.set()
    await done(house, act)

    assert await read(slack, slack.member, slack.general) == ["Question 1"]
    assert await read(slack, slack.admin, slack.general) == []


async def test_a_form_that_is_sent_an_hour_later_is_answered(app: ScriptedApp) -> None:
    async with LoopbackSlack(response_url_life=0.3) as slack, living(slack, app) as house:
        app.response = card("Question 1", ASK)
        await done(house, await slack.types(slack.member, slack.general, "/quiz"))
        app.reply, app.response = Reply.FORM, FORM
        shown = await find(slack, slack.member, slack.general, "Question 1")
        await done(house, await slack.presses(slack.member, shown, "Answer"))
        for url in slack.world.response_urls.values():
            url.made_at -= 3600
        app.reply, app.response = Reply.UPDATE, card("Question 2")
        await done(house, await slack.submits(slack.member, {"text": MINE}))

        assert await read(slack, slack.member, slack.general) == ["Question 1", "Question 2"]


async def test_where_the_pressed_message_is_gone_the_answer_is_shown_alone(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    app.reply, app.response = Reply.PUBLIC, card("Question 1", ASK)
    await done(house, await slack.types(slack.member, slack.general, "/quiz"))
    shown = await find(slack, slack.member, slack.general, "Question 1")
    app.may_respond.clear()
    app.reply, app.response = Reply.UPDATE, card("Question 2")
    act = await slack.presses(slack.member, shown, "Answer")
    await until(lambda: act.acknowledgements)
    await slack.deletes(slack.admin, shown)
    app.may_respond.set()
    await done(house, act)

    assert await read(slack, slack.member, slack.general) == ["Question 2"]
    assert await read(slack, slack.admin, slack.general) == []


async def test_a_form_that_comes_too_late_is_said_to(app: ScriptedApp) -> None:
    async with LoopbackSlack(trigger_life=0.2) as slack, living(slack, app) as house:
        app.may_respond.clear()
        app.reply, app.response = Reply.FORM, FORM
        act = await slack.types(slack.member, slack.general, "/quiz")
        await until(lambda: act.acknowledgements)
        app.may_respond.set()
        await done(house, act)

        assert await read(slack, slack.member, slack.general) == [TOO_LATE]
        assert act.acknowledgements == 1


async def test_what_is_no_command_is_said_to_be_none(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    act = await slack.types(slack.member, slack.general, "/quiz count=<99>")
    await done(house, act)

    assert await read(slack, slack.member, slack.general) == ["count is a whole number from 1 to 20."]
    assert await read(slack, slack.admin, slack.general) == []
    assert act.acknowledgements == 1


# Where Koko is not


async def test_where_koko_is_not_it_answers_in_private(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    app.response = card("Question 1")
    await done(house, await slack.types(slack.member, slack.elsewhere, "/quiz"))

    assert await read(slack, slack.member, slack.elsewhere) == ["Question 1"]


async def test_where_koko_is_not_a_public_answer_says_how_to_invite_it(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    app.reply, app.response = Reply.PUBLIC, card("Standings")
    await done(house, await slack.types(slack.member, slack.elsewhere, "/quiz"))

    (said,) = await read(slack, slack.member, slack.elsewhere)
    assert "type /invite @Koko" in said
    assert await read(slack, slack.admin, slack.elsewhere) == []


async def test_between_two_people_koko_answers_the_one_who_asked(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    private = Channel(
        id="D0TWO",
        team=slack.team.id,
        name="directmessage",
        kind="im",
        members=[slack.admin.id, slack.member.id],
    )
    slack.world.channels[private.id] = private
    app.response = card("Question 1")
    await done(house, await slack.types(slack.member, private, "/quiz"))
    app.reply, app.response = Reply.PUBLIC, card("Standings")
    await done(house, await slack.types(slack.member, private, "/quiz"))

    first, second = await read(slack, slack.member, private)
    assert first == "Question 1"
    assert "type /invite @Koko" in second
    assert await read(slack, slack.admin, private) == []


# Alone with Koko


async def test_alone_with_koko_an_answer_stays_and_is_updated(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    direct = slack.direct(slack.member)
    app.response = card("Question 1", ASK)
    await done(house, await slack.types(slack.member, direct, "/quiz"))
    (shown,) = await slack.reads(slack.member, direct)
    assert not shown.ephemeral
    app.reply, app.response = Reply.UPDATE, card("Question 2")
    await done(house, await slack.presses(slack.member, shown, "Answer"))

    assert await read(slack, slack.member, direct) == ["Question 2"]
    assert [call.method for call in slack.world.calls if call.method.startswith("chat.")] == [
        "chat.postMessage",
        "chat.update",
    ]


async def test_alone_with_koko_a_file_is_handed_over_once(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    direct = slack.direct(slack.member)
    app.response = card("", "Here is your data.", File("data.json", "{}"))
    await done(house, await slack.types(slack.member, direct, "/quiz"))

    everything = slack.world.messages[direct.id].values()
    assert [name for message in everything for name in message.files] == list(slack.world.files)
    assert len(slack.world.files) == 1
    assert await read(slack, slack.member, direct) == ["", "Here is your data. Attached: data.json"]


# Koko's own page


async def test_koko_s_page_is_there_when_it_is_opened_and_changes_in_place(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    app.response = card("Your streak: 3", ASK)
    await done(house, await slack.opens_home(slack.member))
    app.reply, app.response = Reply.UPDATE, card("Your streak: 4", Image(PIXEL, "the last weeks"))
    await done(house, await slack.presses(slack.member, await home(slack), "Answer"))

    opened, pressed = app.arrived
    assert isinstance(opened, HomeOpened)
    assert isinstance(pressed, ButtonPressed)
    assert (pressed.place.channel, pressed.message) == (slack.direct(slack.member).id, None)
    assert words((await home(slack)).blocks) == "Your streak: 4 Picture: the last weeks"
    assert await read(slack, slack.member, slack.direct(slack.member)) == []


async def test_a_form_of_koko_s_page_changes_the_page(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    app.response = card("Asked at 09:00", ASK)
    await done(house, await slack.opens_home(slack.member))
    app.reply, app.response = Reply.FORM, FORM
    await done(house, await slack.presses(slack.member, await home(slack), "Answer"))
    app.reply, app.response = Reply.UPDATE, card("Asked at 10:00")
    await done(house, await slack.submits(slack.member, {"text": "10:00"}))

    submitted = app.arrived[-1]
    assert isinstance(submitted, FormSubmitted)
    assert submitted.place == Place("slack", slack.team.id, slack.direct(slack.member).id)
    assert words((await home(slack)).blocks) == "Asked at 10:00"


async def test_a_private_answer_on_koko_s_page_comes_into_the_direct_channel(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    app.response = card("Home", ASK)
    await done(house, await slack.opens_home(slack.member))
    app.response = card("Question 1")
    await done(house, await slack.presses(slack.member, await home(slack), "Answer"))

    assert await read(slack, slack.member, slack.direct(slack.member)) == ["Question 1"]


async def home(slack: LoopbackSlack) -> ShownView:
    shown = await slack.home(slack.member)
    assert shown, "nothing was published"
    return shown


# From a message's menu


async def test_an_entry_of_a_message_s_menu_is_answered_in_private(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    asked = await slack.says(slack.admin, slack.general, "What is frozen?")
    act = await slack.says(slack.member, slack.general, MINE, asked.ts)
    said = await find(slack, slack.member, slack.general, MINE, asked.ts)
    await done(house, act)
    app.response = card("It says what is frozen.")
    await done(house, await slack.uses_shortcut(slack.member, said, "why_this_score"))

    used = app.arrived[-1]
    assert isinstance(used, ShortcutUsed)
    assert (used.shortcut, used.message) == ("Why this score?", act.message)
    assert await read(slack, slack.member, slack.general, asked.ts) == [MINE, "It says what is frozen."]
    assert await read(slack, slack.admin, slack.general, asked.ts) == [MINE]


# When the bot can't take it


async def test_a_command_that_is_not_taken_is_said_to_be_lost(slack: LoopbackSlack) -> None:
    async with living(slack, FailingApp()) as house:
        act = await slack.types(slack.member, slack.general, "/quiz")
        await done(house, act)

        assert await read(slack, slack.member, slack.general) == [NOT_TAKEN]
        assert act.acknowledgements == 1


async def test_while_the_store_is_away_a_command_in_one_of_many_workspaces_is_said_to_be_lost(
    app: ScriptedApp,
) -> None:
    async with installed() as all_of:
        slack = all_of.slack
        await all_of.process().install(all_of.code())
        async with living(slack, app, all_of.settings, vault=all_of.vault) as house:
            await all_of.store.close()
            await done(house, await slack.types(slack.member, slack.general, "/quiz"))

        assert await read(slack, slack.member, slack.general) == [NOT_TAKEN]


async def test_a_form_that_is_not_taken_keeps_what_was_typed(slack: LoopbackSlack) -> None:
    app = FailingApp(failures=0)
    async with living(slack, app) as house:
        app.reply, app.response = Reply.FORM, FORM
        await done(house, await slack.types(slack.member, slack.general, "/quiz"))
        app.failures, app.reply, app.response = 1, Reply.PRIVATE, card("4/5")
        await done(house, await slack.submits(slack.member, {"text": MINE}))
        shown = await modal(slack, slack.member)
        assert shown.errors == {"text": NOT_TAKEN}
        assert shown.values["text"]["value"]["value"] == MINE

        await done(house, await slack.submits(slack.member, {}))
        assert await slack.modal(slack.member) is None
        assert await read(slack, slack.member, slack.general) == ["4/5"]


async def test_a_form_that_was_opened_by_another_version_is_said_not_to_be_taken(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    app.reply, app.response = Reply.FORM, FORM
    await done(house, await slack.types(slack.member, slack.general, "/quiz"))
    act = await slack.submits(slack.member, {"text": MINE})
    act.payload["view"]["private_metadata"] = '{"place": "slack:T1:C1"}'
    await done(house, act)

    assert (await modal(slack, slack.member)).errors == {"text": NOT_TAKEN}


async def test_an_answer_that_is_not_taken_is_told_again(slack: LoopbackSlack) -> None:
    app = FailingApp()
    async with living(slack, app) as house:
        asked = await slack.says(slack.admin, slack.general, "What is frozen?")
        app.response = card("4/5")
        act = await slack.says(slack.member, slack.general, MINE, asked.ts)
        await until(lambda: act.deliveries == 2)
        await done(house, act)

        assert await read(slack, slack.member, slack.general, asked.ts) == [MINE, "4/5"]
