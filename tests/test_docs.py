"""The reference pages have every setting and every command, as the code has them."""

from __future__ import annotations

from pathlib import Path

from tests.reference import chat_table, command_line_table, settings_models, settings_table

DOCS = Path(__file__).parent.parent / "docs"


def tables(page: str) -> list[list[str]]:
    """Those of a page, each as its lines."""
    blocks = (DOCS / page).read_text().split("\n\n")
    return [block.splitlines() for block in blocks if block.startswith("| ")]


def test_every_setting_is_told() -> None:
    assert tables("settings.md") == [settings_table(model) for model in settings_models()]


def test_every_command_is_told() -> None:
    assert tables("commands.md") == [chat_table(), command_line_table()]
