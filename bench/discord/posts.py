"""Whether posts go out as fast as Discord's buckets let them, and no faster.

    python -m bench.discord.posts

Discord's bucket for messages was seen to be five in five seconds for each channel. Everything is handed to
the adapter at once.
"""

from __future__ import annotations

import asyncio
from statistics import mean, median

from bench.accepting import Accepting
from bench.discord import house
from bench.discord.far import Far
from bot.chat.card import card
from bot.chat.refs import Place
from tests.adapters.working import running

CHANNELS = 8
POSTS = 15  # for each channel
BUCKET, SECONDS = 5, 5.0
TARGET = 0.95


async def run() -> None:
    print(f"{POSTS} posts in each of {CHANNELS} channels, {BUCKET} in {SECONDS:g} s by Discord's bucket")
    buckets = {"create_message": (BUCKET, SECONDS)}
    async with Far(message_content=True, buckets=buckets, per_second=50) as far:
        places = [Place("discord", *found) for found in (await far.do("channels", count=CHANNELS))["places"]]
        koko = house.adapter(far.keys)
        async with running(koko, Accepting()):
            await asyncio.gather(
                *(
                    koko.send(place, card("Today", f"Question {number}?"), f"{place} {number}")
                    for number in range(POSTS)
                    for place in places
                )
            )
        seen = await far.do("posts")
    assert seen["posted"] == CHANNELS * POSTS
    least, taken = (POSTS / BUCKET - 1) * SECONDS, seen["seconds"]
    pace = mean(least / seconds for seconds in taken)
    print(
        f"  {median(taken):6.1f} s, at best {least:.1f}; {pace:.1%} of the pace, target {TARGET:.0%};"
        f" told to wait {seen['too_many']} times"
    )


def main() -> None:
    asyncio.run(run())


if __name__ == "__main__":
    main()
