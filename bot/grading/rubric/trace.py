"""How the judge came to a grade, for somebody who writes a rubric: what it read, and what nearly matched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.grade import Grade
from bot.domain.question import Prose
from bot.grading.rubric.automaton import Hit
from bot.grading.rubric.claims import holds, own_cues
from bot.grading.rubric.criteria import by_clause, windows
from bot.grading.rubric.guards import guarded
from bot.grading.rubric.judge import judge_prose, prepared
from bot.grading.rubric.reading import Reading, reading_of
from bot.grading.rubric.rubric import Groups, Rule
from bot.grading.rubric.scope import Force
from bot.grading.rubric.text import Text, read

Span = tuple[int, int]
"""Characters of the answer as typed, from and up to."""


@dataclass(frozen=True, slots=True)
class Part:
    """One group of an alternative, and the words that matched it, if any; `but` is why they don't count."""

    patterns: tuple[str, ...]
    found: Span | None = None
    but: str = ""

    @property
    def counts(self) -> bool:
        return self.found is not None and not self.but


@dataclass(frozen=True, slots=True)
class Near:
    """The alternative of a criterion that an answer came nearest to, and the clauses in which it did."""

    criterion: str
    parts: tuple[Part, ...]
    window: Span | None


@dataclass(frozen=True, slots=True)
class Trace:
    """A grade with the clauses that were read, the slips that were repaired (as typed, as meant), what a
    guard left out, and for each criterion what came nearest to it."""

    grade: Grade
    clauses: tuple[Span, ...]
    repaired: tuple[tuple[str, str], ...]
    left_out: tuple[Span, ...]
    near: tuple[Near, ...]


def trace(question: Prose, answer: str) -> Trace:
    """Raises PatternError for a rubric that can't be read."""
    rubric, text = prepared(question), read(answer)
    _, _, mute = guarded(rubric, text)
    reading = replace(reading_of(rubric, text), mute=frozenset(mute))
    return Trace(
        judge_prose(question, answer),
        tuple(_span(text, range(clause.start, clause.end)) for clause in reading.clauses),
        tuple(
            (token.word, meant.word)
            for token, meant in zip(text.tokens, reading.tokens, strict=True)
            if token.word != meant.word
        ),
        _runs(text, sorted(mute)),
        tuple(_nearest(rule, reading, text) for rule in rubric.rules),
    )


def _nearest(rule: Rule, reading: Reading, text: Text) -> Near:
    tried = [near for groups in rule.any for near in _tries(rule, groups, reading, text)]
    return max(tried, key=lambda near: _share(near.parts))


def _share(parts: Sequence[Part]) -> tuple[float, bool]:
    """How much of an alternative is there, with what counts before what is only found."""
    counted = sum(part.counts for part in parts) + 0.5 * sum(bool(part.but) for part in parts)
    return counted / len(parts), parts[0].counts


def _tries(rule: Rule, groups: Groups, reading: Reading, text: Text) -> list[Near]:
    found = [by_clause(group, reading) for group in groups]
    tried = [Near(rule.criterion.id, tuple(Part(tuple(sorted(group))) for group in groups), None)]
    for window in windows(found, reading):
        hits = [[hit for index in window for hit in clauses.get(index, ())] for clauses in found]
        own = own_cues(hits, reading)
        parts = []
        for group, here in zip(groups, hits, strict=True):
            held = next((hit for hit in here if holds(hit, reading, own)), None)
            best = held or next(iter(here), None)
            but = "" if held or best is None else _but(best, reading)
            parts.append(Part(tuple(sorted(group)), _span(text, best.tokens) if best else None, but))
        first, last = reading.clauses[window[0]], reading.clauses[window[-1]]
        tried.append(Near(rule.criterion.id, tuple(parts), _span(text, range(first.start, last.end))))
    return tried


_TURNED = {
    Force.DENIES: "denied",
    Force.REPLACES: "replaced",
    Force.SETS_APART: "said of something else",
    Force.AVERTS: "averted",
    Force.CONTRASTS: "only compared",
    Force.REFUTES: "called a mistake",
    Force.DOUBTS: "doubted",
}


def _but(hit: Hit, reading: Reading) -> str:
    """What keeps these words from counting."""
    if hit.must_be_negated:
        return "not negated"
    over = {cue.force for token in hit.tokens for cue in reading.cues_over[token]}
    return " and ".join(_TURNED[force] for force in sorted(over))


def _span(text: Text, tokens: Sequence[int]) -> Span:
    return text.tokens[tokens[0]].start, text.tokens[tokens[-1]].end


def _runs(text: Text, tokens: Sequence[int]) -> tuple[Span, ...]:
    """Neighbours as one span."""
    spans: list[list[int]] = []
    for token in tokens:
        if spans and spans[-1][-1] == token - 1:
            spans[-1].append(token)
        else:
            spans.append([token])
    return tuple(_span(text, span) for span in spans)
