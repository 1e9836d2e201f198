"""`python -m tests.adapters.discord.loopback`: a loopback Discord in a process of its own.

Options are fields of `World`, as JSON: `--shards 2`.
"""

from __future__ import annotations

from tests.adapters.discord.loopback.control import Control
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.loopback import process

if __name__ == "__main__":
    discord = LoopbackDiscord(**process.options())
    process.main(discord, Control(discord).handle)
