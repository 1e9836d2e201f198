"""Discord as the bot sees it, put together of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from discord.http import Route

from adapters.discord.answers import Answers
from adapters.discord.check import WITH_TEXTS, WITHOUT_TEXTS, findings
from adapters.discord.client import Connection, Pace
from adapters.discord.commands import ALL, asked_for, registered, same
from adapters.discord.forms import Forms
from adapters.discord.inbound import Inbound
from adapters.discord.people import People
from adapters.discord.permissions import Permissions
from adapters.discord.places import ADAPTER, DIRECT, Places
from adapters.discord.posts import Posts
from adapters.discord.settings import DiscordSettings, read_settings
from bot.chat.adapter import Adapter, App, Capabilities, Health, Host, Note, Problem, Reaction
from bot.chat.card import Card
from bot.chat.refs import MessageRef, Person, Place
from bot.errors import ChatError, ConfigError, NotAllowed
from bot.logs import get_logger

log = get_logger(__name__)


def create(host: Host) -> Adapter:
    """Raises ConfigError for a wrong setting, and where a needed one is missing."""
    return DiscordAdapter(read_settings(), host)


class DiscordAdapter:
    """Connected while `run` runs."""

    def __init__(self, settings: DiscordSettings, host: Host, pace: Pace | None = None) -> None:
        self._settings, self._now, self._menu = settings, host.now, host.menu
        self._connection = Connection(settings, pace=pace or Pace())
        self._people = People(self._connection, settings.admin_role)
        places = Places(self._connection)
        permissions = Permissions(self._connection, host.now)
        self._posts = Posts(self._connection, places, permissions, host.now())
        answers = Answers(self._people, self._posts, Forms(), host.now)
        self._inbound = Inbound(self._connection, self._people, places, answers, host.now)
        self._reason = "it is starting"

    @property
    def name(self) -> str:
        return ADAPTER

    @property
    def capabilities(self) -> Capabilities:
        """Discord's buckets set the pace, and discord.py keeps to them. In private it has no threads."""
        direct = frozenset({DIRECT})
        return Capabilities(reads_messages=self._settings.message_content, unthreaded=direct, roaming=direct)

    async def run(self, app: App) -> None:
        try:
            async with (
                self._connection.opened(self._inbound.table) as gateway,
                self._inbound.connected(app),
            ):
                await self._register(app)
                log.info(
                    "way_of_answering", how=WITH_TEXTS if self._settings.message_content else WITHOUT_TEXTS
                )
                self._reason = "the gateway is being connected"
                await self._connection.listen(gateway)
        except (ChatError, ConfigError) as error:
            self._reason = str(error)
            raise

    async def finish(self, seconds: float) -> None:
        """Wait until what was answered is shown, at most so long."""
        await self._inbound.finish(seconds)

    async def send(self, place: Place, card: Card, key: str) -> MessageRef:
        return await self._posts.send(place, card, key)

    async def edit(self, message: MessageRef, card: Card) -> None:
        await self._posts.edit(message, card)

    async def react(self, message: MessageRef, reaction: Reaction) -> None:
        await self._posts.react(message, reaction)

    async def open_thread(self, message: MessageRef, title: str) -> Place:
        return await self._posts.open_thread(message, title)

    async def open_direct(self, person: Person) -> Place:
        return await self._people.direct(person)

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        return await self._posts.find(place, key, since)

    async def is_admin(self, person: Person, place: Place) -> bool:
        return await self._people.is_admin(person, place)

    def health(self) -> Health:
        return Health(True) if self._connection.is_open else Health(False, self._reason)

    async def check(self) -> Sequence[Problem | Note]:
        return await findings(Connection(self._settings), self._settings, self._now, self._menu)

    async def _register(self, app: App) -> None:
        """Replace all commands in one go, where they are not what they should be.

        Where Discord takes none, such as for too many changes in a day, those that are there go on.
        """
        wanted = registered(app.commands, app.shortcuts)
        if same(await asked_for(self._connection), wanted):
            return
        route = Route("PUT", ALL, application_id=self._connection.application)
        try:
            await self._connection.patient(route, json=wanted)
            log.info("commands_registered", count=len(wanted))
        except NotAllowed as error:
            log.error("commands_refused", reason=str(error.__cause__ or error))
