"""A question's rubric made ready once for reading many answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.question import Criterion, Prose
from bot.grading.rubric.guards import shingles
from bot.grading.rubric.inflection import forms
from bot.grading.rubric.lexicon import FUNCTION_WORDS, english
from bot.grading.rubric.patterns import Automaton
from bot.grading.rubric.spelling import SHORTEST, Speller
from bot.grading.rubric.spoken import PHRASES
from bot.grading.rubric.text import read, words

Groups = tuple[tuple[str, ...], ...]
"""One alternative: groups of patterns, of each of which one must match."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One criterion with its alternatives; `common` are patterns that the question, another criterion or the
    contradiction of this one holds too, and that earn nothing by themselves."""

    criterion: Criterion
    any: tuple[Groups, ...]
    contradicted_by: tuple[Groups, ...]
    common: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rubric:
    """What the judge needs to know of a question.

    `known` are the question's own words; `topic` those of its title in all forms, `rivals` the things
    that a title such as "Precision and recall" tells apart; `shingles` see guards; `spoken` the phrases
    of `spoken.PHRASES` without those that an honest answer to this question needs.
    """

    rules: tuple[Rule, ...]
    automaton: Automaton
    speller: Speller
    known: frozenset[str]
    topic: frozenset[str]
    rivals: tuple[frozenset[str], ...]
    shingles: frozenset[tuple[str, ...]]
    spoken: tuple[Groups, ...]


def prepare(
    criteria: Sequence[Criterion], abbreviations: Mapping[str, str], question: Prose | None = None
) -> Rubric:
    """Ready to judge by these criteria; raises PatternError for a pattern that can't be read."""
    automaton = Automaton(
        (
            pattern
            for alternatives in (
                *(criterion.any for criterion in criteria),
                *(criterion.contradicted_by for criterion in criteria),
                PHRASES,
            )
            for groups in alternatives
            for group in groups
            for pattern in group
        ),
        abbreviations,
    )
    honest = [text for c in criteria for text in (c.statement, *c.examples.met)]
    asked: list[str] = []
    prompts: list[str] = []
    title = ""
    if question:
        title = question.title
        asked = [question.title, question.prompt]
        prompts = [*asked, question.hint, *question.probes.values()]
        honest.append(question.answer)
    known = frozenset(word for text in (*honest, *prompts) for word in words(text))
    needed = _shown(automaton, honest)
    return Rubric(
        tuple(_rule(automaton, criterion, criteria, asked) for criterion in criteria),
        automaton,
        Speller({*known, *_meant(automaton)}),
        known,
        _forms(title),
        _rivals(title),
        shingles([words(text) for text in prompts]),
        tuple(groups for groups in PHRASES if not all(needed.intersection(group) for group in groups)),
    )


def _rule(
    automaton: Automaton, criterion: Criterion, criteria: Sequence[Criterion], asked: Sequence[str]
) -> Rule:
    others = [other for other in criteria if other.id != criterion.id]
    elsewhere = (criterion.contradicted_by, *(o.any for o in others), *(o.contradicted_by for o in others))
    return Rule(
        criterion,
        _groups(criterion.any),
        _groups(criterion.contradicted_by),
        frozenset(_shown(automaton, [*asked, *(other.statement for other in others)]))
        | {pattern for any_of in elsewhere for groups in any_of for group in groups for pattern in group},
    )


def _groups(alternatives: Sequence[Sequence[Sequence[str]]]) -> tuple[Groups, ...]:
    return tuple(tuple(tuple(group) for group in groups) for groups in alternatives)


def _shown(automaton: Automaton, texts: Sequence[str]) -> set[str]:
    return {hit.pattern for text in texts for hit in automaton.find(read(text).tokens)}


def _meant(automaton: Automaton) -> Iterator[str]:
    """Every word that a pattern of the rubric can stand for."""
    stems = sorted(
        {word.text for word in automaton.symbols if word.prefix and len(word.text) >= SHORTEST - 1}
    )
    starts = tuple(stems)
    yield from sorted(word for word in english() if word.startswith(starts))
    for word in automaton.symbols:
        if not word.prefix:
            yield from sorted(forms(word.text))


_BETWEEN_RIVALS = re.compile(r"\b(?:and|or|vs\.?|versus|from|to|against|between)\b|[,/&]", re.IGNORECASE)


def _rivals(title: str) -> tuple[frozenset[str], ...]:
    sides = [_forms(side) for side in _BETWEEN_RIVALS.split(title)]
    named = [side for side in sides if side]
    shared = frozenset.intersection(*named) if named else frozenset()
    return tuple(side - shared for side in named) if len(named) > 1 else ()


def _forms(text: str) -> frozenset[str]:
    return frozenset(form for w in words(text) if w not in FUNCTION_WORDS for form in forms(w))
