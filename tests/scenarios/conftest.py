"""A team whose Koko keeps its memory in SQLite or in Postgres."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.bots import MONDAY
from tests.fakes import FixedClock
from tests.scenarios.team import Team


@pytest.fixture
async def team(
    database_url: str, tmp_path: Path, machine_code: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Team]:
    """At eight on a Monday, in a channel that nobody has set up; Koko is yet to begin."""
    monkeypatch.setenv("KOKO_LOCAL_WELCOME", "false")
    (tmp_path / "sandbox").symlink_to(machine_code)
    async with aiohttp.ClientSession() as session:
        team = Team(tmp_path, database_url, FixedClock(MONDAY), session)
        yield team
        await team.stops()
