"""A member appeals a grade, and an admin decides."""

from __future__ import annotations

from bot.chat.adapter import Reaction
from bot.chat.card import Card
from bot.chat.plain import plain
from bot.chat.refs import Person
from tests.bank import HALF
from tests.bots import ADA, ADMIN, CHANNEL, GRACE, TestBot, asked, button, shown

PARAPHRASE = "A cache keeps copies of results close by, so the work is done only once."


async def appeals(bot: TestBot, person: Person, **values: str) -> Card:
    """By the button on their receipt, with a sentence."""
    receipt = await bot.press(person, *await why(bot, person))
    form = asked(await bot.press(person, *button(receipt, "Appeal")))
    said = {"reason": "I say that it is done once.", "consent": "no", **values}
    card = await bot.submit(person, form.action, form.value, CHANNEL, **said)
    assert isinstance(card, Card)
    return card


async def why(bot: TestBot, person: Person) -> tuple[str, str]:
    async with bot.koko.parts.store.read() as tx:
        attempt = (await tx.attempts.by(person))[0]
    return "why", f"{attempt.id}:{attempt.within}"


async def test_a_granted_appeal_gives_the_grade_the_points_and_the_public_line(
    open_question: TestBot,
) -> None:
    bot = open_question
    await bot.press(ADMIN, "setup.start")
    await bot.says(ADA, PARAPHRASE)
    await bot.says(GRACE, HALF)

    thanks = await appeals(bot, ADA)
    case = bot.adapter.sent[-1].card
    form = asked(await bot.press(ADMIN, *button(case, "Grant")))
    told = await bot.submit(
        ADMIN, form.action, form.value, met="keeps-copies,saves-work", half="", opposite="",
        sentence="Done only once is what it saves.",
    )  # fmt: skip

    assert "with an admin" in shown(thanks)
    assert all(words in plain(case) for words in (PARAPHRASE, "Ada says: I say that it is done once."))
    assert "was granted by Root. The grade is 5/5 · 100 %. It was 2/5 · 50 %." in shown(told)
    [granted] = bot.in_private(ADA)
    assert "Your appeal was granted: Done only once is what it saves." in granted
    message, line = bot.adapter.edited[-1]
    assert plain(line).startswith("Ada 5/5 on appeal · streak 1")
    assert message.place == await bot.thread()
    assert bot.adapter.reacted[-1][1] is Reaction.FULL
    assert "Ada" in shown(await bot.command(GRACE, "leaderboard"))
