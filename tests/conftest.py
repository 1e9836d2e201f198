"""What every test may ask for, which tests need more than this process, and which come first."""

from __future__ import annotations

import gc
import signal
from collections.abc import Generator
from types import FrameType

import pytest
import structlog
from hypothesis import settings
from structlog.dev import ConsoleRenderer, plain_traceback

pytest_plugins = [
    *("tests.postgres", "tests.browser", "tests.stores", "tests.sandboxes", "tests.bots", "tests.node"),
    "tests.adapters.discord.schemas.held",
]

NEEDS = {"postgres": pytest.mark.postgres, "chromium": pytest.mark.browser, "machine_code": pytest.mark.slow}
"""What a fixture says of the tests that use it; where there is machine code, whole Kokos are started."""

# A busy machine is no fault of the code.
settings.register_profile("koko", parent=settings(), deadline=None)
settings.load_profile("koko")

# A traceback that Rich has framed takes half a second, and some tests log forty.
plain = ConsoleRenderer(colors=False, exception_formatter=plain_traceback)
structlog.configure(processors=[*structlog.get_config()["processors"][:-1], plain])


def interrupted(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


# Where Python's own handler stands, asyncio puts up another for each fixture and test, and compares. That
# spells out, in an error that nobody reads, all that the fixture gave: for a bot with its bank, 0.1 s each.
signal.signal(signal.SIGINT, interrupted)


SLOW = (
    "tests/test_docs",
    "tests/test_architecture.py::test_a_breach_is_seen",
    "tests/bot/domain/test_schedule.py::test_every_question_day",
    "tests/grading/attacks/",
    "tests/grading/test_page.py::test_the_bank_s_page",
    "tests/bot/grading/model/test_lies",
    "tests/bot/views/test_limits.py::TestTheLongestQuestions::test_are_graded",
    "tests/bot/pictures/",
    "tests/bot/cli/",
    "tests/adapters/local/test_terminal",
    "tests/adapters/discord/test_cli",
    "tests/adapters/discord/test_contract.py::TestContractWithoutTexts",
    "tests/adapters/discord/test_contract.py::TestContract::test_everything_is_acknowledged_once",
    "tests/adapters/discord/test_contract.py::TestContract::test_what_is_delivered_twice_is_one_event",
    "tests/adapters/discord/test_contract.py::TestContract::test_where_nobody_listens_nothing_is_said",
    "tests/adapters/discord/test_every_view",
    "tests/adapters/discord/test_faults",
    "tests/adapters/discord/test_loopback_faults.py::test_reordered_where_nothing_follows",
    "tests/adapters/discord/test_loopback_process",
    "tests/adapters/discord/test_missed.py::test_while_discord_is_down",
    "tests/adapters/discord/test_order",
    "tests/adapters/discord/test_pace",
    "tests/adapters/discord/test_people",
    "tests/adapters/discord/test_refused",
    "tests/adapters/discord/test_sent_again",
    "tests/adapters/slack/test_answers",
    "tests/adapters/slack/test_cli",
    "tests/adapters/slack/test_docs",
    "tests/adapters/slack/test_every_view",
    "tests/adapters/slack/test_faults",
    "tests/adapters/slack/test_installs",
    "tests/adapters/slack/test_loopback_process",
    "tests/adapters/slack/test_loopback_sockets.py::test_an_event_that_nothing_overtakes",
    "tests/adapters/slack/test_oauth",
    "tests/adapters/slack/test_order",
    "tests/adapters/slack/test_people.py::test_many_who_come_at_once",
    "tests/adapters/slack/test_people.py::test_slack_is_asked_again",
    "tests/adapters/slack/test_people.py::test_where_slack_does_not_tell_a_name",
    "tests/adapters/slack/test_places.py::test_two_workspaces_are_two",
    "tests/adapters/slack/test_refreshing",
    "tests/adapters/slack/test_secrets",
    "tests/adapters/slack/test_slow",
    "tests/adapters/slack/test_sockets",
    "tests/adapters/slack/test_workspaces",
)
"""Where tests start processes, wait as platforms make one wait, or take all that there is."""

QUICK = "tests/scenarios/test_week.py"
"""Of all stories the one that `make check` plays, on every platform."""

FIRST = (
    "tests/crash/",
    "tests/bot/grading/rubric/test_determinism",
    "tests/grading/test_page",
    "tests/adapters/slack/test_secrets",
    "tests/browsing/",
    "tests/bot/cli/",
    "tests/adapters/local/test_terminal",
    "tests/scenarios/",
    "tests/grading/test_keyed",
    "tests/adapters/slack/test_slow",
    "tests/bot/grading/sandbox/",
)
"""Where single tests take longest; begun last, they would keep one worker busy when the rest is done."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is read and collected stays to the end. To look through it for garbage, while it grows and five
    times when all is done, would take each worker three seconds."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(SLOW):
            item.add_marker(pytest.mark.slow)
        for fixture in NEEDS.keys() & set(getattr(item, "fixturenames", ())):
            if (fixture, item.nodeid.startswith(QUICK)) != ("machine_code", True):
                item.add_marker(NEEDS[fixture])
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    """The same in every worker, which xdist asks for; where it is equal, the order stays."""
    return next((turn for turn, where in enumerate(FIRST) if item.nodeid.startswith(where)), len(FIRST))
