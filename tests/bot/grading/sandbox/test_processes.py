"""The sandbox's processes: what they may do, who comes next, and that none is left behind."""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from bot.domain.question import Case
from bot.grading.ports import Outcome, Report, SandboxUnavailable
from bot.grading.sandbox import WasmRunner
from bot.grading.sandbox.limit import Limit
from bot.grading.sandbox.process import Process
from tests.bot.grading.sandbox.watch import processes, working
from tests.sandboxes import CHILD
from tests.waiting import stop, until

ONE = [Case(arguments=(), expected=1, hidden=False)]
RIGHT = "def f(): return 1"
ENDLESS = "def f():\n    while True: pass"


async def run(runner: WasmRunner, source: str = RIGHT, limit_s: float = 10) -> Report:
    return await runner.run(source, "f", None, ONE, limit_s)


async def work() -> psutil.Process:
    """The process that runs a program, once it does; the first of all compiles Python before."""
    await until(working, limit=60)
    [process] = working()
    return process


async def test_processes_start_at_the_first_run_and_wait_warm(machine_code: Path) -> None:
    async with WasmRunner(machine_code, at_once=2) as runner:
        assert processes() == []

        await run(runner)
        await until(lambda: len(processes()) == 1)
        await asyncio.gather(*(run(runner) for _ in range(5)))
        await until(lambda: len(processes()) == 2)


async def test_a_program_runs_in_a_process_that_may_do_nothing(runner: WasmRunner) -> None:
    task = asyncio.create_task(run(runner, ENDLESS))

    process = await work()

    assert process.environ() == {}
    assert process.net_connections() == []
    assert process.rlimit(psutil.RLIMIT_NPROC) == (0, 0)
    assert process.rlimit(psutil.RLIMIT_NOFILE) == (0, 0)
    assert process.rlimit(psutil.RLIMIT_CPU)[1] < 60
    assert process.rlimit(psutil.RLIMIT_DATA)[1] < 1 << 30
    await stop(task)


async def test_a_warm_process_that_was_killed_is_not_missed(runner: WasmRunner) -> None:
    await run(runner)
    await until(processes)
    [warm] = processes()
    warm.kill()

    assert (await run(runner)).outcome is Outcome.ACCEPTED


async def test_a_program_whose_process_was_killed_is_run_again(runner: WasmRunner) -> None:
    task = asyncio.create_task(run(runner, "def f():\n    import time\n    time.sleep(1)\n    return 1"))

    (await work()).kill()

    assert (await task).outcome is Outcome.ACCEPTED


async def test_a_program_that_others_kept_from_working_has_its_time_all_the_same(runner: WasmRunner) -> None:
    busy = "def f():\n    for _ in range(10 ** 6): pass\n    return 1"
    task = asyncio.create_task(run(runner, busy, limit_s=1))
    process = await work()

    process.suspend()
    await asyncio.sleep(1.5)
    process.resume()

    assert (await task).outcome is Outcome.ACCEPTED


async def test_who_never_works_may_not_stay_for_ever(runner: WasmRunner) -> None:
    task = asyncio.create_task(run(runner, ENDLESS, limit_s=0.5))
    process = await work()
    begun = sum(process.cpu_times()[:2])
    await until(lambda: sum(process.cpu_times()[:2]) > begun + 0.1)

    process.suspend()

    assert (await task).outcome is Outcome.TIME_LIMIT
    assert not psutil.pid_exists(process.pid)


async def test_who_comes_first_is_served_first(machine_code: Path) -> None:
    served: list[int] = []

    async def member(number: int, runner: WasmRunner) -> None:
        await run(runner)
        served.append(number)

    async with WasmRunner(machine_code, at_once=1) as runner:
        await asyncio.gather(*(member(number, runner) for number in range(6)))

    assert served == [0, 1, 2, 3, 4, 5]


async def test_an_endless_program_does_not_hold_up_the_others(machine_code: Path) -> None:
    async with WasmRunner(machine_code, at_once=2) as runner:
        endless = asyncio.create_task(run(runner, ENDLESS, limit_s=10))
        await work()

        others = [await run(runner) for _ in range(3)]

        assert [report.outcome for report in others] == [Outcome.ACCEPTED] * 3
        assert not endless.done()
        await stop(endless)


async def test_a_cancelled_run_takes_its_process_with_it(runner: WasmRunner) -> None:
    task = asyncio.create_task(run(runner, ENDLESS))
    await work()

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert not working()


async def test_a_run_cancelled_again_while_it_clears_up_leaves_nothing(runner: WasmRunner) -> None:
    loop, open_again = asyncio.get_running_loop(), threading.Event()
    task = asyncio.create_task(run(runner, ENDLESS))
    process = await work()
    loop.set_default_executor(ThreadPoolExecutor(1))
    busy = loop.run_in_executor(None, open_again.wait)  # so that nobody is free to bury it
    task.cancel()
    await until(lambda: process.status() == psutil.STATUS_ZOMBIE)

    task.cancel()
    await asyncio.wait([task], timeout=0.1)
    open_again.set()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert not psutil.pid_exists(process.pid)
    assert await busy


async def test_a_run_cancelled_while_it_starts_leaves_nothing(runner: WasmRunner) -> None:
    task = asyncio.create_task(run(runner))
    await until(processes)
    [process] = processes()

    await stop(task)

    assert not psutil.pid_exists(process.pid)
    assert (await run(runner)).outcome is Outcome.ACCEPTED


async def test_a_run_cancelled_in_the_queue_takes_nobodys_turn(machine_code: Path) -> None:
    async with WasmRunner(machine_code, at_once=1) as runner:
        first = asyncio.create_task(run(runner, ENDLESS, limit_s=0.5))
        await work()
        given_up, last = asyncio.create_task(run(runner)), asyncio.create_task(run(runner))
        await asyncio.sleep(0)

        await stop(given_up)

        assert (await first).outcome is Outcome.TIME_LIMIT
        assert (await last).outcome is Outcome.ACCEPTED


async def test_nothing_is_left_after_closing(machine_code: Path) -> None:
    runner = WasmRunner(machine_code)
    await run(runner)
    task = asyncio.create_task(run(runner, ENDLESS))
    await work()

    await runner.close()

    with pytest.raises(SandboxUnavailable, match="closed"):
        await task
    with pytest.raises(SandboxUnavailable, match="closed"):
        await run(runner)
    assert processes() == []


async def test_a_program_killed_as_it_starts_is_past_its_limit_s_measuring(machine_code: Path) -> None:
    process = Process(machine_code, 1 << 28)
    await process.end()

    async with asyncio.timeout(None) as clock:
        with Limit(clock, process, limit_s=1) as limit:
            limit.begin()
            await asyncio.sleep(0)

            assert clock.when() is not None


async def test_nothing_is_left_when_the_bot_is_killed(machine_code: Path) -> None:
    story = f"""
import asyncio
from pathlib import Path
from bot.domain.question import Case
from bot.grading.sandbox import WasmRunner
from bot.grading.sandbox.limit import Limit
from bot.grading.sandbox.process import Process

async def main():
    runner = WasmRunner(Path({str(machine_code)!r}), at_once=2)
    one = [Case(arguments=(), expected=1)]
    await asyncio.gather(runner.check(), runner.check())
    await runner.run({ENDLESS!r}, "f", None, one, limit_s=100)

asyncio.run(main())
"""
    bot = psutil.Popen([sys.executable, "-c", story])
    await until(lambda: working(bot) and len(processes(bot)) == 2, limit=60)
    children = processes(bot)

    bot.kill()

    _, alive = await asyncio.to_thread(psutil.wait_procs, [bot, *children], timeout=10)
    assert alive == []


async def test_the_machine_code_is_made_once_for_its_owner_alone(tmp_path: Path, machine_code: Path) -> None:
    async with WasmRunner(machine_code) as runner:
        assert await runner.check() is None
    [code] = machine_code.iterdir()
    made = code.stat().st_ino
    async with WasmRunner(machine_code) as runner:
        assert await runner.check() is None

    assert code.stat().st_ino == made
    assert machine_code.stat().st_mode & 0o077 == 0


async def test_damaged_machine_code_is_made_anew(tmp_path: Path, machine_code: Path) -> None:
    async with WasmRunner(machine_code) as runner:
        await runner.check()
    [code] = machine_code.iterdir()
    (tmp_path / code.name).write_bytes(code.read_bytes()[:1_000])

    async with WasmRunner(tmp_path) as runner:
        assert await runner.check() is None
    assert (tmp_path / code.name).stat().st_size == code.stat().st_size


async def test_where_no_more_files_can_be_opened_it_says_so(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    async with WasmRunner(tmp_path) as runner:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
        try:
            reason = await runner.check()
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    assert reason == "the sandbox does not start: [Errno 24] Too many open files"


async def test_a_folder_that_others_can_write_to_is_not_trusted(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)

    async with WasmRunner(tmp_path) as runner:
        assert await runner.check() == (
            f"the sandbox does not start: others can write to the sandbox's cache {tmp_path}"
        )
        with pytest.raises(SandboxUnavailable):
            await run(runner)


@pytest.fixture
def of_another_user(tmp_path: Path) -> Path:
    """Who may give folders away does; for all others there is the root."""
    if os.geteuid() != 0:
        return Path("/")
    os.chown(tmp_path, 1, -1)
    return tmp_path


async def test_a_folder_of_another_user_is_not_trusted(of_another_user: Path) -> None:
    async with WasmRunner(of_another_user) as runner:
        reason = await runner.check()

    assert reason == (
        f"the sandbox does not start: the sandbox's cache {of_another_user} belongs to another user"
    )


def run_another_python(folder: Path) -> subprocess.CompletedProcess[str]:
    """By a process of few scruples: what it makes, all may write."""
    other = folder / "python.wasm"
    other.write_bytes(b"\0asm\1\0\0\0")
    return subprocess.run(
        [sys.executable, "-I", CHILD, other, folder / "koko" / "cache" / "python.cwasm", "1"],
        capture_output=True,
        text=True,
        check=False,
        umask=0,
    )


def test_another_python_is_not_run(tmp_path: Path) -> None:
    ran = run_another_python(tmp_path)

    assert ran.returncode == 1
    assert ran.stderr == "python.wasm is not the CPython that Koko knows\n"


def test_what_leads_to_the_machine_code_is_for_its_owner_alone(tmp_path: Path) -> None:
    run_another_python(tmp_path)

    folders = (tmp_path / "koko", tmp_path / "koko" / "cache")
    assert [folder.stat().st_mode & 0o777 for folder in folders] == [0o700, 0o700]


def test_the_bot_itself_never_loads_webassembly() -> None:
    story = "import sys, bot.grading.sandbox; print('wasmtime' in sys.modules)"

    assert subprocess.check_output([sys.executable, "-c", story], text=True) == "False\n"
