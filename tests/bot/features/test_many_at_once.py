"""When many answer at once, the thread does not fall behind."""

from __future__ import annotations

from bot.chat.refs import Person
from bot.errors import PlatformDown
from tests.bank import RIGHT
from tests.bots import ADA, GRACE, LINUS, TestBot, button, shown
from tests.fakes import Fault

MORE = [Person("fake", "team", f"m{number}", f"Member {number}") for number in range(4)]


async def test_lines_that_wait_come_in_one_message_that_serves_each(open_question: TestBot) -> None:
    bot = open_question
    thread = await bot.thread()
    bot.adapter.faults = [Fault(f"send {thread}", PlatformDown("busy"))]
    for person in (ADA, GRACE, *MORE):
        await bot.answer(person, RIGHT)
    await bot.later(seconds=10)

    first, others = [sent.card for sent in bot.adapter.sent if sent.place == thread]
    assert shown(first) == "Ada 5/5 · streak 1\n\n[See why]"
    assert shown(others) == (
        "Grace 5/5 · streak 1\n"
        "Member 0 5/5 · streak 1\n"
        "Member 1 5/5 · streak 1\n"
        "Member 2 5/5 · streak 1\n"
        "Member 3 5/5 · streak 1\n\n[See why]"
    )

    await bot.press(GRACE, "forget")
    assert "5/5 · 100 %" in shown(await bot.press(MORE[3], *button(others, "See why")))
    assert "I know of no answer there" in shown(await bot.press(LINUS, *button(others, "See why")))
