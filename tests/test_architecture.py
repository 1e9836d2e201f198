from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
LINTER: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]

# For each contract, the smallest file that breaks it and no other.
VIOLATIONS = {
    "The bot is layered": {"bot/planted.py": ""},
    "The bot knows no platform": {"bot/chat/planted.py": "import discord"},
    "Rules do no I/O": {"bot/domain/planted.py": "import httpx"},
    "Features name no engine": {"bot/features/planted.py": "import sqlalchemy"},
    "Adapters see only the chat vocabulary": {"adapters/local/planted.py": "import bot.domain.grade"},
    "Adapters do not know each other": {"adapters/planted/__init__.py": "import adapters.local"},
    "Only the composition root sees SQL": {"bot/cli/planted.py": "import bot.store.tables"},
    "Settings are read once": {"bot/features/planted.py": "import bot.settings"},
    "No cycles": {
        "bot/domain/planted.py": "import bot.domain.sprouted",
        "bot/domain/sprouted.py": "import bot.domain.planted",
    },
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the code that the contracts speak of, to plant things in."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in LINTER["root_packages"]:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def broken_contracts(tree: Path) -> set[str]:
    """The contracts that don't hold in `tree`, of all of them."""
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tree,
        capture_output=True,
        text=True,
    )
    verdicts = dict(
        line.rsplit(" ", 1) for line in run.stdout.splitlines() if line.endswith(("KEPT", "BROKEN"))
    )
    assert verdicts.keys() == VIOLATIONS.keys(), run.stdout + run.stderr
    return {name for name, verdict in verdicts.items() if verdict == "BROKEN"}


def test_the_walls_stand(tree: Path) -> None:
    assert broken_contracts(tree) == set()


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_a_breach_is_seen(contract: str, tree: Path) -> None:
    for name, source in VIOLATIONS[contract].items():
        (tree / name).parent.mkdir(exist_ok=True)
        (tree / name).write_text(source)

    assert broken_contracts(tree) == {contract}


def test_adapters_are_kept_from_all_of_the_bot_but_its_vocabulary() -> None:
    layers, *others = LINTER["contracts"]
    every = {f"bot.{module}" for layer in layers["layers"] for module in layer.split(" | ")}
    kept_from = next(rule for rule in others if rule["name"] == "Adapters see only the chat vocabulary")

    assert every - set(kept_from["forbidden_modules"]) == {"bot.chat", "bot.errors", "bot.logs"}


def test_no_file_is_over_400_lines() -> None:
    files = [
        path for folder in ("bot", "adapters", "bench", "tests") for path in (ROOT / folder).rglob("*.py")
    ]

    assert [str(path) for path in files if len(path.read_text().splitlines()) > 400] == []
