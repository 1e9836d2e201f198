"""What every test sends to a loopback Discord is held to Discord's own schemas when that Discord ends.

Only `--without-node` leaves it out: where Node.js is missing, a test that sends anything fails.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.schemas.schemas import Schemas


@pytest.fixture(scope="session", autouse=True)
def _held_to_schemas(request: pytest.FixtureRequest) -> Iterator[None]:
    """One process for all tests of a worker."""
    if request.config.getoption("without_node"):
        yield
        return
    with Schemas() as schemas:
        LoopbackDiscord.judge = schemas.judge
        yield
