"""`koko bank show` on a question with a picture."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from bot.cli import app
from tests.bot.bank.test_pictures import GOOD, write


def test_show_tells_what_is_to_be_seen(tmp_path: Path) -> None:
    write(tmp_path, GOOD)

    shown = CliRunner().invoke(app, ["bank", "show", "retrieval/recall", "--questions", str(tmp_path)])

    assert "Picture: Recall over k from 1 to 5." in shown.stdout
