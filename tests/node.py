"""What runs on Node.js beside the tests: which of them need it, and a run that has to do without."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

FOLDERS = ("tests/adapters/slack/second_opinion/",)
"""Where tests talk to a server on Node.js that `make test` installs."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--without-node",
        action="store_true",
        help="leave out what needs Node.js: tests, and the check of what is sent to a loopback Discord",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(FOLDERS):
            item.add_marker(pytest.mark.node)
    if config.getoption("without_node"):
        left_out = [item for item in items if item.get_closest_marker("node")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("node")]


def command(folder: Path, script: str) -> tuple[str, str]:
    """The command line of a script, to be started in its folder; AssertionError tells what is missing."""
    node = shutil.which("node")
    assert node, "this test needs Node.js: `make npm` installs it or says how, --without-node does without"
    assert (folder / "node_modules").exists(), f"this test needs packages: `make node` installs {folder.name}"
    return node, script
