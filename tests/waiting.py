"""Waiting for what happens in another task, without guessing how long it takes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

LONG = 10.0  # seconds; nothing that is tested takes so long


async def until(condition: Callable[[], object], limit: float = LONG) -> None:
    """Return when the condition holds; raises TimeoutError after so many seconds."""
    async with asyncio.timeout(limit):
        while not condition():
            await _others()


async def until_told(ask: Callable[[], Awaitable[object]], limit: float = LONG) -> None:
    """The same for what has to be asked for."""
    async with asyncio.timeout(limit):
        while not await ask():
            await _others()


async def stop(task: asyncio.Task[Any]) -> None:
    """Cancel a task and wait until it has ended."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _others() -> None:
    await asyncio.sleep(0.001)
