"""`koko run`: the bot itself."""

from __future__ import annotations

import asyncio
import gc
import signal

import typer

from bot import compose, logs, settings
from bot.views.words import count


def run() -> None:
    read = settings.load()
    logs.configure(level=read.log_level, json={"auto": None, "json": True, "console": False}[read.log_format])
    asyncio.run(_run(read))


async def _run(read: settings.Settings) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with compose.assemble(read) as koko:
        gc.freeze()  # what the start made stays; looking through it slowed bursts by a third
        gc.set_threshold(700)  # Python's own
        await koko.run(stop, lambda: typer.echo(_readiness(koko)))


def _readiness(koko: compose.Koko) -> str:
    host, port = koko.parts.server.address
    platforms = ", ".join(adapter.name for adapter in koko.parts.adapters)
    questions = count(len(koko.parts.bank.questions), "question")
    return f"koko is ready: {platforms}; {questions}; http://{host}:{port}"
