"""A member says that a grade missed something, and an admin decides; a granted appeal is a new grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeGuard

from bot.chat.refs import Person, Place
from bot.domain.attempt import Attempt
from bot.domain.grade import ESTIMATE, Evidence, Grade, Judgement, Verdict, score_of
from bot.domain.question import Prose, Question, Sample, SampleKind

BY = "appeal"
VERSION = "appeal/1"
SET = "An admin set this score."
REVIEWED = "Two judges disagreed about this answer, so an admin decided."
MAX_SENTENCE = 300  # characters, the member's as the admin's
EARNING = frozenset({Verdict.MET, Verdict.PARTIAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What an admin made of an appeal. `by` is None once that admin is forgotten, `sentence` then empty.

    `before` is the grade that was decided on, which a granted appeal replaced; None where none was kept.
    """

    granted: bool
    by: Person | None
    sentence: str
    at: datetime
    before: Grade | None = None

    def is_about(self, grade: Grade | None) -> bool:
        """Whether that grade is what the decision left or made; an edit since then brought another."""
        if self.granted:
            return grade is not None and grade.by == BY
        return self.before is None or grade == self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """One for each attempt, by its author; or by nobody, where two judges disagreed: then `reason` is empty.

    `place` is the channel whose admins decide; `missed` are the criteria (ids) that the member says
    they met, which can be named after the reveal only; `consent` says that the answer may become a
    sample of its question, without a name.
    """

    attempt: str
    person: Person
    place: Place
    reason: str
    missed: tuple[str, ...]
    consent: bool
    at: datetime
    decision: Decision | None = None

    @property
    def by_member(self) -> bool:
        return bool(self.reason)


def disagreement(attempt: Attempt, place: Place) -> Appeal:
    """What admins of the channel decide as they do an appeal: a grade on which two judges were far apart."""
    return Appeal(
        attempt=attempt.id,
        person=attempt.person,
        place=place,
        reason="",
        missed=(),
        consent=False,
        at=attempt.at,
    )


def may_be_appealed(grade: Grade) -> bool:
    """Where there is something to gain: not everything earned, and no estimate, which gives no points."""
    return grade.fifths != 5 and grade.by != ESTIMATE


def has_criteria(question: Question) -> TypeGuard[Prose]:
    """Whether an admin decides criterion by criterion, and not on a score."""
    return isinstance(question, Prose) and bool(question.criteria)


def regraded(question: Prose, before: Grade, verdicts: Mapping[str, Verdict]) -> Grade:
    """The grade by an admin's verdicts (by criterion id; one that is left out is unmet).

    Words that were found for a criterion stay as its evidence where it still earns, or still is
    contradicted.
    """
    known = {judgement.criterion: judgement for judgement in before.judgements}
    judgements = tuple(
        Judgement(
            criterion.id,
            criterion.statement,
            criterion.weight,
            verdict := verdicts.get(criterion.id, Verdict.UNMET),
            _evidence(known.get(criterion.id), verdict),
        )
        for criterion in question.criteria
    )
    return Grade(score_of(judgements), judgements, BY, VERSION, before.question)


def rescored(before: Grade, score: float) -> Grade:
    """The grade by an admin's score (0 to 1), where a key or tests and no criteria were graded by."""
    return replace(before, score=score, by=BY, version=VERSION, guards=(), note=SET, review=False)


def sample(text: str, grade: Grade) -> Sample:
    """An answer as its question's file has them, of the kind that its verdicts make it."""
    score = grade.score or 0.0
    met = tuple(judgement.criterion for judgement in grade.met)
    if any(judgement.verdict is Verdict.CONTRADICTED for judgement in grade.judgements):
        kind = SampleKind.WRONG if score < 0.3 else SampleKind.PARTIAL
    else:
        kind = SampleKind.EXCELLENT if score >= 0.95 else SampleKind.PARTIAL if score else SampleKind.VAGUE
    return Sample(text=text, score=round(score, 3), met=met, kind=kind)


def _evidence(before: Judgement | None, verdict: Verdict) -> tuple[Evidence, ...]:
    if before is None:
        return ()
    still = before.verdict is verdict or {before.verdict, verdict} <= EARNING
    return before.evidence if still else ()
