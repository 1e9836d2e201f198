"""A sandbox for each test, over one folder of machine code, since CPython takes seconds to compile."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.grading.sandbox import WasmRunner


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("python")


@pytest.fixture
async def runner(cache: Path) -> AsyncIterator[WasmRunner]:
    async with WasmRunner(cache) as runner:
        yield runner
