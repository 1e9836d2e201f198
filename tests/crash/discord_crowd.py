"""The crash test in Discord: a server whose members answer every question, and which outlives the bot."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.discord.posts import nonce
from bot.chat.refs import Person, Place
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.dispatches import DiscordAct
from tests.adapters.discord.loopback.errors import ClientSaysNo
from tests.adapters.discord.loopback.seen import DiscordMessage
from tests.adapters.discord.loopback.state import Call, Channel, User
from tests.crash.chatting import ChattingCrowd

FAR = 0.05  # seconds between two looks for what may take a while
STARTS = 1_000_000  # as many sessions as it takes; Discord has a thousand a day


@dataclass
class DiscordCrowd(ChattingCrowd[User, DiscordMessage]):
    """`tests.crash.crowd.Crowd` in Discord's words.

    Discord acknowledges no message: what is said while nobody listens is read back by the next bot. So a
    reply in a thread is `acked` when the bot names its author there, a form when it is answered. A form that
    failed stays open, and is sent again.
    """

    day = 30.0
    life = 0.3
    adapter = "adapters.discord"
    says_no = ClientSaysNo

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

    def _platform(self) -> LoopbackDiscord:
        return self.discord

    def _calls(self) -> list[Call]:
        return self.discord.world.calls

    def _is_connected(self) -> bool:
        """Sessions of bots that were killed are forgotten: nobody resumes them."""
        sessions = self.discord.gateway.sessions
        for id in [id for id, session in sessions.items() if not session.connection]:
            del sessions[id]
        return bool(sessions)

    async def _questions(self) -> list[DiscordMessage]:
        return [
            message
            for channel in self._channels
            for message in await self.discord.reads(self._users[0], channel)
            if "Answer" in message.buttons and message.thread
        ]

    def _id(self, question: DiscordMessage) -> str:
        return question.id

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

    async def _presses(self, user: User, question: DiscordMessage) -> DiscordAct:
        return await self.discord.presses(user, question, "Answer")

    async def _form(self, user: User) -> str | None:
        form = self.discord.world.forms.get(user.id)
        return f"form {user.id} {form['components'][0]['id']}" if form else None

    async def _submits(self, user: User, text: str) -> DiscordAct:
        return await self.discord.submits(user, {"answer": text})
