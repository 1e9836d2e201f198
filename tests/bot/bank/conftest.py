from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.bank.examples import FILES


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """A folder with the example files of docs/writing-questions.md, which are known to be good."""
    folder = tmp_path / "questions"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder
