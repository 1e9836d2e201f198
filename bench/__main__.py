"""All benches, one after the other: `make bench`."""

from __future__ import annotations

from bench import code, due, event, leaderboard, prose, start
from bench.discord import __main__ as discord
from bench.slack import __main__ as slack

if __name__ == "__main__":
    for bench in (
        event.main,
        prose.main,
        code.main,
        due.main,
        lambda: leaderboard.main([]),
        start.main,
        slack.main,
        discord.main,
    ):
        bench()
