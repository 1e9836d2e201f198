"""`/koko help`, and what an option could be while it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.card import Card, card
from bot.chat.commands import CommandSpec
from bot.chat.events import CommandInvoked, CompletionAsked
from bot.features.pool import Pool


@dataclass(frozen=True, slots=True)
class Help:
    """Says what there is; the list comes from the routes themselves."""

    pool: Pool

    async def show(self, specs: Sequence[CommandSpec], event: CommandInvoked) -> Card:
        lines = "\n".join(
            f"- `{spec.usage}` {spec.description[0].lower()}{spec.description[1:]}" for spec in specs
        )
        return card(
            "What I can do",
            "I ask a question a day, grade what you write and say why. Reply in the thread, or press Answer.",
            lines,
            footer=f"{len(self.pool.bank.questions)} questions in {len(self.pool.bank.topics)} topics",
        )

    async def complete(self, asked: CompletionAsked) -> Sequence[str]:
        return self.pool.starting_with(asked.typed) if asked.option == "topic" else ()
