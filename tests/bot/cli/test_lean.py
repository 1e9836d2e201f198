"""What a command does not need is not even imported: people and tests wait for every import."""

from __future__ import annotations

import pytest

from tests.bank import RIGHT
from tests.bot.cli.house import House

SWITCHED_OFF = ("cryptography", "discord", "holidays", "httpx", "matplotlib", "slack_bolt", "slack_sdk")
"""What only settings bring, or a member's wish."""
THE_BOTS = (*SWITCHED_OFF, "aiohttp", "alembic", "apscheduler", "jinja2", "prompt_toolkit", "sqlalchemy")
"""What commands about questions can do without."""


def take_away(house: House, libraries: tuple[str, ...]) -> None:
    """Koko runs in its house's folder, where Python looks first; and none that has imported them before."""
    house.anew = True
    for library in libraries:
        (house.folder / f"{library}.py").write_text("raise ImportError(f'{__name__} is imported')")


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["version"],
        ["bank"],
        ["bank", "list"],
        ["bank", "show", "systems/cache"],
        ["bank", "lint", "systems/cache"],
        ["bank", "new", "systems/queue"],
        ["bank", "schema"],
        ["grade", "systems/cache", RIGHT],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_a_command_about_questions_needs_nothing_of_the_bot(house: House, words: list[str]) -> None:
    take_away(house, THE_BOTS)

    run = house.koko(*words)

    assert "is imported" not in run.stderr
    assert run.stdout


def test_the_bot_needs_nothing_that_its_settings_leave_off(house: House) -> None:
    take_away(house, SWITCHED_OFF)

    with house.running() as koko:
        assert koko.said.startswith("koko is ready: local; 1 question; ")
