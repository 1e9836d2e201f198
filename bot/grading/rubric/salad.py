"""Where an answer is a heap of terms: a list that nothing binds to a statement, or words in no order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.grading.rubric.inflection import forms
from bot.grading.rubric.lexicon import (
    ARTICLES,
    AUXILIARIES,
    BARE,
    BASE_VERBS,
    DETERMINERS,
    FUNCTION_WORDS,
    NOUN_VERBS,
    PREPOSITIONS,
    PRONOUNS,
    third_person,
    word_set,
)
from bot.grading.rubric.text import ENDS, Token

_HEAP = 5
"""Up to where terms count, and from where they are a heap: more terms than notes by so many."""
_NOTE = -2
"""What a piece counts that sets things in relation: three of them in a row end any heap."""
_BRIEF = 4
"""Words of a note in haste at most; a sentence that has more gives the terms behind it no credit."""
_BY_LENGTH = (0, 1, 1, 0, -1)
"""What any other counts by its words: one or two are a term, four more likely a sentence in haste. Each
above that counts 1 again, since they are terms without commas."""
_NAME = 2
_LIST = 8
"""How many words in a row are a list within a piece that binds others."""
_MOST = 12
"""Terms that a sentence leads up to at most: "it measures accuracy, calibration, robustness ..."."""
_FEW = range(2, 4)
"""Terms of a sentence or half of one that are notes of its own: "mode collapse, alignment tax;"."""
_ANNOUNCED = 8
"""Terms at most behind a word that says what they are: "limits: cost, latency, error propagation"."""


def piled(tokens: Sequence[Token]) -> tuple[set[int], list[set[int]]]:
    """The tokens of word salad (terms in a row that nothing binds, or words in no order at all), and the
    lists that are none because a sentence leads up to them: each may speak for one criterion.

    What stands between two marks is a term or a note. Terms count up and notes down, never below nothing, as
    a chart of cumulative sums tells a change from chance (Page 1954, Continuous inspection schemes): so what
    stands elsewhere in the answer neither makes a heap nor unmakes one.
    """
    if not tokens or _shuffled(tokens):
        return set(range(len(tokens))), []
    heaps: set[int] = set()
    lists: list[set[int]] = []
    pieces = _pieces(tokens)
    going_on = [tokens[piece.start].mark not in ENDS for piece in pieces]
    for first, last in _stretches(pieces, _counted(tokens, pieces)):
        while first and going_on[first] and not pieces[first - 1].binds:
            first -= 1
        while last + 1 < len(pieces) and going_on[last + 1] and not pieces[last + 1].binds:
            last += 1
        led = first > 0 and going_on[first] and pieces[first - 1].leads
        run = range(pieces[first].start, pieces[last].end)
        if led and sum(max(0, piece.counts) for piece in pieces[first : last + 1]) <= _MOST:
            lists.append(set(run))
        else:
            heaps.update(run)
    for piece in pieces:
        for words in _unbound(tokens, piece) if piece.binds else ():
            if len(words) > _MOST:
                heaps.update(words)
            elif len(words) >= _LIST and not heaps.issuperset(words):
                lists.append(set(words))
    return heaps, lists


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two marks; it `leads` up to what follows if it is more than a name that `binds`."""

    start: int
    end: int
    counts: int
    binds: bool
    leads: bool


def _pieces(tokens: Sequence[Token]) -> list[_Piece]:
    bounds = [0, *(at for at in range(1, len(tokens)) if tokens[at].mark not in _UNBROKEN), len(tokens)]
    marks = ["", *(tokens[at].mark for at in bounds[1:-1]), ""]
    found: list[_Piece] = []
    before: list[str] = []
    for number, (start, end) in enumerate(pairwise(bounds)):
        words = [token.word for token in tokens[start:end] if _is_word(token)]
        binds = end - start > 1 and any(_binds(tokens, start, at, end) for at in range(start, end))
        if words == before:
            counts = 1
        elif binds:
            counts = _NOTE
        elif len(words) >= len(_BY_LENGTH):
            counts = len(words) - len(_BY_LENGTH) + 1
        elif words and (_pairs(marks, number) or _pairs(marks, number + 1)):
            counts = _NOTE
        else:
            counts = _BY_LENGTH[len(words)]
        leads = binds and (end - start > _NAME or marks[number + 1] == ":")
        found.append(_Piece(start, end, counts, binds, leads))
        before = words
    return found


def _pairs(marks: Sequence[str], number: int) -> bool:
    """Whether a mark sets what it stands between in relation, "decode = bandwidth", "stable? no", and is no
    link of a chain: "data -> split -> train"."""
    mark, around = marks[number], (*marks[max(0, number - 1) : number], *marks[number + 1 : number + 2])
    return mark in ("(", "?") or (mark in ("=", ">", ":") and mark not in around)


def _counted(tokens: Sequence[Token], pieces: Sequence[_Piece]) -> list[int]:
    """What each piece counts where it stands: few terms in a sentence of their own are notes, and so are
    those behind a word that says what they are."""
    counts = [piece.counts for piece in pieces]
    starts = [at for at, piece in enumerate(pieces) if at == 0 or tokens[piece.start].mark in _CLOSED]
    for first, end in pairwise([*starts, len(pieces)]):
        noted = first if end - first in _FEW else _announced(tokens, pieces, first, end)
        readable = all(token.word.isascii() for token in tokens[pieces[first].start : pieces[end - 1].end])
        if readable and max(counts[noted:end], default=0) <= 1:
            counts[noted:end] = (min(0, count) for count in counts[noted:end])
    return counts


def _announced(tokens: Sequence[Token], pieces: Sequence[_Piece], first: int, end: int) -> int:
    """Where a list begins that its head announces; `end` where none does."""
    for at in range(max(first, end - 1 - _ANNOUNCED), end - 1):
        if tokens[pieces[at + 1].start].mark == ":" and tokens[pieces[at].end - 1].word in _HEADS:
            return at
    return end


def _stretches(pieces: Sequence[_Piece], counts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last term of each stretch in which the sum rises far enough, before it is back at nothing, or
    a little below where the last note was brief: who takes notes takes a few terms together as well."""
    first = last = level = highest = lowest = 0
    for at, count in enumerate([*counts, -_HEAP]):
        if level <= 0:
            first, highest = at, 0
        if count < 0 and at < len(pieces):
            lowest = _NOTE if pieces[at].end - pieces[at].start <= _BRIEF else 0
        level = min(_HEAP, max(lowest, level + count))
        highest = max(highest, level)
        if count > 0:
            last = at
        if level <= 0 and highest == _HEAP:
            yield first, last


def _binds(tokens: Sequence[Token], start: int, at: int, end: int) -> bool:
    """Whether a word sets others in relation: a small word or a verb, and none that is part of a compound."""
    if tokens[at].mark == "-" or (at + 1 < len(tokens) and tokens[at + 1].mark == "-"):
        return False
    word = tokens[at].word
    if at + 1 == end and word in PREPOSITIONS:
        return False
    if word in _BINDING:
        return True
    return end - start > _NAME and _finite(tokens, start, at, end)


def _unbound(tokens: Sequence[Token], piece: _Piece) -> Iterator[list[int]]:
    """The words in a row between those that bind."""
    row: list[int] = []
    for at in range(piece.start, piece.end):
        if _binds(tokens, piece.start, at, piece.end):
            yield row
            row = []
        elif _is_word(tokens[at]):
            row.append(at)
    yield row


def _is_word(token: Token) -> bool:
    """Whether it is a word of its own, and neither a number nor a small word that mere lists have, too."""
    bare = token.word in BARE or token.word in _DEGREES or token.word.isdigit()
    return not bare and token.mark != "-" and len(token.word) > 1


def _finite(tokens: Sequence[Token], start: int, at: int, end: int) -> bool:
    """Whether a verb is used as one, as far as its ending and its neighbours tell: "the rank limits",
    "adapters need", "proposes the", "keep the"."""
    word = tokens[at].word
    following = tokens[at + 1].word if at + 1 < end else ""
    if following in _OBJECTS and (word.endswith("s") or word in _VERBS):
        return True
    if at == start:
        return word in BASE_VERBS or third_person(word)
    before = tokens[at - 1].word
    if third_person(word) or (word in BASE_VERBS and before in _BEFORE_VERBS):
        return True
    return bool(following) and (word in _NO_NOUNS or (before in _PEOPLE and word in _VERBS))


_UNBROKEN = ("", "-", '"')
_CLOSED = ENDS | {";"}
_NOUNS = word_set(
    "advantage aim benefit bias cause caveat check con cost cure danger defence defense disadvantage "
    "downside drawback effect error example failure fix gain guard idea issue kind lever limit limitation "
    "loss measure method metric mitigation option part plus price pro problem purpose reason remedy "
    "result risk sign signal stage step strength symptom test tradeoff type upside use way weakness"
)
_HEADS = frozenset(form for noun in _NOUNS for form in forms(noun)) | word_set("when where why how needs")
"""What a list may be of, as notes say it."""
_VERBS = BASE_VERBS | NOUN_VERBS
_OBJECTS = DETERMINERS | ARTICLES
_DEGREES = word_set("no less fewer more least most both")
_BINDING = (FUNCTION_WORDS - BARE - _DEGREES) | word_set("vs versus incl til b4 bc thru")
_NO_NOUNS = word_set(
    "stay remain need become get keep make depend require contain include consist tend seem differ mean show"
)
_PEOPLE = word_set("people humans annotators raters labelers experts users engineers")
_BEFORE_VERBS = PRONOUNS | AUXILIARIES | {"to", "then", "only", "and", "or"}
_NEVER_BEFORE = word_set("of is are was were and or in to by with that but from for at on")


def _shuffled(tokens: Sequence[Token]) -> bool:
    odd = sum(
        first.word in ("the", "of", "an") and second.word in _NEVER_BEFORE and not second.mark
        for first, second in pairwise(tokens)
    )
    return odd >= 2 and odd * 20 >= len(tokens)
