"""`koko` without the second and a half that its modules take: forks of one process that has read them.

    python -m tests.bot.cli.forks 3

reads them and waits at that socket to be told what to start. A fork has its own memory, settings, signals and
end, as any process has; it shares with other forks the modules as they were read and the seed of hashes.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from threading import Lock
from typing import Any, TextIO

import bot
from bot.cli import main

ROOT = Path(__file__).parents[3]
LONGEST = 1 << 16  # bytes of a request
OFTEN = 0.01  # seconds between two looks at whether a fork has ended
READ = ("adapters.local", "adapters.slack.adapter", "adapters.discord.adapter", "alembic.command", "asyncpg")
"""What some commands need beside what `bot` has."""
PROGRAMS = ("bot.__main__", "bot.grading.sandbox.child", "bot.pictures.draw")
"""What of it is run in processes of its own."""


@dataclass
class Fork:
    """A command that was started; as much of a `subprocess.Popen` as the tests use."""

    pid: int
    forks: Forks
    stdout: TextIO | None = None
    returncode: int | None = None

    def communicate(self, timeout: float | None = None) -> tuple[str, None]:
        """What else it writes, and to its end."""
        self.wait(timeout)
        return self.stdout.read() if self.stdout else "", None

    def wait(self, timeout: float | None = None) -> int:
        until = time.monotonic() + timeout if timeout else float("inf")
        while (code := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired("koko", timeout or 0)
            time.sleep(OFTEN)
        return code

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self.forks.ask({"wait": self.pid})
        return self.returncode

    def send_signal(self, number: int) -> None:
        # Until it was waited for, nobody else can have its number.
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def __enter__(self) -> Fork:
        return self

    def __exit__(self, *_: object) -> None:
        self.wait()
        if self.stdout:
            self.stdout.close()


@dataclass
class Forks:
    """The process that forks, and the way to it."""

    wire: socket.socket
    turn: Lock = field(default_factory=Lock)

    def start(
        self, arguments: Sequence[str], env: Mapping[str, str], cwd: Path, stdout: int, stderr: int
    ) -> Fork:
        """`koko` with these arguments and nothing to read; `stdout` may be `subprocess.PIPE`."""
        told = {"arguments": ["koko", *arguments], "env": dict(env), "cwd": str(cwd)}
        if stdout != subprocess.PIPE:
            return Fork(self.ask(told, stdout, stderr) or 0, self)
        reading, writing = os.pipe()
        try:
            return Fork(self.ask(told, writing, stderr) or 0, self, open(reading))
        finally:
            os.close(writing)

    def ask(self, what: Mapping[str, object], *files: int) -> int | None:
        with self.turn:
            socket.send_fds(self.wire, [json.dumps(what).encode()], files)
            said: int | None = json.loads(self.wire.recv(LONGEST))
        return said


@cache
def forks() -> Forks:
    """One for each process of the tests; it ends with it."""
    ours, theirs = socket.socketpair()
    with theirs:
        number = theirs.fileno()
        env = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(number)], cwd=ROOT, env=env, pass_fds=[number]
        )

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return Forks(ours)


def wait_to_be_forked(wire: socket.socket) -> None:
    """Comes back in every fork, which is then as a process that was started so."""
    while True:
        message, files, *_ = socket.recv_fds(wire, LONGEST, 2)
        if not message:
            sys.exit()
        told = json.loads(message)
        if pid := told.get("wait"):
            answer = _ended(pid)
        elif (answer := os.fork()) == 0:
            wire.close()
            _become(told, *files)
            return
        for file in files:
            os.close(file)
        wire.send(json.dumps(answer).encode())


def _ended(pid: int) -> int | None:
    ended, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else None


def _become(told: Mapping[str, Any], stdout: int, stderr: int) -> None:
    for file, number in ((stdout, 1), (stderr, 2)):
        os.dup2(file, number)
        os.close(file)
    os.chdir(told["cwd"])
    os.environ.clear()
    os.environ.update(told["env"])
    sys.argv[:] = told["arguments"]
    sys.path[0] = told["cwd"]


if __name__ == "__main__":
    own = (found.name for found in walk_packages(bot.__path__, "bot."))
    for name in (*(name for name in own if name not in PROGRAMS), *READ):
        # Without an extra there is nothing to read for it.
        with suppress(ModuleNotFoundError):
            import_module(name)
    gc.collect()
    gc.freeze()
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    wait_to_be_forked(socket.socket(fileno=int(sys.argv[1])))
    main()
