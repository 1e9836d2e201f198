"""Who somebody is in a workspace: their name, their place alone with Koko, whether they may set it up."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import stamina

from adapters.slack.client import Client
from adapters.slack.faults import BETWEEN, RETRIES
from adapters.slack.parse import ADAPTER
from bot.chat.refs import Person, Place
from bot.errors import ChatError, NotAllowed, PlatformDown
from bot.logs import get_logger

log = get_logger(__name__)

NAME_SECONDS = 0.7  # of the three within which an event is acknowledged
NAME_KEPT = 3600.0  # seconds
NO_NAME_KEPT = 60.0  # seconds until Slack is asked again for what it would not tell
MOST_KNOWN = 20_000
AT_ONCE = 8  # look-ups; Slack takes about 100 a minute
NOT_HERE = "I am not in this channel; type /invite @Koko in it first."


@dataclass
class People:
    """Asks Slack as seldom as it can: names are kept for an hour, places for good."""

    client: Client
    _names: dict[tuple[str, str], tuple[str, float]] = field(default_factory=dict)
    _asked: dict[tuple[str, str], tuple[asyncio.Task[None], float]] = field(default_factory=dict)
    _directs: dict[tuple[str, str], Place] = field(default_factory=dict)
    _few: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _silent: dict[str, float] = field(default_factory=dict)

    async def named(self, person: Person) -> Person:
        """With the name that others see; the one it came with where Slack is too slow to tell."""
        key, now = (person.workspace, person.user), asyncio.get_running_loop().time()
        known, until = self._names.get(key, ("", 0.0))
        if until < now and self._silent.get(person.workspace, 0.0) < now:
            if key not in self._asked:
                self._asked[key] = asyncio.create_task(self._ask(key)), now
            asking, began = self._asked[key]
            await asyncio.wait([asking], timeout=0 if known else max(began + NAME_SECONDS - now, 0))
            known = self._names.get(key, ("", 0.0))[0]
        return Person(person.adapter, person.workspace, person.user, known or person.name)

    async def direct(self, person: Person) -> Place:
        """Their place alone with Koko."""
        key = person.workspace, person.user
        if key not in self._directs:
            async with self.client.patient(person.workspace) as web:
                channel = (await web.conversations_open(users=person.user))["channel"]["id"]
            self.met(person, channel)
        return self._directs[key]

    def met(self, person: Person, channel: str) -> None:
        """Slack said that this is their place alone with Koko."""
        self._directs[person.workspace, person.user] = Place(ADAPTER, person.workspace, channel)

    async def is_admin(self, person: Person, place: Place) -> bool:
        """An owner or admin of the workspace, or who made the channel; never a guest, nor somebody of
        another workspace with which the channel is shared. Alone with Koko, everybody is their own."""
        if is_direct(place):
            return place.parent == await self.direct(person)
        async with self.client.patient(place.workspace) as web:
            channel = (await web.conversations_info(channel=place.channel))["channel"]
            user = (await web.users_info(user=person.user))["user"]
        if not channel.get("is_member", True):
            raise NotAllowed(NOT_HERE)
        if _is_from_outside(user, person.workspace):
            return False
        return bool(user.get("is_admin") or user.get("is_owner") or channel.get("creator") == person.user)

    async def _ask(self, key: tuple[str, str]) -> None:
        workspace, user = key
        now = asyncio.get_running_loop().time
        name, kept = self._names.get(key, ("", 0.0))[0], NO_NAME_KEPT
        try:
            async with self._few:
                if self._silent.get(workspace, 0.0) < now():
                    name, kept = await self._told(workspace, user), NAME_KEPT
        except ChatError as error:
            log.warning("name_unknown", user=user, reason=str(error))
            if isinstance(error, PlatformDown) and error.retry_after is not None:
                self._silent[workspace] = now() + error.retry_after
        finally:
            if len(self._names) >= MOST_KNOWN:
                del self._names[next(iter(self._names))]
            self._names[key] = name, now() + kept
            del self._asked[key]

    async def _told(self, workspace: str, user: str) -> str:
        """Tried again after a fault, but not while Slack takes no more questions."""
        retries = stamina.retry_context(
            on=_is_fault, attempts=1 + RETRIES, timeout=None, wait_initial=BETWEEN, wait_jitter=0.0
        )
        async for attempt in retries:
            with attempt:
                async with self.client.once(workspace) as web:
                    return _name((await web.users_info(user=user))["user"])
        raise AssertionError("stamina raises at the end of its tries")


def is_direct(place: Place) -> bool:
    """Slack's ids of places that one person shares with the bot alone begin so."""
    return place.channel.startswith("D")


def _is_fault(error: Exception) -> bool:
    return isinstance(error, PlatformDown) and error.retry_after is None


def _name(user: Mapping[str, Any]) -> str:
    profile = user.get("profile", {})
    return str(profile.get("display_name") or profile.get("real_name") or user.get("name") or "")


def _is_from_outside(user: Mapping[str, Any], workspace: str) -> bool:
    guest = user.get("is_restricted") or user.get("is_ultra_restricted")
    # Of several workspaces of one organisation, `team_id` is any one.
    teams = [user.get("team_id", workspace), *(user.get("enterprise_user") or {}).get("teams", ())]
    stranger = user.get("is_stranger") or workspace not in teams
    return bool(guest or stranger or user.get("deleted") or user.get("is_bot"))
