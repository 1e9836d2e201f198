"""Rules for what a platform may lack (`bot.chat.adapter.Capabilities`), a class for each."""

from __future__ import annotations

from bot.chat.card import card
from bot.chat.events import MessageDeleted, MessageEdited, MessageSent
from bot.chat.refs import Place
from tests.contract.platform import Platform, ScriptedApp
from tests.contract.rules import LONG_AGO, PROSE, Rules


class ThreadRules(Rules):
    """`Capabilities.threads`."""

    async def test_a_message_has_one_thread(self, platform: Platform) -> None:
        message = await platform.adapter.send(platform.channel, card("Today"), "today")
        thread = await platform.adapter.open_thread(message, "Answers")

        assert await platform.adapter.open_thread(message, "Answers") == thread, "a message has two threads"
        assert thread.thread, "a thread is no thread"
        assert thread.parent == platform.channel, "a thread is in another channel"

    async def test_what_is_sent_to_a_thread_is_read_there(self, platform: Platform) -> None:
        message = await platform.adapter.send(platform.channel, card("Today"), "today")
        thread = await platform.adapter.open_thread(message, "Answers")
        sent = await platform.adapter.send(Place.parse(str(thread)), card("Closed"), "closed")

        assert sent.place == thread, "a reply is said to be elsewhere"
        await self.message(platform, thread, "Closed", "a reply is not seen in its thread")
        channel = await platform.sees(platform.member, platform.channel)
        assert [one.text for one in channel] == ["Today"], "a reply is seen in the channel"
        assert await platform.adapter.find(thread, "closed", LONG_AGO) == sent, "a reply is not found"


class ReadingRules(Rules):
    """`Capabilities.reads_messages`."""

    async def test_a_message_arrives_as_it_was_typed(self, app: ScriptedApp, platform: Platform) -> None:
        thread = await self.thread(platform)
        for number, text in enumerate((PROSE, "x < y && z > 1\n```\nif a & b:\n    pass\n```"), start=1):
            act = await platform.says(platform.member, thread, text)
            event = await self.arrives(app, MessageSent, number)
            assert event.text == text, "a text is changed on the way"
            assert (event.message, event.place) == (act.message, thread), "a message from elsewhere"
            assert (event.person, event.person.name) == (platform.member, platform.member.name), "a stranger"
            assert not event.addressed, "spoken to nobody, and taken as spoken to somebody"
            await self.acknowledged(act)

    async def test_who_is_spoken_to_is_noticed(self, app: ScriptedApp, platform: Platform) -> None:
        said = f"{platform.mention(platform.admin)} what do you think of it"
        await platform.says(platform.member, await self.thread(platform), said)

        event = await self.arrives(app, MessageSent)
        assert event.addressed, "a mention at the start is not noticed"

    async def test_edits_and_deletions_arrive(self, app: ScriptedApp, platform: Platform) -> None:
        act = await platform.says(platform.member, await self.thread(platform), PROSE)
        assert act.message
        await self.acknowledged(await platform.edits(platform.member, act.message, "No: only a little."))
        edited = await self.arrives(app, MessageEdited)
        assert (edited.message, edited.text) == (act.message, "No: only a little."), "an edit is changed"
        assert edited.person == platform.member, "an edit by a stranger"

        await self.acknowledged(await platform.deletes(platform.member, act.message))
        assert (await self.arrives(app, MessageDeleted)).message == act.message, "another message is deleted"
        assert len({event.id for event in app.arrived}) == 3, "an edit has the id of the message"

    async def test_what_is_said_to_the_bot_alone_arrives(self, app: ScriptedApp, platform: Platform) -> None:
        direct = await platform.adapter.open_direct(platform.member)
        await platform.says(platform.member, direct, PROSE)

        assert (await self.arrives(app, MessageSent)).place == direct, "a direct message from elsewhere"

    async def test_only_people_in_threads_are_listened_to(self, app: ScriptedApp, platform: Platform) -> None:
        thread = await self.thread(platform)
        await platform.adapter.send(thread, card("The bot's own words"), "own")
        await platform.bot_says(thread, "Another bot's words")
        await platform.says(platform.admin, platform.channel, "Just talk")
        await platform.says(platform.member, thread, PROSE)

        await self.arrives(app, MessageSent)
        await self.pause()
        texts = [event.text for event in app.arrived if isinstance(event, MessageSent)]
        assert texts == [PROSE], f"listens to what does not concern it: {texts}"

    async def thread(self, platform: Platform) -> Place:
        message = await platform.adapter.send(platform.channel, card("Today"), "today")
        return await platform.adapter.open_thread(message, "Answers")
