"""What the Discord adapter needs around it in a test: a Discord, settings, a bot that does as told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.client import Pace
from adapters.discord.settings import DiscordSettings
from bot.chat.adapter import Host
from tests.adapters.discord import reading
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.state import Json
from tests.adapters.local.house import LoopbackRoutes
from tests.adapters.working import running, utc_now
from tests.contract.platform import ScriptedApp
from tests.fakes import NoVault

HASTE = Pace(identify=0.1, soon=0.3, elsewhere=1.0)
ROW = 1  # type of a row of buttons


def settings(discord: LoopbackDiscord, **others: Any) -> DiscordSettings:
    """For the bot of this Discord, with the intents that its developer has switched on.

    One that takes any number of calls need not be spared.
    """
    right: dict[str, Any] = {
        "token": SecretStr(discord.token),
        "api_url": discord.api_url,
        "gateway_url": discord.gateway_url,
        "message_content": discord.world.message_content,
        **({} if discord.world.per_second else {"calls_per_second": 10_000}),
    }
    return DiscordSettings(**right | others)


@dataclass(frozen=True)
class Living:
    """The adapter at work, with a bot behind it."""

    discord: LoopbackDiscord
    adapter: DiscordAdapter
    app: ScriptedApp


@asynccontextmanager
async def living(
    discord: LoopbackDiscord, app: ScriptedApp, chosen: DiscordSettings | None = None, pace: Pace = HASTE
) -> AsyncIterator[Living]:
    """The adapter between a bot and Discord, until the end of the block."""
    adapter = housed(discord, chosen, pace)
    async with running(adapter, app):
        yield Living(discord, adapter, app)


def housed(
    discord: LoopbackDiscord,
    chosen: DiscordSettings | None = None,
    pace: Pace = HASTE,
    now: Callable[[], datetime] = utc_now,
) -> DiscordAdapter:
    """The adapter before it runs."""
    host = Host(LoopbackRoutes(), Path(), now, NoVault())
    return DiscordAdapter(chosen or settings(discord), host, pace)


def words(components: Sequence[Json]) -> str:
    """What the eye reads of a message's components, but the buttons."""
    return reading.read([one for one in components if one["type"] != ROW])


def marks(components: Sequence[Json]) -> Iterator[str]:
    """What is more than words, but for titles, footers and the bold names of fields."""
    for content in reading.contents(components):
        for mark in reading.marks(content):
            if (
                mark == "small"
                or mark.startswith("heading ")
                or (mark.startswith("bold ") and mark[-1] == ":")
            ):
                continue
            yield mark
