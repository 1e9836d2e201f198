"""An endpoint, and a judge that asks it, with time that stands still."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest
import stamina

from bot.grading.model.breaker import Breaker
from bot.grading.model.endpoint import Endpoint
from bot.grading.model.judge import ModelJudge
from bot.grading.rubric import RubricJudge
from bot.store.ledger import StoredLedger
from bot.store.sql import SqlStore
from tests.bot.grading.model.endpoint import Loopback
from tests.fakes import FixedClock

A_DAY = 20


@pytest.fixture(autouse=True)
def no_waits() -> Iterator[None]:
    """Tries follow one another at once, and are as many as ever."""
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


@pytest.fixture
async def loopback() -> AsyncIterator[Loopback]:
    async with Loopback().serving() as endpoint:
        yield endpoint


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 24, 12, tzinfo=UTC))


@pytest.fixture
async def endpoint(loopback: Loopback) -> AsyncIterator[Endpoint]:
    endpoint = Endpoint(loopback.url, "tiny", "key-of-the-model")
    yield endpoint
    await endpoint.close()


@pytest.fixture
def judge(endpoint: Endpoint, clock: FixedClock, store: SqlStore) -> ModelJudge:
    return ModelJudge(RubricJudge(), endpoint, StoredLedger(store, A_DAY, clock), Breaker(clock))
