"""Somebody at a terminal, over the real API, with a pipe for keys."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TextIO

from adapters.local.terminal import Talk
from adapters.local.terminal_client import connected
from adapters.local.terminal_prompt import Pipe
from adapters.local.terminal_view import Screen
from tests.waiting import until


@dataclass
class Terminal:
    """Somebody at a terminal."""

    keys: TextIO
    screen: StringIO
    talk: Talk
    running: asyncio.Task[None]

    def types(self, *lines: str) -> None:
        for line in lines:
            print(line, file=self.keys, flush=True)

    async def sees(self, *parts: str) -> str:
        """All of this in this order, sooner or later; what is shown after it."""
        await until(lambda: self._after(parts) is not None or self.running.done())
        rest = self._after(parts)
        assert rest is not None, self.screen.getvalue()
        return rest

    def _after(self, parts: tuple[str, ...]) -> str | None:
        rest = self.screen.getvalue()
        for part in parts:
            _, found, rest = rest.partition(part)
            if not found:
                return None
        return rest


@asynccontextmanager
async def terminal(url: str, folder: Path, who: str = "") -> AsyncIterator[Terminal]:
    reading, writing = os.pipe()
    screen = StringIO()
    with os.fdopen(writing, "w") as keys, os.fdopen(reading) as lines:
        async with connected(url, None) as client:
            talk = Talk(client, Screen(screen))
            running = asyncio.create_task(talk.run(Pipe(lines, silence=0.02), who, folder / "toured"))
            try:
                yield Terminal(keys, screen, talk, running)
            finally:
                keys.close()
                await running
