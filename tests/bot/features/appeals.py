"""What members and admins do with appeals."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

from bot.bank.files import Bank
from bot.chat.card import Card
from bot.chat.form import Form
from bot.chat.refs import Person
from bot.domain.attempt import Attempt
from bot.domain.question import Question
from bot.store.sql import SqlStore
from tests.bots import ADMIN, CHANNEL, MONDAY, TestBot, asked, build_bot, button, shown
from tests.fakes import FixedClock

SAID = "A cache keeps copies of results close by, so the work is done only once."
BOTH = {"met": "keeps-copies,saves-work", "half": "", "opposite": ""}
GONE = "I know of no answer there"


async def asking(question: Question) -> AsyncIterator[TestBot]:
    store = SqlStore("sqlite:///:memory:")
    await store.create_tables()
    bot = build_bot(store, FixedClock(MONDAY), Bank((question,)))
    await bot.command(ADMIN, "koko ask now")
    yield bot
    await store.close()


async def attempts(bot: TestBot, person: Person) -> list[Attempt]:
    """The last first."""
    async with bot.koko.parts.store.read() as tx:
        return await tx.attempts.by(person)


async def attempt(bot: TestBot, person: Person) -> Attempt:
    """The last one."""
    return (await attempts(bot, person))[0]


async def receipt(bot: TestBot, person: Person) -> Card:
    mine = await attempt(bot, person)
    card = await bot.press(person, "why", f"{mine.id}:{mine.within}")
    assert isinstance(card, Card)
    return card


async def appeals(bot: TestBot, person: Person, **values: str) -> str:
    """By the button on their receipt; what they are told."""
    form = asked(await bot.press(person, *button(await receipt(bot, person), "Appeal")))
    said = {"reason": "I say that it is done once.", "consent": "no", **values}
    return shown(await bot.submit(person, form.action, form.value, CHANNEL, **said))


async def weighs(bot: TestBot, admin: Person, verb: str, number: int = 1) -> Form:
    """The form behind *Grant*, *Refuse* or their like on what has that number in the channel's list."""
    listed = await bot.command(admin, "koko appeals")
    case = await bot.press(admin, *button(listed, f"Show {number}"))
    return asked(await bot.press(admin, *button(case, verb)))


async def decides(bot: TestBot, admin: Person, form: Form, **values: str) -> str:
    said = {"sentence": "So it does.", **values}
    return shown(await bot.submit(admin, form.action, form.value, CHANNEL, **said))


async def grants(bot: TestBot, admin: Person = ADMIN) -> str:
    return await decides(bot, admin, await weighs(bot, admin, "Grant"), **BOTH)


async def points(bot: TestBot, person: Person) -> int:
    async with bot.koko.parts.store.read() as tx:
        return await tx.points.total(person, MONDAY - timedelta(days=1), bot.clock() + timedelta(days=1))
