"""The sandbox's processes, as anybody on the machine sees them."""

from __future__ import annotations

import psutil

from tests.sandboxes import CHILD


def processes(parent: psutil.Process | None = None) -> list[psutil.Process]:
    return [child for child in (parent or psutil.Process()).children() if _is_sandbox(child)]


def working(parent: psutil.Process | None = None) -> list[psutil.Process]:
    """Processes that run a program, which is when they have locked themselves up."""
    return [process for process in processes(parent) if _is_locked(process)]


def _is_sandbox(process: psutil.Process) -> bool:
    try:
        return str(CHILD) in process.cmdline()
    except psutil.NoSuchProcess:  # or one that nobody has buried yet
        return False


def _is_locked(process: psutil.Process) -> bool:
    try:
        return process.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
    except psutil.NoSuchProcess:
        return False
