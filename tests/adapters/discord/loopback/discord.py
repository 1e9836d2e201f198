"""A Discord on this machine: strict, over real sockets, with people who use it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, ClassVar, Self

from aiohttp import web

from tests.adapters.discord.loopback.acting import Actors
from tests.adapters.discord.loopback.core import Core
from tests.adapters.discord.loopback.dispatches import Dispatches
from tests.adapters.discord.loopback.faults import Faults
from tests.adapters.discord.loopback.founding import found
from tests.adapters.discord.loopback.gateway import Gateway
from tests.adapters.discord.loopback.keeping import Keepers
from tests.adapters.discord.loopback.seen import Screens
from tests.adapters.discord.loopback.server import PREFIX, Server
from tests.adapters.discord.loopback.state import Call, Channel, Guild, User
from tests.adapters.discord.loopback.world import World
from tests.adapters.discord.loopback.writing import Writers
from tests.waiting import stop


class LoopbackDiscord(Writers, Actors, Keepers, Screens):
    """An async context; while it lasts, `api_url` and `gateway_url` answer as Discord would.

    `options` are the fields of `World`: lives, buckets, intents, shards.
    """

    judge: ClassVar[Callable[[Sequence[Call]], None]] = staticmethod(lambda calls: None)
    """Looks over all calls at the end, and raises AssertionError for one that Discord would not take."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC), **options: Any) -> None:
        self.world = world = World(now=now, **options)
        self.faults = Faults()
        self.gateway = Gateway(world, self.faults)
        self._dispatches = Dispatches(world, self.faults, self.gateway)
        self.core = Core(world, self._dispatches, self.faults, self.gateway)
        self.founded = found(world, "Practice")
        self._app = web.Application(client_max_size=30_000_000)

    async def __aenter__(self) -> Self:
        self.server = Server(self.core)
        self.server.routes(self._app)
        self._runner = web.AppRunner(self._app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.world.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._dispatching = asyncio.create_task(self._dispatches.run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await stop(self._dispatching)
        await self._dispatches.stop()
        self.gateway.drop()
        await self._runner.cleanup()
        if not error:
            LoopbackDiscord.judge(self.world.calls)

    def mount(
        self, method: str, path: str, handler: Callable[[web.Request], Awaitable[web.Response]]
    ) -> None:
        """Something beside Discord on the same server, before it starts."""
        self._app.router.add_route(method, path, handler)

    def keys(self) -> dict[str, str]:
        """What another process needs to know of it."""
        return {
            "api_url": self.api_url,
            "gateway_url": self.gateway_url,
            "control": f"{self.world.url}/control",
            "token": self.token,
            "guild": self.guild.id,
            "general": self.general.id,
            "admin": self.admin.id,
            "member": self.member.id,
        }

    @property
    def api_url(self) -> str:
        """Without a slash at its end, as discord.py's `Route.BASE` is."""
        return f"{self.world.url}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        return self.world.gateway_url

    @property
    def token(self) -> str:
        return self.world.token

    @property
    def refusals(self) -> list[str]:
        """What was refused, a sentence each that begins with the operation and Discord's number."""
        return self.world.refusals

    @property
    def bot(self) -> User:
        return self.world.bot

    @property
    def guild(self) -> Guild:
        return self.founded.guild

    @property
    def admin(self) -> User:
        """With *Manage Server*, by a role."""
        return self.founded.admin

    @property
    def member(self) -> User:
        """Somebody who is nothing else."""
        return self.founded.member

    @property
    def newcomer(self) -> User:
        """A member who does not see `private`."""
        return self.founded.newcomer

    @property
    def general(self) -> Channel:
        """For all."""
        return self.founded.general

    @property
    def announcements(self) -> Channel:
        return self.founded.announcements

    @property
    def forum(self) -> Channel:
        return self.founded.forum

    @property
    def private(self) -> Channel:
        """For the bot, the admin and the member."""
        return self.founded.private

    @property
    def hidden(self) -> Channel:
        """For all but the bot."""
        return self.founded.hidden

    def direct(self, user: User) -> Channel:
        """The conversation between somebody and the app."""
        return self.world.direct(user)

    def between(self, *users: User) -> Channel:
        """A conversation between people, without the app."""
        channel = Channel(id=self.world.id(), type=1, recipients=[one.id for one in users])
        self.world.channels[channel.id] = channel
        return channel

    def user(self, id: str) -> User:
        return self.world.users[id]

    def channel(self, id: str) -> Channel:
        return self.world.channels[id]
