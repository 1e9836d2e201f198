"""Makes the machine code that child.py runs: CPython as it stands once guest.py waits for a job.

Run by path, `python -I snapshot.py WASM ARTEFACT CHILD...`; then goes on as `python -I CHILD... compiled`.

To start CPython and compile the library that guest.py imports takes three times as long as all else that a
small program needs, and gives the same each time. So it is done once, here: guest.py runs until it is ready,
and the memory that it leaves is put into CPython's module in place of the module's own, beside the same
functions. Each program then has a copy of that memory, of which the system copies what the program writes to.

No member's program was near that memory. Wizer and componentize-py do the same with modules built for it.
"""

from __future__ import annotations

import binascii
import hashlib
import json
import os
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from wasmtime import Config, Engine, ExitTrap, Func, Global, Linker, Memory, Module, Store, WasiConfig

PYTHON_SHA256 = "e5dc5a398b07b54ea8fdb503bf68fb583d533f10ec3f930963e02b9505f7a763"
"""CPython 3.12.0, release python/3.12.0+20231211-040d5a6 of webassembly-language-runtimes.

It has one memory, one table and one global, the pointer to its stack; no data but what is in memory from the
start on, and less than 128 exports. All of that is taken for granted here.
"""

MEMORY, GLOBAL, EXPORT, DATA = 5, 6, 7, 11
TABLE_KIND, MEMORY_KIND, GLOBAL_KIND = 1, 2, 3
"""Of sections and of exports; see the WebAssembly specification, Binary Format, Modules."""

TP_CALL = 64
"""Where a PyTypeObject of 32 bits says which function, by its place in the table, calls such an object."""

ROOM_BYTES = 27 << 20
"""What the machine code takes, about."""

LEFT_S, UNUSED_S = 3600, 7 * 24 * 3600
"""After how long nobody writes to an unfinished file any more, nor is likely to start from a whole one."""


def main(wasm: Path, artefact: Path) -> None:
    code = wasm.read_bytes()
    if hashlib.sha256(code).hexdigest() != PYTHON_SHA256:
        sys.exit(f"{wasm.name} is not the CPython that Koko knows")
    guest = Path(__file__).with_name("guest.py").read_bytes()
    if f"-{binascii.crc32(guest + Path(__file__).read_bytes()):08x}-" not in artefact.name:
        sys.exit("the sandbox was changed while it started")
    descriptor, unfinished = mkstemp(prefix=f"{artefact.stem}.", dir=artefact.parent)  # for its owner alone
    try:
        with open(descriptor, "wb") as file:
            file.write(bytes(ROOM_BYTES))  # where there is no room, say so before seconds of work
            file.flush()
            file.seek(0)
            file.write(Module(Engine(), ready(code, guest.decode())).serialize())
            file.truncate()
            file.flush()
            os.fsync(file.fileno())  # else a machine that stops may leave the name, and nothing in it
        os.replace(unfinished, artefact)
    except BaseException:
        os.unlink(unfinished)
        raise
    clear(artefact)


def clear(artefact: Path) -> None:
    """Remove what nobody uses, and what was left unfinished; not what another Koko uses or may be writing."""
    for other in artefact.parent.glob("python-*"):
        with suppress(OSError):  # another has, or it is a folder
            most = UNUSED_S if other.suffix == ".cwasm" else LEFT_S
            if other != artefact and other.lstat().st_mtime < time.time() - most:
                other.unlink()


def ready(code: bytes, guest: str) -> bytes:
    """CPython's module with a guest in it that waits: `table[call](main, nothing, 0)` has it read a job."""
    memory, stack, (main, function, nothing) = started(code, guest)
    call = int.from_bytes(memory[function + TP_CALL :][:4], "little")
    numbers = {"call": call, "main": main, "nothing": nothing}
    return changed(
        code,
        {
            MEMORY: several([b"\0" + number(len(memory) >> 16)]),
            GLOBAL: several([_global(stack, mutable=True), *map(_global, numbers.values())]),
            EXPORT: several(
                [
                    export("memory", MEMORY_KIND, 0),
                    export("table", TABLE_KIND, 0),
                    *(export(name, GLOBAL_KIND, place) for place, name in enumerate(numbers, start=1)),
                ]
            ),
            DATA: several([b"\0" + constant(0) + number(len(memory)) + memory]),
        },
    )


def started(code: bytes, guest: str) -> tuple[bytes, int, list[int]]:
    """The memory of a guest that is ready, its pointer to the stack, and the addresses that it told.

    It tells them and exits. That ends its calls from outside, so that in memory they are still under way:
    for CPython, whatever is called next is called by its os._exit.
    """
    config = Config()
    config.max_wasm_stack = 2 << 20
    config.cranelift_opt_level = "none"  # runs once
    engine = Engine(config)
    exports = dict(sections(code))[EXPORT]
    exports = bytes([exports[0] + 1]) + exports[1:] + export("stack", GLOBAL_KIND, 0)
    told = bytearray()

    def write(data: bytes) -> int:
        told.extend(data)
        return len(data)

    store = Store(engine)
    wasi = WasiConfig()
    wasi.argv = ["python", "-s", "-S", "-P", "-B", "-W", "ignore", "-c", guest]
    wasi.env = [("PYTHONHASHSEED", "0")]  # sets in the same order tomorrow
    wasi.stdout_custom = write
    store.set_wasi(wasi)
    linker = Linker(engine)
    linker.define_wasi()
    instance = linker.instantiate(store, Module(engine, changed(code, {EXPORT: exports}))).exports(store)
    start, memory, stack = instance["_start"], instance["memory"], instance["stack"]
    assert isinstance(start, Func)
    assert isinstance(memory, Memory)
    assert isinstance(stack, Global)
    try:
        start(store)
    except ExitTrap as end:
        if end.code != 0:
            raise RuntimeError(f"the guest ended with status {end.code} before it was ready") from None
    return bytes(memory.read(store)), int(stack.value(store)), json.loads(told)


def changed(code: bytes, contents: dict[int, bytes]) -> bytes:
    """The module with other contents for some sections, and without those that are only for debuggers."""
    kept = ((kind, contents.get(kind, content)) for kind, content in sections(code) if kind)
    return code[:8] + b"".join(bytes([kind]) + number(len(content)) + content for kind, content in kept)


def sections(code: bytes) -> Iterator[tuple[int, bytes]]:
    at = 8
    while at < len(code):
        kind, size, shift = code[at], 0, 0
        while code[at := at + 1] & 0x80:
            size |= (code[at] & 0x7F) << shift
            shift += 7
        size |= code[at] << shift
        yield kind, code[at + 1 : at + 1 + size]
        at += 1 + size


def several(items: list[bytes]) -> bytes:
    return number(len(items)) + b"".join(items)


def export(name: str, kind: int, place: int) -> bytes:
    return number(len(name)) + name.encode() + bytes([kind]) + number(place)


def _global(value: int, mutable: bool = False) -> bytes:
    return b"\x7f" + bytes([mutable]) + constant(value)


def constant(value: int) -> bytes:
    return b"\x41" + number(value) + b"\x0b"


def number(value: int) -> bytes:
    """In five bytes of LEB128, which signed and unsigned are the same below 2**31."""
    return bytes((value >> shift & 0x7F) | (0x80 if shift < 28 else 0) for shift in range(0, 35, 7))


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]))
    except Exception:
        traceback.print_exc()
        os._exit(1)  # for the reason that child.py has
    # The compiler leaves hundreds of megabytes and some threads behind: begin anew.
    os.execv(sys.executable, [sys.executable, "-I", *sys.argv[3:], "compiled"])
