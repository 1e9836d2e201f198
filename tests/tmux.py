"""A program in a real terminal, typed at and read as by its user."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from tempfile import TemporaryDirectory

from tests.waiting import OFTEN, until

LONG = 60.0  # seconds


@dataclass
class Window:
    """A terminal, and Koko in it."""

    tmux: list[str]

    def keys(self, *names: str) -> None:
        """As tmux calls them; what is no name is typed."""
        self._do("send-keys", *names)

    async def sees(self, *parts: str) -> None:
        """All of this in this order, sooner or later, wherever its lines are broken."""
        wanted = re.compile(".*".join(map(re.escape, parts)))
        with suppress(TimeoutError):
            await until(lambda: wanted.search(self.text()), LONG, pause=OFTEN)
        assert wanted.search(self.text()), self.text()

    def text(self) -> str:
        """What is on the screen and above it, on one line."""
        return " ".join(self._do("capture-pane", "-p", "-J", "-S", "-").split())

    async def closes(self) -> None:
        """The program ends, sooner or later."""
        await until(lambda: not self._lives(), pause=OFTEN)

    def _lives(self) -> bool:
        return subprocess.run([*self.tmux, "has-session"], capture_output=True).returncode == 0

    def _do(self, *command: str) -> str:
        return subprocess.run([*self.tmux, *command], check=True, capture_output=True, text=True).stdout


@contextmanager
def window(command: Sequence[str], variables: Mapping[str, str], columns: int) -> Iterator[Window]:
    """Through tmux, 24 lines high."""
    program = shutil.which("tmux")
    assert program, "the tests of the terminal need tmux: `make tmux` installs it or says how"
    with TemporaryDirectory() as folder:
        tmux = [program, "-u", "-f", os.devnull, "-S", f"{folder}/socket"]
        size = ["-x", str(columns), "-y", "24"]
        subprocess.run([*tmux, "new-session", "-d", *size, *command], env=variables, check=True)
        try:
            yield Window(tmux)
        finally:
            subprocess.run([*tmux, "kill-server"], capture_output=True)
