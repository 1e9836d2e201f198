"""A grade: what an answer earned, for what, and by whom; the receipt that *See why* shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pydantic import TypeAdapter


class Verdict(StrEnum):
    """What a grader says of one criterion."""

    MET = "met"
    PARTIAL = "partial"
    UNMET = "unmet"
    CONTRADICTED = "contradicted"
    CANNOT_ASSESS = "cannot_assess"


EARNS = {Verdict.MET: 1.0, Verdict.PARTIAL: 0.5, Verdict.UNMET: 0.0, Verdict.CONTRADICTED: -0.5}
"""What share of a criterion's weight its verdict earns; what can't be assessed earns nothing."""


class Guard(StrEnum):
    """Why an answer, or a part of it, was not taken at its word."""

    EMPTY = "empty"
    OTHER_LANGUAGE = "other_language"
    ECHO = "echo"
    WORD_SALAD = "word_salad"
    SPOKEN_TO_GRADER = "spoken_to_grader"
    DOES_NOT_COMPILE = "does_not_compile"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the answer as typed: `text == answer[start:end]`, offsets in characters."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one criterion (or one value, one option set, the tests) with what earned it.

    `weight` is the criterion's share of the score. `note` is a sentence for the member where the
    verdict needs one, such as the first failing case of a program.
    """

    criterion: str
    statement: str
    weight: float
    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()
    note: str = ""


def score_of(judgements: Iterable[Judgement]) -> float:
    """The score (0 to 1, to six places) that verdicts on criteria add up to."""
    total = sum(judgement.weight * EARNS.get(judgement.verdict, 0.0) for judgement in judgements)
    return min(max(0.0, round(total, 6)), 1.0)


ESTIMATE = "estimate"
"""Who judged where a question has no rubric: no points for likeness alone."""


@dataclass(frozen=True, slots=True)
class Grade:
    """`score` is 0 to 1, or None where it is withheld.

    `by` names the engine ("key", "rubric", "tests", "model", "estimate"; "appeal" for an admin's decision),
    `version` the engine's own version;
    `question` is the hash of the question that was graded against; `review` says that two engines were
    far apart, so that a person should look.
    """

    score: float | None
    judgements: tuple[Judgement, ...]
    by: str
    version: str
    question: str
    guards: tuple[Guard, ...] = ()
    note: str = ""
    review: bool = False

    @property
    def fifths(self) -> int | None:
        """The score as members see it, 0 to 5; 5 only for everything, 0 only for nothing."""
        if self.score is None:
            return None
        if self.score <= 0:
            return 0
        return min(max(round(self.score * 5), 1), 5 if self.score >= 0.95 else 4)

    @property
    def earns(self) -> float:
        """The score that points are given for."""
        return 0.0 if self.score is None or self.by == ESTIMATE else self.score

    @property
    def compiles(self) -> bool:
        return Guard.DOES_NOT_COMPILE not in self.guards

    @property
    def met(self) -> tuple[Judgement, ...]:
        return tuple(j for j in self.judgements if j.verdict is Verdict.MET)


GRADES: TypeAdapter[Grade] = TypeAdapter(Grade)
"""Reads and writes a grade as JSON."""
