"""What it costs to post a message, beside bare slack_sdk with one session that posts the same.

    python -m bench.slack.posts

To the same Slack, which another process plays, as fast as it takes them. The floor calls `chat_postMessage`
with text and blocks that the adapter's renderer makes of the card each time, or made of it before.
"""

from __future__ import annotations

import asyncio
import gc
import json
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.adapter import SlackAdapter
from adapters.slack.names import CommandNames
from adapters.slack.posts import METADATA
from adapters.slack.render import Renderer
from bench.accepting import Accepting
from bench.slack import house
from bot.chat.card import Card
from bot.chat.refs import Place
from bot.store.sql import SqlStore
from tests.adapters.slack.loopback.remote import RemoteSlack
from tests.adapters.working import running
from tests.bank import HALF, OPEN_ONLY
from tests.bots import ADA, ADMIN, MONDAY, build_bot
from tests.fakes import FixedClock

POSTS = 300
TURNS = 7
AT_ONCE = 8
CHANNEL = Place("slack", "T1", "C0GENERAL")
KEY = "verdict:0123456789abcdef"

Post = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Ways:
    """Of posting one card."""

    card: Card
    koko: SlackAdapter
    session: aiohttp.ClientSession
    keys: Mapping[str, str]
    web: AsyncWebClient = field(init=False)
    body: Mapping[str, Any] = field(init=False)
    request: bytes = field(init=False)

    def __post_init__(self) -> None:
        web = AsyncWebClient(
            self.keys["bot_token"], self.keys["api_url"], session=self.session, logger=house.QUIET
        )
        vars(self).update(web=web, body=self._rendered())
        vars(self).update(request=json.dumps({"channel": CHANNEL.channel, **self.body}).encode())

    def all(self) -> Sequence[Post]:
        return self._send, self._rendering, self._bare, self._raw

    async def _send(self) -> None:
        await self.koko.send(CHANNEL, self.card, KEY)

    async def _rendering(self) -> None:
        await self.web.chat_postMessage(channel=CHANNEL.channel, **self._rendered())

    async def _bare(self) -> None:
        await self.web.chat_postMessage(channel=CHANNEL.channel, **self.body)

    async def _raw(self) -> None:
        """As little as can be done, to see what the loopback Slack takes."""
        headers = {"Authorization": f"Bearer {self.keys['bot_token']}", "Content-Type": "application/json"}
        url = f"{self.keys['api_url']}chat.postMessage"
        async with self.session.post(url, data=self.request, headers=headers) as response:
            await response.read()

    def _rendered(self) -> Mapping[str, Any]:
        renderer = Renderer(CommandNames())
        return {
            "text": renderer.text(self.card),
            "blocks": renderer.blocks(self.card),
            "metadata": {"event_type": METADATA, "event_payload": {"key": KEY}},
            "unfurl_links": False,
            "unfurl_media": False,
        }


async def cards() -> Mapping[str, Card]:
    """A question as the bot asks it, and the line that follows on an answer."""
    store = SqlStore("sqlite:///:memory:")
    await store.create_tables()
    bot = build_bot(store, FixedClock(MONDAY), OPEN_ONLY)
    await bot.command(ADMIN, "koko ask now")
    await bot.says(ADA, HALF)
    await store.close()
    return {"question": bot.adapter.sent[0].card, "verdict": bot.adapter.sent[-1].card}


async def posted(post: Post) -> tuple[float, float]:
    """Processor microseconds for each post, and how many there are in a second."""
    left = iter(range(POSTS))

    async def some() -> None:
        for _ in left:
            await post()

    spent, begun = time.process_time(), time.perf_counter()
    await asyncio.gather(*(some() for _ in range(AT_ONCE)))
    spent, taken = time.process_time() - spent, time.perf_counter() - begun
    return spent * 1e6 / POSTS, POSTS / taken


async def compare(name: str, ways: Sequence[Post]) -> None:
    for way in ways:
        await posted(way)
    gc.freeze()  # as `koko run` does
    turns = [[await posted(way) for way in ways] for _ in range(TURNS)]
    costs, paces = (list(zip(*([run[w] for run in turn] for turn in turns), strict=True)) for w in (0, 1))
    for figures, shown in ((costs, "us of processor"), (paces, "a second")):
        ours, rendering, bare, raw = (f"{median(figure):,.0f}" for figure in figures)
        print(f"  {ours} {shown} for a {name}; slack_sdk {rendering}, rendered before {bare}, raw {raw}")
    same, before = house.ratio(costs[0], costs[1]), house.ratio(costs[0], costs[2])
    print(f"  ratio {same:.2f} to slack_sdk, {before:.2f} to slack_sdk with what was rendered before")


async def run() -> None:
    print(f"a message posted beside bare slack_sdk, {AT_ONCE} at once, median of {TURNS} turns")
    async with RemoteSlack(events=[]) as slack, aiohttp.ClientSession() as session:
        koko = house.adapter(slack.keys)
        async with running(koko, Accepting()):
            for name, card in (await cards()).items():
                await compare(name, Ways(card, koko, session, slack.keys).all())


def main() -> None:
    asyncio.run(run())


if __name__ == "__main__":
    main()
