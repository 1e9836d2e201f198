"""Programs that mean harm: each ends as its row says, the host loses nothing, the next program is graded."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.grading.ports import Outcome, Report
from bot.grading.sandbox import WasmRunner
from tests.bot.grading.sandbox.hostile import lies, reach, resources
from tests.bot.grading.sandbox.hostile.attack import CASES, EXPECTED, SECRET, Attack, Host, shown
from tests.bot.grading.sandbox.watch import working

in_one_pool = pytest.mark.asyncio(loop_scope="module")

LIMIT_S = 0.3
"""For what would never end by itself."""

MEMORY_MB = 64
"""For what would never have enough: a quarter of what members get, so that it is reached sooner."""

HONEST = f"def f(piles, h): return 4 if h == 8 else {EXPECTED}"

FAMILIES = {
    "endless": resources.ENDLESS,
    "limits caught": resources.LIMITS_CAUGHT,
    "greedy": resources.GREEDY,
    "deep": resources.DEEP,
    "flood": resources.FLOODS,
    "process": reach.PROCESSES,
    "signal": reach.SIGNALS,
    "file": reach.FILES,
    "network": reach.NETWORK,
    "environment": reach.ENVIRONMENT,
    "import": reach.IMPORTS,
    "text": reach.TEXT,
    "exit": lies.EXITS,
    "verdict": lies.VERDICTS,
    "tests edited": lies.TESTS_EDITED,
    "spying": lies.SPYING,
}
ATTACKS = {f"{family}: {attack.name}": attack for family, attacks in FAMILIES.items() for attack in attacks}


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    host = Host(tmp_path_factory.mktemp("host") / "folder", os.getpid())
    with pytest.MonkeyPatch.context() as patch, host.listener:
        patch.setenv("KOKO_SECRET_KEY", SECRET)
        yield host


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool(machine_code: Path, host: Host) -> AsyncIterator[WasmRunner]:
    """One for all attacks, so that any of them could spoil it for the rest."""
    async with WasmRunner(machine_code, at_once=1, memory_mb=MEMORY_MB) as runner:
        yield runner


async def run(pool: WasmRunner, source: str, limit_s: float = 60) -> Report:
    return await pool.run(source, "f", "f", CASES, limit_s)


def test_there_are_many_and_no_two_share_a_name() -> None:
    assert len(ATTACKS) == sum(map(len, FAMILIES.values())) >= 100


@in_one_pool
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
async def test_an_attack_is_contained(pool: WasmRunner, host: Host, attack: Attack) -> None:
    limit_s = LIMIT_S if attack.outcome is Outcome.TIME_LIMIT else 60

    report = await run(pool, attack.against(host), limit_s)

    assert (report.outcome, report.passed) == (attack.outcome, attack.passed), report
    assert attack.told in report.detail
    assert 0 < len(report.detail) <= 500
    assert len(report.output) <= 2_000
    assert SECRET not in shown(report)
    assert str(EXPECTED) not in shown(report)
    assert host.files() == {"secret": SECRET}
    assert not host.was_called()
    assert working() == []
    assert await run(pool, HONEST) == Report(Outcome.ACCEPTED, 2, 2)


@in_one_pool
async def test_a_program_leaves_nothing_to_the_next(pool: WasmRunner) -> None:
    await run(
        pool, "import builtins, sys\nbuiltins.left = sys.modules['left'] = 4\ndef f(piles, h): return left"
    )

    report = await run(
        pool, "import sys\ndef f(piles, h):\n    print('left' in sys.modules)\n    return left"
    )

    assert report.output == "False\nFalse\n"
    assert report.detail.endswith("NameError: name 'left' is not defined")
