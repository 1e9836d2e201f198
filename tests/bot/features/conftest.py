"""A bot whose channel has just been asked."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.store.sql import SqlStore
from tests.bank import OPEN_ONLY
from tests.bots import ADMIN, MONDAY, TestBot, build_bot
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
