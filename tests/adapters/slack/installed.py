"""Processes of Koko with a Slack that installs it, and a store where they keep what it gives."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import SecretStr

from adapters.slack.client import Connection
from adapters.slack.settings import SlackSettings
from adapters.slack.workspaces import ManyWorkspaces
from bot.chat.adapter import Vault
from bot.store.seal import new_key
from bot.store.sql import SqlStore
from bot.store.vault import Secrets
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.fakes import FixedClock
from tests.waiting import LONG

KEY = new_key()


@dataclass(frozen=True)
class Installed:
    """All that processes share: Slack, the time, the store."""

    slack: LoopbackSlack
    clock: FixedClock
    store: SqlStore
    connection: Connection

    @property
    def vault(self) -> Vault:
        return self.vault_of([KEY])

    def vault_of(self, keys: Sequence[str], store: SqlStore | None = None) -> Vault:
        return Secrets(store or self.store, keys, self.clock).of("slack")

    def process(self, vault: Vault | None = None, secret: str = "") -> ManyWorkspaces:
        """The workspaces as a process that has just started sees them."""
        credentials = self.slack.client_id, SecretStr(secret or self.slack.client_secret)
        return ManyWorkspaces(vault or self.vault, self.connection.web, *credentials, self.clock)

    @property
    def settings(self) -> SlackSettings:
        """Of a Koko that many workspaces install."""
        return SlackSettings(
            app_token=SecretStr(self.slack.app_token),
            client_id=self.slack.client_id,
            client_secret=SecretStr(self.slack.client_secret),
            api_url=self.slack.api_url,
        )

    def code(self) -> str:
        """What a browser brings back from Slack to have Koko in the first workspace."""
        return self.slack.installs_app(self.slack.team)

    async def settled(self) -> None:
        """Nobody is changing an installation any more."""
        async with asyncio.timeout(LONG):
            while await self.vault.keys("turn/"):
                pass

    @property
    def grants(self) -> int:
        """How often Slack answered whether it gives a token."""
        return len([call for call in self.slack.world.calls if call.method == "oauth.v2.access"])

    @property
    def newest(self) -> str:
        """The token that Slack gave last."""
        return list(self.slack.world.tokens)[-1]


@asynccontextmanager
async def installed(store: SqlStore | None = None) -> AsyncIterator[Installed]:
    """With tokens that last for twelve hours, of an app that nobody has installed yet."""
    store = store or SqlStore("sqlite:///:memory:")
    await store.create_tables()
    async with LoopbackSlack(token_life=43_200) as slack:
        connection = Connection(slack.api_url)
        async with connection.opened():
            yield Installed(slack, FixedClock(datetime(2026, 3, 9, 12, tzinfo=UTC)), store, connection)
    await store.close()


async def tokens_until(condition: Callable[[], bool], workspaces: ManyWorkspaces) -> set[str]:
    """What is given to somebody who asks again and again until the condition holds."""
    tokens = set()
    async with asyncio.timeout(LONG):
        while not condition():
            tokens.add(await workspaces.token("T1"))
            await asyncio.sleep(0)
    return tokens
