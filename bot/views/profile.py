"""A member's own numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.card import Card, Fields, Table, card
from bot.views.words import count, topic

MAX_TOPICS = 15


@dataclass(frozen=True, slots=True)
class TopicScore:
    """How somebody does in a topic; `mean` is 0 to 1."""

    topic: str
    answered: int
    mean: float


def stats(
    *, streak: int, best: int, week: int, ever: int, answered: int, topics: Sequence[TopicScore], hidden: bool
) -> Card:
    if not answered:
        return card("Your practice", "Nothing yet. Answer a question here, or try `/quiz`.")
    return card(
        "Your practice",
        Fields(
            (
                ("Streak here", f"{count(streak, 'question day')}, longest {best}"),
                ("Points", f"{week:,} in seven days, {ever:,} in all"),
                ("Answers", f"{answered:,}"),
            )
        ),
        strengths(topics[:MAX_TOPICS]),
        footer="You are hidden from boards; `/koko show` brings you back." if hidden else "",
    )


def strengths(topics: Sequence[TopicScore]) -> Table | None:
    """A line for each topic, None where there is none."""
    rows = tuple((topic(t.topic), str(t.answered), f"{t.mean:.0%}".replace("%", " %")) for t in topics)
    return Table(("topic", "answers", "mean"), rows) if rows else None
