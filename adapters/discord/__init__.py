"""Koko in Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.chat.adapter import Adapter, Host


def create(host: Host) -> Adapter:
    """Imports Discord's libraries, which nobody needs who runs another command, or another platform."""
    from adapters.discord import adapter

    return adapter.create(host)
