"""A loopback Discord in a process of its own, as the process that started it sees it."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

from tests.adapters.discord.loopback.state import Json

ROOT = Path(__file__).parents[4]


class RemoteDiscord:
    """While the context lasts it runs. `keys` is what it printed; `do` are the verbs of `Control`."""

    def __init__(self, **options: Any) -> None:
        self.keys: dict[str, str] = {}
        self._options = [part for name, value in options.items() for part in (f"--{name}", json.dumps(value))]

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.adapters.discord.loopback",
            *self._options,
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._process.stdout
        self.keys = json.loads(await self._process.stdout.readline())
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()
        self._process.terminate()
        await self._process.wait()

    async def do(self, verb: str, **arguments: Any) -> Json:
        """Raises RuntimeError with the reason where a member can't do that."""
        async with self._session.post(self.keys["control"], json={"do": verb} | arguments) as response:
            body: Json = await response.json()
        if "error" in body:
            raise RuntimeError(body["error"])
        return body
