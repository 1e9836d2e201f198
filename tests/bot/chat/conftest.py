"""An outbox on SQLite in memory, at noon."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.store.sql import SqlStore
from tests.bot.chat.box import NOON, Box
from tests.fakes import FixedClock


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
async def box(clock: FixedClock) -> AsyncIterator[Box]:
    store = SqlStore("sqlite:///:memory:")
    await store.create_tables()
    yield Box(store, clock)
    await store.close()
