"""A question's rubric made ready once for reading many answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.question import Criterion, Prose
from bot.grading.rubric.automaton import Automaton
from bot.grading.rubric.echo import shingles
from bot.grading.rubric.frames import spared
from bot.grading.rubric.inflection import forms, spellings
from bot.grading.rubric.lexicon import FUNCTION_WORDS, beginning
from bot.grading.rubric.spelling import SHORTEST, Speller
from bot.grading.rubric.spoken import PHRASES, speech
from bot.grading.rubric.text import Token, read, words

Group = frozenset[str]
"""Patterns of which one must match."""
Groups = tuple[Group, ...]
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
    that a title such as "Precision and recall" tells apart; `shingles` see echo; `spoken` the phrases
    of `spoken.PHRASES` without those that an honest answer to this question needs, `spared` what of `frames`
    it needs.
    """

    rules: tuple[Rule, ...]
    automaton: Automaton
    speller: Speller
    known: frozenset[str]
    topic: frozenset[str]
    rivals: tuple[frozenset[str], ...]
    shingles: frozenset[tuple[str, ...]]
    spoken: tuple[tuple[tuple[str, ...], ...], ...]
    spared: frozenset[tuple[int, str]]


def prepare(
    criteria: Sequence[Criterion], abbreviations: Mapping[str, str], question: Prose | None = None
) -> Rubric:
    """Ready to judge by these criteria; raises PatternError for a pattern that can't be read."""
    written = [(_groups(criterion.any), _groups(criterion.contradicted_by)) for criterion in criteria]
    automaton = Automaton((p for pair in written for side in pair for p in _patterns(side)), abbreviations)
    title = question.title if question else ""
    asked = [title, question.prompt] if question else []
    shown = [*asked, question.hint, *question.probes.values()] if question else []
    honest = [text for criterion in criteria for text in (criterion.statement, *criterion.examples.met)]
    honest += [question.answer] if question else []
    said = {text: read(text).tokens for text in (*honest, *shown)}
    known = frozenset(token.word for tokens in said.values() for token in tokens)
    needed = _held(speech(), *(said[text] for text in honest))
    stated = {criterion.id: _held(automaton, said[criterion.statement]) for criterion in criteria}
    given = _held(automaton, *(said[text] for text in asked))
    rules = []
    for criterion, (any_of, against) in zip(criteria, written, strict=True):
        common = given | set(_patterns(against))
        for other, sides in zip(criteria, written, strict=True):
            if other is not criterion:
                common |= stated[other.id].union(*map(_patterns, sides))
        rules.append(Rule(criterion, any_of, against, frozenset(common)))
    return Rubric(
        tuple(rules),
        automaton,
        Speller(known.union(_meant(automaton))),
        known,
        _forms(title),
        _rivals(title),
        shingles([[token.word for token in said[text]] for text in shown]),
        tuple(groups for groups in PHRASES if not all(needed.intersection(group) for group in groups)),
        spared(needed),
    )


def _groups(alternatives: Sequence[Sequence[Sequence[str]]]) -> tuple[Groups, ...]:
    return tuple(tuple(frozenset(group) for group in groups) for groups in alternatives)


def _patterns(alternatives: Sequence[Groups]) -> list[str]:
    """In an order that is the same in every process."""
    return [pattern for groups in alternatives for group in groups for pattern in sorted(group)]


def _held(automaton: Automaton, *texts: Sequence[Token]) -> set[str]:
    return {hit.pattern for tokens in texts for hit in automaton.find(tokens)}


def _meant(automaton: Automaton) -> Iterator[str]:
    """Every word that a pattern of the rubric can stand for."""
    for word in automaton.words:
        if not word.prefix:
            yield from word.forms
        elif len(word.text) >= SHORTEST - 1:
            for prefix in spellings(word.text):
                yield from beginning(prefix)


_BETWEEN_RIVALS = re.compile(r"\b(?:and|or|vs\.?|versus|from|to|against|between)\b|[,/&]", re.IGNORECASE)


def _rivals(title: str) -> tuple[frozenset[str], ...]:
    sides = [_forms(side) for side in _BETWEEN_RIVALS.split(title)]
    named = [side for side in sides if side]
    shared = frozenset.intersection(*named) if named else frozenset()
    return tuple(side - shared for side in named) if len(named) > 1 else ()


def _forms(text: str) -> frozenset[str]:
    return frozenset(form for w in words(text) if w not in FUNCTION_WORDS for form in forms(w))
