"""A program that does not compile is handed back: it uses no try, and nothing of it is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.chat.form import TextInput
from tests.bank import CODE
from tests.bot.features.appeals import asking, receipt
from tests.bots import ADA, TestBot, asked, button, shown

UNCLOSED = "def increment(x:\n    return x + 1"
RIGHT = "def increment(x):\n    return x + 1"


@pytest.fixture
async def program() -> AsyncIterator[TestBot]:
    """A channel was just asked for a program."""
    async for bot in asking(CODE):
        yield bot


async def test_it_uses_no_try_and_is_told_to_nobody_else(program: TestBot) -> None:
    for _ in range(3):
        said = await program.answer(ADA, UNCLOSED)

    assert "does not compile: line 1: '(' was never closed" in said
    assert "That used no try." in said
    assert await program.in_thread() == []
    assert (await program.answer(ADA, RIGHT)).startswith("5/5")
    assert await program.in_thread() == ["Ada 5/5 · streak 1\n\n[See why]"]


async def test_the_form_has_it_as_it_was_written(program: TestBot) -> None:
    challenge = await program.challenge()
    back = await program.submit(ADA, "answer", challenge.id, answer=UNCLOSED)

    form = asked(await program.press(ADA, *button(back, "Try again")))

    [box] = form.inputs
    assert isinstance(box, TextInput)
    assert box.initial == UNCLOSED
    assert "second and last try" not in form.text


async def test_a_quiz_stays_at_its_question(bot: TestBot) -> None:
    at = button(await bot.command(ADA, "quiz", topic="coding", count=1), "Answer")
    back = await bot.submit(ADA, *at, answer=UNCLOSED)

    form = asked(await bot.press(ADA, *button(back, "Try again")))
    done = await bot.submit(ADA, *at, answer=RIGHT)

    assert "That used no try." in shown(back)
    assert "return x + 1" not in shown(back)
    [box] = form.inputs
    assert isinstance(box, TextInput)
    assert box.initial == UNCLOSED
    assert shown(done).startswith("5/5")
    assert "5/5" in shown(await bot.press(ADA, *button(done, "See the result")))


async def test_in_a_thread_an_edit_mends_it(program: TestBot) -> None:
    message, _ = await program.says(ADA, f"```\n{UNCLOSED}\n```")
    why = shown(await receipt(program, ADA))
    await program.edits(ADA, message, f"```\n{RIGHT}\n```")

    assert "Edit your message, and I grade it anew; that uses no try." in why
    assert (await program.in_thread())[-1].startswith("Ada 5/5 · streak 1")
