"""`/koko help`, and what an option could be while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.chat.adapter import Capabilities
from bot.chat.card import Card, card
from bot.chat.commands import CommandSpec
from bot.chat.events import CommandInvoked, CompletionAsked
from bot.chat.refs import Place
from bot.features.pool import Pool
from bot.views.words import in_topics


@dataclass(frozen=True, slots=True)
class Help:
    """Says what there is; the list comes from the routes themselves."""

    pool: Pool
    capabilities: Callable[[Place], Capabilities]

    async def show(self, specs: Sequence[CommandSpec], event: CommandInvoked) -> Card:
        lines = "\n".join(
            f"- `{spec.usage}` {spec.description[0].lower()}{spec.description[1:]}" for spec in specs
        )
        reads_threads = self.capabilities(event.place).reads_threads
        how = "Reply in the thread, or press Answer." if reads_threads else "Press Answer."
        return card(
            "What I can do",
            f"I ask a question a day, grade what you write and say why. {how}",
            lines,
            footer=in_topics(self.pool.bank.questions),
        )

    async def complete(self, asked: CompletionAsked) -> Sequence[str]:
        return self.pool.starting_with(asked.typed) if asked.option == "topic" else ()
