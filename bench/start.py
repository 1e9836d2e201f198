"""How long Koko takes from its start to its readiness line, and what it holds in memory when idle.

    python -m bench.start

The floor is an interpreter that imports the libraries Koko stands on and does nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psutil

from bot.bank.files import load_bank
from bot.settings import HOUSE

QUESTIONS = 65
TURNS = 5
IDLE = 5.0  # seconds after which what the start needed is given back
LIBRARIES = (
    "import aiohttp.web, sqlalchemy.ext.asyncio, aiosqlite, pydantic_settings, apscheduler, typer, structlog"
)


def bank(folder: Path) -> None:
    """As many question files as the seed has rows: this bank's own, some of them again."""
    own = sorted(path for path in (HOUSE / "questions").glob("*/*.md"))
    for number in range(QUESTIONS):
        source = own[number % len(own)]
        target = folder / source.parent.name / f"{source.stem}-{number}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    assert len(load_bank(folder)[0].questions) == QUESTIONS


def started(folder: Path, questions: Path) -> tuple[float, float]:
    """Seconds to the readiness line, and MiB of memory that are Koko's own when idle."""
    environment = {
        **os.environ,
        "KOKO_FOLDER": str(folder),
        "KOKO_QUESTIONS": str(questions),
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
        time.sleep(IDLE)
        memory = psutil.Process(koko.pid).memory_info().rss / 2**20
        koko.terminate()
    return taken, memory


def floor() -> float:
    """Seconds for the libraries alone."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", LIBRARIES], check=True)
    return time.perf_counter() - begun


def main() -> None:
    with TemporaryDirectory() as folder:
        questions = Path(folder) / "questions"
        bank(questions)
        first = [started(Path(folder) / str(turn), questions) for turn in range(TURNS)]
        turns = [(*started(Path(folder) / str(turn), questions), floor()) for turn in range(TURNS)]
    taken, memory, bare = (median(figures) for figures in zip(*turns, strict=True))
    print(f"start with {QUESTIONS} questions and the local platform, median of {TURNS} turns")
    print(
        f"  {taken:6.2f} s to the readiness line, its libraries alone {bare:6.2f} s, ratio {taken / bare:.1f}"
    )
    print(f"  {memory:6.0f} MiB resident when idle")
    taken, memory = (median(figures) for figures in zip(*first, strict=True))
    print(f"  {taken:6.2f} s and {memory:.0f} MiB for the very first start, which makes the database")


if __name__ == "__main__":
    main()
