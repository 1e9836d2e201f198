"""The local platform as the bot sees it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from adapters.local.guard import Guard
from adapters.local.inbound import Inbound
from adapters.local.model import ADAPTER, WORKSPACE, Member, number, spot
from adapters.local.platform import FIRST_CHANNEL, Platform, direct
from adapters.local.server import mount
from adapters.local.settings import read_settings
from adapters.local.storage import Storage
from bot.chat.adapter import Adapter, App, Capabilities, Health, Host, Problem, Reaction
from bot.chat.card import Card
from bot.chat.refs import MessageRef, Person, Place
from bot.errors import NotAllowed, PlaceGone

FIRST_COMMAND = "koko ask now"


def create(host: Host) -> Adapter:
    """Raises ConfigError for a wrong setting, and where a needed one is missing."""
    settings = read_settings()
    platform = Platform(Storage(host.folder / settings.file), host.now)
    inbound = Inbound(platform)
    mount(host.http, Guard(host.http.address[0], settings.token), platform, inbound)
    return LocalAdapter(platform, inbound, welcome=settings.welcome)


class LocalAdapter:
    """Turns the bot's words into the platform's; connected while `run` runs.

    With `welcome` a question is asked where there is none.
    """

    def __init__(self, platform: Platform, inbound: Inbound, *, welcome: bool) -> None:
        self._platform = platform
        self._inbound = inbound
        self._welcomes = welcome

    @property
    def name(self) -> str:
        return ADAPTER

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities()

    async def run(self, app: App) -> None:
        async with self._platform.open(), self._inbound.connected(app):
            if self._welcomes:
                await self._welcome()
            await asyncio.Event().wait()

    async def send(self, place: Place, card: Card, key: str) -> MessageRef:
        channel, thread = spot(place)
        return (await self._platform.post(channel, thread, card, key=key)).ref

    async def edit(self, message: MessageRef, card: Card) -> None:
        await self._platform.update(await self._own(message), card=card)

    async def react(self, message: MessageRef, reaction: Reaction) -> None:
        await self._platform.update(await self._own(message), reaction=reaction)

    async def open_thread(self, message: MessageRef, title: str) -> Place:
        found = await self._platform.message(await self._own(message))
        if found.thread is None and not found.title:
            await self._platform.update(found.id, title=title)
        return found.thread_place

    async def open_direct(self, person: Person) -> Place:
        member = await self._member(person)
        if member is None:
            raise PlaceGone("There is no such member.")
        return Place(ADAPTER, WORKSPACE, direct(member))

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        found = await self._platform.posted(key)
        return found.ref if found and found.place == place else None

    async def is_admin(self, person: Person, place: Place) -> bool:
        member = await self._member(person)
        return member is not None and member.admin

    def health(self) -> Health:
        return Health(True) if self._inbound.is_connected else Health(False, "it is starting")

    async def check(self) -> Sequence[Problem]:
        return []

    async def _welcome(self) -> None:
        """Ask a question in an empty platform, so that a newcomer finds one instead of settings."""
        you = (await self._platform.members())[0]
        channel = await self._platform.channel(FIRST_CHANNEL)
        known = {spec.name for spec in self._inbound.commands}
        if FIRST_COMMAND in known and not await self._platform.messages(channel, None, you):
            nonce = f"welcome-{await self._platform.last_id()}"  # the same one until there is a message
            await self._inbound.command(you, channel.place, f"/{FIRST_COMMAND}", nonce)

    async def _own(self, message: MessageRef) -> int:
        """The platform's id of a message. Raises PlaceGone where its channel is archived."""
        channel, _ = spot(message.place)
        if (await self._platform.channel(channel)).archived:
            raise PlaceGone(f"#{channel} is archived.")
        return number(message.id)

    async def _member(self, person: Person) -> Member | None:
        try:
            known = await self._platform.member(person.user)
        except NotAllowed:
            return None
        return known if known.person == person else None
