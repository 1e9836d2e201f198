"""A Koko to talk to: the one that runs already, or else one in this process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import typer

from bot import compose, logs, settings

PATIENCE = aiohttp.ClientTimeout(total=5)


@asynccontextmanager
async def reach() -> AsyncIterator[tuple[str, Path]]:
    """The address of its HTTP server, and the folder of its files. Raises ConfigError.

    Two must not work on one store, so one that is started here takes the port that the next would ask.
    """
    read = settings.load()
    read.make_folder()
    address = _address(read.http_host, read.http_port)
    if await _is_koko(address):
        yield address, read.folder
        return
    with (read.folder / "chat.log").open("a") as log:
        logs.configure(level=read.log_level, stream=log)
        async with compose.assemble(read) as koko, _running(koko):
            address = _address(*koko.parts.server.address)
            typer.echo(f"Koko runs in this terminal, and ends with it. Its page: {address}", err=True)
            yield address, read.folder


@asynccontextmanager
async def _running(koko: compose.Koko) -> AsyncIterator[None]:
    stop, ready = asyncio.Event(), asyncio.Event()
    running = asyncio.create_task(koko.run(stop, ready.set))
    starting = asyncio.create_task(ready.wait())
    try:
        await asyncio.wait([running, starting], return_when=asyncio.FIRST_COMPLETED)
        if ready.is_set():
            yield
    finally:
        starting.cancel()
        stop.set()
        await running


async def _is_koko(address: str) -> bool:
    try:
        async with (
            aiohttp.ClientSession(timeout=PATIENCE) as session,
            session.get(f"{address}/healthz") as response,
        ):
            return "problems" in await response.json()
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return False


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
