"""How long Koko takes from its start to its readiness line, what it holds in memory when idle, and how long
its commands take.

    python -m bench.start

The floor is an interpreter that imports the libraries Koko stands on and does nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from tempfile import TemporaryDirectory

import psutil

from bot.settings import HOUSE

TURNS = 5
COMMANDS = ("--help", "bank list")
IDLE = 5.0  # seconds after which what the start needed is given back
LIBRARIES = (
    "import aiohttp.web, sqlalchemy.ext.asyncio, aiosqlite, pydantic_settings, apscheduler, typer, structlog"
)


def started(folder: Path) -> tuple[float, float, float]:
    """Seconds to the readiness line, those of a processor among them, and MiB that are held when idle."""
    environment = {
        **os.environ,
        "KOKO_FOLDER": str(folder),
        "KOKO_QUESTIONS": str(HOUSE / "questions"),
        "KOKO_HTTP_PORT": "0",
        "KOKO_ADAPTERS": "local",
    }
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as koko:
        assert koko.stdout
        assert koko.stdout.readline().startswith("koko is ready")
        taken = time.perf_counter() - begun
        process = psutil.Process(koko.pid)
        worked = sum(process.cpu_times()[:2])
        time.sleep(IDLE)
        memory = process.memory_info().rss / 2**20
        koko.terminate()
    return taken, worked, memory


def python(*arguments: str) -> float:
    """Seconds of a processor that Python takes with these arguments, from its start to its end."""
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    with TemporaryDirectory() as folder:
        first = [started(Path(folder) / str(turn)) for turn in range(TURNS)]
        turns = [(*started(Path(folder) / str(turn)), python("-c", LIBRARIES)) for turn in range(TURNS)]
    taken, worked, memory, bare = (median(figures) for figures in zip(*turns, strict=True))
    print(f"start with the bank and the local platform, median of {TURNS} turns")
    print(f"  {taken:6.2f} s to the readiness line")
    print(f"  {worked:6.2f} s of a processor, its libraries alone {bare:.2f} s, ratio {worked / bare:.1f}")
    print(f"  {memory:6.0f} MiB resident when idle")
    taken, worked, memory = (median(figures) for figures in zip(*first, strict=True))
    print(f"  {taken:6.2f} s, {worked:.2f} s of a processor and {memory:.0f} MiB for the very first start")
    for words in COMMANDS:
        worked = median(python("-m", "bot", *words.split()) for _ in range(TURNS))
        print(f"  {worked:6.2f} s of a processor for `koko {words}`")


if __name__ == "__main__":
    main()
