"""What is not asked again: an address that is refused 10,000 times in ten minutes is banned by Discord.

https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import discord
from discord.http import Route

from adapters.discord.faults import NO_ACCESS, NO_PERMISSION, UNKNOWN_CHANNEL, UNKNOWN_GUILD
from bot.errors import ChatError, NotAllowed, PlaceGone, PlatformDown

KEPT = 30.0  # seconds for which a place that refuses a call is not asked once more
NO_TOKEN = 60.0  # seconds of silence after the bot's own token was refused
WINDOW = 600.0  # seconds in which Discord counts
MOST = 5_000  # of the 10,000; beside Koko others may share its address
MOST_KEPT = 1_000
_OF_THE_PLACE = {NO_ACCESS, NO_PERMISSION, UNKNOWN_CHANNEL, UNKNOWN_GUILD}
_INVALID = {401, 403, 429}

Key = tuple[str, str, str]


@dataclass
class Refusals:
    """What Discord refused lately, by the call and the place. `clock` is in seconds, and only goes on."""

    clock: Callable[[], float] = time.monotonic
    _kept: dict[Key, tuple[PlaceGone | NotAllowed, float]] = field(default_factory=dict)
    _invalid: deque[float] = field(default_factory=deque)
    _silent_until: float = 0.0

    def check(self, route: Route) -> None:
        """Raises what the place said last, or PlatformDown where Koko was refused too often."""
        now = self.clock()
        if now < self._silent_until:
            raise PlatformDown("Discord has refused too much", retry_after=self._silent_until - now)
        key = _key(route)
        if key and key in self._kept:
            error, until = self._kept[key]
            if now < until:
                raise type(error)(str(error)) from error.__cause__

    def note(self, route: Route, error: ChatError) -> None:
        """Remember a refusal."""
        cause, now = error.__cause__, self.clock()
        if not isinstance(cause, discord.HTTPException):
            return
        if cause.status in _INVALID:
            self._count(now, error)
        if cause.status == 401 and not route.webhook_id:
            self._silent_until = now + NO_TOKEN
        key = _key(route)
        if key and cause.code in _OF_THE_PLACE and isinstance(error, PlaceGone | NotAllowed):
            if len(self._kept) >= MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = error, now + KEPT

    def forget(self) -> None:
        """Somewhere a permission was changed."""
        self._kept.clear()

    def forget_about(self, place: str) -> None:
        """Something else was changed, in this place alone."""
        for key in [key for key in self._kept if key[2] == place]:
            del self._kept[key]

    def _count(self, now: float, error: ChatError) -> None:
        self._invalid.append(now)
        while self._invalid[0] < now - WINDOW:
            self._invalid.popleft()
        if len(self._invalid) >= MOST:
            self._silent_until = self._invalid[0] + WINDOW
        if isinstance(error, PlatformDown) and error.retry_after:
            # discord.py waits out a bucket by itself; this is the proxy before Discord.
            self._silent_until = max(self._silent_until, now + error.retry_after)


def _key(route: Route) -> Key | None:
    """None for what is no place's: an interaction is answered in any."""
    place = route.channel_id or route.guild_id
    return (route.method, route.path, str(place)) if place else None
