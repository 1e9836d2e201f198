"""The judge that needs no network: the same answer to the same question gets the same grade, always."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from bot.domain.grade import Evidence, Grade, Guard, Judgement, Verdict, score_of
from bot.domain.question import BehaviouralQuestion, Criterion, Prose, question_hash
from bot.grading.rubric.abbreviations import ABBREVIATIONS
from bot.grading.rubric.automaton import Hit
from bot.grading.rubric.criteria import Finding, decide
from bot.grading.rubric.guards import guarded, withheld
from bot.grading.rubric.language import foreign
from bot.grading.rubric.person import OWN_PART, hides
from bot.grading.rubric.reading import reading_of
from bot.grading.rubric.rubric import Rubric, Rule, prepare
from bot.grading.rubric.stretches import Stretch, stretches
from bot.grading.rubric.text import Text, read

BY = "rubric"
VERSION = "rubric/22"
"""Raised with any change that may give some answer another grade."""


class RubricJudge:
    """Judges prose by its question's rubric, on this machine; `abbreviations` are short forms and what they
    stand for ("fft": "full fine-tuning"), which must not give away what a criterion asks for."""

    def __init__(self, abbreviations: Mapping[str, str] = ABBREVIATIONS) -> None:
        self._abbreviations = abbreviations

    async def judge(self, question: Prose, answer: str, workspace: str = "") -> Grade:
        return judge_prose(question, answer, self._abbreviations)

    def hear(self, question: Prose, answer: str) -> tuple[Stretch, ...]:
        """What of the answer may be evidence: the stretches that no guard took out and nothing interrupts,
        without talk.

        None where the score is withheld. Raises PatternError for a rubric that can't be read.
        """
        rubric, text = _ready(question_hash(question), question, self._abbreviations), read(answer)
        if foreign(text, rubric.known):
            return ()
        return stretches(text, withheld(rubric, text))


def judge_prose(question: Prose, answer: str, abbreviations: Mapping[str, str] = ABBREVIATIONS) -> Grade:
    """The grade; raises PatternError for a rubric that can't be read, and nothing for any answer."""
    version = question_hash(question)
    rubric = _ready(version, question, abbreviations)
    text = read(answer)
    if foreign(text, rubric.known):
        withheld = tuple(_judgement(rule, Finding(Verdict.CANNOT_ASSESS), text) for rule in rubric.rules)
        note = "I can only grade English here."
        return Grade(None, withheld, BY, VERSION, version, (Guard.OTHER_LANGUAGE,), note)
    findings, fired, _ = guarded(rubric, text)
    judgements = tuple(
        _judgement(rule, finding, text) for rule, finding in zip(rubric.rules, findings, strict=True)
    )
    note = OWN_PART if isinstance(question, BehaviouralQuestion) and hides(text.tokens) else ""
    return Grade(score_of(judgements), judgements, BY, VERSION, version, fired, note)


def match_criterion(
    criterion: Criterion,
    text: str,
    question: Prose | None = None,
    abbreviations: Mapping[str, str] = ABBREVIATIONS,
) -> Judgement:
    """What one criterion makes of a sentence, without guards; with the question, in the light of its title
    and its other criteria."""
    rubric = (
        _ready(question_hash(question), question, abbreviations)
        if question
        else prepare([criterion], abbreviations)
    )
    rule = next(rule for rule in rubric.rules if rule.criterion.id == criterion.id)
    said = read(text)
    return _judgement(rule, decide(rule, reading_of(rubric, said)), said)


def prepared(question: Prose) -> Rubric:
    """A question's rubric as it is kept ready; raises PatternError for one that can't be read."""
    return _ready(question_hash(question), question, ABBREVIATIONS)


def _ready(version: str, question: Prose, abbreviations: Mapping[str, str]) -> Rubric:
    return _prepared(_Key(version, tuple(sorted(abbreviations.items())), question))


@dataclass(frozen=True, slots=True)
class _Key:
    question_hash: str
    abbreviations: tuple[tuple[str, str], ...]
    question: Prose = field(compare=False)


@lru_cache(maxsize=96)
def _prepared(key: _Key) -> Rubric:
    return prepare(key.question.criteria, dict(key.abbreviations), key.question)


def _judgement(rule: Rule, finding: Finding, text: Text) -> Judgement:
    criterion = rule.criterion
    spans: list[tuple[int, int]] = []
    for start, end in sorted(span for hit in finding.hits for span in _spans(hit, text)):
        if spans and start < spans[-1][1]:
            start, end = spans[-1][0], max(end, spans.pop()[1])
        spans.append((start, end))
    return Judgement(
        criterion.id,
        criterion.statement,
        criterion.weight,
        finding.verdict,
        tuple(Evidence(start, end, text.typed[start:end]) for start, end in spans),
    )


def _spans(hit: Hit, text: Text) -> list[tuple[int, int]]:
    """One span from the first word to the last; word by word where something unprintable stands between."""
    first, last = text.tokens[hit.tokens[0]], text.tokens[hit.tokens[-1]]
    if " ".join(text.typed[first.start : last.end].split()).isprintable():
        return [(first.start, last.end)]
    return [(text.tokens[index].start, text.tokens[index].end) for index in hit.tokens]
