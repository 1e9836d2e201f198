"""The outbox between the store and the messenger: what follows when a post is out, or can't be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.card import card, escape, place_link
from bot.chat.outbox import Delivered, Outcome, Post, Postponed, Refused, Unread
from bot.chat.refs import Place
from bot.domain.challenge import short_id
from bot.errors import NotAllowed, PlaceGone
from bot.features.marking import noted
from bot.features.notice import tell
from bot.features.welcome import give_up
from bot.logs import get_logger
from bot.store.port import Store, Transaction

log = get_logger(__name__)

KEPT = timedelta(days=7)
OPINIONS_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Delivery:
    """`bot.chat.outbox.Outbox`, with the consequences a post has for its challenge and channel."""

    store: Store
    now: Callable[[], datetime]

    async def take(self, adapter: str, limit: int) -> Sequence[Post]:
        async with self.store.begin() as tx:
            return await tx.outbox.take(adapter, self.now(), limit)

    async def settle(self, outcomes: Sequence[Outcome]) -> None:
        async with self.store.begin() as tx:
            for outcome in outcomes:
                match outcome:
                    case Delivered(post, message, thread, refused):
                        if post.challenge and message:
                            await tx.challenges.published(post.challenge, message, thread)
                        if message:
                            await noted(tx, post.keys, message)
                        if refused:
                            await self._tell(tx, post, "I could not open a thread", refused)
                    case Postponed(post, until):
                        log.warning("post_postponed", key=post.key, until=until.isoformat(), tries=post.tries)
                        await tx.outbox.postpone(post.keys, until)
                    case Refused(post, error):
                        await self._refused(tx, post, error)
            done = [o.post.keys for o in outcomes if not isinstance(o, Postponed)]
            await tx.outbox.done([key for keys in done for key in keys])

    async def sweep(self) -> None:
        """Forget the keys of what was sent long ago, what a model said then, and expired secrets."""
        now = self.now()
        async with self.store.begin() as tx:
            await tx.outbox.sweep(now - KEPT)
            await tx.secrets.sweep(now)
            await tx.opinions.sweep(now - OPINIONS_KEPT)

    async def _refused(self, tx: Transaction, post: Post, error: Exception) -> None:
        log.warning("post_refused", key=post.key, error=str(error))
        if post.challenge:
            await self._lose(tx, post.challenge, error)
        if isinstance(error, PlaceGone) and isinstance(post.where, Place) and post.where.thread is None:
            await give_up(tx, post.where, str(error), self.now())
        elif isinstance(error, NotAllowed) or isinstance(post.action, Unread) or post.challenge:
            await self._tell(tx, post, "I could not post", error)

    async def _lose(self, tx: Transaction, challenge_id: str, error: Exception) -> None:
        """The day counts for nothing, and the preview says why."""
        await tx.challenges.lost(challenge_id)
        challenge = await tx.challenges.get(challenge_id)
        if challenge and challenge.schedule:
            reason = f"the card could not be posted: {error}"
            await tx.schedules.skip(challenge.schedule, challenge.day, reason, f"lost:{challenge_id}")

    async def _tell(self, tx: Transaction, post: Post, what: str, error: Exception) -> None:
        """Tell whoever set the channel up, once a day; nobody of what was for a person."""
        if not isinstance(post.where, Place):
            return
        place, now = post.where.parent, self.now()
        key = f"notice:{place}:{now.date()}:{short_id(f'{what}:{error}')}"
        told = card(what, f"In {place_link(place)}: {escape(str(error).rstrip('.'))}.")
        await tell(tx, await tx.channels.get(place), key, told, now)
