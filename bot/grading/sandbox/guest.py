"""Calls a member's program inside the WebAssembly guest and writes each result down as it comes.

It shares an interpreter with the program, which may therefore change or fake anything here; so it knows
only arguments, never what they should give, and nothing it writes is more than a claim.
"""

from __future__ import annotations

import builtins
import io
import json
import os
import random
import sys
import traceback
import types
from collections.abc import Callable
from typing import Any

FILE = "solution.py"
OUTPUT_CHARS = 2_000
VALUE_CHARS = 20_000
SHOWN_CHARS = 200
RECURSION = 20_000

# What practice sites give without an import. As builtins, not globals: else a question whose function
# is called `permutations` would be solved by itertools. And functools' own `cache`: the one in C takes
# 1.5 KB of the guest's fixed 512 KB stack for each call, the one in Python none.
PRELUDE = """
import sys
sys.modules.pop("functools", None)
sys.modules["_functools"] = None
import functools
del sys.modules["_functools"]
from bisect import *
from collections import *
from functools import *
from heapq import *
from itertools import *
from math import ceil, floor, gcd, inf, sqrt
from typing import *
import collections, heapq, itertools, math, random, re, string
"""


def wait_for_job() -> None:
    """Load the library, tell where things lie, and leave the memory to snapshot.py as it is then."""
    prelude: dict[str, Any] = {}
    exec(PRELUDE, prelude)
    vars(builtins).update({name: value for name, value in prelude.items() if not name.startswith("__")})
    os.write(1, json.dumps([id(main), id(type(main)), id(())]).encode())
    os._exit(0)


def main() -> None:
    """Do one job. Called in a copy of that memory, so whatever should differ between programs is set here."""
    random.seed()
    line = sys.stdin.readline()
    if line:  # empty once whoever started us is gone
        job = json.loads(line)
        send("started")
        sys.setrecursionlimit(RECURSION)
        sys.excepthook = lambda *_: None  # what went wrong here is nothing to a member
        sys.stdout = sys.stderr = Printed()
        builtins.input = nothing_typed
        play(**job)


def play(source: str, function: str, method: str | None, calls: list[str]) -> None:
    """Load `source` and make each of `calls`, a JSON list of arguments, so that no two share a value."""
    if (code := compiled(source)) and (solve := loaded(code, function, method)):
        for case, arguments in enumerate(calls):
            try:
                send_value(solve(*json.loads(arguments)), case)
            except BaseException as error:
                send_fault(error, case)


def compiled(source: str) -> types.CodeType | None:
    try:
        return compile(source, FILE, "exec", dont_inherit=True)
    except SyntaxError as error:
        send("syntax", f"line {error.lineno}: {error.msg}")
    except (RecursionError, MemoryError):
        send("syntax", "nested too deeply")
    return None


def loaded(code: types.CodeType, function: str, method: str | None) -> Callable[..., object] | None:
    """The program's function, or else its method, on a new Solution for each call."""
    module = types.ModuleType("solution")
    sys.modules["solution"] = module  # dataclasses look there
    names: dict[str, Any] = vars(module)
    try:
        exec(code, names)
    except BaseException as error:
        send_fault(error)
        return None
    if function in names:
        solve: Callable[..., object] = names[function]
        return solve
    solution = names.get("Solution")
    if method and solution and hasattr(solution, method):
        return lambda *arguments: getattr(solution(), method)(*arguments)
    also = f", nor a class Solution with {method}" if method else ""
    send("missing", f"there is no function {function}{also}")
    return None


def nothing_typed(prompt: object = "", /) -> str:
    raise EOFError("there is nobody to type; the function is called with all that it needs")


class Printed(io.TextIOBase):
    """Sends what is printed at once, so that an endless loop shows it too, and drops it past the limit."""

    left = OUTPUT_CHARS

    def write(self, text: str) -> int:
        if sent := text[: self.left]:
            self.left -= len(sent)
            send("printed", sent)
        return len(text)


def send_value(value: object, case: int) -> None:
    try:
        text = json.dumps(value)
    except (TypeError, ValueError, RecursionError):
        text = ""
    if 0 < len(text) <= VALUE_CHARS:
        send("value", text, case)
    else:
        send("shown", repr(value)[:SHOWN_CHARS], case)


def send_fault(error: BaseException, case: int | None = None) -> None:
    lines = [
        line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == FILE
    ]
    place = f"line {lines[-1]}: " if lines else ""
    if isinstance(error, MemoryError):
        error.__traceback__ = None  # lets go of what the program's frames hold, to have room to say so
        send("memory", place + "out of memory", case)
    else:
        text = traceback.format_exception_only(error)[0].strip()
        send("error", place + text[:SHOWN_CHARS], case)


def send(what: str, text: str = "", case: int | None = None) -> None:
    """Write a line to the host; the break before it ends whatever the program wrote there itself."""
    line = json.dumps({"what": what, "text": text, "case": case}, ensure_ascii=False)
    data = f"\n{line}\n".encode(errors="replace")
    while data:
        data = data[os.write(1, data) :]


if __name__ == "__main__":
    wait_for_job()
