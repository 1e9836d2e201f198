"""The questions whose grades agree least with people's: `python -m tests.grading.weakest`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.grading.agreement import Agreement, agreement
from tests.grading.answers import Answer, answers
from tests.grading.table import graded

SHOWN = 10


def weakest(all_of_them: Sequence[Answer]) -> list[tuple[str, Agreement]]:
    """By mean error on the unseen half, the worst first."""
    unseen = [answer for answer in all_of_them if not answer.seen]
    found: dict[str, list[tuple[float, float]]] = {}
    for answer, score in zip(unseen, graded(unseen), strict=True):
        found.setdefault(answer.question_id, []).append((answer.score, score))
    each = {id: agreement(*zip(*pairs, strict=True)) for id, pairs in found.items()}
    return sorted(each.items(), key=lambda entry: (-entry[1].error, entry[0]))[:SHOWN]


def table(found: Sequence[tuple[str, Agreement]]) -> str:
    """In Markdown, as docs/bank.md has it."""
    rows = [("question", "answers", "marks", "Koko", "mean error"), ("---", "--:", "--:", "--:", "--:")]
    rows += [
        (f"`{id}`", str(one.answers), f"{one.given:.2f}", f"{one.graded:.2f}", f"{one.error:.2f}")
        for id, one in found
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    print(table(weakest(answers())))
