from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.adapters.slack.second_opinion.emulate import Emulate, running


@pytest.fixture
async def emulate() -> AsyncIterator[Emulate]:
    async with running() as slack:
        yield slack
