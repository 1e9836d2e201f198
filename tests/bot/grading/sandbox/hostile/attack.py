"""What a hostile program is, and the host that it is after."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent, indent

from bot.domain.question import Case
from bot.grading.ports import Outcome, Report

SECRET = "koko-b7e1-not-for-members"
"""Stands in the host's environment and in a file beside which programs are run."""

EXPECTED = 8_675_309
"""What the last case, a hidden one, expects; no program may show it."""

CASES = (
    Case(arguments=([3, 6, 7, 11], 8), expected=4, hidden=False),
    Case(arguments=([30, 11, 23, 4, 20], 5), expected=EXPECTED),
)


@dataclass(frozen=True)
class Attack:
    """A program, and how it must end: with `outcome`, `passed` cases right, `told` in the report's detail.

    FOLDER, PORT and PID in its text are those of the host; BACKWARDS is EXPECTED with its digits reversed, so
    that a spy does not find what it looks for in its own text.
    """

    name: str
    outcome: Outcome
    program: str
    told: str = ""
    passed: int = 0

    def against(self, host: Host) -> str:
        places = {
            "FOLDER": str(host.folder),
            "PORT": str(host.port),
            "PID": str(host.pid),
            "BACKWARDS": str(EXPECTED)[::-1],
        }
        text = self.program
        for name, value in places.items():
            text = text.replace(name, value)
        return text


def calling(name: str, outcome: Outcome, body: str, told: str = "", passed: int = 0) -> Attack:
    """An attack that begins when the function is called; `body` is what the function does."""
    source = "def f(piles, h):\n" + indent(dedent(body).lstrip("\n"), "    ")
    return Attack(name, outcome, source, told, passed)


@dataclass(frozen=True)
class Host:
    """What there is to take, to break or to call: a folder with a secret, a port, a process."""

    folder: Path
    pid: int
    listener: socket.socket = field(default_factory=socket.socket)

    def __post_init__(self) -> None:
        self.folder.mkdir()
        (self.folder / "secret").write_text(SECRET)
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen()
        self.listener.setblocking(False)

    @property
    def port(self) -> int:
        port: int = self.listener.getsockname()[1]
        return port

    def files(self) -> dict[str, str]:
        return {path.name: path.read_text() for path in self.folder.iterdir()}

    def was_called(self) -> bool:
        """Whether anybody has knocked at the port."""
        try:
            self.listener.accept()[0].close()
        except BlockingIOError:
            return False
        return True


def shown(report: Report) -> str:
    """All that a member could read."""
    return f"{report.detail}\n{report.output}"
