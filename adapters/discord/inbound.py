"""What comes in from Discord, and who takes each of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime

from adapters.discord.answers import Answers
from adapters.discord.client import Connection, Payload
from adapters.discord.intake import Intake
from adapters.discord.interactions import Interactions
from adapters.discord.missed import Missed
from adapters.discord.people import People
from adapters.discord.places import Places
from adapters.discord.servers import Servers
from adapters.discord.talk import Talk
from bot.chat.adapter import App


class Inbound:
    """Handles what the gateway tells while it is connected."""

    def __init__(
        self,
        connection: Connection,
        people: People,
        places: Places,
        answers: Answers,
        now: Callable[[], datetime],
    ) -> None:
        self._places, self._intake = places, Intake(answers, now)
        self._interactions = Interactions(connection, people, self._intake)
        self._talk = Talk(connection, places, self._intake)
        missed = Missed(connection, self._intake, self._talk)
        self._servers = Servers(connection, places, self._intake, missed)

    @property
    def table(self) -> Mapping[str, Callable[[Payload], None]]:
        """What is listened to, by Discord's names."""
        servers, talk = self._servers, self._talk
        return {
            "READY": servers.session,
            "GUILD_CREATE": servers.told,
            "GUILD_DELETE": servers.left,
            "GUILD_MEMBER_UPDATE": servers.permissions_changed,
            "GUILD_ROLE_UPDATE": servers.permissions_changed,
            "CHANNEL_CREATE": self._places.learn,
            "CHANNEL_UPDATE": servers.channel_changed,
            "CHANNEL_DELETE": servers.channel_gone,
            "THREAD_CREATE": self._places.learn,
            "THREAD_UPDATE": servers.thread_changed,
            "THREAD_DELETE": self._places.forget,
            "THREAD_LIST_SYNC": servers.threads,
            "INTERACTION_CREATE": self._interactions.told,
            "MESSAGE_CREATE": talk.said,
            "MESSAGE_UPDATE": talk.said,
            "MESSAGE_DELETE": lambda body: talk.gone([body["id"]], body),
            "MESSAGE_DELETE_BULK": lambda body: talk.gone(body["ids"], body),
        }

    @asynccontextmanager
    async def connected(self, app: App) -> AsyncIterator[None]:
        """Leaves when what is being answered is finished, or takes too long."""
        async with self._intake.connected(app):
            yield

    async def finish(self, seconds: float) -> None:
        """Wait for what is being answered, at most so long."""
        await self._intake.finish(seconds)
