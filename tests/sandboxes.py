"""CPython as machine code: it takes seconds to compile, so all tests of all runs share one copy."""

from __future__ import annotations

import asyncio
import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from importlib.metadata import version
from pathlib import Path
from subprocess import run

import pytest

from bot.grading.sandbox import WasmRunner

KEPT = Path(".pytest_cache/d/machine-code")
"""In the project's folder, where `pytest --cache-clear` clears it away."""

CHILD = Path(sys.modules[WasmRunner.__module__].__file__ or "").with_name("child.py")
SOURCES = [CHILD.with_name(f"{name}.py") for name in ("process", "child", "guest", "snapshot")]
"""What the machine code is named and made by."""


@pytest.fixture(scope="session")
def machine_code(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to link a Koko's `sandbox` to, of this test process alone.

    In it is a link to what some run compiled. Should that not load here, it is compiled anew into the folder.
    """
    folder = tmp_path_factory.mktemp("sandbox")
    code = _compiled(pytestconfig.rootpath)
    (folder / code.name).symlink_to(code)
    return folder


def _compiled(root: Path) -> Path:
    """The machine code of this compiler and these sources, made by whoever comes first."""
    sources = hashlib.sha256(b"".join(source.read_bytes() for source in SOURCES)).hexdigest()
    folder = root / KEPT / f"{version('wasmtime')}-{sources[:12]}"
    with _alone(root / KEPT):
        if not list(folder.glob("*.cwasm")):
            # Not in this process: its event loops are pytest's, and it would see a sandbox's process.
            run([sys.executable, "-m", __name__, folder], check=True, cwd=root)
    [code] = folder.glob("*.cwasm")
    return code


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield


async def _compile(folder: Path) -> None:
    async with WasmRunner(folder) as runner:
        if trouble := await runner.check():
            sys.exit(trouble)


if __name__ == "__main__":
    asyncio.run(_compile(Path(sys.argv[1])))
