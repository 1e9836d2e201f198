"""What a program's run left behind, and the verdict on it: the guest claims, this side judges."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from enum import Enum, StrEnum

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.domain.question import Case
from bot.grading.ports import Outcome, Report

OUTPUT_CHARS = 2_000
DETAIL_CHARS = 500
VALUE_CHARS = 120
TOLERANCE = 1e-6
"""Relative, and absolute near zero; where a case expects a float."""


class Ending(Enum):
    """Why a run ended before it had a result for every case."""

    TIME = (Outcome.TIME_LIMIT, "out of time")
    MEMORY = (Outcome.MEMORY_LIMIT, "out of memory")
    STACK = (Outcome.RUNTIME_ERROR, "out of stack")
    FLOOD = (Outcome.RUNTIME_ERROR, "wrote too much")
    EXIT = (Outcome.RUNTIME_ERROR, "ended its interpreter")
    CRASH = (Outcome.RUNTIME_ERROR, "crashed its interpreter")
    KILLED = (Outcome.RUNTIME_ERROR, "brought its process down")


class What(StrEnum):
    """What a line of the guest says."""

    STARTED = "started"
    PRINTED = "printed"
    VALUE = "value"
    """A call returned this JSON."""
    SHOWN = "shown"
    """A call returned something that JSON can't say; shown as Python does."""
    ERROR = "error"
    MEMORY = "memory"
    SYNTAX = "syntax"
    MISSING = "missing"


FAULTS = {
    What.ERROR: Outcome.RUNTIME_ERROR,
    What.MEMORY: Outcome.MEMORY_LIMIT,
    What.SYNTAX: Outcome.SYNTAX_ERROR,
    What.MISSING: Outcome.REFUSED,
}


class Line(BaseModel):
    """A line of the guest; `case` is None while the program loads."""

    model_config = ConfigDict(frozen=True, strict=True)

    what: What
    case: int | None = None
    text: str = ""


class Transcript:
    """Takes the guest's lines as they come, then says how the program fared.

    `function` is the name that calls are shown by.
    """

    def __init__(self, function: str, cases: Sequence[Case]) -> None:
        self._function = function
        self._cases = cases
        self._results: list[Line] = []
        self._fault: Line | None = None
        self._output = ""
        self.started = False

    @property
    def complete(self) -> bool:
        """Whether nothing that may still come could change the report."""
        return self._fault is not None or len(self._results) == len(self._cases)

    def take(self, written: bytes) -> None:
        """Read one line; what is not of the guest's making is the program's noise, and passed over."""
        try:
            line = Line.model_validate_json(written)
        except ValidationError:
            return
        match line.what:
            case What.STARTED:
                self.started = True
            case What.PRINTED:
                self._output = (self._output + line.text)[:OUTPUT_CHARS]
            case What.VALUE | What.SHOWN | What.ERROR | What.MEMORY if line.case == len(self._results):
                self._results.append(line)
            case fault if line.case is None and fault in FAULTS:
                self._fault = line

    def report(self, ending: Ending) -> Report:
        """The verdict, where `ending` is what became of the first case without a result.

        A visible case that failed is told of before a hidden one, even an earlier one.
        """
        total = len(self._cases)
        if self._fault is not None:
            return self._report(FAULTS[self._fault.what], self._fault.text, passed=0)
        verdicts = [self._verdict(case, line) for case, line in zip(self._cases, self._results, strict=False)]
        if len(verdicts) < total:
            outcome, why = ending.value
            verdicts.append((outcome, f"{why} before {self._call(self._cases[len(verdicts)])} returned"))
        failed = [number for number, (outcome, _) in enumerate(verdicts) if outcome is not Outcome.ACCEPTED]
        if not failed:
            return self._report(Outcome.ACCEPTED, "", passed=total)
        visible = next((number for number in failed if not self._cases[number].hidden), None)
        told = failed[0] if visible is None else visible
        return self._report(*verdicts[told], passed=len(verdicts) - len(failed), failing=visible)

    def _report(self, outcome: Outcome, detail: str, passed: int, failing: int | None = None) -> Report:
        output = _storable(self._output)
        return Report(outcome, passed, len(self._cases), failing, _storable(detail[:DETAIL_CHARS]), output)

    def _verdict(self, case: Case, line: Line) -> tuple[Outcome, str]:
        if line.what in FAULTS:
            return FAULTS[line.what], line.text
        returned = line.text
        if line.what is What.VALUE:
            try:
                value = json.loads(line.text)
                if agree(value, case.expected):
                    return Outcome.ACCEPTED, ""
                returned = repr(value)
            except (ValueError, RecursionError):  # no JSON, or too long a number or too deep a list
                pass
        if case.hidden:
            return Outcome.WRONG_ANSWER, "a hidden case came out wrong"
        shown = f"{self._call(case)} returned {_short(returned)}; expected {_short(repr(case.expected))}"
        return Outcome.WRONG_ANSWER, shown

    def _call(self, case: Case) -> str:
        if case.hidden:
            return "a hidden case"
        return f"{self._function}({_short(', '.join(map(repr, case.arguments)))})"


def agree(value: object, expected: object) -> bool:
    """Whether a returned value is what a case expects, both as JSON.

    An int may be returned as an equal float; a float may be off by TOLERANCE; NaN is NaN; true is not 1.
    """
    match expected:
        case bool() | None | str():
            return value == expected and type(value) is type(expected)
        case int():
            return isinstance(value, int | float) and not isinstance(value, bool) and value == expected
        case float():
            return isinstance(value, int | float) and not isinstance(value, bool) and _close(value, expected)
        case list() | tuple():
            return (
                isinstance(value, list) and len(value) == len(expected) and all(map(agree, value, expected))
            )
        case dict():
            return (
                isinstance(value, dict)
                and value.keys() == expected.keys()
                and all(agree(value[key], expected[key]) for key in expected)
            )
    return False


def _close(value: float, expected: float) -> bool:
    try:
        value = float(value)
    except OverflowError:  # an int past every float
        return False
    if math.isnan(expected):
        return math.isnan(value)
    return math.isclose(value, expected, rel_tol=TOLERANCE, abs_tol=TOLERANCE)


def _short(text: str) -> str:
    return text if len(text) <= VALUE_CHARS else text[: VALUE_CHARS - 1] + "…"


def _storable(text: str) -> str:
    """Without what a database or a chat platform refuses."""
    return text.encode(errors="replace").decode().replace("\0", "�")
