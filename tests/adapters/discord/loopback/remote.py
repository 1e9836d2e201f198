"""A loopback Discord in a process of its own, as the process that started it sees it."""

from __future__ import annotations

from tests.adapters.loopback.process import Remote


class RemoteDiscord(Remote):
    module = "tests.adapters.discord.loopback"
