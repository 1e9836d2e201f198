"""A Slack on this machine: strict, over real sockets, with people who use it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.adapters.slack.loopback.acting import Actors
from tests.adapters.slack.loopback.core import Core
from tests.adapters.slack.loopback.deliveries import Deliveries
from tests.adapters.slack.loopback.faults import Faults
from tests.adapters.slack.loopback.founding import found
from tests.adapters.slack.loopback.keeping import Keepers
from tests.adapters.slack.loopback.requests import Requests
from tests.adapters.slack.loopback.seen import Screens
from tests.adapters.slack.loopback.server import Server
from tests.adapters.slack.loopback.sockets import Sockets
from tests.adapters.slack.loopback.state import Channel, Token, User, Workspace
from tests.adapters.slack.loopback.world import World
from tests.adapters.slack.loopback.writing import Writers
from tests.waiting import stop


class LoopbackSlack(Writers, Actors, Keepers, Screens):
    """An async context; while it lasts, `api_url` answers as slack.com would.

    `options` are the fields of `World`: lives, paces, scopes, subscriptions.
    """

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC), **options: Any) -> None:
        self.world = world = World(now=now, **options)
        self.faults = Faults()
        self.sockets = Sockets(world)
        self.sockets.deliveries = Deliveries(world, self.faults, self.sockets)
        self.core = Core(world, self.sockets.deliveries, self.faults)
        self._requests: list[Requests] = []
        self._app = web.Application(client_max_size=20_000_000)
        self.team = found(world, "T1", "Practice")
        self.bot_token = world.token(self.team).value
        self.app_token = f"xapp-1-A0KOKO-{secrets.token_hex(12)}"
        world.tokens[self.app_token] = Token(
            value=self.app_token, kind="app", scopes=frozenset({"connections:write"})
        )

    async def __aenter__(self) -> Self:
        Server(self.core, self.sockets).routes(self._app)
        self._runner = web.AppRunner(self._app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.world.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._delivering = asyncio.create_task(self.core.deliveries.run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await stop(self._delivering)
        await self.core.deliveries.stop()
        for requests in self._requests:
            await requests.close()
        await self.sockets.close()
        await self._runner.cleanup()

    def mount(
        self, method: str, path: str, handler: Callable[[web.Request], Awaitable[web.Response]]
    ) -> None:
        """Something beside Slack on the same server, before it starts."""
        self._app.router.add_route(method, path, handler)

    def keys(self) -> dict[str, str]:
        """What another process needs to know of it."""
        return {
            "api_url": self.api_url,
            "control": f"{self.world.url}/control",
            "bot_token": self.bot_token,
            "app_token": self.app_token,
            "signing_secret": self.signing_secret,
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }

    def delivers_to(self, url: str) -> Requests:
        """From now on events, commands and interactions go to this address, and no longer over sockets."""
        requests = Requests(self.world, self.core.deliveries, url)
        self._requests.append(requests)
        self.core.deliveries.way = requests
        self.core.deliveries.flush()
        return requests

    @property
    def api_url(self) -> str:
        return f"{self.world.url}/api/"

    @property
    def refusals(self) -> list[str]:
        """What was refused, a sentence each that begins with the method and Slack's code."""
        return self.world.refusals

    @property
    def signing_secret(self) -> str:
        return self.world.signing_secret

    @property
    def client_id(self) -> str:
        return self.world.client_id

    @property
    def client_secret(self) -> str:
        return self.world.client_secret

    @property
    def admin(self) -> User:
        """An owner of the workspace, in all its channels."""
        return self.team.admin

    @property
    def member(self) -> User:
        """Somebody who is nothing else, in all channels."""
        return self.team.member

    @property
    def guest(self) -> User:
        """`is_restricted`, in `general` alone."""
        return self.team.guest

    @property
    def stranger(self) -> User:
        """From another workspace, in `shared` alone."""
        return self.team.stranger

    @property
    def deactivated(self) -> User:
        return self.team.deactivated

    @property
    def general(self) -> Channel:
        """Public, with the app, the admin, the member and the guest."""
        return self.team.general

    @property
    def private(self) -> Channel:
        """Private, with the app, the admin and the member."""
        return self.team.private

    @property
    def elsewhere(self) -> Channel:
        """Public, with the admin and the member, but not the app."""
        return self.team.elsewhere

    @property
    def shared(self) -> Channel:
        """By Slack Connect, with the app, the admin, the member and the stranger."""
        return self.team.shared

    def direct(self, user: User, workspace: Workspace | None = None) -> Channel:
        """The direct channel between a person and the app."""
        return self.world.direct(workspace or self.world.workspaces[user.team], user)

    def user(self, id: str) -> User:
        return self.world.users[id]

    def channel(self, id: str) -> Channel:
        return self.world.channels[id]
