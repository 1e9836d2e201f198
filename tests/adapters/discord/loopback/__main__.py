"""`python -m tests.adapters.discord.loopback`: a loopback Discord in a process of its own, until SIGTERM.

Prints a line of JSON with its addresses and keys. Options are fields of `World`, as JSON: `--shards 2`.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from typing import Any

from tests.adapters.discord.loopback.control import Control
from tests.adapters.discord.loopback.discord import LoopbackDiscord


async def serve(options: dict[str, Any]) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    discord = LoopbackDiscord(**options)
    discord.mount("POST", "/control", Control(discord).handle)
    async with discord:
        print(json.dumps(discord.keys()), flush=True)
        await stopped.wait()


def read(arguments: list[str]) -> dict[str, Any]:
    pairs = zip(arguments[::2], arguments[1::2], strict=True)
    return {name.removeprefix("--"): json.loads(value) for name, value in pairs}


if __name__ == "__main__":
    asyncio.run(serve(read(sys.argv[1:])))
