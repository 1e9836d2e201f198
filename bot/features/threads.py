"""Where questions are answered, for a platform to read again what it was not told."""

from __future__ import annotations

from datetime import datetime

from bot.chat.adapter import Thread
from bot.chat.refs import MessageRef
from bot.domain.challenge import Challenge
from bot.store.port import Transaction


async def asked_in(
    tx: Transaction, adapter: str, workspace: str, since: datetime, now: datetime
) -> list[Thread]:
    """The threads of a workspace's questions that are open, or have closed since then (UTC).

    After the close no answer can be taken back, so those threads name none.
    """
    asked = await tx.challenges.threads(adapter, workspace, since)
    return [
        Thread(place, challenge.opened_at, await _answers(tx, challenge, now))
        for challenge in asked
        if (place := challenge.thread)
    ]


async def _answers(tx: Transaction, challenge: Challenge, now: datetime) -> frozenset[MessageRef]:
    tries = await tx.attempts.of(challenge.id) if now < challenge.closes_at else ()
    return frozenset(attempt.source for attempt in tries if attempt.source)
