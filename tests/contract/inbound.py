"""Rules for what comes in: acknowledged in time, told to the bot as it was, answered where it belongs."""

from __future__ import annotations

from datetime import timedelta

from bot.chat.adapter import Reply
from bot.chat.card import card
from bot.chat.events import (
    ButtonPressed,
    CommandInvoked,
)
from tests.contract.platform import Platform, ScriptedApp
from tests.contract.rules import Rules


class InboundRules(Rules):
    """What people do."""

    async def test_a_command_arrives_with_its_options(self, app: ScriptedApp, platform: Platform) -> None:
        await platform.invokes(platform.member, platform.channel, "/quiz lora 5")

        event = await self.arrives(app, CommandInvoked)
        assert (event.command, event.options) == ("quiz", {"topic": "lora", "count": 5}), "options are lost"
        assert (event.person, event.place) == (platform.member, platform.channel), "a command from elsewhere"
        assert event.person.name == platform.member.name, "a person has lost their name"
        assert event.at.utcoffset() == timedelta(), "a time that is not in UTC"

    async def test_a_button_arrives_with_its_value(self, app: ScriptedApp, platform: Platform) -> None:
        shown = await self.asked(platform)
        assert shown.buttons == ("Answer", "Hint"), "buttons are missing"
        await platform.presses(platform.member, shown, "Answer")

        event = await self.arrives(app, ButtonPressed)
        assert (event.action, event.value) == ("answer", "c|1"), "a button's value is changed"
        assert (event.person, event.place) == (platform.member, platform.channel), "a button from elsewhere"
        assert event.message == shown.ref, "a button does not say where it hangs"

    async def test_nothing_is_acknowledged_before_it_is_written_down(
        self, app: ScriptedApp, platform: Platform
    ) -> None:
        app.may_accept.clear()
        act = await platform.invokes(platform.member, platform.channel, "/quiz")
        await self.arrives(app, CommandInvoked)
        await self.pause()
        assert act.acknowledgements == 0, "acknowledged before the bot had written it down"

        app.may_accept.set()
        await self.acknowledged(act)

    async def test_all_but_forms_is_acknowledged_before_it_is_answered(
        self, app: ScriptedApp, platform: Platform
    ) -> None:
        app.may_respond.clear()
        act = await platform.invokes(platform.member, platform.channel, "/quiz")

        await self.acknowledged(act)
        app.may_respond.set()

    async def test_everything_is_acknowledged_once(self, app: ScriptedApp, platform: Platform) -> None:
        for reply, response in ((None, None), (Reply.PRIVATE, None), (Reply.PUBLIC, card("Done"))):
            app.reply, app.response = reply, response
            act = await platform.invokes(platform.member, platform.channel, "/quiz")
            await self.acknowledged(act)
            await self.pause()
            assert act.acknowledgements == 1, "acknowledged more than once"

    async def test_where_nobody_listens_nothing_is_said(self, app: ScriptedApp, platform: Platform) -> None:
        app.reply, app.response = None, card("Nobody asked")
        act = await platform.invokes(platform.member, platform.channel, "/quiz")
        await self.acknowledged(act)
        await self.pause()

        assert not app.answered, "answers what the bot does not listen to"
        assert not await platform.sees(platform.member, platform.channel), "speaks where it should be silent"

    async def test_what_is_delivered_twice_is_one_event(self, app: ScriptedApp, platform: Platform) -> None:
        app.reply, app.response = Reply.PUBLIC, card("Once")
        act = await platform.invokes(platform.member, platform.channel, "/quiz")
        await self.message(platform, platform.channel, "Once")
        await act.again()

        first, second = app.arrived[0], await self.arrives(app, CommandInvoked, 2)
        await self.pause()
        assert second.id == first.id, "an event that is delivered again has another id"
        assert len(await platform.sees(platform.member, platform.channel)) == 1, "answers a repeated event"

    async def test_two_acts_are_two_events(self, app: ScriptedApp, platform: Platform) -> None:
        for _ in range(2):
            await platform.invokes(platform.member, platform.channel, "/quiz")

        await self.arrives(app, CommandInvoked, 2)
        assert len({event.id for event in app.arrived}) == 2, "two events have one id"

    async def test_one_slow_answer_holds_up_nobody(self, app: ScriptedApp, platform: Platform) -> None:
        app.may_respond.clear()
        await platform.invokes(platform.admin, platform.channel, "/quiz")
        await self.arrives(app, CommandInvoked)

        act = await platform.invokes(platform.member, platform.channel, "/quiz")
        await self.acknowledged(act)
        app.may_respond.set()

    async def test_a_public_answer_is_seen_by_everybody(self, app: ScriptedApp, platform: Platform) -> None:
        app.reply, app.response = Reply.PUBLIC, card("For all")
        await platform.invokes(platform.member, platform.channel, "/quiz")

        await self.message(platform, platform.channel, "For all", "a public answer is hidden from others")

    async def test_an_update_replaces_the_message(self, app: ScriptedApp, platform: Platform) -> None:
        shown = await self.asked(platform)
        app.reply, app.response = Reply.UPDATE, card("Closed")
        await platform.presses(platform.member, shown, "Answer")

        await self.message(platform, platform.channel, "Closed", "an update does not replace the message")
        seen = await platform.sees(platform.member, platform.channel)
        assert [one.text for one in seen] == ["Closed"], "an update does not replace the message"
        assert not seen[0].buttons, "an update leaves old buttons"
