"""Discord as a stage: the loopback one, in which the team has its channel among those of a server."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.client import Pace
from adapters.discord.posts import ORDINARY_IDS, REACTIONS
from adapters.discord.render import pressed
from adapters.discord.settings import read_settings
from bot.chat.adapter import Adapter, Host
from bot.chat.commands import CommandSpec, parse_line
from bot.chat.refs import Person, Place
from bot.compose import Koko
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.dispatches import DiscordAct
from tests.adapters.discord.loopback.faults import Fault, Status
from tests.adapters.discord.loopback.seen import DiscordMessage
from tests.adapters.discord.loopback.state import Channel, User
from tests.adapters.discord.loopback.state import Member as GuildMember
from tests.adapters.discord.loopback.state import Message as Kept
from tests.adapters.discord.reading import read, spaced, words
from tests.fakes import FixedClock
from tests.scenarios.stage import NAMES, Message, OpenForm
from tests.scenarios.team import Member, Team
from tests.waiting import until


def create(host: Host) -> Adapter:
    """`adapters.discord`, which begins another session sooner than Discord asks for."""
    return DiscordAdapter(read_settings(), host, Pace(identify=0.1))


@dataclass(frozen=True)
class DiscordClient:
    """`tests.scenarios.stage.Client`."""

    stage: DiscordStage
    channel: Channel
    user: User

    @property
    def person(self) -> Person:
        return Person("discord", self.channel.guild or "@me", self.user.id, self.user.global_name)

    @property
    def direct(self) -> Channel:
        """The member's own place with Koko."""
        return self.discord.direct(self.user)

    @property
    def discord(self) -> LoopbackDiscord:
        return self.stage.discord

    async def types(self, line: str) -> str:
        """Discord's client asks for each option by its name."""
        spec, options = parse_line(self.stage.commands, line)
        typed = " ".join([f"/{spec.name}", *(f"{name}: {value}" for name, value in options.items())])
        await told(self.discord, await self.discord.types(self.user, self.channel, typed))
        return ""

    async def replies(self, to: Message, text: str) -> str:
        await told(self.discord, await self.discord.says(self.user, self.thread(to), text))
        return ""

    def thread(self, on: Message) -> Channel:
        """The one on a message; a forum's post is one itself."""
        return self.discord.channel(on.given.thread or on.given.channel)

    async def edits(self, message: Message, text: str) -> str:
        await told(self.discord, await self.discord.edits(self.user, message.given, text))
        return ""

    async def deletes(self, message: Message) -> None:
        await told(self.discord, await self.discord.deletes(self.user, message.given))

    async def presses(self, message: Message, label: str) -> None:
        await told(self.discord, await self.discord.presses(self.user, message.given, label))

    async def uses(self, entry: str, message: Message) -> None:
        """An entry of the message's own menu."""
        act = await self.discord.uses_message_command(self.user, message.given, entry)
        await told(self.discord, act)

    async def opens(self, message: Message, label: str) -> OpenForm:
        await self.presses(message, label)
        form = await self.discord.form(self.user)
        assert form, "no form was opened"
        options = {
            entry["custom_id"]: [option["value"] for option in entry["options"]]
            for entry in form.fields
            if "options" in entry
        }
        return OpenForm(*pressed(form.custom_id), "\n\n".join(map(words, form.texts)), options, form)

    async def submits(self, opened: OpenForm, values: Mapping[str, str]) -> str:
        """Discord closes a form that is sent; what is wrong with it comes as a message."""
        several = {name for name, value in opened.given.values.items() if isinstance(value, list)}
        typed = {name: value.split(",") if name in several else value for name, value in values.items()}
        await told(self.discord, await self.discord.submits(self.user, typed))
        return ""

    async def makes_admin(self, name: str) -> None:
        guild = self.discord.world.guilds[self.channel.guild]
        managers = next(role for role in guild.roles.values() if role.name == "Managers")
        await self.discord.gives_role(guild, self.stage.clients[name].user, managers)

    async def sees(self) -> Sequence[Message]:
        threads = [one for one in self.discord.world.channels.values() if one.parent == self.channel.id]
        return [
            self._read(message, place)
            for place in (self.channel, *threads, self.direct)
            for message in await self.discord.reads(self.user, place)
        ]

    def _read(self, shown: DiscordMessage, place: Channel) -> Message:
        """The first message of a forum's post has the id of its thread, and stands for it in the forum."""
        author, begins = self.discord.user(shown.user), shown.id == place.id
        return Message(
            id=_key(shown.id),
            author=None if author is self.discord.bot else author.name,
            text=read(shown.components, spaced) or words(shown.content),
            thread=_key(place.id) if place.is_thread and not begins else None,
            is_private=shown.ephemeral or not place.guild,
            has_thread=begins or bool(shown.thread),
            reaction=" ".join(mine for mine, emoji in REACTIONS.items() if emoji in shown.reactions) or None,
            buttons=shown.buttons,
            given=shown,
        )


@dataclass
class DiscordStage:
    """`tests.scenarios.stage.Stage`. `in_discord` is the channel as Discord has it."""

    discord: LoopbackDiscord
    in_discord: Channel
    adapter: ClassVar[str] = __name__
    clients: Mapping[str, DiscordClient] = field(init=False)
    commands: Sequence[CommandSpec] = field(default=(), init=False)
    """What Koko has registered."""
    _adapter: DiscordAdapter | None = field(default=None, init=False)
    _is_told: bool = field(default=False, init=False)
    """Whether Koko knows what Discord tells at the beginning of a session."""

    def __post_init__(self) -> None:
        people = {name: joins(self.discord, name) for name in NAMES}
        self.clients = {name: DiscordClient(self, self.in_discord, user) for name, user in people.items()}

    @property
    def channel(self) -> Place:
        return self.discord.place(self.in_discord)

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "KOKO_DISCORD_TOKEN": self.discord.token,
            "KOKO_DISCORD_API_URL": self.discord.api_url,
            "KOKO_DISCORD_GATEWAY_URL": self.discord.gateway_url,
            "KOKO_DISCORD_CALLS_PER_SECOND": "10000",  # nobody counts them here
            "KOKO_DISCORD_MESSAGE_CONTENT": str(self.discord.world.message_content),
        }

    def opens(self, koko: Koko) -> None:
        [self._adapter] = [one for one in koko.parts.adapters if isinstance(one, DiscordAdapter)]
        self.commands, self._is_told = koko.router.commands, False

    async def settles(self, seconds: float) -> None:
        assert self._adapter, "Koko has not begun"
        if not self._is_told:
            await heard(self.discord)
            self._is_told = True
        await self._adapter.finish(seconds)

    @contextmanager
    def is_down(self) -> Iterator[None]:
        self.discord.faults.add(Fault("create_message", Status(503), count=1_000_000))
        yield
        self.discord.faults.clear()


@contextmanager
def dropped(discord: LoopbackDiscord) -> Iterator[None]:
    """Koko loses its socket, and goes on with its session at once."""
    discord.gateway.drop()
    yield


@contextmanager
def no_socket(discord: LoopbackDiscord) -> Iterator[None]:
    """Koko loses its session, and begins another after the block."""
    discord.faults.add(Fault("socket", Status(503), count=1_000_000))
    discord.gateway.drop(sessions=True)
    yield
    discord.faults.clear()


@asynccontextmanager
async def discord_stage(folder: Path, clock: FixedClock) -> AsyncIterator[DiscordStage]:
    """Where Koko may read messages."""
    async with staged(LoopbackDiscord(clock, message_content=True)) as stage:
        yield stage


@asynccontextmanager
async def textless_stage(folder: Path, clock: FixedClock) -> AsyncIterator[DiscordStage]:
    """Where Discord gives Koko no texts of messages, as it does to anybody who has not asked for them."""
    async with staged(LoopbackDiscord(clock)) as stage:
        yield stage


@asynccontextmanager
async def staged(discord: LoopbackDiscord) -> AsyncIterator[DiscordStage]:
    """Whatever Koko does until the end, Discord must take."""
    async with discord:
        stage = DiscordStage(discord, await discord.makes_channel(discord.guild, "interview-practice"))
        await stage.clients["you"].makes_admin("you")
        yield stage
        assert not discord.refusals, discord.refusals
        twice = doubled(discord)
        assert not twice, twice
        promised = [message.id for message in everything(discord) if message.loading]
        assert not promised, promised


def joins(discord: LoopbackDiscord, name: str) -> User:
    """A new member of the server."""
    user = User(id=discord.world.id(), name=name, global_name=name.capitalize())
    discord.world.users[user.id] = user
    discord.guild.members[user.id] = GuildMember(user=user.id, joined_at=discord.world.now())
    return user


def member_of(team: Team, stage: DiscordStage, channel: Channel, user: User) -> Member:
    """Somebody in another channel than the team's."""
    return Member(team, DiscordClient(stage, channel, user), user.name)


async def told(discord: LoopbackDiscord, act: DiscordAct) -> None:
    """Wait until Koko has heard of what was done, and has acknowledged what is to be acknowledged."""
    await discord.core.dispatches.settled()
    if act.interaction is None:
        await heard(discord)
        return
    await until(lambda: act.acknowledgements or act.failure)
    assert not act.failure, f"Discord tells the member: {act.failure}"


async def heard(discord: LoopbackDiscord) -> None:
    """Wait until whoever is connected has taken in what they were sent: the heartbeat that Discord asks
    them for comes after it."""
    gateway, asked_at = discord.gateway, time.monotonic()
    asked = [one for one in gateway.connections if one.session and not one.frozen]
    for connection in asked:
        await connection.send({"op": 1, "d": None})
    await until(lambda: all(one.said[-1] > asked_at for one in asked if one in gateway.connections))


def refused_only(discord: LoopbackDiscord, *codes: str) -> None:
    """Assert that Discord has refused this by now, by its numbers, and nothing else."""
    assert {why.split()[1] for why in discord.refusals} == set(codes), discord.refusals
    discord.refusals.clear()


def everything(discord: LoopbackDiscord) -> list[Kept]:
    return [message for messages in discord.world.messages.values() for message in messages.values()]


def doubled(discord: LoopbackDiscord) -> list[str]:
    """Messages that say once more what another has said, by the number that stands for a post's key."""
    first = [
        (message.id, message.components[0]["id"]) for message in everything(discord) if message.components
    ]
    keys = [key for _, key in first if key > ORDINARY_IDS]
    return [id for id, key in first if keys.count(key) > 1]


def _key(id: str) -> str:
    """Ids as texts in the order of their numbers."""
    return id.zfill(20)
