"""A sandbox for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.grading.sandbox import WasmRunner


@pytest.fixture
async def runner(machine_code: Path) -> AsyncIterator[WasmRunner]:
    async with WasmRunner(machine_code) as runner:
        yield runner
