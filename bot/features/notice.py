"""What whoever set a channel up is told in private."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.chat.card import Card
from bot.chat.outbox import Post, Send
from bot.domain.channel import Channel
from bot.store.port import Transaction

TELL_WITHIN = timedelta(days=1)


async def tell(tx: Transaction, channel: Channel | None, key: str, told: Card, now: datetime) -> bool:
    """Once for each `key`; False where nobody has set the channel up."""
    if channel is None or channel.set_up_by is None:
        return False
    send = Send(channel.set_up_by, told)
    await tx.outbox.add([Post(key=key, action=send, due_at=now, expires_at=now + TELL_WITHIN)])
    return True
