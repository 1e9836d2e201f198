"""Decides one criterion: which of its alternatives an answer says, denies, half says, or contradicts.

An alternative is met where all its groups are found in one clause, or in a clause and its neighbour that
speaks of the same thing. Half of its groups make it partial, if the first, which says what it is about, is
among them, and what was found is more than a word that half of all answers hold, or whoever talks about
grades, or that the question, another criterion or the contradiction holds too. What is found in one clause
and plainly denied there, and affirmed nowhere, contradicts. So does what `contradicted_by` describes, in one
clause and said of the question's topic, whatever else the answer says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.grade import Verdict
from bot.grading.rubric.automaton import Hit
from bot.grading.rubric.claims import denied, holds, own_cues
from bot.grading.rubric.clauses import joined
from bot.grading.rubric.contradictions import contradiction
from bot.grading.rubric.dismissals import dismissed
from bot.grading.rubric.lexicon import FUNCTION_WORDS, GENERIC, GRADING
from bot.grading.rubric.reading import Reading
from bot.grading.rubric.rubric import Group, Rule
from bot.grading.rubric.text import Token


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict and the hits that led to it."""

    verdict: Verdict
    hits: tuple[Hit, ...] = ()


def decide_all(rules: Sequence[Rule], reading: Reading) -> tuple[Finding, ...]:
    """The verdicts on all criteria, in their order.

    A sentence that contradicts one of them is no evidence for another: what is wrong about the one thing
    gets its words right by chance about the next. And half of a point counts beside a whole one, or two more
    halves: one or two alone are but words of the field, four times of five (docs/grading.md, *Measured*).
    """
    findings = [decide(rule, reading) for rule in rules]
    wrong = {
        reading.clauses[reading.clause_of[hit.tokens[0]]].sentence
        for finding in findings
        if finding.verdict is Verdict.CONTRADICTED
        for hit in finding.hits
    }
    if wrong:
        said = {at for c in reading.clauses if c.sentence in wrong for at in range(c.start, c.end)}
        heard = replace(reading, mute=reading.mute | said)
        findings = [
            finding if finding.verdict is Verdict.CONTRADICTED else decide(rule, heard)
            for rule, finding in zip(rules, findings, strict=True)
        ]
    verdicts = [finding.verdict for finding in findings]
    if len(rules) > 1 and Verdict.MET not in verdicts and verdicts.count(Verdict.PARTIAL) < _HALVES:
        return tuple(Finding(Verdict.UNMET) if f.verdict is Verdict.PARTIAL else f for f in findings)
    return tuple(findings)


def decide(rule: Rule, reading: Reading) -> Finding:
    """The verdict on one criterion."""
    met = _best(rule, reading)
    affirmed = met.hits if met.verdict is Verdict.MET else ()
    for groups in rule.contradicted_by:
        if said := contradiction(groups, reading, affirmed):
            return Finding(Verdict.CONTRADICTED, said)
    return met


def _best(rule: Rule, reading: Reading) -> Finding:
    best = Finding(Verdict.UNMET)
    for groups in rule.any:
        found = [by_clause(group, reading) for group in groups]
        for window in windows(found, reading):
            finding = _weigh(rule, found, window, reading)
            if finding.verdict is Verdict.MET:
                return finding
            best = max(best, finding, key=lambda found: _PRECEDENCE.index(found.verdict))
    return best


_HALVES = 3
"""So many half points speak for one another."""
_PRECEDENCE = (Verdict.UNMET, Verdict.PARTIAL, Verdict.CONTRADICTED)
_ByClause = dict[int, list[Hit]]


def by_clause(group: Group, reading: Reading) -> _ByClause:
    found: _ByClause = {}
    for hit in reading.hits_of(group):
        if reading.mute.isdisjoint(hit.tokens):
            found.setdefault(reading.clause_of[hit.tokens[0]], []).append(hit)
    return found


def windows(found: Sequence[_ByClause], reading: Reading) -> list[tuple[int, ...]]:
    """Single clauses first, then pairs of neighbours."""
    named = sorted({index for clauses in found for index in clauses})
    pairs = {(a, a + 1) for i in named for a in (i - 1, i) if a >= 0 and a + 1 < len(reading.clauses)}
    return [
        *((index,) for index in named),
        *(pair for pair in sorted(pairs) if joined(reading.clauses[pair[0]], reading.clauses[pair[1]])),
    ]


def _weigh(rule: Rule, found: Sequence[_ByClause], window: tuple[int, ...], reading: Reading) -> Finding:
    groups = [[hit for index in window for hit in clauses.get(index, ())] for clauses in found]
    own = own_cues(groups, reading)
    held = [[hit for hit in hits if holds(hit, reading, own)] for hits in groups]
    said = [next(iter(hits), None) for hits in held]
    kept = tuple(hit for hit in said if hit)
    if len(window) == 2 and not _of_one_verb([hit for hits in held for hit in hits], window, reading):
        return Finding(Verdict.UNMET)
    if len(kept) == len(groups):
        return Finding(Verdict.UNMET) if _all_dismissed(held, reading) else Finding(Verdict.MET, kept)
    lost = [hits for hits, hit in zip(groups, said, strict=True) if hits and not hit]
    if (
        len(kept) + len(lost) == len(groups)
        and len(window) == 1
        and all(denied(hits, reading, replaced=not kept) for hits in lost)
        and not _all_dismissed(groups, reading)
        and not _denies_the_contrary(rule, window[0], reading)
    ):
        return Finding(Verdict.CONTRADICTED, (*kept, *(hits[0] for hits in lost)))
    telling = any(hit.pattern not in rule.common and _tells(hit, reading.tokens) for hit in kept)
    half = said[0] and not lost and telling and 2 * len(kept) >= len(groups)
    if half and not _all_dismissed(held, reading):
        return Finding(Verdict.PARTIAL, kept)
    return Finding(Verdict.UNMET)


def _denies_the_contrary(rule: Rule, number: int, reading: Reading) -> bool:
    """Whether a clause that denies has the words of a contradiction as well, which so is denied, too: "it is
    not true that it freezes the adapter and *trains the base*"."""
    return any(
        all(
            any(
                not hit.must_be_negated
                and reading.cues_at.keys().isdisjoint(hit.tokens)
                and reading.clause_of[hit.tokens[0]] == number
                for hit in reading.hits_of(group)
            )
            for group in groups
        )
        for groups in rule.contradicted_by
    )


def _all_dismissed(held: Sequence[Sequence[Hit]], reading: Reading) -> bool:
    return dismissed([hit for hits in held for hit in hits], reading)


def _of_one_verb(kept: Sequence[Hit], window: tuple[int, ...], reading: Reading) -> bool:
    """Whether no verb is given the object of another: where two share a subject, that must be among what was
    found, or else what is done in one clause is not done to what the other speaks of."""
    first, second = (reading.clauses[index] for index in window)
    return not second.goes_on or any(first.start <= hit.tokens[0] < first.verb for hit in kept)


def _tells(hit: Hit, tokens: Sequence[Token]) -> bool:
    return any(tokens[index].word not in _TELLS_NOTHING for index in hit.tokens)


_TELLS_NOTHING = GENERIC | FUNCTION_WORDS | GRADING
