"""What the benches of Discord need around them: a bot that costs nothing, the adapter, bare discord.py."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from pydantic import SecretStr
from yarl import URL

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.client import Pace
from adapters.discord.settings import DiscordSettings
from bench.accepting import Accepting
from bot.chat.adapter import Host
from bot.chat.card import Card, card
from bot.chat.events import Event, MessageSent
from bot.chat.form import Form
from tests.adapters.local.house import LoopbackRoutes
from tests.fakes import NoVault

THANKS = "Thank you."
HASTE = Pace(identify=0.1, silence=60.0)


class Thankful(Accepting):
    """Says one sentence to what is done."""

    async def respond(self, event: Event) -> Card | Form | None:
        return None if isinstance(event, MessageSent) else card("", THANKS)


def now() -> datetime:
    return datetime.now(UTC)


def adapter(keys: Mapping[str, str], **others: Any) -> DiscordAdapter:
    """For the Discord that has these keys, with other settings where they are to be others."""
    chosen: dict[str, Any] = {
        "token": SecretStr(keys["token"]),
        "api_url": keys["api_url"],
        "gateway_url": keys["gateway_url"],
        "message_content": True,
    }
    host = Host(LoopbackRoutes(), Path(), now, NoVault())
    return DiscordAdapter(DiscordSettings(**chosen | others), host, HASTE)


class Bare(discord.Client):
    """discord.py as it comes, which says the same sentence."""

    def __init__(self) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=True)
        super().__init__(intents=intents, guild_ready_timeout=0.1)
        self.there = asyncio.Event()

    async def on_ready(self) -> None:
        self.there.set()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(THANKS, ephemeral=True)

    async def on_message(self, message: discord.Message) -> None:
        return


@asynccontextmanager
async def bare(keys: Mapping[str, str]) -> AsyncIterator[Bare]:
    """Connected."""
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = keys["api_url"], URL(keys["gateway_url"])
    async with Bare() as client:
        running = asyncio.create_task(client.start(keys["token"], reconnect=False))
        await client.there.wait()
        yield client
        await client.close()
        await running


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios within each turn."""
    return median(a / b for a, b in zip(ours, theirs, strict=True))
