"""Keeps a model's opinions in the store, and counts what each workspace asks of it in a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.grading.model.opinion import Asked, Opinion
from bot.store.port import Store


@dataclass(frozen=True, slots=True)
class StoredLedger:
    """`bot.grading.model.opinion.Ledger` that a restart does not empty; `a_day` is each workspace's cap."""

    store: Store
    a_day: int
    now: Callable[[], datetime]

    async def recall(self, asked: Asked) -> Opinion | None:
        async with self.store.read() as tx:
            return await tx.opinions.get(asked)

    async def keep(self, asked: Asked, opinion: Opinion) -> None:
        async with self.store.begin() as tx:
            await tx.opinions.keep(asked, opinion, self.now())

    async def claim(self, workspace: str) -> bool:
        now = self.now()
        async with self.store.begin() as tx:
            return await tx.opinions.claim(workspace, now.date(), self.a_day)
