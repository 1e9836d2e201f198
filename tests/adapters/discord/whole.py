"""The whole bot in Discord, on a store that outlives it: a process, another beside it, one after it."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from adapters.discord.adapter import DiscordAdapter
from bot.bank.files import Bank
from bot.http import Server
from bot.store.sql import SqlStore
from tests.adapters.discord.house import housed
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.working import Whole, whole
from tests.bank import OPEN_ONLY


def at_work(
    discord: LoopbackDiscord, database: str, bank: Bank = OPEN_ONLY, tick_seconds: float = 600
) -> AbstractAsyncContextManager[Whole[DiscordAdapter]]:
    """A process of the bot, connected."""
    return whole(housed(discord), SqlStore(database), Server("127.0.0.1", 0), bank, tick_seconds)
