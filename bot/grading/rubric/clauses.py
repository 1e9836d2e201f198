"""Splits an answer into clauses, and says which neighbours speak of the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.grading.rubric.lexicon import (
    ANAPHORS,
    ARTICLES,
    AUXILIARIES,
    FUNCTION_WORDS,
    NOUN_VERBS,
    PREPOSITIONS,
    VERBS,
    word_set,
)
from bot.grading.rubric.text import ENDS, Text, Token

_CONTRAST = word_set("whereas while but although though however yet conversely")
_LINK = word_set(
    "because since so therefore thus hence which who whose where when whenever if unless until then after "
    "before once otherwise"
)
_SUBJECTS = frozenset(["it", "they", "we", "you", "i", "this", "that", "these", "those", "there"])
_STRONG_MARKS = ENDS | frozenset(";:>")


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens `start` up to `end`; `sentence` numbers the sentence; `asks` where it is a question."""

    start: int
    end: int
    sentence: int
    asks: bool = False
    contrast: bool = False
    """It is set against the clause before, or runs parallel to it, with a subject of its own."""
    subjects: frozenset[int] = frozenset()
    """Which of the question's rival subjects ("precision", "recall") it names."""

    def __contains__(self, token: int) -> bool:
        return self.start <= token < self.end


def split(text: Text, rivals: Sequence[frozenset[str]] = ()) -> tuple[Clause, ...]:
    """Clauses in order, every token in exactly one; `rivals` are the words of things that are told apart."""
    tokens = text.tokens
    clauses: list[Clause] = []
    start = sentence = 0
    for at in range(1, len(tokens) + 1):
        ends_sentence = at < len(tokens) and tokens[at].mark in ENDS
        if at < len(tokens) and not (ends_sentence or _divides(tokens, start, at)):
            continue
        named = frozenset(
            n for n, names in enumerate(rivals) if any(t.word in names for t in tokens[start:at])
        )
        clauses.append(
            Clause(
                start, at, sentence, contrast=_contrasts(tokens, clauses, start, at, sentence), subjects=named
            )
        )
        start = at
        sentence += ends_sentence
    asking = {clause.sentence for clause in clauses if clause.end - 1 in text.asks}
    return tuple(
        Clause(c.start, c.end, c.sentence, c.sentence in asking, c.contrast, c.subjects) for c in clauses
    )


def joined(first: Clause, second: Clause) -> bool:
    """Whether what one clause says may be completed by its neighbour."""
    if first.subjects and second.subjects and not (first.subjects & second.subjects):
        return False
    return not second.contrast


def _divides(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Whether a new clause begins with token `at`, the running one having begun with `start`."""
    token = tokens[at]
    if token.mark in _STRONG_MARKS:
        return True
    if at - start < 2:
        return False
    if token.word in _CONTRAST:
        return True
    if token.word in _LINK:
        return token.word != "so" or token.mark == "," or _next(tokens, at) in FUNCTION_WORDS
    stop = _stop(tokens, at)
    if token.word in ("and", "or") or token.mark == ",":
        begin = at + (token.word in ("and", "or"))
        left, right = tokens[start:at], tokens[begin:stop]
        if len(right) >= 2 and right[0].word in _SUBJECTS:
            return True
        return len(right) >= 2 and (
            (_predicates(left) and _predicates(right))
            or (len(right) > 2 and bool(_content(left) & _content(right)))
        )
    return False


def _contrasts(tokens: Sequence[Token], before: list[Clause], start: int, end: int, sentence: int) -> bool:
    if not before or any(token.word in ANAPHORS for token in tokens[start:end]):
        return False
    opener = tokens[start].word
    if opener in _CONTRAST:
        follower = _next(tokens, start)
        return not (follower.endswith("ing") or (follower in FUNCTION_WORDS and follower not in ARTICLES))
    last = before[-1]
    if last.sentence != sentence or opener in _LINK or tokens[start].mark in (":", ">"):
        return False
    return bool(_content(tokens[last.start : last.end]) & _content(tokens[start:end]))


def _stop(tokens: Sequence[Token], at: int) -> int:
    """Where the piece that begins at `at` ends at the latest: the next comma, connective or mark."""
    for index in range(at + 1, len(tokens)):
        token = tokens[index]
        if token.mark in _STRONG_MARKS or token.mark == "," or token.word in _CONTRAST | _LINK | {"and"}:
            return index
    return len(tokens)


def _predicates(tokens: Sequence[Token]) -> bool:
    """Whether a verb in finite use stands here, as far as its form and the word before it tell."""
    before = ""
    for token in tokens:
        if token.word in AUXILIARIES:
            return True
        if token.word in VERBS and not token.word.endswith("ing") and before not in ARTICLES | PREPOSITIONS:
            return True
        if token.word in NOUN_VERBS and token.word.endswith("ed") and before not in ARTICLES | PREPOSITIONS:
            return True
        before = token.word
    return False


def _content(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset(
        token.word for token in tokens if token.word not in FUNCTION_WORDS and len(token.word) > 1
    )


def _next(tokens: Sequence[Token], at: int) -> str:
    return tokens[at + 1].word if at + 1 < len(tokens) else ""
