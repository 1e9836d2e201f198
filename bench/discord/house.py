"""What the benches of Discord need around them: a bot that costs nothing, the adapter, bare discord.py."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from pydantic import SecretStr
from yarl import URL

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.client import Pace
from adapters.discord.settings import DiscordSettings
from bot.chat.adapter import Host, Reply
from bot.chat.card import Card, card
from bot.chat.commands import CommandSpec, Option
from bot.chat.events import CompletionAsked, Event, FormSubmitted, MessageSent
from bot.chat.form import Form
from tests.adapters.local.house import LoopbackRoutes
from tests.fakes import NoVault

THANKS = "Thank you."
HASTE = Pace(identify=0.1, silence=60.0)


class Accepting:
    """The bot behind the adapter: takes everything at once, and says one sentence to what is done."""

    commands: Sequence[CommandSpec] = (
        CommandSpec("quiz", "Questions.", (Option(name="topic", description="What about."),)),
    )
    shortcuts: Sequence[str] = ()

    async def accept(self, event: Event) -> Reply | None:
        return Reply.PRIVATE

    async def respond(self, event: Event) -> Card | Form | None:
        return None if isinstance(event, MessageSent) else card("", THANKS)

    async def problems(self, submitted: FormSubmitted) -> Mapping[str, str]:
        return {}

    async def complete(self, asked: CompletionAsked) -> Sequence[str]:
        return []


def now() -> datetime:
    return datetime.now(UTC)


def adapter(keys: Mapping[str, str]) -> DiscordAdapter:
    """For the Discord that has these keys."""
    settings = DiscordSettings(
        token=SecretStr(keys["token"]),
        api_url=keys["api_url"],
        gateway_url=keys["gateway_url"],
        message_content=True,
        shards=None,
        admin_role="",
    )
    return DiscordAdapter(settings, Host(LoopbackRoutes(), Path(), now, NoVault()), HASTE)


class Bare(discord.Client):
    """discord.py as it comes, which says the same sentence."""

    def __init__(self) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=True)
        super().__init__(intents=intents)
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
