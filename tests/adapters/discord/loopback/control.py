"""The members' side over HTTP, for a Discord in a process of its own: `POST /control` with `{"do": …}`.

People, guilds and channels are named by their ids, messages by `channel` and `id` as `user` sees them. An act
is answered with its number, and looked up by it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from itertools import cycle, islice
from typing import Any

from aiohttp import web

from tests.adapters.discord.loopback import faults
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.dispatches import DiscordAct
from tests.adapters.discord.loopback.errors import ClientSaysNo
from tests.adapters.discord.loopback.filling import Typed
from tests.adapters.discord.loopback.seen import DiscordMessage
from tests.adapters.discord.loopback.state import Channel, Json, User

ACTIONS: dict[str, Callable[..., faults.Action]] = {
    kind.__name__: kind
    for kind in (
        *(faults.RateLimited, faults.Banned, faults.Status, faults.ResetBefore, faults.ResetAfter),
        *(faults.Delay, faults.Answer, faults.Duplicate, faults.Reorder, faults.DropBefore),
        *(faults.DropAfter, faults.Lost, faults.Unanswered),
    )
}


class Control:
    """`do` is the name of a method here; the rest of the body are its arguments."""

    def __init__(self, discord: LoopbackDiscord) -> None:
        self._discord = discord
        self._acts: list[DiscordAct] = []
        self._verbs: dict[str, Callable[..., Awaitable[Json]]] = {
            verb.__name__: verb
            for verb in (
                *(self.says, self.types, self.presses, self.submits, self.storm, self.reads, self.form),
                *(self.act, self.acts, self.fault, self.drop, self.reconnect, self.invalidate),
                *(self.refusals, self.people, self.guilds),
            )
        }

    async def handle(self, request: web.Request) -> web.Response:
        body: Json = await request.json()
        verb = self._verbs.get(body.pop("do", ""))
        if not verb:
            return web.json_response({"error": f"there are {', '.join(self._verbs)}"}, status=404)
        try:
            return web.json_response(await verb(**body))
        except (ClientSaysNo, KeyError, TypeError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)

    # What members do

    async def says(self, user: str, channel: str, text: str) -> Json:
        return self._noted(await self._discord.says(self._user(user), self._channel(channel), text))

    async def types(self, user: str, channel: str, line: str) -> Json:
        return self._noted(await self._discord.types(self._user(user), self._channel(channel), line))

    async def presses(self, user: str, channel: str, id: str, button: str) -> Json:
        message = await self._message(self._user(user), channel, id)
        return self._noted(await self._discord.presses(self._user(user), message, button))

    async def submits(self, user: str, values: dict[str, Typed]) -> Json:
        return self._noted(await self._discord.submits(self._user(user), values))

    async def storm(
        self,
        channel: str,
        count: int,
        seconds: float,
        text: str = "",
        line: str = "",
        button: str = "",
        id: str = "",
    ) -> Json:
        """So many acts, spread evenly over so many seconds and over all people of a guild in turn.

        A command where there is a `line`, else a press where there is a `button` (of the message `id`), else
        a message. Returns the numbers of the acts as `first` and `count`.
        """
        place, loop = self._channel(channel), asyncio.get_running_loop()
        members = self._discord.world.guilds[place.guild].members
        people = [self._user(id) for id in members if not self._user(id).bot]
        pressed = await self._message(people[0], channel, id) if button else None
        begun, first = loop.time(), len(self._acts)
        for number, person in enumerate(islice(cycle(people), count)):
            await asyncio.sleep(max(0.0, begun + number * seconds / count - loop.time()))
            if line:
                self._noted(await self._discord.types(person, place, line))
            elif pressed:
                self._noted(await self._discord.presses(person, pressed, button))
            else:
                self._noted(await self._discord.says(person, place, f"{text} {number}"))
        return {"first": first, "count": count}

    # What they see

    async def reads(self, user: str, channel: str) -> Json:
        shown = await self._discord.reads(self._user(user), self._channel(channel))
        return {"messages": [_json(message) for message in shown]}

    async def form(self, user: str) -> Json:
        shown = await self._discord.form(self._user(user))
        return {"form": asdict(shown) if shown else None}

    # What became of it

    async def act(self, number: int) -> Json:
        act = self._acts[number]
        return {
            "acknowledgements": act.acknowledgements,
            "ack_seconds": act.ack_seconds,
            "answer": act.answer,
            "deliveries": act.deliveries,
            "failure": act.failure,
            "payload": act.payload,
            "id": act.id,
        }

    async def acts(self, first: int = 0) -> Json:
        """In short, from a number on: how fast each was answered (None: not), and what failed."""
        acts = self._acts[first:]
        return {"ack_seconds": [act.ack_seconds for act in acts], "failures": [act.failure for act in acts]}

    async def refusals(self) -> Json:
        return {"refusals": self._discord.refusals, "calls": len(self._discord.world.calls)}

    async def people(self, guild: str, count: int) -> Json:
        """So many more people are in a guild."""
        people = self._discord.adds_people(self._discord.world.guilds[guild], count)
        return {"users": [user.id for user in people]}

    async def guilds(self, count: int) -> Json:
        """So many more guilds invite the bot; the ids of each and of its `general`."""
        made = [self._discord.adds_guild(f"Guild {number}") for number in range(count)]
        for one in made:
            await self._discord.invites_bot(one.guild)
        return {"guilds": [{"guild": one.guild.id, "general": one.general.id} for one in made]}

    async def fault(self, match: str, action: str, count: int = 1, skip: int = 0, **arguments: Any) -> Json:
        """`action` is the name of one in `faults`, `arguments` are its fields."""
        self._discord.faults.add(faults.Fault(match, ACTIONS[action](**arguments), count, skip))
        return {}

    async def drop(self, sessions: bool = False) -> Json:
        self._discord.gateway.drop(sessions=sessions)
        return {}

    async def reconnect(self) -> Json:
        await self._discord.gateway.reconnect()
        return {}

    async def invalidate(self, resumable: bool) -> Json:
        await self._discord.gateway.invalidate(resumable=resumable)
        return {}

    def _noted(self, act: DiscordAct) -> Json:
        self._acts.append(act)
        return {"act": len(self._acts) - 1, "id": act.id}

    async def _message(self, user: User, channel: str, id: str) -> DiscordMessage:
        for message in await self._discord.reads(user, self._channel(channel)):
            if message.id == id:
                return message
        raise ClientSaysNo(f"{user.name} sees no message {id} there")

    def _user(self, id: str) -> User:
        return self._discord.user(id)

    def _channel(self, id: str) -> Channel:
        return self._discord.channel(id)


def _json(shown: DiscordMessage) -> Json:
    """Of files only the sizes."""
    body = asdict(shown)
    body["files"] = {name: len(data) for name, data in shown.files.items()}
    return body | {"buttons": list(shown.buttons), "text": shown.text}
