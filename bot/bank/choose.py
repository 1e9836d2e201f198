"""Which question comes next: pure, so that the same channel, day and bank always get the same one."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from bot.domain.question import Difficulty, Question

_LEVELS = tuple(Difficulty)


def fitting(
    questions: Iterable[Question],
    *,
    topics: Collection[str] = (),
    easiest: Difficulty = Difficulty.EASY,
    hardest: Difficulty = Difficulty.HARD,
) -> list[Question]:
    """The questions of these topics (none named: of all) and this range."""
    levels = _LEVELS[_LEVELS.index(easiest) : _LEVELS.index(hardest) + 1]
    return [
        question
        for question in questions
        if (not topics or question.topic in topics) and question.difficulty in levels
    ]


def choose(questions: Iterable[Question], seen: Mapping[str, datetime | None], seed: str) -> Question | None:
    """One that was not seen yet, else the one seen longest ago; `seed` decides between equals.

    `seen` holds by id when a question was last asked (aware), and nothing or None for the others.
    """
    never = datetime.min.replace(tzinfo=UTC)
    return min(questions, key=lambda q: (seen.get(q.id) or never, -_chance(seed, q.id)), default=None)


def draw(
    questions: Iterable[Question],
    count: int,
    seed: str,
    *,
    missed: Sequence[str] = (),
    exclude: Collection[str] = (),
) -> list[Question]:
    """Up to `count` different questions for a quiz: the `missed` ones first, in that order.

    While there is a choice, no kind fills more than half of it (rounded up) and no topic comes
    twice before each has come once. Rare kinds come more often than their number says, but not
    each time: a kind's share grows with the root of its number.
    """
    left = {question.id: question for question in questions if question.id not in exclude}
    drawn = [left.pop(id) for id in dict.fromkeys(missed) if id in left][:count]
    sizes = Counter(question.kind for question in left.values())
    ranks = {
        id: math.log(_chance(seed, id)) * math.sqrt(sizes[question.kind]) for id, question in left.items()
    }
    while left and len(drawn) < count:
        kinds = Counter(question.kind for question in drawn)
        topics = Counter(question.topic for question in drawn)
        best = min(left.values(), key=lambda q: (kinds[q.kind] * 2 >= count, topics[q.topic], -ranks[q.id]))
        drawn.append(left.pop(best.id))
    return drawn


def _chance(seed: str, id: str) -> float:
    """A number above 0 and up to 1 that only the two texts decide.

    Drawing by the largest log(chance) / weight is weighted sampling without replacement
    (Efraimidis and Spirakis 2006).
    """
    digest = hashlib.sha256(f"{seed}\0{id}".encode()).digest()
    return (int.from_bytes(digest[:8]) + 1) / 2**64
