"""Coming into a channel, and leaving it or a whole workspace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.card import Button, Buttons, Card, Style, card, clip, escape, place_link
from bot.chat.events import PlaceGained, PlaceLost, WorkspaceLost
from bot.chat.outbox import Post, Send
from bot.chat.refs import Place
from bot.domain.channel import Channel
from bot.errors import MAX_REASON
from bot.features.notice import tell
from bot.features.timetable import stop, timetable
from bot.logs import get_logger
from bot.store.port import Store, Transaction

log = get_logger(__name__)

GREET_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Welcome:
    """Greets a channel once, stops what is scheduled in one that is lost, and says when it is back."""

    store: Store
    now: Callable[[], datetime]

    async def gained(self, event: PlaceGained) -> None:
        place = event.place.parent
        async with self.store.begin() as tx:
            if await tx.channels.add(Channel(place)):
                await self._say(tx, event, _greeting())
            elif (await timetable(tx, place))[0].paused:
                await self._say(tx, event, _back())

    async def lost(self, event: PlaceLost) -> None:
        async with self.store.begin() as tx:
            await give_up(tx, event.place.parent, event.reason, self.now())

    async def workspace_lost(self, event: WorkspaceLost) -> None:
        """Pause all of its channels; nobody there can be told, each channel is when it is gained again."""
        async with self.store.begin() as tx:
            paused = await tx.channels.lose(event.adapter, event.workspace)
        reason = clip(event.reason, MAX_REASON)
        log.warning(
            "workspace_lost", adapter=event.adapter, workspace=event.workspace, paused=paused, reason=reason
        )

    async def _say(self, tx: Transaction, event: PlaceGained, said: Card) -> None:
        now, place = self.now(), event.place.parent
        post = Post(
            key=f"greeting:{place.adapter}:{event.id}",
            action=Send(place, said),
            due_at=now,
            expires_at=now + GREET_WITHIN,
        )
        await tx.outbox.add([post])


async def give_up(tx: Transaction, place: Place, reason: str, now: datetime) -> None:
    """Pause a channel that can't be reached, and tell whoever set it up.

    One in which nothing has begun is forgotten, so that it is greeted when it is gained again.
    """
    channel = await stop(tx, place, now)
    if channel is None:
        if not await tx.schedules.of(place):
            await tx.channels.remove(place)
        return
    log.warning("channel_paused", place=str(place), reason=reason)
    why = escape(clip(reason.rstrip("."), MAX_REASON))
    told = card(
        "A channel is paused",
        f"I can't reach {place_link(place)} any more: {why}. `/koko resume` there goes on.",
    )
    await tell(tx, channel, f"paused:{place}:{now.isoformat()}", told, now)


def _greeting() -> Card:
    return card(
        "",
        "Hello, I am Koko. I ask one interview question a day, grade the answers and explain the grade. "
        "Nothing is posted until somebody begins.",
        Buttons((Button("Set up", "setup", style=Style.PRIMARY), Button("Ask one now", "ask now"))),
    )


def _back() -> Card:
    return card(
        "",
        "I am back in this channel, where I am paused.",
        Buttons((Button("Resume", "resume", style=Style.PRIMARY), Button("Set up", "setup"))),
    )
