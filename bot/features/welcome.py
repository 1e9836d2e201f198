"""Coming into a channel, and leaving it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.card import Button, Buttons, Card, Style, card, clip, escape
from bot.chat.events import PlaceGained, PlaceLost
from bot.chat.outbox import Post, Send
from bot.chat.refs import Place
from bot.domain.channel import Channel
from bot.features.notice import tell
from bot.features.timetable import stop
from bot.logs import get_logger
from bot.store.port import Store, Transaction

log = get_logger(__name__)

MAX_REASON = 300
GREET_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Welcome:
    """Greets a channel once, and stops what is scheduled in one that is lost."""

    store: Store
    now: Callable[[], datetime]

    async def gained(self, event: PlaceGained) -> None:
        now, place = self.now(), event.place.parent
        async with self.store.begin() as tx:
            if await tx.channels.add(Channel(place)):
                greeting = Post(
                    key=f"greeting:{place}",
                    action=Send(place, _greeting()),
                    due_at=now,
                    expires_at=now + GREET_WITHIN,
                )
                await tx.outbox.add([greeting])

    async def lost(self, event: PlaceLost) -> None:
        async with self.store.begin() as tx:
            await give_up(tx, event.place.parent, event.reason, self.now())


async def give_up(tx: Transaction, place: Place, reason: str, now: datetime) -> None:
    """Pause a channel that can't be reached, and tell whoever set it up."""
    channel = await stop(tx, place, now)
    if channel is None:
        return
    log.warning("channel_paused", place=str(place), reason=reason)
    why = escape(clip(reason.rstrip("."), MAX_REASON))
    told = card("A channel is paused", f"I can't reach it any more: {why}. `/koko resume` there goes on.")
    await tell(tx, channel, f"paused:{place}:{now.isoformat()}", told, now)


def _greeting() -> Card:
    return card(
        "",
        "Hello, I am Koko. I ask one interview question a day, grade the answers and explain the grade. "
        "Nothing is posted until somebody begins.",
        Buttons((Button("Set up", "setup", style=Style.PRIMARY), Button("Ask one now", "ask now"))),
    )
