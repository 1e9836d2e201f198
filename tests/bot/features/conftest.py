"""A bot whose channel has just been asked."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.store.sql import SqlStore
from tests.bank import CHOICE, HALF, OPEN_ONLY
from tests.bot.features.appeals import SAID, asking
from tests.bots import ADA, ADMIN, GRACE, MONDAY, TestBot, build_bot
from tests.fakes import FixedClock


@pytest.fixture
async def open_question() -> AsyncIterator[TestBot]:
    """An admin has just asked the cache question, which is open for 23 hours."""
    store = SqlStore("sqlite:///:memory:")
    await store.create_tables()
    bot = build_bot(store, FixedClock(MONDAY), OPEN_ONLY)
    await bot.command(ADMIN, "koko ask now")
    yield bot
    await store.close()


@pytest.fixture
async def looked_after(open_question: TestBot) -> TestBot:
    """The channel has an admin who gets the notices, and Ada and Grace have answered half."""
    await open_question.press(ADMIN, "setup.start")
    await open_question.says(ADA, SAID)
    await open_question.says(GRACE, HALF)
    return open_question


@pytest.fixture
async def choice() -> AsyncIterator[TestBot]:
    """A question with a key was just asked, in a channel that nobody has set up."""
    async for bot in asking(CHOICE):
        yield bot
