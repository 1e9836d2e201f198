"""The crash test in Slack: a workspace whose members answer every question, and which outlives the bot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.chat.refs import Person, Place
from tests.adapters.slack.loopback.deliveries import SlackAct
from tests.adapters.slack.loopback.errors import ClientSaysNo
from tests.adapters.slack.loopback.seen import SlackMessage
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.loopback.state import Channel, User
from tests.crash.chatting import ChattingCrowd

NAMES = ("ada", "grace", "linus", "barbara")
RETRIES = (0.05,) * 10_000
"""Slack gives up after three; here a life is a thousand times as short as there."""


@dataclass
class SlackCrowd(ChattingCrowd[User, SlackMessage]):
    """`tests.crash.crowd.Crowd` in Slack's words: `posted` counts posts by key."""

    day = 30.0
    life = 0.3
    adapter = "adapters.slack"
    says_no = ClientSaysNo

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

    def _platform(self) -> LoopbackSlack:
        return self.slack

    def _calls(self) -> Sequence[object]:
        return self.slack.world.calls

    def _is_connected(self) -> bool:
        return bool(self.slack.sockets.connections)

    async def _questions(self) -> list[SlackMessage]:
        return [
            message
            for place in self.channels
            for message in await self.slack.reads(self._users[0], self.slack.channel(place.channel))
            if "Answer" in message.buttons
        ]

    def _id(self, question: SlackMessage) -> str:
        return f"{question.channel} {question.ts}"

    async def _reply(self, user: User, question: SlackMessage, text: str) -> None:
        channel = self.slack.channel(question.channel)
        act = await self.slack.says(user, channel, text, question.ts)
        id = f"sent {channel.id} {act.ts}"
        self.unacked.add(id)
        if await self._is_taken(act):
            self._has(id)

    async def _presses(self, user: User, question: SlackMessage) -> SlackAct:
        return await self.slack.presses(user, question, "Answer")

    async def _form(self, user: User) -> str | None:
        form = await self.slack.modal(user)
        return form.id if form else None

    async def _submits(self, user: User, text: str) -> SlackAct:
        return await self.slack.submits(user, {"answer": text})
