"""Koko in Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.chat.adapter import Adapter, Host


def create(host: Host) -> Adapter:
    """Imports Slack's libraries, which nobody needs who runs another command, or another platform."""
    from adapters.slack import adapter

    return adapter.create(host)
