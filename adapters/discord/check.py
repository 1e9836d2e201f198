"""What is wrong with the token, the intents, the clock and permissions, as `koko check` tells it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp
import discord
from discord.http import Route

from adapters.discord.client import CONTENT_REFUSED, Connection, Payload
from adapters.discord.commands import asked_for, different, registered
from adapters.discord.faults import translated
from adapters.discord.invite import GRANTS, USER_INSTALL
from adapters.discord.permissions import in_channel, in_server
from adapters.discord.settings import PREFIX, DiscordSettings
from bot.chat.adapter import Menu, Note, Problem
from bot.chat.card import clip
from bot.errors import ChatError, ConfigError, NotAllowed, PlaceGone, PlatformDown

CLOCKS_MAY_DIFFER = 60.0  # seconds
PATIENCE = aiohttp.ClientTimeout(total=10)
SERVERS = 200  # that are looked at; the most that Discord lists at a time
SERVERS_NAMED = 10
CHANNELS_OF = 10  # servers whose channels are looked at
CHANNELS_NAMED = 5
LONGEST_NAME = 60
ASKED_IN = {0, 5, 15}
"""Kinds of channels in which Koko asks: for text, for announcements, forums."""
AGENT = f"DiscordBot (https://github.com/Rapptz/discord.py, {discord.__version__})"
"""Discord lets nobody in who does not say so."""

WITH_TEXTS = "Koko reads messages: replies in a question's thread count, and so does the button Answer"
WITHOUT_TEXTS = (
    "Koko reads no messages: answers come by the button Answer, and replies in a thread are not graded; "
    f"to have them count, set {PREFIX}MESSAGE_CONTENT=true and switch on Message Content Intent"
)
NEW_TOKEN = "copy it anew: Reset Token, on the page Bot of the developer portal"
NOT_ASKED_FOR = (
    "Discord would give Koko the texts of messages, which it does not ask for: "
    f"set {PREFIX}MESSAGE_CONTENT=true, or switch Message Content Intent off on the page Bot"
)
NO_USER_INSTALL = (
    "members can't install Koko for themselves: "
    "on the page Installation of the developer portal, tick User Install, if they should"
)
NO_SERVER = "Koko is in no server yet: koko invite discord prints the link that brings it into one"
RUN_IT = "koko run registers them when it starts, and logs commands_refused with Discord's reason if it can't"
NO_COMMANDS = f"no command is registered yet: {RUN_IT}"
NOTHING = Menu()
BY_NTP = (
    "have it set by NTP: questions come as late, and what is forgotten after a time is forgotten too soon"
)
REACH_IT = f"see whether this machine reaches it, and whether {PREFIX}API_URL is right"
WAIT = "wait, and see what starts Koko again and again, or what else asks Discord from this address"
GRANT_IT = "allow it under Server Settings → Roles → Koko, or open once more what koko invite discord prints"
ALLOW_IT = "channel settings → Permissions → add Koko → allow it"


async def findings(
    connection: Connection, settings: DiscordSettings, now: Callable[[], datetime], menu: Menu = NOTHING
) -> list[Problem | Note]:
    """Nothing is changed in Discord, and no session is begun. `menu` is what should be registered there."""
    found: list[Problem | Note] = []
    try:
        found += _clock(await _time_there(settings), now())
        async with connection.opened({}):
            app = await connection.patient(Route("GET", "/applications/@me"))
            found += _texts(discord.ApplicationFlags._from_value(app["flags"]), settings.message_content)
            found += _installing(app)
            found += await _commands(connection, menu)
            found += [each async for each in _servers(connection)]
    except ConfigError as error:
        found.append(Problem(str(error).partition("; ")[0], NEW_TOKEN))
    except ChatError as error:
        patience = error.retry_after if isinstance(error, PlatformDown) else None
        away = f"{str(error).rstrip('.')} at {settings.api_url}"
        found.append(Problem(away, WAIT if patience else REACH_IT))
    return found


async def _time_there(settings: DiscordSettings) -> datetime | None:
    """By a call that needs no token; discord.py shows nobody the headers of an answer."""
    with translated():
        async with (
            aiohttp.ClientSession(timeout=PATIENCE, headers={"User-Agent": AGENT}) as session,
            session.get(f"{settings.api_url}/gateway") as answer,
        ):
            date = answer.headers.get("Date")
            return parsedate_to_datetime(date) if date else None


def _clock(there: datetime | None, now: datetime) -> Iterator[Problem]:
    ahead = (now - there).total_seconds() if there else 0.0
    if abs(ahead) > CLOCKS_MAY_DIFFER:
        minutes = round(abs(ahead) / 60)
        differs = f"{minutes} minute{'s' * (minutes != 1)} {'ahead of' if ahead > 0 else 'behind'}"
        yield Problem(f"this machine's clock is {differs} Discord's", BY_NTP)


def _texts(flags: discord.ApplicationFlags, asked: bool) -> Iterator[Problem | Note]:
    granted = flags.gateway_message_content or flags.gateway_message_content_limited
    if asked and not granted:
        what, _, remedy = CONTENT_REFUSED.partition(": ")
        yield Problem(what, remedy)
        return
    yield Note(WITH_TEXTS if asked else WITHOUT_TEXTS)
    if granted and not asked:
        yield Note(NOT_ASKED_FOR)


def _installing(app: Payload) -> Iterator[Note]:
    if str(USER_INSTALL) not in (app.get("integration_types_config") or {}):
        yield Note(NO_USER_INSTALL)


async def _commands(connection: Connection, menu: Menu) -> list[Note]:
    """Discord tells why it refuses one only where it is registered, and that changes it."""
    now = await asked_for(connection)
    if not now:
        return [Note(NO_COMMANDS)]
    others = different(now, registered(menu.commands, menu.shortcuts)) if menu.commands else []
    return [Note(f"Discord does not offer {_listed(others)} as this Koko would have it: {RUN_IT}")][
        : len(others)
    ]


async def _servers(connection: Connection) -> AsyncIterator[Problem | Note]:
    """What Koko's role lacks in a server, and where it lacks nothing, what a channel takes away."""
    servers = await connection.patient(
        Route("GET", "/users/@me/guilds"), params={"limit": str(SERVERS), "with_counts": "false"}
    )
    if not servers:
        yield Note(NO_SERVER)
    short = [(server, lacking) for server in servers if (lacking := _lacking(_in_whole(server)))]
    for server, lacking in short[:SERVERS_NAMED]:
        yield Problem(f"in the server {_name(server)}, Koko lacks {_listed(lacking)}", GRANT_IT)
    if len(short) > SERVERS_NAMED:
        yield Problem(f"in {len(short) - SERVERS_NAMED} more servers, Koko lacks permissions", GRANT_IT)
    whole = [server for server in servers if not _lacking(_in_whole(server))]
    for server in whole[:CHANNELS_OF]:
        for each in await _channels(connection, server):
            yield each


async def _channels(connection: Connection, server: Payload) -> list[Problem | Note]:
    """A channel that Koko does not see, or may not write in, is taken to be meant so."""
    me, where = connection.me, {"guild_id": server["id"]}
    try:
        guild = await connection.patient(Route("GET", "/guilds/{guild_id}", **where))
        member = await connection.patient(
            Route("GET", "/guilds/{guild_id}/members/{member_id}", member_id=me, **where)
        )
        channels = await connection.patient(Route("GET", "/guilds/{guild_id}/channels", **where))
    except (PlaceGone, NotAllowed):
        return []  # it was removed this moment
    granted = in_server(guild, me, member["roles"])
    open_to_it = []
    for channel in channels:
        over = channel.get("permission_overwrites", ())
        there = in_channel(granted, over, str(server["id"]), me, member["roles"])
        if channel["type"] in ASKED_IN and there.view_channel and there.send_messages:
            open_to_it.append((channel, _lacking(there)))
    if not open_to_it:
        return [Problem(f"in the server {_name(server)}, Koko may write in no channel", ALLOW_IT)]
    lacking_there: list[Problem | Note] = [
        Note(f"in {_name(server)}, a question in #{_name(channel)} would lack {_listed(lacking)}: {ALLOW_IT}")
        for channel, lacking in open_to_it
        if lacking
    ]
    return lacking_there[:CHANNELS_NAMED]


def _in_whole(server: Payload) -> discord.Permissions:
    """As Discord says it with each server that Koko is in, channels aside."""
    granted = discord.Permissions(int(server["permissions"]))
    return discord.Permissions.all() if granted.administrator else granted


def _lacking(granted: discord.Permissions) -> list[str]:
    return [grant.name for key, grant in GRANTS.items() if not getattr(granted, key)]


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _name(thing: Payload) -> str:
    """People chose it, and a terminal shows it."""
    return clip("".join(each for each in thing["name"] if each.isprintable()), LONGEST_NAME)
