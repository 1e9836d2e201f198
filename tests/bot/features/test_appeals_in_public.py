"""What a channel sees of an appeal."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.adapter import Reaction
from bot.chat.plain import plain
from bot.chat.refs import MessageRef
from bot.errors import PlatformDown
from tests.bank import WRONG
from tests.bot.features.appeals import (
    SAID,
    appeals,
    attempt,
    attempts,
    decides,
    grants,
    points,
    receipt,
    weighs,
)
from tests.bots import ADA, ADMIN, CHANNEL, LINUS, TestBot
from tests.fakes import Fault


async def test_a_granted_appeal_gives_the_grade_the_points_and_the_public_line(looked_after: TestBot) -> None:
    bot = looked_after

    thanks = await appeals(bot, ADA)
    case = plain(bot.adapter.sent[-1].card)
    told = await grants(bot)

    assert "It is with an admin of the channel." in thanks
    assert all(words in case for words in (SAID, "○ It saves computing them again.", "Ada says: I say that"))
    assert "was granted by Root. The grade is 5/5 · 100 %. It was 2/5 · 50 %." in told
    [granted] = bot.in_private(ADA)
    assert "Your appeal was granted: So it does." in granted
    message, line = bot.adapter.edited[-1]
    assert message.place == await bot.thread()
    assert plain(line) == "Ada 5/5 on appeal · streak 1\n\n[See why]"
    assert bot.adapter.reacted[-1][1] is Reaction.FULL
    assert await points(bot, ADA) == 100
    why = plain(await receipt(bot, ADA))
    assert why.startswith("5/5 · 100 %")
    assert "Graded on appeal" in why
    assert "Your appeal was granted" in why


async def test_of_a_hidden_member_nothing_is_said_in_public(looked_after: TestBot) -> None:
    bot = looked_after
    await appeals(bot, ADA)
    await bot.command(ADA, "koko hide")

    await grants(bot)

    assert (bot.adapter.edited, len(await bot.in_thread())) == ([], 2)
    assert bot.adapter.reacted[-1][1] is Reaction.FULL


async def test_practice_gets_the_grade_and_no_points(looked_after: TestBot) -> None:
    bot = looked_after
    await bot.later(hours=24)
    await bot.answer(LINUS, SAID)
    said = len(bot.adapter.sent)
    await appeals(bot, LINUS)

    assert "was granted by Root" in await grants(bot)
    assert await points(bot, LINUS) == 0
    assert len(bot.adapter.sent) == said + 2, "the case and the decision, both in private"


async def test_a_line_that_shares_its_message_with_others_is_said_anew(open_question: TestBot) -> None:
    bot = open_question
    thread = await bot.thread()
    people = [replace(ADA, user=f"ada{number}", name=f"Ada{number}") for number in range(6)]
    bot.adapter.faults = [Fault(f"send {thread}", PlatformDown("busy"))]
    for person in people:
        await bot.answer(person, SAID)
    await bot.later(seconds=10)
    assert len(await bot.in_thread()) == 2

    await appeals(bot, people[-1])
    await grants(bot)

    assert (await bot.in_thread())[-1].startswith("Ada5 5/5 on appeal")
    assert bot.adapter.edited == []


async def test_a_line_that_was_never_told_is_told_when_the_appeal_makes_it_news(
    looked_after: TestBot,
) -> None:
    bot = looked_after
    challenge = await bot.challenge()
    await bot.submit(ADA, "answer", challenge.id, answer="A cache is a thing that sits in a box somewhere.")
    assert [line for line in await bot.in_thread() if "second try" in line] == []

    await appeals(bot, ADA)
    await grants(bot)

    assert (await bot.in_thread())[-1].startswith("Ada 5/5 on the second try on appeal")
    assert await points(bot, ADA) == 100


async def test_a_second_tries_line_tells_its_grade_though_the_first_is_the_better_now(
    looked_after: TestBot,
) -> None:
    bot = looked_after
    challenge = await bot.challenge()
    await bot.answer(LINUS, WRONG)
    await bot.submit(LINUS, "answer", challenge.id, answer=SAID)
    assert (await bot.in_thread())[-1].startswith("Linus 2/5 on the second try")
    first, second = reversed(await attempts(bot, LINUS))
    for tried, met, half in ((first, "keeps-copies,saves-work", ""), (second, "keeps-copies", "saves-work")):
        await bot.submit(LINUS, "appeal", tried.id, CHANNEL, reason="I said so.", consent="no")
        form = await weighs(bot, ADMIN, "Grant")
        await decides(bot, ADMIN, form, met=met, half=half, opposite="")

    assert plain(bot.adapter.edited[-1][1]).startswith("Linus 4/5 on the second try on appeal")
    assert await points(bot, LINUS) == 100


async def test_a_reply_that_is_appealed_keeps_its_reaction(looked_after: TestBot) -> None:
    bot = looked_after
    mine = await attempt(bot, ADA)
    await appeals(bot, ADA)
    await decides(bot, ADMIN, await weighs(bot, ADMIN, "Refuse"))

    reactions: list[tuple[MessageRef, Reaction]] = bot.adapter.reacted
    assert [reaction for message, reaction in reactions if message == mine.source] == [Reaction.PART]
