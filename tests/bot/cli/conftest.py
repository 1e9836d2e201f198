"""A house to run Koko in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bank import OPEN_ONLY
from tests.bot.cli.house import House, furnished


@pytest.fixture
def house(tmp_path: Path, machine_code: Path) -> House:
    """It has one question."""
    return furnished(tmp_path, OPEN_ONLY, machine_code)
