"""Where an answer is no answer: in another language, an echo of the question, or a heap of terms.

Each guard takes words out of the evidence; none ever puts any in, so no text can talk a score up.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.grading.rubric.clauses import Clause
from bot.grading.rubric.lexicon import (
    BARE,
    BINDING,
    FUNCTION_WORDS,
    PARTICIPLES,
    VERBS,
    english,
    word_set,
)
from bot.grading.rubric.text import Text, Token

_LONG_RUN = 8
"""Terms in a row, without a verb or anything else that binds them, that make a list and not an answer."""
_SHORT_RUN = 5
"""The same where an answer holds nothing else."""

_FOREIGN = word_set(
    "der die das und ist nicht ein eine einen mit für fur auf sind den dem von wird werden sich auch le les "
    "des est et une dans pour que qui pas sont avec du sur ce cette el los las es una para con por del se "
    "como más mas pero os um uma não nao com mais il gli che è di per non sono della het een en van niet "
    "dat zijn voor maar och att är som inte jest nie jako się ve bir için icin ile olarak yang dan untuk "
    "dengan"
) - {"die", "per", "con", "es", "en", "se", "den", "dan", "os", "ve", "mas", "du", "ce"}


def foreign(text: Text, known: frozenset[str]) -> bool:
    """Whether this is no English: another script, or another language's small words."""
    letters = [c for token in text.tokens for c in token.word if c.isalpha()]
    if len(letters) >= 8 and sum(c > "\u02af" for c in letters) > len(letters) / 2:
        return True
    said = [token.word for token in text.tokens if token.word.isalpha() and len(token.word) > 1]
    if len(said) < 5:
        return False
    theirs = sum(word in _FOREIGN for word in said)
    ours = sum(word in FUNCTION_WORDS or word in known or word in english() for word in said)
    return theirs >= 2 and theirs > len(said) * 0.1 and ours < len(said) * 0.5


def echoed(
    tokens: Sequence[Token], clauses: Sequence[Clause], shingles: frozenset[tuple[str, ...]]
) -> set[int]:
    """The tokens of clauses that only repeat the question."""
    covered: set[int] = set()
    for at in range(len(tokens) - 3):
        if tuple(token.word for token in tokens[at : at + 4]) in shingles:
            covered.update(range(at, at + 4))
    return {
        index
        for clause in clauses
        if clause.end - clause.start >= 5
        and sum(i in covered for i in range(clause.start, clause.end)) >= 0.75 * (clause.end - clause.start)
        for index in range(clause.start, clause.end)
    }


def shingles(texts: Sequence[Sequence[str]]) -> frozenset[tuple[str, ...]]:
    """All runs of four words in what the question itself says."""
    return frozenset(tuple(t[at : at + 4]) for t in texts for at in range(len(t) - 3))


def piled(tokens: Sequence[Token]) -> set[int]:
    """The tokens of word salad: terms in a row that nothing binds, or words in no order at all."""
    if _shuffled(tokens):
        return set(range(len(tokens)))
    runs: list[list[int]] = [[]]
    bound = False
    start = 0
    for at in range(1, len(tokens) + 1):
        if at < len(tokens) and tokens[at].mark in ("", "-", '"'):
            continue
        if _binds(tokens, start, at):
            bound = True
            runs += [*_bare_runs(tokens, start, at), []]
        else:
            runs[-1] += range(start, at)
        start = at
    longest = _LONG_RUN if bound else _SHORT_RUN
    return {index for run in runs if sum(_is_term(tokens[i]) for i in run) >= longest for index in run}


def _binds(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a piece between two marks says something: a verb, or a word that relates its terms."""
    if tokens[start].mark in ("=", ">") or (end < len(tokens) and tokens[end].mark in ("=", ">")):
        return True
    for at in range(start, end):
        word = tokens[at].word
        if word in BINDING - BARE and end - start > 1:
            return True
        if word in PARTICIPLES:
            if at > start and (at + 1 == end or tokens[at + 1].word in FUNCTION_WORDS - BARE):
                return True
        elif word in VERBS and not word.endswith("ing") and (at + 1 < end or word.endswith("s")):
            return True
    return False


def _bare_runs(tokens: Sequence[Token], start: int, end: int) -> list[list[int]]:
    runs: list[list[int]] = [[]]
    for at in range(start, end):
        word = tokens[at].word
        if word in BARE or not (word in FUNCTION_WORDS or word in VERBS):
            runs[-1].append(at)
        else:
            runs.append([])
    return runs


def _is_term(token: Token) -> bool:
    return token.word not in FUNCTION_WORDS


_NEVER_BEFORE = word_set("of is are was were and or in to by with that but from for at on")


def _shuffled(tokens: Sequence[Token]) -> bool:
    odd = sum(
        first.word in ("the", "of", "an") and second.word in _NEVER_BEFORE and not second.mark
        for first, second in pairwise(tokens)
    )
    return odd >= 2 and odd * 20 >= len(tokens)
