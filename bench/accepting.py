"""The bot behind an adapter, where only the adapter is to cost anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.chat.adapter import Reply, Thread
from bot.chat.card import Card
from bot.chat.commands import CommandSpec, Option
from bot.chat.events import CompletionAsked, Event, FormSubmitted
from bot.chat.form import Form


class Accepting:
    """Takes everything at once, and answers nothing."""

    commands: Sequence[CommandSpec] = (
        CommandSpec("quiz", "Questions.", (Option(name="topic", description="What about."),)),
    )
    shortcuts: Sequence[str] = ()

    async def accept(self, event: Event) -> Reply | None:
        return Reply.PRIVATE

    async def respond(self, event: Event) -> Card | Form | None:
        return None

    async def problems(self, submitted: FormSubmitted) -> Mapping[str, str]:
        return {}

    async def complete(self, asked: CompletionAsked) -> Sequence[str]:
        return []

    async def threads(self, adapter: str, workspace: str, since: datetime) -> Sequence[Thread]:
        return []
