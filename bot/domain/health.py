"""How a question does with those who answer it: the item analysis of classical test theory.

Facility and discrimination as in Crocker and Algina 1986, Introduction to Classical and Modern Test Theory,
chapter 14; the bounds of `_signs` are the usual ones there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from statistics import StatisticsError, correlation, fmean, median

from bot.domain.grade import Verdict
from bot.domain.question import Prose, Question

PASSED = 0.6
FEWEST = 5
"""Answers below which nothing is said of a question, and people below which nothing of discrimination."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one person got for a question at the first try: `person` tells them apart and nothing more.

    `took` is how long the answer took, where that is known: in a quiz, since the one before.
    """

    question: str
    person: str
    score: float
    verdicts: Mapping[str, Verdict]
    took: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """One question's figures; `signs` say in words what is odd about them.

    `facility` is the mean score (0 to 1). `discrimination` is the point-biserial correlation (−1 to 1) of
    passing this question with the mean score in all others; None where too few people answered others,
    or all passed, or none. `minutes` is the median time an answer took.
    """

    question: str
    answers: int
    facility: float | None = None
    discrimination: float | None = None
    minutes: float | None = None
    reports: int = 0
    appeals_won: int = 0
    signs: tuple[str, ...] = ()


@dataclass(slots=True)
class _Item:
    results: list[Result] = field(default_factory=list)
    reports: int = 0
    appeals_won: int = 0


def examine(
    questions: Iterable[Question],
    results: Iterable[Result],
    reports: Mapping[str, int],
    appeals_won: Mapping[str, int],
) -> list[Health]:
    """Every question that was answered, reported or appealed, worst first: by signs, then by answers."""
    known = {question.id: question for question in questions}
    items: defaultdict[str, _Item] = defaultdict(_Item)
    scores: defaultdict[str, dict[str, list[float]]] = defaultdict(dict)
    for result in results:
        if result.question in known:
            items[result.question].results.append(result)
            scores[result.person].setdefault(result.question, []).append(result.score)
    for id in (reports.keys() | appeals_won.keys()) & known.keys():
        items[id].reports, items[id].appeals_won = reports.get(id, 0), appeals_won.get(id, 0)
    means = {person: {id: fmean(of) for id, of in theirs.items()} for person, theirs in scores.items()}
    found = [_health(known[id], item, _discrimination(id, means)) for id, item in items.items()]
    return sorted(found, key=lambda health: (-len(health.signs), -health.answers, health.question))


def _health(question: Question, item: _Item, discrimination: float | None) -> Health:
    times = [result.took.total_seconds() / 60 for result in item.results if result.took]
    health = Health(
        question=question.id,
        answers=len(item.results),
        facility=fmean(result.score for result in item.results) if item.results else None,
        discrimination=discrimination,
        minutes=median(times) if times else None,
        reports=item.reports,
        appeals_won=item.appeals_won,
    )
    return replace(health, signs=tuple(_signs(question, item, health)))


def _discrimination(id: str, means: Mapping[str, Mapping[str, float]]) -> float | None:
    """The item itself is left out of the rest, or it would correlate with itself."""
    pairs = [
        (float(theirs[id] >= PASSED), fmean(score for other, score in theirs.items() if other != id))
        for theirs in means.values()
        if id in theirs and len(theirs) > 1
    ]
    if len(pairs) < FEWEST:
        return None
    try:
        return correlation(*zip(*pairs, strict=True))
    except StatisticsError:  # all passed, or none, or all are equally good
        return None


def _signs(question: Question, item: _Item, health: Health) -> Iterable[str]:
    if health.reports:
        yield f"{health.reports} reported it"
    if health.appeals_won:
        yield f"{health.appeals_won} won an appeal"
    if health.answers < FEWEST or health.facility is None:
        return
    if health.facility < 0.2:
        yield "hardly anybody can answer it"
    elif health.facility > 0.95:
        yield "nearly everybody knows it"
    if health.discrimination is not None and health.discrimination < 0.1:
        yield "who is good at others is no better at it"
    if health.minutes and health.minutes > 2 * question.minutes:
        yield f"it takes {health.minutes:.0f} minutes and says {question.minutes}"
    if isinstance(question, Prose):
        for criterion in question.criteria:
            met = [
                r.verdicts[criterion.id] is Verdict.MET for r in item.results if criterion.id in r.verdicts
            ]
            if len(met) >= FEWEST and not any(met):
                yield f"nobody meets “{criterion.id}”"
            elif len(met) >= FEWEST and all(met):
                yield f"everybody meets “{criterion.id}”"
