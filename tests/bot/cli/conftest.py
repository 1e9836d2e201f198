"""A house to run Koko in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bank import OPEN_ONLY, write_files
from tests.bot.cli.house import House


@pytest.fixture
def house(tmp_path: Path, machine_code: Path) -> House:
    """One question, an empty folder and a free port."""
    write_files(tmp_path / "questions", OPEN_ONLY)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sandbox").symlink_to(machine_code)
    return House(
        tmp_path,
        {
            "KOKO_FOLDER": str(tmp_path / "data"),
            "KOKO_QUESTIONS": str(tmp_path / "questions"),
            "KOKO_HTTP_PORT": "0",
            "KOKO_LOCAL_WELCOME": "false",
        },
    )
