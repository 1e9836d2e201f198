"""The process that a member's program runs in: WebAssembly inside, nothing worth having outside.

Run by path, `python -I child.py WASM CACHE MEMORY`, so that it starts fast and has none of our modules.
The guest reads its job from standard input and writes to standard output; how it ended is this process's
exit status. Needs a Unix; ending with its parent even in the middle of a program needs Linux.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import resource
import signal
import sys
from pathlib import Path

from wasmtime import (
    Config,
    Engine,
    ExitTrap,
    Func,
    Linker,
    Memory,
    Module,
    Store,
    Trap,
    TrapCode,
    WasiConfig,
    WasmtimeError,
)

PYTHON_SHA256 = "e5dc5a398b07b54ea8fdb503bf68fb583d533f10ec3f930963e02b9505f7a763"
"""CPython 3.12.0, release python/3.12.0+20231211-040d5a6 of webassembly-language-runtimes."""

ENDED, TRAPPED, OUT_OF_STACK, OUT_OF_MEMORY = 0, 81, 82, 83
"""Exit statuses; the first also where the program ended its interpreter itself, whatever it gave for one."""

STACK_BYTES = 2 << 20  # as much as wasmtime takes
OWN_BYTES = 64 << 20
"""What this process may still allocate for itself once the program runs."""

CPU_S = 15
"""A program's seconds of processor, above any question's limit: for when nobody is left to keep that."""


def main(wasm: Path, cache: Path, memory: int, compiled: bool) -> int:
    die_with_parent()
    config = Config()
    config.max_wasm_stack = STACK_BYTES
    engine = Engine(config)
    artefact = private(cache) / f"python-{PYTHON_SHA256[:12]}.cwasm"
    try:
        module = Module.deserialize_file(engine, str(artefact))
    except WasmtimeError:  # not there yet, or made by another wasmtime or for another processor
        if compiled:
            raise
        compile_to(artefact, wasm, engine)
        # The compiler leaves 300 MB and some threads behind: begin anew.
        os.execv(sys.executable, [sys.executable, "-I", *sys.argv, "compiled"])
    return run(engine, module, memory)


def die_with_parent() -> None:
    """Or rather with the thread that started it. Elsewhere an idle one still ends with its standard input."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def private(folder: Path) -> Path:
    """Machine code is loaded from here unseen, so nobody else may write it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.stat()
    if found.st_uid != os.geteuid() or found.st_mode & 0o022:
        sys.exit(f"others can write to the sandbox's cache {folder}")
    return folder


def compile_to(artefact: Path, wasm: Path, engine: Engine) -> None:
    code = wasm.read_bytes()
    if hashlib.sha256(code).hexdigest() != PYTHON_SHA256:
        sys.exit(f"{wasm.name} is not the CPython that Koko knows")
    unfinished = artefact.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(Module(engine, code).serialize())
    unfinished.replace(artefact)


def run(engine: Engine, module: Module, memory: int) -> int:
    store = Store(engine)
    store.set_limits(memory_size=memory)
    store.set_wasi(wasi(memory))
    linker = Linker(engine)
    linker.define_wasi()
    exports = linker.instantiate(store, module).exports(store)
    start, heap = exports["_start"], exports["memory"]
    assert isinstance(start, Func)
    assert isinstance(heap, Memory)
    status = ENDED
    try:
        start(store)
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
    guest = Path(__file__).with_name("guest.py").read_text(encoding="utf-8")
    config.argv = ["python", "-s", "-S", "-P", "-B", "-W", "ignore", "-c", guest]
    config.env = [("PYTHONHASHSEED", "0")]  # sets in the same order tomorrow
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
