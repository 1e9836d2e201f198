"""Waiting for what happens in another task, without guessing how long it takes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

LONG = 10.0  # seconds; nothing that is tested takes so long
OFTEN = 0.05  # seconds between two looks at another process, lest looking takes the time that it needs


async def until(condition: Callable[[], object], limit: float = LONG, *, pause: float = 0.001) -> None:
    """Return when the condition holds; raises TimeoutError after so many seconds."""
    async with asyncio.timeout(limit):
        while not condition():
            await others(pause)


async def until_told(
    ask: Callable[[], Awaitable[object]], limit: float = LONG, *, pause: float = 0.001
) -> None:
    """The same for what has to be asked for."""
    async with asyncio.timeout(limit):
        while not await ask():
            await others(pause)


async def stop(task: asyncio.Task[Any]) -> None:
    """Cancel a task and wait until it has ended."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def others(pause: float) -> None:
    """Let them go on, in this process or in another."""
    await asyncio.sleep(pause)
