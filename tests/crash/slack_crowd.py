"""The crash test in Slack: a workspace whose members answer every question, and which outlives the bot."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.chat.refs import Person, Place
from tests.adapters.slack.loopback.deliveries import SlackAct
from tests.adapters.slack.loopback.errors import ClientSaysNo
from tests.adapters.slack.loopback.seen import ShownView, SlackMessage
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.loopback.state import Channel, User
from tests.bank import HALF, RIGHT, WRONG
from tests.waiting import stop, until

NAMES = ("ada", "grace", "linus", "barbara")
LOOK = 0.003  # seconds between two looks at what the bot has posted
FORM_SECONDS = 3.0  # that somebody waits for a form
RETRIES = (0.05,) * 10_000
"""Slack gives up after three; here a life is a thousand times as short as there."""


@dataclass
class SlackCrowd:
    """`tests.crash.crowd.Crowd` in Slack's words: `posted` counts posts by key, the answers that were
    acknowledged and not are known by their events' ids."""

    now: Callable[[], datetime]
    chance: Random
    connected: asyncio.Event = field(default_factory=asyncio.Event)
    traffic: asyncio.Event = field(default_factory=asyncio.Event)
    acked: set[str] = field(default_factory=set)
    unacked: set[str] = field(default_factory=set)
    _rests: bool = False
    _hands: dict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    _asked: set[str] = field(default_factory=set)
    _busy: set[asyncio.Task[None]] = field(default_factory=set)

    day = 40.0
    open_for = timedelta(hours=12)
    adapter = "adapters.slack"

    def __post_init__(self) -> None:
        self.slack = LoopbackSlack(self.now, retries=RETRIES, ack_within=1.0)
        world, team = self.slack.world, self.slack.team
        self._users = [
            User(id=f"U{name}", team=team.id, name=f"{name}-x", real_name=name.title()) for name in NAMES
        ]
        world.users |= {user.id: user for user in self._users}
        everybody = [team.bot.id, *(user.id for user in self._users)]
        for number in range(6):
            made = Channel(id=f"C{number}", team=team.id, name=f"channel-{number}", members=everybody)
            world.channels[made.id] = made

    @property
    def members(self) -> list[Person]:
        return [Person("slack", user.team, user.id) for user in self._users]

    @property
    def channels(self) -> list[Place]:
        return [Place("slack", self.slack.team.id, f"C{number}") for number in range(6)]

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "KOKO_SLACK_API_URL": self.slack.api_url,
            "KOKO_SLACK_BOT_TOKEN": self.slack.bot_token,
            "KOKO_SLACK_APP_TOKEN": self.slack.app_token,
            "KOKO_SLACK_POST_INTERVAL": "0",
        }

    @property
    def posted(self) -> Counter[str]:
        """How many messages carry each key."""
        messages = self.slack.world.messages.values()
        metadata = [message.metadata for channel in messages for message in channel.values()]
        return Counter(found["event_payload"]["key"] for found in metadata if found)

    def known(self, key: str) -> str:
        return key

    @property
    def is_busy(self) -> bool:
        return bool(self._busy or self.unacked)

    def rest(self) -> None:
        """What is asked from now on nobody answers."""
        self._rests = True

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        async with self.slack:
            watching = asyncio.create_task(self._watch())
            try:
                yield
            finally:
                await stop(watching)
                for task in list(self._busy):
                    await stop(task)

    async def _watch(self) -> None:
        """Note what the bot does, and have everybody answer what it asks."""
        calls = 0
        while True:
            await asyncio.sleep(LOOK)
            if self.slack.sockets.connections:
                self.connected.set()
            if len(self.slack.world.calls) > calls:
                calls = len(self.slack.world.calls)
                self.traffic.set()
            for place in self.channels if not self._rests else ():
                await self._answer_all(self.slack.channel(place.channel))

    async def _answer_all(self, channel: Channel) -> None:
        """By the thread or by the form, all at once: that is the busiest a bot can be."""
        for message in await self.slack.reads(self._users[0], channel):
            if "Answer" in message.buttons and message.ts not in self._asked:
                self._asked.add(message.ts)
                for user in self._users:
                    text = self.chance.choice([RIGHT, HALF, WRONG])
                    if self.chance.random() < 0.5:
                        self._begin(self._reply(user, channel, message, text))
                    else:
                        self._begin(self._fill(user, message, text))

    def _begin(self, doing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(doing)
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)

    async def _reply(self, user: User, channel: Channel, question: SlackMessage, text: str) -> None:
        act = await self.slack.says(user, channel, text, question.ts)
        await self._arrives(act, f"sent {channel.id} {act.ts}")

    async def _fill(self, user: User, question: SlackMessage, text: str) -> None:
        """One form at a time; pressed again until it is there, and sent again until it is taken."""
        async with self._hands[user.id]:
            while (form := await self._opened(user, question)) is None:
                if not await self._is_open(user, question):
                    return
            while not await self._arrives(await self.slack.submits(user, {"answer": text}), form.id):
                pass

    async def _opened(self, user: User, question: SlackMessage) -> ShownView | None:
        with suppress(ClientSaysNo):
            act = await self.slack.presses(user, question, "Answer")
            with suppress(TimeoutError):
                await until(lambda: act.acknowledgements or act.failure, FORM_SECONDS)
        return await self.slack.modal(user)

    async def _is_open(self, user: User, question: SlackMessage) -> bool:
        shown = await self.slack.reads(user, self.slack.channel(question.channel))
        return any(one.ts == question.ts and "Answer" in one.buttons for one in shown)

    async def _arrives(self, act: SlackAct, id: str) -> bool:
        """Whether it was acknowledged; a form is not delivered again."""
        self.unacked.add(id)
        while not act.acknowledgements:
            if act.failure:
                return False
            await asyncio.sleep(LOOK)
        self.unacked.discard(id)
        self.acked.add(id)
        return True
