"""Between which two steps a death came, read from what it left behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import select

from bot.chat.events import FormSubmitted, MessageSent
from bot.domain.challenge import short_id
from bot.store.sql import SqlStore
from bot.store.tables import attempts, inbox, outbox
from tests.crash.crowd import Crowd

GAPS = (
    "sent, not accepted",
    "accepted, not saved",
    "saved, not graded",
    "graded, not struck out of the inbox",
    "question opened, not posted",
    "question posted, not struck out",
    "verdict written, not posted",
    "verdict posted, not struck out",
    "reveal written, not posted",
    "reveal posted, not struck out",
)
_WORDS = {"challenge": "question opened", "verdict": "verdict written", "reveal": "reveal written"}


async def gaps(store: SqlStore, platform: Crowd) -> Counter[str]:
    """How many things lay in each gap when the bot died."""
    posted = platform.posted
    found: Counter[str] = Counter({"sent, not accepted": len(platform.unacked)})
    async with store._engine.connect() as connection:
        waiting = (
            await connection.execute(select(inbox.c.event).where(inbox.c.event.is_not(None)))
        ).scalars()
        saved = {
            row.id: row.grade for row in await connection.execute(select(attempts.c.id, attempts.c.grade))
        }
        posts = (await connection.execute(select(outbox.c.key).where(outbox.c.action.is_not(None)))).scalars()
        for event in waiting:
            if isinstance(event, MessageSent | FormSubmitted):
                found[_of_answer(event, saved)] += 1
        for key in posts:
            kind = key.partition(":")[0]
            if kind in _WORDS:
                done = f"{_WORDS[kind].split()[0]} posted, not struck out"
                found[done if platform.known(key) in posted else f"{_WORDS[kind]}, not posted"] += 1
    return found


def _of_answer(event: MessageSent | FormSubmitted, saved: Mapping[str, object]) -> str:
    id = short_id(f"{event.person.adapter}:{event.id}")
    if id not in saved:
        return "accepted, not saved"
    return "saved, not graded" if saved[id] is None else "graded, not struck out of the inbox"
