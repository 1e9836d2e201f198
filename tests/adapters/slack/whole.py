"""The whole bot in Slack, on a store that outlives it: a process, another beside it, one after it."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path

from adapters.slack.adapter import SlackAdapter
from adapters.slack.settings import SlackSettings
from bot.bank.files import Bank
from bot.chat.adapter import Host
from bot.http import Server
from bot.store.seal import new_key
from bot.store.sql import SqlStore
from bot.store.vault import Secrets
from tests.adapters.slack.house import settings
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.working import Whole, utc_now, whole
from tests.bank import OPEN_ONLY

KEY = new_key()


def at_work(
    slack: LoopbackSlack,
    database: str,
    chosen: SlackSettings | None = None,
    bank: Bank = OPEN_ONLY,
    tick_seconds: float = 600,
) -> AbstractAsyncContextManager[Whole[SlackAdapter]]:
    """A process of the bot, connected."""
    store, server = SqlStore(database), Server("127.0.0.1", 0)
    host = Host(server, Path(), utc_now, Secrets(store, [KEY], utc_now).of("slack"))
    return whole(SlackAdapter(chosen or settings(slack), host), store, server, bank, tick_seconds)
