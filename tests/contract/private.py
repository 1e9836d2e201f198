"""Rules for what the bot says to one person alone, and for the forms in which they say something back."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.adapter import Reply
from bot.chat.card import card
from bot.chat.events import ButtonPressed, FormSubmitted
from bot.chat.form import Form
from tests.contract import cards
from tests.contract.platform import Platform, ScriptedApp, Shown
from tests.contract.rules import ASK, PROSE, Rules


class PrivateRules(Rules):
    """What the bot says to one person alone."""

    async def test_a_private_answer_is_seen_by_one(self, app: ScriptedApp, platform: Platform) -> None:
        app.response = card("For you", ASK)
        await platform.invokes(platform.member, platform.channel, "/quiz")

        shown = await self.private(platform, "For you")
        others = await platform.sees(platform.admin, platform.channel)
        assert not others, "a private answer is seen by others"
        assert shown.buttons == ("Answer", "Hint"), "a private answer has no buttons"

    async def test_a_private_answer_is_updated_in_place(self, app: ScriptedApp, platform: Platform) -> None:
        app.response = card("Question 1", ASK)
        await platform.invokes(platform.member, platform.channel, "/quiz")
        shown = await self.private(platform, "Question 1")
        app.reply, app.response = Reply.UPDATE, card("Question 2", ASK)
        await platform.presses(platform.member, shown, "Answer")

        await self.private(platform, "Question 2")
        seen = await platform.sees(platform.member, platform.channel)
        assert [one.text for one in seen] == ["Question 2"], "a private update does not replace"

    async def private(self, platform: Platform, words: str) -> Shown:
        async def read() -> Sequence[Shown]:
            seen = await platform.sees(platform.member, platform.channel)
            return [one for one in seen if words in one.text]

        return (await self.eventually(read, bool, "a private answer is not seen by who asked"))[0]


class FormRules(Rules):
    """Forms that a press opens."""

    async def test_a_form_is_acknowledged_when_it_is_there(
        self, app: ScriptedApp, platform: Platform
    ) -> None:
        shown = await self.asked(platform)
        app.reply, app.response = Reply.FORM, cards.FORM
        app.may_respond.clear()
        act = await platform.presses(platform.member, shown, "Answer")
        await self.arrives(app, ButtonPressed)
        await self.pause()
        assert act.acknowledgements == 0, "acknowledged before the form is there"

        app.may_respond.set()
        await self.acknowledged(act)
        assert await platform.form(platform.member), "acknowledged, and there is no form"

    async def test_a_form_is_shown_and_comes_back(self, app: ScriptedApp, platform: Platform) -> None:
        shown = await self.opened(app, platform)
        form = await platform.form(platform.member)
        assert form
        assert (form.title, form.labels) == ("Your answer", ("Why", "Days")), "a form is not shown as it is"
        assert "Two things" in form.text, "a form's text is not shown"
        assert form.values["why"] == "Because", "what is filled in is lost"
        app.reply, app.response = Reply.PRIVATE, card("Thanks")
        act = await platform.submits(platform.member, {"why": PROSE, "days": "0,1"})

        event = await self.arrives(app, FormSubmitted)
        assert (event.action, event.value) == ("answer", "c|1"), "a form has lost what it was about"
        assert event.values == {"why": PROSE, "days": "0,1"}, "values are changed"
        assert (event.person, event.place) == (platform.member, platform.channel), "a form from elsewhere"
        assert event.message == shown.ref, "a form does not say where it was opened"
        await self.acknowledged(act)
        assert await platform.form(platform.member) is None, "a form that was taken stays"

    async def test_a_form_with_problems_keeps_what_was_typed(
        self, app: ScriptedApp, platform: Platform
    ) -> None:
        await self.opened(app, platform)
        app.wrong = {"why": "Why needs two words."}
        await platform.submits(platform.member, {"why": "Nope", "days": "1"})

        def complains(form: object) -> bool:
            return bool(getattr(form, "problems", None))

        form = await self.eventually(
            lambda: platform.form(platform.member), complains, "does not say what is wrong with a form"
        )
        assert form
        assert form.problems == app.wrong, "says something else than what is wrong"
        assert (form.values["why"], form.values["days"]) == ("Nope", "1"), "loses what was typed"
        assert not [e for e in app.arrived if isinstance(e, FormSubmitted)], "accepts a form that is wrong"

    async def test_a_form_replaces_the_message_it_was_opened_from(
        self, app: ScriptedApp, platform: Platform
    ) -> None:
        await self.opened(app, platform)
        app.reply, app.response = Reply.UPDATE, card("Saved")
        await platform.submits(platform.member, {"why": PROSE, "days": ""})

        await self.message(platform, platform.channel, "Saved", "a form does not update its message")
        assert len(await platform.sees(platform.member, platform.channel)) == 1, "an update is a new message"

    async def test_where_no_form_comes_the_reason_is_private(
        self, app: ScriptedApp, platform: Platform
    ) -> None:
        shown = await self.asked(platform)
        app.reply, app.response = Reply.FORM, card("", "It is closed.")
        act = await platform.presses(platform.member, shown, "Answer")

        async def read() -> bool:
            return any("closed" in one.text for one in await platform.sees(platform.member, platform.channel))

        await self.eventually(read, bool, "does not say why there is no form")
        await self.acknowledged(act)
        others = await platform.sees(platform.admin, platform.channel)
        assert len(others) == 1, "tells others why there is no form"

    async def test_the_largest_form_is_taken(self, app: ScriptedApp, platform: Platform) -> None:
        await self.opened(app, platform, cards.LARGEST_FORM)
        values = {entry.id: cards.largest_value(entry) for entry in cards.LARGEST_FORM.inputs}
        await platform.submits(platform.member, values)

        assert (await self.arrives(app, FormSubmitted)).values == values, "a large form is cut"

    async def opened(self, app: ScriptedApp, platform: Platform, form: Form = cards.FORM) -> Shown:
        """The message from which the member opened a form."""
        shown = await self.asked(platform)
        app.reply, app.response = Reply.FORM, form
        await platform.presses(platform.member, shown, "Answer")
        await self.eventually(lambda: platform.form(platform.member), bool, "a form is not shown")
        return shown
