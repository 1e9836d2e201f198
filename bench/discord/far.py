"""The tests' own Discord in a process of its own, so that what it costs is not counted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import cycle, islice

from aiohttp import web

from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.dispatches import DiscordAct
from tests.adapters.discord.loopback.seen import DiscordMessage
from tests.adapters.discord.loopback.state import Channel, Json, User
from tests.adapters.discord.loopback.world import created_at
from tests.adapters.loopback import process
from tests.adapters.loopback.process import Remote
from tests.waiting import until

LONG = 300.0  # seconds for a storm
SAID = "A cache keeps copies of results close by, so that they need not be computed again."


class Control:
    """What members do there; `do` names a method, the rest are its arguments."""

    def __init__(self, discord: LoopbackDiscord) -> None:
        self._discord = discord
        self._acts: list[DiscordAct] = []
        self._people: list[User] = []

    async def handle(self, request: web.Request) -> web.Response:
        asked: Json = await request.json()
        verb: Callable[..., Awaitable[Json]] = getattr(self, asked.pop("do"))
        return web.json_response(await verb(**asked))

    async def people(self, count: int) -> Json:
        self._people = self._discord.adds_people(self._discord.guild, count)
        return {}

    async def guilds(self, count: int) -> Json:
        """So many more, each with a channel for Koko."""
        founded = [self._discord.adds_guild(f"Guild {number}") for number in range(count)]
        for made in founded:
            await self._discord.invites_bot(made.guild)
        return {"places": [[made.guild.id, made.general.id] for made in founded]}

    async def channels(self, count: int) -> Json:
        made = [await self._discord.makes_channel(self._discord.guild, f"pace-{n}") for n in range(count)]
        return {"places": [[channel.guild, channel.id] for channel in made]}

    async def storm(self, kind: str, count: int) -> Json:
        """All at once; done when all interactions are answered, and when all messages are sent."""
        general = self._discord.general
        [question] = [one for one in await self._discord.reads(self._discord.admin, general) if one.thread]
        thread = self._discord.channel(question.thread)
        acts = [
            await self._does(kind, user, general, question, thread)
            for user in islice(cycle(self._people), count)
        ]
        await until(lambda: all(act.acknowledgements for act in acts), LONG)
        return {}

    async def _does(
        self, kind: str, user: User, channel: Channel, question: DiscordMessage, thread: Channel
    ) -> DiscordAct:
        match kind:
            case "slash command":
                return await self._discord.types(user, channel, "/quiz topic: caching")
            case "button":
                return await self._discord.presses(user, question, "Answer")
            case _:
                return await self._discord.says(user, thread, SAID)

    async def posts(self) -> Json:
        """How many, seconds from the first to the last in each place, and how often one was told to wait."""
        calls, bot = self._discord.world.calls, self._discord.bot.id
        told = self._discord.world.messages.values()
        posts = [sorted((m.id for m in each.values() if m.author == bot), key=int) for each in told]
        return {
            "posted": sum(map(len, posts)),
            "seconds": [(created_at(ids[-1]) - created_at(ids[0])).total_seconds() for ids in posts if ids],
            "threads": sum(bool(one.thread) for all in told for one in all.values()),
            "too_many": sum(call.status == 429 for call in calls),
        }


class Far(Remote):
    """`do` are the verbs of `Control`."""

    module = "bench.discord.far"


if __name__ == "__main__":
    discord = LoopbackDiscord(**process.options())
    process.main(discord, Control(discord).handle)
