from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.adapters.discord.schemas.schemas import DOCUMENT, Schemas, running

collect_ignore = [] if DOCUMENT.exists() else ["test_document.py"]


@pytest.fixture
async def schemas() -> AsyncIterator[Schemas]:
    async with running() as schemas:
        yield schemas
