"""Discord's API and gateway through discord.py, of which the sockets, the sessions and the buckets are used.

Nothing is kept of what the gateway tells: in place of discord.py's parsers, which would build every server,
channel and role in memory, stands the table of whoever listens.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route, json_or_text
from discord.state import AutoShardedConnectionState
from yarl import URL

from adapters.discord.faults import translated
from adapters.discord.refusals import Refusals
from adapters.discord.settings import DiscordSettings
from bot.errors import ChatError, ConfigError, PlatformDown
from bot.logs import get_logger

log = get_logger(__name__)

Payload = Mapping[str, Any]

_KEYS = re.compile(r"/(interactions|webhooks)/(\d+)/[\w-]+")


def _without_keys(record: logging.LogRecord) -> bool:
    """Warnings about limits name an address, and in those of interactions stands what opens them."""
    record.msg, record.args = _KEYS.sub(r"/\1/\2/…", record.getMessage()), None
    return True


# At DEBUG, discord.py logs what people wrote.
logging.getLogger("discord").setLevel(logging.WARNING)
logging.getLogger("discord.http").addFilter(_without_keys)
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # Koko has no voice

LONGEST_WAIT = 30.0  # seconds for which discord.py waits out a limit by itself; the least it can be told
TRIES = 3
BETWEEN = 0.3  # seconds; whoever did something sees "did not respond" after three
AT_ONCE = 3  # calls above an even pace, which leaves as much room below the 50 that Discord takes a second
SWEEP = 60.0  # seconds between two looks for buckets that are not used any more

TOKEN_REFUSED = "KOKO_DISCORD_TOKEN: Discord refuses it; docs/discord.md says where to find a new one"
CONTENT_REFUSED = (
    "KOKO_DISCORD_MESSAGE_CONTENT is on, and Discord does not give Koko the texts of messages: in the "
    "developer portal, on the page *Bot*, switch on *Message Content Intent*, or leave the setting off"
)
SHARDS_REFUSED = "KOKO_DISCORD_SHARDS: Discord wants more of them; leave it out, and Koko asks how many"


@dataclass(frozen=True, slots=True)
class Pace:
    """In seconds. Discord asks for five between two IDENTIFYs, for a heartbeat every 41, and for an answer
    to an interaction within three; tests are in more of a hurry."""

    identify: float = 5.0
    silence: float = 60.0
    """How long a gateway that says nothing is taken for alive."""
    soon: float = 1.0
    """What is answered so soon needs no word before it."""
    form: float = 2.2
    """How long a form is waited for, which has to be the first answer."""
    elsewhere: float = 2.5
    """After which nobody else answers any more what is not ours to answer."""


class Http(HTTPClient):
    """discord.py's HTTP client at addresses of its own.

    discord.py keeps them in classes (`Route.BASE`, `DiscordWebSocket.DEFAULT_GATEWAY`), where two adapters
    in one process would change each other's; so they are put in here, where a request is made.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, settings: DiscordSettings) -> None:
        super().__init__(loop, max_ratelimit_timeout=LONGEST_WAIT)
        self._api_url = settings.api_url
        self._fixed = bool(settings.gateway_url)
        self._gateway = URL(settings.gateway_url or str(DiscordWebSocket.DEFAULT_GATEWAY))
        self._swept = self._free_at = 0.0
        self._between = 1 / settings.calls_per_second

    def at_gateway(self, url: str) -> None:
        """Where Discord says that the gateway is; a setting is believed before it."""
        if not self._fixed:
            self._gateway = URL(url)

    async def request(self, route: Route, *, again: bool = True, **kwargs: Any) -> Any:
        """discord.py asks again by itself after a 500, 502 or 504, whether the call was carried out or not;
        but not where `again` is false."""
        if not again:
            kwargs["raise_for_status"] = _failed
        if not route.path.startswith(("/interactions/", "/webhooks/")):
            await self._turn()
        if route.url.startswith(Route.BASE):  # and not when it is tried once more
            route.url = self._api_url + route.url.removeprefix(Route.BASE)
        try:
            # Discord sends nobody elsewhere, and what is meant for it goes nowhere else.
            return await super().request(route, allow_redirects=False, **kwargs)
        except asyncio.CancelledError:
            # discord.py holds all calls up while one waits out the global limit. If that one is given up,
            # nobody else lets the others go on.
            self._global_over.set()
            raise

    async def _turn(self) -> None:
        """Calls go out evenly, but for those that answer interactions.

        discord.py waits where Discord is asked too much, with all that are on their way, and then asks with
        all at once: at nine, in 2,500 servers, that would have Koko shut out.
        """
        now = self.loop.time()
        mine = max(self._free_at, now - AT_ONCE * self._between)
        self._free_at = mine + self._between
        if mine > now:
            await asyncio.sleep(mine - now)

    async def ws_connect(self, url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        asked = URL(url)
        if self._fixed or asked.host == DiscordWebSocket.DEFAULT_GATEWAY.host:
            asked = self._gateway.with_query(asked.query)
        return await super().ws_connect(str(asked), compress=compress)

    def _try_clear_expired_ratelimits(self) -> None:
        """Each interaction has a bucket of its own, and discord.py would look through all at each new one."""
        now = self.loop.time()
        if now > self._swept + SWEEP:
            self._swept = now
            super()._try_clear_expired_ratelimits()


class Gateway(discord.AutoShardedClient):
    """discord.py's client, which tells `listen` by its name whatever Discord dispatches."""

    http: Http

    def __init__(
        self,
        settings: DiscordSettings,
        table: Mapping[str, Callable[[Payload], None]],
        pace: Pace,
    ) -> None:
        self._settings, self._pace = settings, pace
        handlers = {**table, "READY": self._ready_again, "RESUMED": self._resumed}
        self._table = {name: _safely(name, handle) for name, handle in handlers.items()}
        self._heard = table
        self._identified: dict[int, float] = {}
        self._at_once = 1
        self.open: set[int] = set()
        intents = discord.Intents(guilds=True)
        if settings.message_content:
            intents.guild_messages = intents.dm_messages = intents.message_content = True
        super().__init__(
            intents=intents,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            heartbeat_timeout=pace.silence,
        )

    @property
    def is_open(self) -> bool:
        """Whether every shard has a session."""
        return bool(self.shard_count) and len(self.open) == self.shard_count

    async def setup_hook(self) -> None:
        """Ask how many sessions Discord advises, and whether any more may be begun today."""
        told = await self.http.request(Route("GET", "/gateway/bot"))
        self.http.at_gateway(told["url"])
        self.shard_count = self._settings.shards or told["shards"]
        limit = told["session_start_limit"]
        self._at_once = limit["max_concurrency"]
        if limit["remaining"] < (self.shard_count or 1):
            raise PlatformDown(
                "Discord lets Koko begin no more sessions today", retry_after=limit["reset_after"] / 1000
            )

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """One IDENTIFY in five seconds for each remainder of the shard's number by `max_concurrency`."""
        bucket, now = (shard_id or 0) % self._at_once, self.loop.time()
        free_at = self._identified.get(bucket, now)
        self._identified[bucket] = max(now, free_at) + self._pace.identify
        await asyncio.sleep(free_at - now)

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Of discord.py's own events only the end of a session is of interest."""
        if event == "shard_disconnect":
            self.open.discard(args[0])

    def _get_state(self, **options: Any) -> AutoShardedConnectionState[Any]:
        """Called where discord.py puts its client together."""
        self.http = Http(self.loop, self._settings)
        state = super()._get_state(**options)
        state.parsers = dict(self._table)
        return state

    def _ready_again(self, data: Payload) -> None:
        self.open.add(data.get("shard", [0, 1])[0])
        self._heard["READY"](data)

    def _resumed(self, data: Payload) -> None:
        self.open.add(data["__shard_id__"] or 0)


def _safely(name: str, handle: Callable[[Payload], None]) -> Callable[[Payload], None]:
    """What discord.py's parsers raise ends the connection, and with it all others."""

    def handled(body: Payload) -> None:
        try:
            handle(body)
        except Exception:
            log.exception("not_understood", dispatch=name)

    return handled


@dataclass
class Connection:
    """What can be called while it is opened."""

    settings: DiscordSettings
    refusals: Refusals = field(default_factory=Refusals)
    pace: Pace = field(default_factory=Pace)
    _gateway: Gateway | None = None

    @asynccontextmanager
    async def opened(self, table: Mapping[str, Callable[[Payload], None]]) -> AsyncIterator[Gateway]:
        """Logged in. Raises ConfigError for a token that Discord refuses."""
        async with Gateway(self.settings, table, self.pace) as gateway:
            try:
                with translated():
                    await gateway.login(self.settings.token.get_secret_value())
            except ChatError as error:
                if isinstance(error.__cause__, discord.LoginFailure):
                    raise ConfigError(TOKEN_REFUSED) from None
                raise
            self._gateway = gateway
            try:
                yield gateway
            finally:
                self._gateway = None

    async def listen(self, gateway: Gateway) -> None:
        """Until cancelled. Raises ConfigError for what Discord will never accept."""
        try:
            with translated():
                await gateway.connect()
        except ChatError as error:
            raise _closed(error) from error
        raise PlatformDown("the gateway was closed")

    @property
    def is_open(self) -> bool:
        return self._gateway is not None and self._gateway.is_open

    @property
    def me(self) -> str:
        """The bot's own user id. Raises PlatformDown while it is not connected."""
        user = self._connected.user
        return str(user.id) if user else ""

    @property
    def application(self) -> str:
        return str(self._connected.application_id)

    @property
    def _connected(self) -> Gateway:
        if self._gateway is None:
            raise PlatformDown("Discord is not connected")
        return self._gateway

    async def once(self, route: Route, **body: Any) -> Any:
        """For what doubles where it is sent twice, and for what the outbox tries again by itself."""
        return await self._call(route, again=False, **body)

    async def patient(self, route: Route, **body: Any) -> Any:
        """For what somebody waits for: again at once where Discord failed or the connection broke."""
        for left in reversed(range(TRIES)):
            try:
                return await self._call(route, again=True, **body)
            except PlatformDown as error:
                if not left or error.retry_after is not None:
                    raise
                await asyncio.sleep(BETWEEN)
        raise AssertionError("the last try returns or raises")

    async def _call(self, route: Route, **body: Any) -> Any:
        gateway = self._connected
        self.refusals.check(route)
        try:
            with translated():
                return await gateway.http.request(route, **body)
        except ChatError as error:
            self.refusals.note(route, error)
            raise


async def _failed(answer: aiohttp.ClientResponse) -> None:
    """Raises what discord.py would only after five tries."""
    if answer.status >= 500:
        raise discord.DiscordServerError(answer, await json_or_text(answer))


def _closed(error: ChatError) -> Exception:
    cause = error.__cause__
    if isinstance(cause, discord.PrivilegedIntentsRequired):
        return ConfigError(CONTENT_REFUSED)
    match cause.code if isinstance(cause, discord.ConnectionClosed) else None:
        case 4004:
            return ConfigError(TOKEN_REFUSED)
        case 4010 | 4011:
            return ConfigError(SHARDS_REFUSED)
        case _:
            return error
