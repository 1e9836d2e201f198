"""What whoever set a channel up is told in private."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.chat.card import Card
from bot.chat.outbox import Post, Send
from bot.chat.refs import Person
from bot.domain.channel import Channel
from bot.store.port import Transaction

TELL_WITHIN = timedelta(days=1)


async def tell(
    tx: Transaction, channel: Channel | None, key: str, told: Card, now: datetime, about: Person | None = None
) -> bool:
    """Once for each `key`; `about` is who is named in it. False where nobody has set the channel up."""
    if channel is None or channel.set_up_by is None:
        return False
    send = Send(channel.set_up_by, told)
    post = Post(key=key, action=send, due_at=now, expires_at=now + TELL_WITHIN, about=about)
    await tx.outbox.add([post])
    return True
