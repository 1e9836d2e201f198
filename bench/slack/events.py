"""What it costs to take in an event, beside bare bolt with one listener which does nothing but acknowledge.

    python -m bench.slack.events

Processor time, since another process plays Slack on the same machine. Behind the adapter is a bot that
takes everything and answers nothing; names were looked up before.
"""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from statistics import median

from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.answers import Answers
from adapters.slack.client import Client, Connection
from adapters.slack.inbound import Inbound
from adapters.slack.installs import OneWorkspace
from adapters.slack.names import CommandNames
from adapters.slack.people import People
from adapters.slack.posts import Posts
from adapters.slack.render import Renderer
from adapters.slack.uploads import Uploads
from bench.accepting import Accepting
from bench.slack import house
from tests.adapters.slack.loopback.remote import RemoteSlack
from tests.adapters.slack.loopback.state import Json
from tests.adapters.working import running

EVENTS = 500
TURNS = 7
MEMBERS = 100
AT_ONCE = 20
CHANNEL = "C0GENERAL"
ANSWER = "A cache keeps copies of results close by, so that they need not be computed again."

Way = Callable[[], AbstractAsyncContextManager[None]]


async def asked(slack: RemoteSlack) -> Mapping[str, Json]:
    """A question in the channel; what members do with it, as `storm` takes it."""
    web = AsyncWebClient(slack.keys["bot_token"], slack.keys["api_url"])
    button = {"type": "button", "action_id": "answer|c1", "text": {"type": "plain_text", "text": "Answer"}}
    posted = await web.chat_postMessage(
        channel=CHANNEL, text="What is a cache?", blocks=[{"type": "actions", "elements": [button]}]
    )
    ts = posted["ts"]
    return {
        "slash command": {"line": "/quiz caching"},
        "button": {"button": "answer|c1", "ts": ts},
        "message": {"text": ANSWER, "thread_ts": ts},
    }


async def over_socket(slack: RemoteSlack, doing: Json, connection: Way) -> tuple[float, float]:
    """Processor microseconds for each event, and how many come through in a second."""
    async with connection():
        spent, begun = time.process_time(), time.perf_counter()
        storm = await slack.do("storm", channel=CHANNEL, count=EVENTS, seconds=0.0, **doing)
        await house.acknowledged(slack, storm["first"] + EVENTS - 1)
        spent, taken = time.process_time() - spent, time.perf_counter() - begun
    return spent * 1e6 / EVENTS, EVENTS / taken


async def dispatched(app: AsyncApp, payloads: Sequence[Json]) -> float:
    """Processor microseconds for each event."""
    left = iter(payloads)

    async def some() -> None:
        for payload in left:
            answer = await app.async_dispatch(AsyncBoltRequest(body=payload, mode="socket_mode"))
            assert answer.status == 200

    spent = time.process_time()
    await asyncio.gather(*(some() for _ in range(AT_ONCE)))
    return (time.process_time() - spent) * 1e6 / len(payloads)


@asynccontextmanager
async def inbound(keys: Mapping[str, str]) -> AsyncIterator[AsyncApp]:
    """The inbound half of the adapter, without a socket."""
    connection, names = Connection(keys["api_url"]), CommandNames()
    installs = OneWorkspace(SecretStr(keys["bot_token"]), connection.web)
    client = Client(connection, installs)
    people, posts = People(client), Posts(client, Renderer(names), Uploads(client, house.now), house.now())
    answers = Answers(client, people, posts, house.now)
    half = Inbound(installs, people, answers, names, "", house.now)
    async with connection.opened(), half.connected(Accepting()):
        await installs.connect()
        yield half.bolt


async def compare_sockets(slack: RemoteSlack, kind: str, doing: Json) -> None:
    koko, app = house.adapter(slack.keys), Accepting()
    ways: Sequence[Way] = (
        lambda: running(koko, app),
        lambda: house.socket(house.bolt(kind), slack.keys),
        lambda: house.socket(house.bolt(kind, default=True), slack.keys),
        lambda: house.nothing(slack.keys),
    )
    for way in ways:
        await over_socket(slack, doing, way)
    gc.freeze()  # as `koko run` does
    turns = [[await over_socket(slack, doing, way) for way in ways] for _ in range(TURNS)]
    costs, paces = ([[run[which] for run in turn] for turn in turns] for which in (0, 1))
    say(f"{kind} over a socket", costs)
    ours, bare, _, alone = (median(pace) for pace in zip(*paces, strict=True))
    print(
        f"  {ours:6,.0f} a second; bolt {bare:,.0f}; the loopback Slack with nothing behind it {alone:,.0f}"
    )


async def compare_dispatches(slack: RemoteSlack, kind: str, first: int) -> None:
    payloads = [(await slack.do("act", number=first + number))["payload"] for number in range(EVENTS)]
    async with inbound(slack.keys) as koko:
        apps = (koko, house.bolt(kind), house.bolt(kind, default=True))
        for app in apps:
            await dispatched(app, payloads)
        gc.freeze()
        say(f"{kind} in process", [[await dispatched(app, payloads) for app in apps] for _ in range(TURNS)])


def say(what: str, turns: Sequence[Sequence[float]]) -> None:
    ours, bare, default = list(zip(*turns, strict=True))[:3]
    print(
        f"  {median(ours):6.0f} us for a {what}, bolt {median(bare):.0f}, ratio {house.ratio(ours, bare):.2f}"
        f" (as bolt comes {median(default):.0f}, {house.ratio(ours, default):.2f})"
    )


async def run() -> None:
    print(f"an event taken in beside bare bolt's one listener, {EVENTS} of {MEMBERS} members, processor time")
    async with RemoteSlack(ack_within=60.0) as slack:
        await slack.do("people", channel=CHANNEL, count=MEMBERS)
        for kind, doing in (await asked(slack)).items():
            first = len((await slack.do("acts"))["failures"])
            await compare_sockets(slack, kind, doing)
            await compare_dispatches(slack, kind, first)


def main() -> None:
    asyncio.run(run())


if __name__ == "__main__":
    main()
