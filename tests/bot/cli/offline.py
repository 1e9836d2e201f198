"""A platform that lets nobody in."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.chat.adapter import Adapter, App, Health, Host, Problem
from tests.fakes import RecordingAdapter

WHY = "the token was refused"
REMEDY = "make a new one and set KOKO_OFFLINE_TOKEN"


class OfflineAdapter(RecordingAdapter):
    async def run(self, app: App) -> None:
        await asyncio.Event().wait()

    def health(self) -> Health:
        return Health(False, WHY)

    async def check(self) -> Sequence[Problem]:
        return [Problem(WHY, REMEDY)]


def create(host: Host) -> Adapter:
    return OfflineAdapter("offline")
