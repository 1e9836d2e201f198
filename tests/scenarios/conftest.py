"""A team whose Koko lives on one platform or another, with its memory in SQLite or in Postgres."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import cast

import pytest

from tests.bots import MONDAY
from tests.fakes import FixedClock
from tests.scenarios.discord_stage import discord_stage, textless_stage
from tests.scenarios.local_stage import local_stage
from tests.scenarios.slack_stage import slack_stage
from tests.scenarios.stage import Stage
from tests.scenarios.team import Team

STAGES: Mapping[str, Callable[[Path, FixedClock], AbstractAsyncContextManager[Stage]]] = {
    "discord": discord_stage,
    "discord-textless": textless_stage,
    "local": local_stage,
    "slack": slack_stage,
}
ON_LOCAL = ["local sqlite", pytest.param("local postgres", marks=pytest.mark.postgres)]
"""Where a story is played, as platform and database; a test asks for others by parametrizing `where`."""
ON_SLACK = ["slack sqlite"]
ON_DISCORD = ["discord sqlite"]


@pytest.fixture(params=[*ON_LOCAL, *ON_SLACK, *ON_DISCORD])
def where(request: pytest.FixtureRequest) -> str:
    return cast(str, request.param)


@pytest.fixture
def database(where: str) -> str:
    return where.split()[1]


@pytest.fixture
def clock() -> FixedClock:
    """At eight on a Monday."""
    return FixedClock(MONDAY)


@pytest.fixture
async def stage(
    where: str, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Stage]:
    """A channel that nobody has set up."""
    async with STAGES[where.split()[0]](tmp_path, clock) as stage:
        for name, value in stage.environment.items():
            monkeypatch.setenv(name, value)
        yield stage


@pytest.fixture
async def team(
    stage: Stage, clock: FixedClock, database_url: str, tmp_path: Path, machine_code: Path
) -> AsyncIterator[Team]:
    """Koko is yet to begin."""
    (tmp_path / "sandbox").symlink_to(machine_code)
    team = Team(tmp_path, database_url, clock, stage)
    yield team
    await team.stops()
