"""Slack as the bot sees it, put together of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import SecretStr

from adapters.slack.answers import Answers
from adapters.slack.check import problems
from adapters.slack.client import CALL_SECONDS, Client, Connection
from adapters.slack.inbound import Inbound
from adapters.slack.installs import Installs, OneWorkspace
from adapters.slack.names import CommandNames
from adapters.slack.oauth import Installing, States
from adapters.slack.parse import ADAPTER
from adapters.slack.people import People
from adapters.slack.posts import Posts
from adapters.slack.render import Renderer
from adapters.slack.scopes import BOT_SCOPES
from adapters.slack.settings import Mode, SlackSettings, read_settings, revealed
from adapters.slack.uploads import Uploads
from adapters.slack.ways import Pace, Requests, Socket, Way
from adapters.slack.workspaces import ManyWorkspaces
from bot.chat.adapter import Adapter, App, Capabilities, Health, Host, Problem, Reaction
from bot.chat.card import Card
from bot.chat.refs import MessageRef, Person, Place
from bot.errors import ChatError

LEAVING = 2.0  # seconds for tokens that are on their way


def create(host: Host) -> Adapter:
    """Raises ConfigError for a wrong setting, and where a needed one is missing."""
    settings = read_settings()
    return SlackAdapter(settings, host)


class SlackAdapter:
    """Connected while `run` runs."""

    def __init__(self, settings: SlackSettings, host: Host, pace: Pace | None = None) -> None:
        self._settings, self._host, self._pace = settings, host, pace or Pace()
        self._connection = Connection(settings.api_url)
        self._installs = self._installed(self._connection)
        client = Client(self._connection, self._installs)
        names = CommandNames(settings.command_prefix)
        self._people = People(client)
        self._posts = Posts(
            client, Renderer(names), Uploads(client, host.now), host.now(), settings.post_interval
        )
        answers = Answers(client, self._people, self._posts, host.now)
        self._inbound = Inbound(
            self._installs, self._people, answers, names, revealed(settings.signing_secret), host.now
        )
        if isinstance(self._installs, ManyWorkspaces):
            self._offer(self._installs, names)
        self._way = self._way_in()
        self._reason = "it is starting"

    @property
    def name(self) -> str:
        return ADAPTER

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(post_interval=self._settings.post_interval)

    async def run(self, app: App) -> None:
        try:
            async with self._connection.opened():
                try:
                    await self._installs.connect()
                    async with self._inbound.connected(app):
                        self._reason = ""
                        await self._way.listen()
                finally:
                    await self._installs.finish(LEAVING)
        except ChatError as error:
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
        """Slack's threads have no title, and begin with the first reply."""
        place = message.place
        return Place(place.adapter, place.workspace, place.channel, message.id)

    async def open_direct(self, person: Person) -> Place:
        return await self._people.direct(person)

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        return await self._posts.find(place, key, since)

    async def is_admin(self, person: Person, place: Place) -> bool:
        return await self._people.is_admin(person, place)

    def health(self) -> Health:
        if self._way.is_open:
            return Health(True)
        return Health(False, self._reason or self._way.trouble)

    async def check(self) -> Sequence[Problem]:
        connection = Connection(self._settings.api_url)
        async with connection.opened():
            installs = self._installed(connection)
            try:
                return await problems(connection, self._settings, installs, self._host.now)
            finally:
                await installs.finish(CALL_SECONDS)

    def _installed(self, connection: Connection) -> Installs:
        settings = self._settings
        if settings.bot_token:
            return OneWorkspace(settings.bot_token, connection.web)
        secret = settings.client_secret or SecretStr("")
        return ManyWorkspaces(self._host.vault, connection.web, settings.client_id, secret, self._host.now)

    def _offer(self, workspaces: ManyWorkspaces, names: CommandNames) -> None:
        """The pages by which other workspaces get Koko."""
        settings, host = self._settings, self._host
        Installing(
            workspaces=workspaces,
            states=States(host.vault, settings.client_secret or SecretStr(""), host.now),
            client_id=settings.client_id,
            api_url=settings.api_url,
            scopes=BOT_SCOPES,
            names=names,
        ).mount(host.http)

    def _way_in(self) -> Way:
        if self._settings.mode is Mode.HTTP:
            secret = revealed(self._settings.signing_secret)
            return Requests(self._inbound.bolt, self._host.http, secret)
        return Socket(self._inbound.bolt, self._connection, revealed(self._settings.app_token), self._pace)
