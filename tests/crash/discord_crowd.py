"""The crash test in Discord: a server whose members answer every question, and which outlives the bot."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from adapters.discord.posts import nonce
from bot.chat.refs import Person, Place
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.errors import ClientSaysNo
from tests.adapters.discord.loopback.seen import DiscordMessage
from tests.adapters.discord.loopback.state import Channel, User
from tests.bank import HALF, RIGHT, WRONG
from tests.waiting import stop, until

LOOK = 0.003  # seconds between two looks at what the bot has posted
FAR = 0.05  # seconds between two looks for what may take a while
FORM_SECONDS = 3.0  # that somebody waits for a form
STARTS = 1_000_000  # as many sessions as it takes; Discord has a thousand a day


@dataclass
class DiscordCrowd:
    """`tests.crash.crowd.Crowd` in Discord's words.

    Discord acknowledges no message: what is said while nobody listens is read back by the next bot. So a
    reply in a thread is `acked` when the bot names its author there, a form when it is answered; both are
    known by their events' ids. A form that failed stays open, and is sent again.
    """

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
    adapter = "adapters.discord"

    def __post_init__(self) -> None:
        self.discord = LoopbackDiscord(self.now, message_content=True, identifies=STARTS)
        guild, world = self.discord.guild, self.discord.world
        self._users = self.discord.adds_people(guild, 4)
        self._channels = [
            Channel(id=world.id(), type=0, name=f"channel-{number}", guild=guild.id) for number in range(6)
        ]
        world.channels |= {channel.id: channel for channel in self._channels}

    @property
    def members(self) -> list[Person]:
        return [Person("discord", self.discord.guild.id, user.id) for user in self._users]

    @property
    def channels(self) -> list[Place]:
        return [self.discord.place(channel) for channel in self._channels]

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "KOKO_DISCORD_TOKEN": self.discord.token,
            "KOKO_DISCORD_API_URL": self.discord.api_url,
            "KOKO_DISCORD_GATEWAY_URL": self.discord.gateway_url,
            "KOKO_DISCORD_MESSAGE_CONTENT": "true",
            "KOKO_DISCORD_CALLS_PER_SECOND": "10000",  # a second is more than half an hour here
        }

    @property
    def posted(self) -> Counter[str]:
        """How many messages were posted with each nonce."""
        messages = self.discord.world.messages.values()
        return Counter(one.nonce for channel in messages for one in channel.values() if one.nonce)

    def known(self, key: str) -> str:
        return nonce(key)

    @property
    def is_busy(self) -> bool:
        return bool(self._busy or self.unacked)

    def rest(self) -> None:
        """What is asked from now on nobody answers."""
        self._rests = True

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        async with self.discord:
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
            if self._are_sessions_open():
                self.connected.set()
            if len(self.discord.world.calls) > calls:
                calls = len(self.discord.world.calls)
                self.traffic.set()
            for channel in self._channels if not self._rests else ():
                await self._answer_all(channel)

    def _are_sessions_open(self) -> bool:
        """Those of bots that were killed are forgotten: nobody resumes them."""
        sessions = self.discord.gateway.sessions
        for id in [id for id, session in sessions.items() if not session.connection]:
            del sessions[id]
        return bool(sessions)

    async def _answer_all(self, channel: Channel) -> None:
        """By the thread or by the form, all at once: that is the busiest a bot can be."""
        for question in await self.discord.reads(self._users[0], channel):
            if "Answer" in question.buttons and question.thread and question.id not in self._asked:
                self._asked.add(question.id)
                for user in self._users:
                    text = self.chance.choice([RIGHT, HALF, WRONG])
                    if self.chance.random() < 0.5:
                        self._begin(self._reply(user, question, text))
                    else:
                        self._begin(self._fill(user, question, text))

    def _begin(self, doing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(doing)
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)

    async def _reply(self, user: User, question: DiscordMessage, text: str) -> None:
        act = await self.discord.says(user, self.discord.channel(question.thread), text)
        self.unacked.add(act.id)
        while True:
            if await self._is_named(user, question.thread):
                return self._has(act.id)
            await asyncio.sleep(FAR)

    async def _is_named(self, user: User, thread: str) -> bool:
        """By the line on their answer, or by the reveal where that came too late."""
        seen = await self.discord.reads(user, self.discord.channel(thread))
        return any(user.global_name in one.text for one in seen if one.user == self.discord.bot.id)

    async def _fill(self, user: User, question: DiscordMessage, text: str) -> None:
        """One form at a time; pressed again until it is there, and sent again until it is taken."""
        async with self._hands[user.id]:
            while not await self._is_opened(user, question):
                if not await self._is_open(user, question):
                    return
            opening = self.discord.world.forms[user.id]["components"][0]["id"]
            id = f"form {user.id} {opening}"
            self.unacked.add(id)
            while not await self._is_answered(user, text):
                pass
            self._has(id)

    async def _is_opened(self, user: User, question: DiscordMessage) -> bool:
        with suppress(ClientSaysNo):
            act = await self.discord.presses(user, question, "Answer")
            with suppress(TimeoutError):
                await until(lambda: act.acknowledgements or act.failure, FORM_SECONDS)
        return await self.discord.form(user) is not None

    async def _is_open(self, user: User, question: DiscordMessage) -> bool:
        shown = await self.discord.reads(user, self.discord.channel(question.channel))
        return any(one.id == question.id and "Answer" in one.buttons for one in shown)

    async def _is_answered(self, user: User, text: str) -> bool:
        act = await self.discord.submits(user, {"answer": text})
        await until(lambda: act.acknowledgements or act.failure)
        return bool(act.acknowledgements)

    def _has(self, id: str) -> None:
        self.unacked.discard(id)
        self.acked.add(id)
