"""A Koko of a test's own: a folder, settings, and the command line as a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.bank.files import Bank
from tests.bank import write_files

ROOT = Path(__file__).parents[3]
LEAVES_WITHIN = 10  # seconds, as promised
LONG = 120  # seconds


@dataclass
class Running:
    """A `koko run` that is ready; `said` is the line that said so."""

    process: subprocess.Popen[str]
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
    """`settings` are the variables, and all there are; `log` is what the last one wrote to standard error."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def log(self) -> str:
        return (self.folder / "stderr").read_text()

    def koko(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """A command, to its end."""
        return subprocess.run(
            self._command(arguments),
            env=self._environment(settings),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=LONG,
        )

    @contextmanager
    def starting(self, **settings: str) -> Iterator[subprocess.Popen[str]]:
        """`koko run` from its first moment; it is killed at the end of the block."""
        with (
            (self.folder / "stderr").open("w") as errors,
            subprocess.Popen(
                self._command(["run"]),
                env=self._environment(settings),
                cwd=self.folder,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            ) as process,
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

    def _command(self, arguments: list[str] | tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "bot", *arguments]

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
