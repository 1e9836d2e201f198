"""What it costs to take something in, beside bare discord.py with listeners that answer the same.

    python -m bench.discord.events

Processor time, since another process plays Discord on the same machine. Behind the adapter is a bot that
takes everything at once and says one sentence; bare discord.py says the same as plain text.
"""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from statistics import median
from typing import Any

from bench.discord import house
from bench.discord.far import Far
from bot.chat.card import Button, Buttons, card
from bot.chat.refs import Place
from tests.adapters.working import running

EVENTS = 250
TURNS = 4
MEMBERS = 100
KINDS = ("slash command", "button", "message")
ASK = Buttons((Button("Answer", "answer", "c1"),))

Way = Callable[[], AbstractAsyncContextManager[Any]]


async def ask(far: Far) -> None:
    """A question with a thread, and the commands."""
    koko = house.adapter(far.keys)
    async with running(koko, house.Thankful()):
        place = Place("discord", far.keys["guild"], far.keys["general"])
        question = await koko.send(place, card("Today", "What is a cache?", ASK), "today")
        await koko.open_thread(question, "What is a cache?")


async def taken(far: Far, kind: str) -> tuple[float, float]:
    """Processor microseconds for each, and how many come through in a second."""
    spent, begun = time.process_time(), time.perf_counter()
    await far.do("storm", kind=kind, count=EVENTS)
    # What is answered comes after all that was said before it.
    await far.do("storm", kind="button", count=1)
    spent, lasted = time.process_time() - spent, time.perf_counter() - begun
    return spent * 1e6 / EVENTS, EVENTS / lasted


async def compare(far: Far, kind: str) -> None:
    koko, app = house.adapter(far.keys), house.Thankful()
    ways: tuple[Way, Way] = (lambda: running(koko, app), lambda: house.bare(far.keys))
    turns = []
    for turn in range(TURNS + 1):
        costs = []
        for way in ways:
            async with way():
                costs.append(await taken(far, kind))
        if turn:  # the first is for warming up
            turns.append(costs)
        gc.freeze()  # as `koko run` does
    ours, bare = (tuple(zip(*(costs[which] for costs in turns), strict=True)) for which in (0, 1))
    print(
        f"  {median(ours[0]):6.0f} us for a {kind}, discord.py {median(bare[0]):.0f},"
        f" ratio {house.ratio(ours[0], bare[0]):.2f}; {median(ours[1]):,.0f} a second, {median(bare[1]):,.0f}"
    )


async def run() -> None:
    print(f"something taken in beside bare discord.py, {EVENTS} of {MEMBERS} members, processor time")
    async with Far(message_content=True, interaction_life=60.0, identifies=10_000) as far:
        await far.do("people", count=MEMBERS)
        await ask(far)
        for kind in KINDS:
            await compare(far, kind)


def main() -> None:
    asyncio.run(run())


if __name__ == "__main__":
    main()
