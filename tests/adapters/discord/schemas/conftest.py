from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.adapters.discord.schemas.schemas import DOCUMENT, Schemas

collect_ignore = [] if DOCUMENT.exists() else ["test_document.py"]


@pytest.fixture
def schemas() -> Iterator[Schemas]:
    with Schemas() as schemas:
        yield schemas
