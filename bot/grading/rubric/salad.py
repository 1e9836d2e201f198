"""Where an answer is a heap of terms: a list that nothing binds to a statement, or words in no order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.grading.rubric.lexicon import (
    ARTICLES,
    AUXILIARIES,
    BARE,
    BASE_VERBS,
    CONJUNCTIONS,
    DETERMINERS,
    FUNCTION_WORDS,
    NOUN_VERBS,
    PARTICIPLES,
    PREPOSITIONS,
    PRONOUNS,
    VERBS,
    third_person,
    word_set,
)
from bot.grading.rubric.text import ENDS, Token

_LIST = 8
"""How many terms in a row, without a verb or anything else that binds them, make a list."""
_ALL_TERMS = 5
"""How few make a list where an answer holds nothing else."""
_HEADED = 5
"""How many pieces there are to each heading at most, in notes that have headings."""
_MOST = 12
"""Terms that a sentence leads up to at most: "it measures accuracy, calibration, robustness ..."."""
_PIECES, _BARE = 10, 0.65
"""Pieces that an answer has, and which share of them are bare names, if all of it is one list."""
_STEP = 3
"""Words of a numbered step, its number among them, that are no more than a term."""
_PHRASE = 5
"""Words that one comparative is said of at most."""


def piled(tokens: Sequence[Token]) -> tuple[set[int], list[set[int]]]:
    """The tokens of word salad (terms in a row that nothing binds, or words in no order at all), and the
    lists that are none because a sentence leads up to them: each may speak for one criterion."""
    if _shuffled(tokens) or _mostly_bare(tokens):
        return set(range(len(tokens))), []
    runs = [_Run(attached=False)]
    headed = _headed(tokens)
    bound = False
    start = 0
    for at in range(1, len(tokens) + 1):
        if at < len(tokens) and tokens[at].mark in _UNBROKEN:
            continue
        if _says(tokens, start, at):
            bound = True
            runs += [
                *_within(tokens, start, at),
                _Run(attached=at < len(tokens) and tokens[at].mark not in ENDS),
            ]
        else:
            runs[-1].attached |= tokens[start].mark == ":"
            relates = _relates(tokens, start, at) or not headed.isdisjoint((start, at))
            compares = 1 < at - start <= _PHRASE and any(t.word in _COMPARATIVES for t in tokens[start:at])
            runs[-1].pieces += 1
            runs[-1].related += relates or compares
            for index in range(start, at):
                runs[-1].add(index, tokens[index].word, not relates, compares)
        start = at
    least = _LIST if bound else _ALL_TERMS
    lists = [run for run in runs if run.is_list(least)]
    kept = [run for run in lists if bound and run.attached and run.is_counted_out()]
    return {i for run in lists if run not in kept for i in run.tokens}, [set(run.tokens) for run in kept]


def _mostly_bare(tokens: Sequence[Token]) -> bool:
    """Whether the answer is one list: many pieces, and most of them no more than the name of something."""
    bounds = [0, *(at for at in range(1, len(tokens)) if tokens[at].mark not in _UNBROKEN), len(tokens)]
    pieces = [(start, end) for start, end in pairwise(bounds) if end > start]
    headed = _headed(tokens)
    bare = sum(_is_bare(tokens, start, end) and headed.isdisjoint((start, end)) for start, end in pieces)
    return len(pieces) >= _PIECES and bare >= _BARE * len(pieces)


def _is_bare(tokens: Sequence[Token], start: int, end: int) -> bool:
    words = [token.word for token in tokens[start:end]]
    if _says(tokens, start, end) or _relates(tokens, start, end) or not _COMPARATIVES.isdisjoint(words):
        return False
    return end - start <= _PHRASE


@dataclass(slots=True)
class _Run:
    """Words in a row that nothing binds; articles tell nouns in a sentence from terms in a list.
    `attached` where a sentence or a heading leads up to it."""

    attached: bool
    tokens: list[int] = field(default_factory=list)
    terms: int = 0
    compared: int = 0
    """Those of the terms that stand in a comparison, such as "less memory"."""
    distinct: set[str] = field(default_factory=set)
    articles: int = 0
    pieces: int = 0
    related: int = 0

    def add(self, index: int, word: str, counts: bool = True, compares: bool = False) -> None:
        self.tokens.append(index)
        if counts and len(word) > 2 and word not in FUNCTION_WORDS:
            self.terms += 1
            self.compared += compares
            self.distinct.add(word)
        self.articles += word in ARTICLES

    def is_list(self, least: int) -> bool:
        """Whether it holds so many terms; where a third of the pieces relate some, they are notes instead."""
        terms = self.terms - (self.compared if 3 * self.related >= self.pieces else 0)
        return terms >= least and 4 * self.articles < terms

    def is_counted_out(self) -> bool:
        """Whether it may be what a sentence promised: not too many things, most of them once."""
        return self.terms <= _MOST and 2 * len(self.distinct) > self.terms


def _says(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a piece between two marks says something: a verb, or a word that relates its terms."""
    if tokens[start].mark in ("=", ">") or (end < len(tokens) and tokens[end].mark in ("=", ">")):
        return True
    if sum(token.word in PREPOSITIONS or token.word in ARTICLES for token in tokens[start:end]) > 1:
        return True
    for at in range(start, end):
        word = tokens[at].word
        if word in _BINDING and end - start > 1:
            return True
        following = tokens[at + 1].word if at + 1 < end else ""
        if word in PARTICIPLES:
            after_noun = at > start and tokens[at - 1].word not in PARTICIPLES
            if (following in PREPOSITIONS and not tokens[at + 1].mark) or (
                after_noun and (not following or following in FUNCTION_WORDS - BARE)
            ):
                return True
        elif _finite(tokens, start, at, end):
            return True
    return _orders(tokens, start, end)


def _orders(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a piece begins with a verb and what goes with one: "keep the base", "check on your task"."""
    words = [token.word for token in tokens[start:end]]
    words = words[1:] if words[0] in _JOINING else words
    if not words or words[0] not in BASE_VERBS | NOUN_VERBS:
        return False
    if len(words) > 2 and (words[0] in BASE_VERBS or tokens[start].mark in ENDS):
        return True
    return not DETERMINERS.isdisjoint(words[1:3])


def _headed(tokens: Sequence[Token]) -> set[int]:
    """Where a heading ends and what it heads begins, in notes with several: "Pros: cheap. Cons: noise"; and
    where a step begins that says more than a term or two: "1 base model trained 2 humans rank outputs"."""
    colons = [at for at, token in enumerate(tokens) if token.mark == ":"]
    pieces = sum(token.mark not in _UNBROKEN for token in tokens[min(colons, default=0) :])
    heads = set(colons) if len(colons) > 1 and pieces <= _HEADED * len(colons) else set()
    steps = [at for at, token in enumerate(tokens) if token.mark == "\n" and token.word.isdigit()]
    if tokens and tokens[0].word.isdigit():
        steps = [0, *steps]
    whole = [at for at, after in pairwise([*steps, len(tokens)]) if after - at > _STEP]
    return heads | (set(whole) if len(whole) > 2 else set())


def _relates(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a piece without a verb sets its terms in relation all the same: "at scale", "lack of
    faithfulness of the steps"."""
    said = [token.word for token in tokens[start:end]]
    relating = sum(word in PREPOSITIONS for word in said)
    nested = sum(word in ARTICLES or word == "of" for word in said)
    return relating > 0 or (nested > 1 and 4 * nested > len(said))


def _within(tokens: Sequence[Token], start: int, end: int) -> list[_Run]:
    """The runs inside a piece that does say something."""
    runs = [_Run(attached=True)]
    verb = False
    for at in range(start, end):
        word = tokens[at].word
        finite = _finite(tokens, start, at, end) or (verb and _goes_on(tokens, at, end))
        verb |= finite
        compound = at + 1 < end and tokens[at + 1].mark == "-"
        if finite or (word in FUNCTION_WORDS - BARE and word != "no" and not compound):
            runs.append(_Run(attached=True))
        else:
            runs[-1].add(at, word)
    return runs


def _goes_on(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether a second verb follows the first: "you keep it and *add* small matrices"."""
    if tokens[at].word not in BASE_VERBS or tokens[at - 1].word not in _JOINING:
        return False
    return at + 1 < end and tokens[at + 1].word not in _JOINING


def _finite(tokens: Sequence[Token], start: int, at: int, end: int) -> bool:
    """Whether a verb is used as one, as far as its ending and its neighbours tell: "the rank limits",
    "adapters need", "proposes the"."""
    word = tokens[at].word
    if word.endswith("s") and at + 1 < end and tokens[at + 1].word in DETERMINERS:
        return True
    if at == start:
        return word in VERBS and third_person(word) and end - start > 2
    if third_person(word) or (
        word in BASE_VERBS and at + 1 < end and tokens[at - 1].word in _BEFORE_VERBS and not tokens[at].mark
    ):
        return True
    if tokens[at - 1].word in _PEOPLE and word in BASE_VERBS | NOUN_VERBS and at + 1 < end:
        return True
    if not tokens[at - 1].word.endswith("s"):
        return False
    return word in _NO_NOUNS or (
        word in BASE_VERBS and at + 1 < end and tokens[at + 1].word in FUNCTION_WORDS - _JOINING
    )


_UNBROKEN = ("", "-", '"')
_COMPARATIVES = word_set(
    "less fewer more better worse lower higher faster slower smaller larger bigger cheaper quicker shorter "
    "longer easier harder simpler some little hardly instead best worst most same equal close high low hi lo "
    "no all full many only rarely always never"
)
_PEOPLE = word_set("people humans annotators raters labelers experts users engineers")
_NO_NOUNS = word_set(
    "stay remain need become get keep make depend require contain include consist tend seem differ"
)


_JOINING = frozenset(["and", "or", "of"])
_BEFORE_VERBS = PRONOUNS | AUXILIARIES | {"to", "then", "only"}
_BINDING = (PRONOUNS | AUXILIARIES | CONJUNCTIONS | {"not", "never", "there"}) - BARE
_NEVER_BEFORE = word_set("of is are was were and or in to by with that but from for at on")


def _shuffled(tokens: Sequence[Token]) -> bool:
    odd = sum(
        first.word in ("the", "of", "an") and second.word in _NEVER_BEFORE and not second.mark
        for first, second in pairwise(tokens)
    )
    return odd >= 2 and odd * 20 >= len(tokens)
