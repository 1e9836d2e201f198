"""The reveal: the model answer, who met what, the day's scores, and where the facts are from."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.card import Card, Table, card, clip
from bot.chat.refs import Person
from bot.domain.question import ChoiceQuestion, Prose, Question
from bot.views.words import raw_name

MAX_SCORES = 12
MAX_ANSWER = 1700


def reveal(
    question: Question,
    coverage: Sequence[tuple[str, str, int]],
    scores: Sequence[tuple[Person, int, int]],
    total: int,
    *,
    opens_thread: bool = False,
) -> Card:
    """`coverage` is (criterion, statement, how many met it), `scores` (member, fifths, points) from
    the best down without hidden members, `total` how many of those answered. `opens_thread` says that
    people may talk there from now on."""
    verb = "said" if isinstance(question, Prose) else "got"
    met = [f"{number} of {total} {verb}: {statement}" for _, statement, number in coverage]
    rows = tuple(
        (raw_name(person), f"{fifths}/5", str(points)) for person, fifths, points in scores[:MAX_SCORES]
    )
    more = len(scores) - len(rows)
    return card(
        f"Revealed: {clip(question.title, 100)}",
        clip(model_answer(question), MAX_ANSWER),
        clip("\n".join(f"- {text}" for text in met), 800)
        if total
        else "Nobody answered this one. It will come again.",
        Table(("member", "score", "points"), rows) if rows else None,
        f"and {more} more" if more > 0 else None,
        "The thread is open for talk now." if opens_thread else None,
        footer=clip("Sources: " + "; ".join(question.sources), 400) if question.sources else "",
    )


def model_answer(question: Question) -> str:
    """The model answer; a choice's with each option's why."""
    if not isinstance(question, ChoiceQuestion):
        return question.answer
    options = (
        f"{'✓' if option.id in question.correct else '○'} {option.text}  \n   {option.why}  "
        for option in question.options
    )
    return "\n".join([*options, "", question.answer])
