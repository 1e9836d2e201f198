"""A chat platform of Koko's own, so that the whole bot runs with no account: a page and an SQLite file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.chat.adapter import Adapter, Host


def create(host: Host) -> Adapter:
    """Imports the server and its pages, which nobody needs who runs another command, or another platform."""
    from adapters.local import adapter

    return adapter.create(host)
