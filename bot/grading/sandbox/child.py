"""The process that a member's program runs in: WebAssembly inside, nothing worth having outside.

Run by path, `python -I child.py WASM ARTEFACT MEMORY`, so that it starts fast and has none of our modules.
The guest reads its job from standard input and writes to standard output; how it ended is this process's
exit status. Needs a Unix; ending with its parent even in the middle of a program needs Linux.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import stat
import sys
from contextlib import suppress
from pathlib import Path

from wasmtime import (
    Config,
    Engine,
    ExitTrap,
    Func,
    Global,
    Linker,
    Memory,
    Module,
    Store,
    Table,
    Trap,
    TrapCode,
    WasiConfig,
    WasmtimeError,
)

SNAPSHOT = Path(__file__).with_name("snapshot.py")

ENDED, TRAPPED, OUT_OF_STACK, OUT_OF_MEMORY = 0, 81, 82, 83
"""Exit statuses; the first also where the program ended its interpreter itself, whatever it gave for one."""

STACK_BYTES = 2 << 20  # as much as wasmtime takes
OWN_BYTES = 64 << 20
"""What this process may still allocate for itself once the program runs."""

CPU_S = 15
"""A program's seconds of processor, above any question's limit: for when nobody is left to keep that."""


def main(wasm: Path, artefact: Path, memory: int, compiled: bool) -> int:
    die_with_parent()
    config = Config()
    config.max_wasm_stack = STACK_BYTES
    engine = Engine(config)
    make_private(artefact.parent)
    try:
        module = load(engine, artefact)
    except (
        OSError,
        WasmtimeError,
    ):  # there is none, or it made by another wasmtime, or for another processor
        if compiled:
            raise
        make = [str(SNAPSHOT), str(wasm), str(artefact)]
        os.execv(sys.executable, [sys.executable, "-I", *make, *sys.argv])
    return run(engine, module, memory)


def die_with_parent() -> None:
    """Or rather with the thread that started it. Elsewhere an idle one still ends with its standard input."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def make_private(folder: Path) -> None:
    """Machine code is loaded from here unseen, so nobody else may write it."""
    os.umask(0o077)
    folder.mkdir(parents=True, exist_ok=True)
    found = folder.stat()
    if found.st_uid != os.geteuid():
        sys.exit(f"the sandbox's cache {folder} belongs to another user")
    if not ours(found):
        sys.exit(f"others can write to the sandbox's cache {folder}")


def load(engine: Engine, artefact: Path) -> Module:
    """Raises OSError where it may be another's doing: the folder may have been open to all before.

    A link is followed if it is ours. What is looked at is what is loaded, whatever takes its name meanwhile.
    """
    with open(os.open(artefact, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:  # of a pipe, do not wait
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode) or not ours(found) or artefact.lstat().st_uid != os.geteuid():
            raise PermissionError(f"others can write to {artefact}")
        with suppress(OSError):  # on a disk that can only be read
            os.utime(file.fileno())  # it is in use; see snapshot.py:clear
        opened = f"/proc/self/fd/{file.fileno()}"
        if os.path.exists(opened):  # on Linux: mapped, and so shared by all processes
            return Module.deserialize_file(engine, opened)
        return Module.deserialize(engine, file.read())


def ours(found: os.stat_result) -> bool:
    """Whether nobody else may write it."""
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022


def run(engine: Engine, module: Module, memory: int) -> int:
    store = Store(engine)
    store.set_limits(memory_size=memory)
    store.set_wasi(wasi(memory))
    linker = Linker(engine)
    linker.define_wasi()
    exports = linker.instantiate(store, module).exports(store)
    heap, functions = exports["memory"], exports["table"]
    assert isinstance(heap, Memory)
    assert isinstance(functions, Table)
    numbers = {name: each.value(store) for name, each in exports.items() if isinstance(each, Global)}
    call = functions.get(store, numbers["call"])
    assert isinstance(call, Func)
    status = ENDED
    try:
        call(store, numbers["main"], numbers["nothing"], 0)
    except ExitTrap:
        pass
    except Trap as trap:
        # CPython's stack lies at the bottom of the guest's memory: past its end is below zero.
        overflows = (TrapCode.STACK_OVERFLOW, TrapCode.MEMORY_OUT_OF_BOUNDS)
        status = OUT_OF_STACK if trap.trap_code in overflows else TRAPPED
    except WasmtimeError:  # it ended with a status that WASI has no room for
        pass
    if heap.data_len(store) > memory * 0.95 and status != OUT_OF_STACK:
        status = OUT_OF_MEMORY
    return status


def wasi(memory: int) -> WasiConfig:
    """No folder, no socket, no clock but the time of day; the guest's only way out is `write`."""
    locked = False

    def write(data: bytes) -> int:
        nonlocal locked
        if not locked:  # the guest has read its job and says so; from here on it runs the program
            lock(memory)
            locked = True
        return os.write(1, data)

    config = WasiConfig()
    config.inherit_stdin()
    config.stdout_custom = write
    return config


def lock(memory: int) -> None:
    """A second wall, should anything get out of WebAssembly: no files, no processes, little of the rest."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    for limit, most in (
        (resource.RLIMIT_CPU, int(spent.ru_utime + spent.ru_stime) + CPU_S),
        (
            resource.RLIMIT_DATA,
            memory + OWN_BYTES,
        ),  # not RLIMIT_AS: wasmtime reserves, and leaves unused, 4 GiB
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(limit, (most, most))


if __name__ == "__main__":
    status = main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), "compiled" in sys.argv[4:])
    # Not sys.exit: wasmtime's threads call back into an interpreter that is closing, and abort.
    os._exit(status)
