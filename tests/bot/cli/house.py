"""A Koko of a test's own: a folder, settings, and the command line as a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile

from bot.bank.files import Bank
from tests.bank import write_files
from tests.bot.cli.forks import ROOT, Fork, forks

LEAVES_WITHIN = 10  # seconds, as promised
LONG = 120  # seconds


@dataclass
class Running:
    """A `koko run` that is ready; `said` is the line that said so."""

    process: subprocess.Popen[str] | Fork
    said: str

    @property
    def url(self) -> str:
        return self.said.rpartition("; ")[2].strip()

    def leaves(self, how: signal.Signals = signal.SIGTERM) -> str:
        """Tell it to go; what else it wrote to standard output."""
        self.process.send_signal(how)
        written, _ = self.process.communicate(timeout=LEAVES_WITHIN)
        return written


@dataclass
class House:
    """`settings` are the variables, and all there are; `log` is what the last one wrote to standard error.

    One that is `anew` is run as it is installed: each command reads all its modules, for a second and a half.
    """

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    anew: bool = False

    @property
    def log(self) -> str:
        return (self.folder / "stderr").read_text()

    def koko(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """A command, to its end."""
        with TemporaryFile("w+") as out, TemporaryFile("w+") as errors:
            with self._started(arguments, settings, out.fileno(), errors.fileno()) as process:
                try:
                    code = process.wait(LONG)
                finally:
                    process.kill()
            out.seek(0)
            errors.seek(0)
            return subprocess.CompletedProcess(arguments, code, out.read(), errors.read())

    @contextmanager
    def starting(self, **settings: str) -> Iterator[subprocess.Popen[str] | Fork]:
        """`koko run` from its first moment; it is killed at the end of the block."""
        with (
            (self.folder / "stderr").open("w") as errors,
            self._started(["run"], settings, subprocess.PIPE, errors.fileno()) as process,
        ):
            try:
                yield process
            finally:
                process.kill()

    @contextmanager
    def running(self, **settings: str) -> Iterator[Running]:
        """`koko run` from when it is ready."""
        with self.starting(**settings) as process:
            assert process.stdout
            said = process.stdout.readline()
            assert said, self.log
            yield Running(process, said)

    def _started(
        self, arguments: Sequence[str], settings: dict[str, str], out: int, errors: int
    ) -> subprocess.Popen[str] | Fork:
        env = self._environment(settings)
        if not self.anew:
            return forks().start(arguments, env, self.folder, out, errors)
        command = [sys.executable, "-m", "bot", *arguments]
        return subprocess.Popen(
            command, env=env, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=out, stderr=errors, text=True
        )

    def _environment(self, settings: dict[str, str]) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return {**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "200", **self.settings, **settings}


def furnished(folder: Path, bank: Bank, machine_code: Path) -> House:
    """A house with these questions, an empty folder and a free port."""
    write_files(folder / "questions", bank)
    (folder / "data").mkdir()
    (folder / "data/sandbox").symlink_to(machine_code)
    return House(
        folder,
        {
            "KOKO_FOLDER": str(folder / "data"),
            "KOKO_QUESTIONS": str(folder / "questions"),
            "KOKO_HTTP_PORT": "0",
            "KOKO_LOCAL_WELCOME": "false",
        },
    )
