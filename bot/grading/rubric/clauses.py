"""Splits an answer into clauses, and says which neighbours speak of the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.grading.rubric.lexicon import (
    ANAPHORS,
    ARTICLES,
    AUXILIARIES,
    DETERMINERS,
    FUNCTION_WORDS,
    NOUN_VERBS,
    PARTICIPLES,
    PREPOSITIONS,
    VERBS,
    third_person,
    word_set,
)
from bot.grading.rubric.text import ENDS, Token

_CONTRAST = word_set("whereas while but although though however yet conversely")
_LINK = word_set(
    "because since so therefore thus hence which who whose where when whenever if unless until then after "
    "before once otherwise"
)
_TIMES = frozenset(["before", "after", "since", "until", "once"])
"""Of these connectives, those that are prepositions too."""
_SUBJECTS = frozenset(["it", "they", "we", "you", "i", "this", "that", "these", "those", "there"])
_EACH = frozenset(["each", "both", "all", "one"])
_OPENERS = _CONTRAST | _LINK | {"and"}
_STRONG_MARKS = ENDS | frozenset(";:>")


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens `start` up to `end`; `sentence` numbers the sentence; `asks` where it is a question, and none
    that a colon introduces: "first the search: is the page in the top five?" tells what is checked."""

    start: int
    end: int
    sentence: int
    asks: bool = False
    contrast: bool = False
    """It is set against the clause before, or runs parallel to it, with a subject of its own."""
    subjects: frozenset[int] = frozenset()
    """Which of the question's rival subjects ("precision", "recall") it names, or else goes on about."""
    verb: int = 0
    """Where its first verb stands, as far as that can be told."""
    goes_on: bool = False
    """It has a verb and an object of its own, as the clause before has, and shares that one's subject: "it
    trains the base *and freezes the adapter*"."""

    def __contains__(self, token: int) -> bool:
        return self.start <= token < self.end


def split(
    tokens: Sequence[Token], asks: frozenset[int] = frozenset(), rivals: Sequence[frozenset[str]] = ()
) -> tuple[Clause, ...]:
    """Clauses in order, every token in exactly one; `asks` are the last words of questions, `rivals` the
    words of things that are told apart."""
    pieces: list[_Piece] = []
    sentence = 0
    for at, token in enumerate(tokens):
        ends = token.mark in ENDS
        if not pieces or ends or _divides(tokens, pieces[-1], at, rivals):
            sentence += bool(pieces) and ends
            pieces.append(_Piece(at, sentence))
        pieces[-1].add(token.word, rivals, compound=_is_compound(tokens, at))
    about: set[int] = set()
    subjects: list[frozenset[int]] = []
    for piece in pieces:
        about = piece.rivals or about
        subjects.append(frozenset(about))
    asking = {piece.sentence for piece in pieces if piece.end - 1 in asks}
    introduced: dict[int, int] = {}
    for number, piece in enumerate(pieces):
        if tokens[piece.start].mark == ":":
            introduced.setdefault(piece.sentence, number)
    return tuple(
        Clause(
            piece.start,
            piece.end,
            piece.sentence,
            piece.sentence in asking and number < introduced.get(piece.sentence, len(pieces)),
            bool(number) and _contrasts(tokens, pieces[number - 1], piece),
            subjects[number],
            piece.verb,
            bool(number) and _goes_on(tokens, pieces[number - 1], piece),
        )
        for number, piece in enumerate(pieces)
    )


def joined(first: Clause, second: Clause) -> bool:
    """Whether what one clause says may be completed by its neighbour."""
    if first.subjects and second.subjects and not (first.subjects & second.subjects):
        return False
    return not second.contrast


@dataclass(slots=True)
class _Piece:
    """Words in a row, and what was learnt from them on the way."""

    start: int
    sentence: int
    end: int = -1
    last: str = ""
    predicate: bool = False
    """Whether a verb in finite use stands here, as far as its form and the word before it tell."""
    verb: int = 0
    """The first of them."""
    object: bool = False
    """Whether something follows it that it may act on."""
    carries_on: bool = False
    content: set[str] = field(default_factory=set)
    rivals: set[int] = field(default_factory=set)

    def add(self, word: str, rivals: Sequence[frozenset[str]], *, compound: bool) -> None:
        self.end = max(self.end, self.start) + 1
        self.carries_on |= word in ANAPHORS
        if word in AUXILIARIES:
            self._acts(self.end - 1)
        elif word not in FUNCTION_WORDS and word != "of" and len(word) > 1:
            self.content.add(word)
            verbal = (word in VERBS and not word.endswith("ing")) or (
                word in NOUN_VERBS and word.endswith("ed")
            )
            if verbal and not compound and self.last not in ARTICLES | PREPOSITIONS:
                self._acts(self.end - 1)
            elif self.predicate and not verbal:
                self.object = True
            self.rivals.update(number for number, names in enumerate(rivals) if word in names)
        elif word in DETERMINERS and not self.predicate and self._takes_object(self.last):
            self._acts(self.end - 2)
        self.last = word

    def _acts(self, at: int) -> None:
        if not self.predicate:
            self.predicate, self.verb = True, at

    def _takes_object(self, word: str) -> bool:
        """Whether a word that may be a noun is a verb, since "the" follows it: "updates the base"."""
        return self.end - self.start > 1 and (word in NOUN_VERBS or third_person(word))


def _divides(tokens: Sequence[Token], left: _Piece, at: int, rivals: Sequence[frozenset[str]]) -> bool:
    """Whether a new clause begins with token `at`."""
    token = tokens[at]
    if token.mark in _STRONG_MARKS:
        return True
    if left.end - left.start < 2:
        return False
    if token.word in _CONTRAST:
        return True
    follower = tokens[at + 1].word if at + 1 < len(tokens) else ""
    if token.word in _TIMES and not _sentence_after(tokens, left, at, rivals):
        return False
    if token.word == "then" and not left.predicate and tokens[left.start].word not in _LINK:
        return False
    if token.word in _LINK:
        if token.word == "so" and left.last == "not":
            return False
        return token.word != "so" or token.mark == "," or follower in FUNCTION_WORDS
    if token.word in ("and", "or"):
        at += 1
    elif token.mark != ",":
        return False
    right = _read_on(tokens, left, at, rivals)
    size = right.end - at
    if size < 2:
        return False
    if tokens[at].word in _SUBJECTS:
        return True
    apart = bool(left.rivals) and bool(right.rivals) and left.rivals.isdisjoint(right.rivals)
    if left.predicate and (right.predicate or apart):
        return True
    return size > 2 and not left.content.isdisjoint(right.content)


def _read_on(tokens: Sequence[Token], left: _Piece, at: int, rivals: Sequence[frozenset[str]]) -> _Piece:
    right = _Piece(at, left.sentence)
    for index in range(at, _stop(tokens, at)):
        right.add(tokens[index].word, rivals, compound=_is_compound(tokens, index))
    return right


def _is_compound(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word is the first of a compound, and no verb there: "*feed*-forward", "*held*-out"."""
    return at + 1 < len(tokens) and tokens[at + 1].mark == "-"


def _sentence_after(tokens: Sequence[Token], left: _Piece, at: int, rivals: Sequence[frozenset[str]]) -> bool:
    """Whether a clause follows a word of time ("before it is trained"), and not a thing ("before SFT")."""
    return _read_on(tokens, left, at + 1, rivals).predicate if at + 1 < len(tokens) else False


def _contrasts(tokens: Sequence[Token], last: _Piece, piece: _Piece) -> bool:
    opener = tokens[piece.start]
    follower = tokens[piece.start + 1].word if piece.end - piece.start > 1 else ""
    if opener.word == "whereas":
        return follower not in ANAPHORS
    if piece.carries_on:
        return False
    if opener.word == "but" and piece.verb == piece.start + 1:
        return False
    if opener.word in _CONTRAST:
        return not (follower.endswith("ing") or (follower in FUNCTION_WORDS and follower not in ARTICLES))
    if last.sentence != piece.sentence or opener.word in _LINK or opener.mark in (":", ">"):
        return False
    return not last.content.isdisjoint(piece.content)


def _goes_on(tokens: Sequence[Token], last: _Piece, piece: _Piece) -> bool:
    at = piece.start + (tokens[piece.start].word in ("and", "but", "then"))
    if last.sentence != piece.sentence or piece.carries_on or not (last.object and piece.object):
        return False
    if _stands_for(tokens, piece.verb + 1, piece.end):
        return False
    before, verb = tokens[last.verb].word, tokens[piece.verb].word
    alike = before in AUXILIARIES or (before in PARTICIPLES) == (verb in PARTICIPLES)
    return piece.predicate and piece.verb == at and alike and tokens[piece.start].mark in ("", ",")


def _stands_for(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether a word stands there for what the clause before spoke of: "and check *each* against one"."""
    if at >= end or tokens[at].word not in _EACH:
        return False
    return at + 1 == end or tokens[at + 1].word in FUNCTION_WORDS


def _stop(tokens: Sequence[Token], at: int) -> int:
    """Where the piece that begins at `at` ends at the latest: the next comma, connective or mark."""
    for index in range(at + 1, len(tokens)):
        token = tokens[index]
        if token.mark in _STRONG_MARKS or token.mark == "," or token.word in _OPENERS:
            return index
    return len(tokens)
