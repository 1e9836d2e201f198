"""Which question comes next: pure, so that the same channel, day and bank always get the same one."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from bot.domain.question import Difficulty, Question


def fitting(
    questions: Iterable[Question],
    *,
    topics: Collection[str] = (),
    easiest: Difficulty = Difficulty.EASY,
    hardest: Difficulty = Difficulty.HARD,
) -> list[Question]:
    """The questions of these topics (none named: of all) and this range."""
    return [
        question
        for question in questions
        if (not topics or question.topic in topics)
        and easiest.weight <= question.difficulty.weight <= hardest.weight
    ]


def choose(questions: Iterable[Question], seen: Mapping[str, datetime | None], seed: str) -> Question | None:
    """One that was not seen yet, else the one seen longest ago; `seed` decides between equals.

    Of those not seen, one of a topic, a kind and a difficulty that have come up least of late beside their
    shares. `seen` holds by id when a question was last asked (aware), and nothing or None for the others.
    """
    offered = list(questions)
    asked = {question.id: at for question in offered if (at := seen.get(question.id))}
    if unseen := [question for question in offered if question.id not in asked]:
        best = _least(unseen, _burden(offered, asked))
    else:
        best = _least(offered, lambda question: asked[question.id].timestamp())
    return max(best, key=lambda question: (_chance(seed, question.id), question.id), default=None)


_FADES = 0.8
"""What a question of the day before still counts for beside today's."""
_WEIGHTS = (2.0, 1.0, 1.0)


def _traits(question: Question) -> tuple[str, str, str]:
    """What should vary, by `_WEIGHTS`: two days of one topic bore more than two of one kind."""
    return question.topic, question.kind, question.difficulty


def _burden(offered: Sequence[Question], asked: Mapping[str, datetime]) -> Callable[[Question], float]:
    """How much more than its share of what was asked of late a question's traits had.

    A trait's share grows with the root of its number, as in `draw`.
    """
    latest = [question for question in offered if question.id in asked]
    latest.sort(key=lambda question: (asked[question.id], question.id), reverse=True)
    burdens: list[dict[str, float]] = []
    for n, weight in enumerate(_WEIGHTS):
        late: dict[str, float] = {}
        for age, question in enumerate(latest):
            trait = _traits(question)[n]
            late[trait] = late.get(trait, 0) + weight * _FADES**age
        shares = {trait: math.sqrt(n) for trait, n in Counter(_traits(q)[n] for q in offered).items()}
        whole = sum(shares.values())
        burdens.append({trait: late.get(trait, 0) * whole / share for trait, share in shares.items()})
    return lambda question: sum(
        burden[trait] for burden, trait in zip(burdens, _traits(question), strict=True)
    )


def _least(questions: Iterable[Question], key: Callable[[Question], float]) -> list[Question]:
    """All that no other is less than."""
    least: list[Question] = []
    lowest = math.inf
    for question in questions:
        value = key(question)
        if value < lowest:
            least, lowest = [], value
        if value == lowest:
            least.append(question)
    return least


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
