"""The members' side over HTTP, for a Discord in a process of its own.

People, guilds and channels are named by their ids, messages by `channel` and `id` as `user` sees them.
"""

from __future__ import annotations

from dataclasses import asdict

from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.dispatches import DiscordAct
from tests.adapters.discord.loopback.errors import ClientSaysNo
from tests.adapters.discord.loopback.faults import ACTIONS
from tests.adapters.discord.loopback.filling import Typed
from tests.adapters.discord.loopback.seen import DiscordMessage
from tests.adapters.discord.loopback.state import Channel, Json, User
from tests.adapters.loopback import control


class Control(control.Control[DiscordAct]):
    def __init__(self, discord: LoopbackDiscord) -> None:
        verbs = (
            *(self.says, self.types, self.presses, self.submits, self.storm, self.reads, self.form),
            *(self.act, self.drop, self.reconnect, self.invalidate),
            *(self.refusals, self.people, self.guilds),
        )
        super().__init__(discord.faults, ACTIONS, ClientSaysNo, verbs)
        self._discord = discord

    # What members do

    async def says(self, user: str, channel: str, text: str) -> Json:
        return self._told(await self._discord.says(self._user(user), self._channel(channel), text))

    async def types(self, user: str, channel: str, line: str) -> Json:
        return self._told(await self._discord.types(self._user(user), self._channel(channel), line))

    async def presses(self, user: str, channel: str, id: str, button: str) -> Json:
        message = await self._message(self._user(user), channel, id)
        return self._told(await self._discord.presses(self._user(user), message, button))

    async def submits(self, user: str, values: dict[str, Typed]) -> Json:
        return self._told(await self._discord.submits(self._user(user), values))

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
        place = self._channel(channel)
        members = self._discord.world.guilds[place.guild].members
        people = [self._user(id) for id in members if not self._user(id).bot]
        pressed = await self._message(people[0], channel, id) if button else None

        async def does(person: User, number: int) -> DiscordAct:
            if line:
                return await self._discord.types(person, place, line)
            if pressed:
                return await self._discord.presses(person, pressed, button)
            return await self._discord.says(person, place, f"{text} {number}")

        return await self._spread(people, count, seconds, does)

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

    async def drop(self, sessions: bool = False) -> Json:
        self._discord.gateway.drop(sessions=sessions)
        return {}

    async def reconnect(self) -> Json:
        await self._discord.gateway.reconnect()
        return {}

    async def invalidate(self, resumable: bool) -> Json:
        await self._discord.gateway.invalidate(resumable=resumable)
        return {}

    def _told(self, act: DiscordAct) -> Json:
        return self._noted(act, {"id": act.id})

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
