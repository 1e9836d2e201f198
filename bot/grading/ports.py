"""The two ports behind which engines stand: who judges prose, and who runs programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.domain.grade import Grade
from bot.domain.question import Case, Prose


class Judge(Protocol):
    """Judges prose against a question's rubric."""

    async def judge(self, question: Prose, answer: str, workspace: str = "") -> Grade:
        """The grade, with evidence as offsets into `answer`; never raises for what a member wrote.

        `workspace`, such as "slack:T024", is whose budget it goes on where judging costs something.
        """


class Outcome(StrEnum):
    """How a program fared."""

    ACCEPTED = "accepted"
    WRONG_ANSWER = "wrong_answer"
    TIME_LIMIT = "time_limit"
    MEMORY_LIMIT = "memory_limit"
    RUNTIME_ERROR = "runtime_error"
    SYNTAX_ERROR = "syntax_error"
    REFUSED = "refused"
    """The program has no such function, is too large, or is not text that Python can read."""


@dataclass(frozen=True, slots=True)
class Report:
    """What running a program against its cases showed.

    `failing` is the index of the first *visible* case that failed, None where only hidden ones did.
    `detail` is a line for the member: what was returned for the failing case, or their own
    traceback line. `output` is what the program printed, at most 2,000 characters.
    """

    outcome: Outcome
    passed: int
    total: int
    failing: int | None = None
    detail: str = ""
    output: str = ""


class SandboxUnavailable(Exception):
    """The sandbox can't start on this machine; the message says why."""


class CodeRunner(Protocol):
    """Runs strangers' programs where they can do no harm."""

    async def run(
        self, source: str, function: str, method: str | None, cases: Sequence[Case], limit_s: float
    ) -> Report:
        """Call `function` (or `Solution().method`) with each case; the limit is in seconds of
        processor for all cases together, or of the clock where the runner can't tell. Raises
        SandboxUnavailable, and nothing for what the program does."""

    async def check(self) -> str | None:
        """None when a program can be run here, else a sentence saying why not."""
