"""Rules for what goes out: all of it shown, nothing of it more than words, found again by its key."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bot.chat.adapter import Problem, Reaction, Reply
from bot.chat.card import card
from bot.chat.refs import MessageRef, Place
from bot.errors import ChatError, NotAllowed, PlaceGone, PlatformDown
from tests.contract import cards
from tests.contract.platform import Platform, ScriptedApp, Shown
from tests.contract.rules import LONG_AGO, Rules


class OutboundRules(Rules):
    """What the bot says."""

    async def test_it_says_that_it_is_connected(self, platform: Platform) -> None:
        assert platform.adapter.health().connected, "connected, and doesn't say so"
        found = [each for each in await platform.adapter.check() if isinstance(each, Problem)]
        assert not found, "finds problems where there are none"

    async def test_places_and_messages_are_read_back(self, platform: Platform) -> None:
        adapter = platform.adapter
        direct = await adapter.open_direct(platform.member)
        for place in (platform.channel, direct):
            assert place.adapter == adapter.name, "a place has another adapter's name"
            sent = await adapter.send(Place.parse(str(place)), card("Before"), f"refs {place}")
            assert sent.place == place, "a message is said to be elsewhere than where it was sent"
            await adapter.edit(MessageRef.parse(str(sent)), card("After"))
            seen = await platform.sees(platform.member, place)
            assert [one.text for one in seen] == ["After"], "a message does not become what it was edited to"
            assert seen[0].ref == sent, "a message has two names"

    async def test_a_direct_place_is_the_persons_alone(self, platform: Platform) -> None:
        direct = await platform.adapter.open_direct(platform.member)
        await platform.adapter.send(direct, card("For you"), "direct")

        assert direct == await platform.adapter.open_direct(platform.member), "two direct places"
        assert len(await platform.sees(platform.member, direct)) == 1, "a direct message is not seen"
        assert not await platform.sees(platform.admin, direct), "a direct message is seen by others"

    async def test_every_block_is_shown(self, platform: Platform) -> None:
        await platform.adapter.send(platform.channel, cards.EVERYTHING, "everything")

        shown = await self.message(platform, platform.channel, "Today")
        for words in cards.EVERYTHING_SAYS:
            assert cards.gaps(words) in cards.gaps(shown.text), f"a block is not shown: {words!r}"
        assert shown.buttons == ("Answer", "Hint"), "buttons are not shown"
        assert set(shown.files.values()) == cards.EVERYTHING_CARRIES, "files or pictures are not handed over"

    async def test_the_largest_card_is_taken(self, platform: Platform) -> None:
        for number, (largest, _) in enumerate(cards.LARGEST):
            await platform.adapter.send(platform.channel, largest, f"largest {number}")

        seen = await platform.sees(platform.member, platform.channel)
        for largest, ends in cards.LARGEST:
            for words in ends:
                assert any(words in one.text for one in seen), f"a large card is cut: {words}"
            labels = [label for one in seen for label in one.buttons]
            assert {button.label for button in largest.buttons} <= set(labels), "buttons are cut"

    @pytest.mark.parametrize("words", cards.HOSTILE)
    async def test_what_people_wrote_stays_words(self, platform: Platform, words: str) -> None:
        await platform.adapter.send(platform.channel, cards.quoting(words), "hostile")

        (shown,) = await platform.sees(platform.member, platform.channel)
        assert not shown.mentions, f"calls people: {shown.mentions}"
        assert not shown.markup, f"is more than words: {shown.markup}"
        assert shown.text.count(words) == cards.QUOTED, f"does not show just what was written: {shown.text!r}"
        assert shown.buttons == (words,), "a label is changed"

    async def test_mentions_are_off(self, app: ScriptedApp, platform: Platform) -> None:
        calls = ["@everyone", "@here", "<!channel>", platform.mention(platform.member)]
        loud = card("Hello", " ".join(calls))
        await platform.adapter.send(platform.channel, loud, "loud")
        message = await platform.adapter.send(platform.channel, card("Quiet"), "quiet")
        await platform.adapter.edit(message, loud)
        app.reply, app.response = Reply.PUBLIC, loud
        await platform.invokes(platform.member, platform.channel, "/quiz")

        async def read() -> Sequence[Shown]:
            return await platform.sees(platform.member, platform.channel)

        seen = await self.eventually(read, lambda found: len(found) == 3, "an answer is missing")
        assert not [one.mentions for one in seen if one.mentions], "calls people"

    async def test_what_was_sent_is_found_by_its_key_after_a_restart(self, platform: Platform) -> None:
        sent = await platform.adapter.send(platform.channel, card("Today"), "challenge:1")
        for _ in range(2):
            found = await platform.adapter.find(platform.channel, "challenge:1", LONG_AGO)
            assert found == sent, "what was sent is not found"
            assert await platform.adapter.find(platform.channel, "challenge:2", LONG_AGO) is None, (
                "finds another key"
            )
            await platform.restarts()

    async def test_a_reaction_can_be_repeated_and_replaced(self, platform: Platform) -> None:
        message = await platform.adapter.send(platform.channel, card("Today"), "today")
        first = []
        for reaction in (Reaction.SEEN, Reaction.SEEN, Reaction.FULL):
            await platform.adapter.react(message, reaction)
            (shown,) = await platform.sees(platform.member, platform.channel)
            assert len(shown.reactions) == 1, "a reaction is missing, or doubled"
            first.append(shown.reactions)
        assert first[0] == first[1] != first[2], "reactions look the same"

    async def test_admins_are_known(self, platform: Platform) -> None:
        assert await platform.adapter.is_admin(platform.admin, platform.channel), "an admin is not known"
        assert not await platform.adapter.is_admin(platform.member, platform.channel), "anybody is an admin"

    @pytest.mark.parametrize("kind", [PlaceGone, NotAllowed, PlatformDown])
    async def test_the_platforms_errors_are_told_apart(
        self, platform: Platform, kind: type[ChatError]
    ) -> None:
        fault = await platform.breaks(kind)
        assert fault or kind is not PlaceGone, "every platform has places that are gone"
        if fault:
            sending = platform.adapter.send(fault.place, card("Today"), "today")
            (error,) = await asyncio.gather(sending, return_exceptions=True)
            assert type(error) is kind, f"{error!r} is not {kind.__name__}"
            asked = getattr(error, "retry_after", None)
            assert asked == fault.retry_after, "does not say how long to wait"
