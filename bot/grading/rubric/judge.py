"""The judge that needs no network: the same answer to the same question gets the same grade, always."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from bot.domain.grade import Evidence, Grade, Guard, Judgement, Verdict
from bot.domain.question import Criterion, Prose, question_hash
from bot.grading.rubric import guards
from bot.grading.rubric.abbreviations import ABBREVIATIONS
from bot.grading.rubric.automaton import Hit
from bot.grading.rubric.clauses import split
from bot.grading.rubric.criteria import Finding, Reading, decide
from bot.grading.rubric.negation import Cue, cues
from bot.grading.rubric.rubric import Rubric, Rule, prepare
from bot.grading.rubric.spoken import SPEECH, staged
from bot.grading.rubric.text import Text, Token, read

BY = "rubric"
VERSION = "rubric/2"
"""Raised with any change that may give some answer another grade."""

Stretch = tuple[Token, ...]
"""Words of an answer with nothing but marks between them."""

_EARNS = {Verdict.MET: 1.0, Verdict.PARTIAL: 0.5, Verdict.UNMET: 0.0, Verdict.CONTRADICTED: -0.5}


class RubricJudge:
    """Judges prose by its question's rubric, on this machine; `abbreviations` are short forms and what they
    stand for ("fft": "full fine-tuning"), which must not give away what a criterion asks for."""

    def __init__(self, abbreviations: Mapping[str, str] = ABBREVIATIONS) -> None:
        self._abbreviations = abbreviations

    async def judge(self, question: Prose, answer: str, workspace: str = "") -> Grade:
        return judge_prose(question, answer, self._abbreviations)

    def hear(self, question: Prose, answer: str) -> tuple[Stretch, ...]:
        """What of the answer may be evidence: the stretches that no guard took out and nothing interrupts.

        None where the score is withheld. Raises PatternError for a rubric that can't be read.
        """
        rubric, text = _ready(question_hash(question), question, self._abbreviations), read(answer)
        if guards.foreign(text, rubric.known):
            return ()
        _, _, mute = _guarded(rubric, text)
        return _stretches(text, mute)


def judge_prose(question: Prose, answer: str, abbreviations: Mapping[str, str] = ABBREVIATIONS) -> Grade:
    """The grade; raises PatternError for a rubric that can't be read, and nothing for any answer."""
    version = question_hash(question)
    rubric = _ready(version, question, abbreviations)
    text = read(answer)
    if guards.foreign(text, rubric.known):
        withheld = tuple(_judgement(rule, Finding(Verdict.CANNOT_ASSESS), text) for rule in rubric.rules)
        note = "I can only grade English here."
        return Grade(None, withheld, BY, VERSION, version, (Guard.OTHER_LANGUAGE,), note)
    findings, fired, _ = _guarded(rubric, text)
    judgements = tuple(
        _judgement(rule, finding, text) for rule, finding in zip(rubric.rules, findings, strict=True)
    )
    return Grade(score_of(judgements), judgements, BY, VERSION, version, fired)


def score_of(judgements: Sequence[Judgement]) -> float:
    """0 to 1: what the verdicts earn of their weights."""
    earned = sum(judgement.weight * _EARNS[judgement.verdict] for judgement in judgements)
    return min(max(0.0, round(earned, 6)), 1.0)


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
    return _judgement(rule, decide(rule, _reading(rubric, said)), said)


def _ready(version: str, question: Prose, abbreviations: Mapping[str, str]) -> Rubric:
    return _prepared(_Key(version, tuple(sorted(abbreviations.items())), question))


@dataclass(frozen=True, slots=True)
class _Key:
    question_hash: str
    abbreviations: tuple[tuple[str, str], ...]
    question: Prose = field(compare=False)


@lru_cache(maxsize=256)
def _prepared(key: _Key) -> Rubric:
    return prepare(key.question.criteria, dict(key.abbreviations), key.question)


def _guarded(rubric: Rubric, text: Text) -> tuple[tuple[Finding, ...], tuple[Guard, ...], set[int]]:
    """What is found in the answer once all that is no evidence is taken out of it, by which guards, and
    which tokens that was."""
    reading = _reading(rubric, text)
    played = staged(text.typed)
    spoken = _spoken(rubric, reading) | {i for i, token in enumerate(text.tokens) if played[token.start]}
    echo = guards.echoed(text.tokens, reading.clauses, rubric.shingles) - spoken
    left = [index for index in range(len(text.tokens)) if index not in spoken]
    piled, lists = guards.piled([reading.tokens[index] for index in left])
    salad = {left[index] for index in piled}
    findings = _decide(rubric, reading, spoken, spoken | echo | salad)
    for tokens in ({left[index] for index in run} for run in lists):
        if sum(any(not tokens.isdisjoint(hit.tokens) for hit in finding.hits) for finding in findings) > 1:
            salad |= tokens
            findings = _decide(rubric, reading, spoken, spoken | echo | salad)
    fired = (
        (Guard.EMPTY, not text.tokens),
        (Guard.ECHO, bool(echo) and 2 * len(echo) >= len(left)),
        (Guard.WORD_SALAD, bool(salad)),
        (Guard.SPOKEN_TO_GRADER, bool(spoken) or text.hidden or any(played)),
    )
    return findings, tuple(guard for guard, fires in fired if fires), spoken | echo | salad


def _stretches(text: Text, mute: set[int]) -> tuple[Stretch, ...]:
    stretches: list[list[Token]] = []
    before = -1
    for index, token in enumerate(text.tokens):
        if index in mute:
            continue
        if not stretches or before != index - 1 or not _adjoin(text.typed, text.tokens[before], token):
            stretches.append([])
        stretches[-1].append(token)
        before = index
    return tuple(map(tuple, stretches))


def _adjoin(typed: str, first: Token, second: Token) -> bool:
    """Whether nothing but marks stands between two words, so that no word left out, nor what can't be seen,
    comes along with them."""
    between = "".join(typed[first.end : second.start].split())
    return between.isprintable() and not any(char.isalnum() for char in between)


def _decide(rubric: Rubric, reading: Reading, spoken: set[int], mute: set[int]) -> tuple[Finding, ...]:
    heard = replace(reading, mute=frozenset(mute), spoken=frozenset(spoken))
    return tuple(decide(rule, heard) for rule in rubric.rules)


def _reading(rubric: Rubric, text: Text) -> Reading:
    repaired = rubric.speller.repair(text.tokens)
    hits: dict[str, list[Hit]] = {}
    for hit in rubric.automaton.find(text.tokens, repaired):
        hits.setdefault(hit.pattern, []).append(hit)
    tokens = list(text.tokens)
    for index, meant in repaired.items():
        tokens[index] = replace(tokens[index], word=meant)
    clauses = split(tokens, text.asks, rubric.rivals)
    over: list[list[Cue]] = [[] for _ in tokens]
    at: dict[int, Cue] = {}
    for cue in cues(tokens, clauses):
        at.update(dict.fromkeys(range(cue.start, cue.end), cue))
        for index in range(cue.end, cue.reach):
            over[index].append(cue)
    return Reading(
        tokens,
        clauses,
        tuple(number for number, clause in enumerate(clauses) for _ in range(clause.start, clause.end)),
        hits,
        tuple(map(tuple, over)),
        at,
        frozenset(),
        frozenset(),
        rubric.topic,
    )


def _spoken(rubric: Rubric, reading: Reading) -> set[int]:
    """The tokens of clauses that are spoken to the grader, and of what follows them in the sentence."""
    said: dict[str, set[int]] = {}
    for hit in SPEECH.find(reading.tokens):
        said.setdefault(hit.pattern, set()).add(reading.clause_of[hit.tokens[0]])
    begins: dict[int, int] = {}
    for groups in rubric.spoken:
        by_group = (set().union(*(said.get(pattern, ()) for pattern in group)) for group in groups)
        for index in set.intersection(*by_group):
            sentence = reading.clauses[index].sentence
            begins[sentence] = min(index, begins.get(sentence, index))
    return {
        token
        for number, clause in enumerate(reading.clauses)
        if number >= begins.get(clause.sentence, len(reading.clauses))
        for token in range(clause.start, clause.end)
    }


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
