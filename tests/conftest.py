"""What every test may ask for, and which tests need more than this process."""

from __future__ import annotations

import pytest
from hypothesis import settings

pytest_plugins = [
    *("tests.postgres", "tests.browser", "tests.stores", "tests.sandboxes", "tests.bots", "tests.node"),
    "tests.adapters.discord.schemas.held",
]

NEEDS = {"postgres": pytest.mark.postgres, "chromium": pytest.mark.browser}

# A busy machine is no fault of the code.
settings.register_profile("koko", parent=settings(), deadline=None)
settings.load_profile("koko")


SLOW = (
    "tests/scenarios/",
    "tests/bot/cli/",
    "tests/bot/grading/sandbox/",
    "tests/adapters/local/test_terminal",
    "tests/adapters/discord/test_faults",
    "tests/adapters/discord/test_order",
    "tests/adapters/discord/test_refused",
    "tests/adapters/slack/test_faults",
    "tests/adapters/slack/test_secrets",
    "tests/adapters/slack/test_slow",
    "tests/adapters/slack/test_sockets",
    "tests/adapters/slack/test_cli",
)
"""Where tests start processes or play whole weeks; `make check` leaves them to `make test`."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(SLOW):
            item.add_marker(pytest.mark.slow)
        for fixture in NEEDS.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(NEEDS[fixture])
