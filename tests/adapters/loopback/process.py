"""A loopback platform in a process of its own: what runs in it, and what the one who started it sees."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Protocol, Self

import aiohttp
from aiohttp import web

Json = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.Response]]

ROOT = Path(__file__).parents[3]


class Platform(AbstractAsyncContextManager[Any], Protocol):
    def mount(self, method: str, path: str, handler: Handler) -> None: ...
    def keys(self) -> dict[str, str]: ...


def options() -> dict[str, Any]:
    """What the command line says as `--name value`, each value as JSON."""
    pairs = zip(sys.argv[1::2], sys.argv[2::2], strict=True)
    return {name.removeprefix("--"): json.loads(value) for name, value in pairs}


def main(platform: Platform, control: Handler) -> None:
    """Be the platform until SIGTERM, after a line of JSON with its addresses and keys."""
    asyncio.run(_serve(platform, control))


async def _serve(platform: Platform, control: Handler) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    platform.mount("POST", "/control", control)
    async with platform:
        print(json.dumps(platform.keys()), flush=True)
        await stopped.wait()


class Remote:
    """While the context lasts `module` runs. `keys` is what it printed; `do` are the verbs of its control."""

    module: ClassVar[str]

    def __init__(self, **options: Any) -> None:
        self.keys: dict[str, str] = {}
        self._options = [part for name, value in options.items() for part in (f"--{name}", json.dumps(value))]

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", self.module, *self._options),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._process.stdout
        self.keys = json.loads(await self._process.stdout.readline())
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None))
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
