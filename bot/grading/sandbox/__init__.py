"""Runs members' programs in CPython compiled to WebAssembly, each in a process that is then thrown away.

runner.py      our side: queue, processes, clock
limit.py       our side: the time that a program may take
transcript.py  our side: what the guest wrote, compared with what it should have been
child.py       the process: wasmtime, its limits, no environment
snapshot.py    what that process starts from, made once: CPython with its library loaded
guest.py       inside WebAssembly, beside the member's program: calls it and writes results down
"""

from __future__ import annotations

from bot.grading.sandbox.runner import WasmRunner

__all__ = ["WasmRunner"]
