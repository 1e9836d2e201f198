"""The pattern language in which a rubric is written, and the automaton that finds its patterns in an answer.

A pattern is one or more words, told apart by spaces:

    frozen          this word, in any simple inflection: plural, -s, -ed, -ing, British or American.
                    "update" also finds "updates", "updated", "updating"; not "updater".
    freez*          every word that begins so. The star stands at the end of a word only.
    low rank        these words one after the other. A hyphen is a space, and none at all will do:
                    "low-rank" and "lowrank" are found as well, "pretrained" finds "pre-trained".
    all .. weight*  up to three other words between; never past the end of a sentence.
    ~sparse         as typed: no misspelt word ("sparze") is read as this one.
    not updat*      a negated pattern: it begins with not, n't, never, no, none, without, no longer,
                    nothing, instead of, rather than (after an auxiliary, or not: "doesn't updat*"), and finds
                    the rest of itself wherever that is negated in *any* of these ways: "never updated",
                    "isn't updated", "instead of updating". With ".." after the negation it is the same.
                    Inside a pattern ("weight* not updat*") these words are ordinary ones.

Case, accents, width of characters and punctuation do not count. A pattern that is not negated does not
count where the answer negates or doubts it; `criteria` says what becomes of it then. An abbreviation the
judge was given matches its expansion, and the other way round, where the pattern spells out all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bot.grading.rubric.inflection import forms, spellings
from bot.grading.rubric.lexicon import AUXILIARIES, FUNCTION_WORDS, word_set
from bot.grading.rubric.text import ENDS, Token, words

MAX_GAP = 3
"""Words that ".." may stand for."""

NEGATORS = (
    ("no", "longer"), ("instead", "of"), ("rather", "than"), ("not",), ("never",), ("no",), ("none",),
    ("without",), ("nothing",), ("non",),
)  # fmt: skip


class PatternError(ValueError):
    """A pattern that can't be read; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a pattern; `gap` is how many others may stand before it."""

    text: str
    prefix: bool = False
    exact: bool = False
    gap: int = 0

    @property
    def forms(self) -> frozenset[str]:
        """What the word, taken whole, may look like; small words have one form ("not" is not "noted")."""
        return frozenset([self.text]) if self.text in FUNCTION_WORDS else forms(self.text)

    def accepts(self, word: str) -> bool:
        return word.startswith(self.text) if self.prefix else word in self.forms


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern as written, its words, and those of them that must be negated, if any."""

    text: str
    words: tuple[Word, ...]
    negated: tuple[Word, ...] = ()


def parse(text: str) -> Pattern:
    """Read a pattern; raises PatternError."""
    found: list[Word] = []
    gap = 0
    for chunk in text.replace("…", " .. ").replace("..", " .. ").split():
        if chunk == "..":
            if not found or gap:
                raise PatternError(f'"{text}": ".." stands between two words')
            gap = MAX_GAP
            continue
        exact, bare = chunk.startswith("~"), chunk.removeprefix("~")
        prefix, bare = bare.endswith("*"), bare.removesuffix("*")
        if "*" in bare or "~" in bare:
            raise PatternError(f'"{text}": "*" may only end a word and "~" only begin one')
        parts = words(bare)
        if not parts:
            raise PatternError(f'"{text}": "{chunk}" holds no letter or digit')
        for part in parts:
            found.append(Word(part, prefix and part is parts[-1], exact, gap))
            gap = 0
    if not found or gap:
        raise PatternError(f'"{text}" is no pattern: ' + ('".." ends it' if gap else "it has no words"))
    return Pattern(text, tuple(found), _negated(tuple(found)))


def _negated(found: tuple[Word, ...]) -> tuple[Word, ...]:
    start = 0
    while start < len(found) and found[start].text in AUXILIARIES:
        start += 1
    for negator in NEGATORS:
        if tuple(word.text for word in found[start : start + len(negator)]) == negator:
            rest = found[start + len(negator) :]
            return (Word(rest[0].text, rest[0].prefix, rest[0].exact), *rest[1:]) if rest else ()
    return ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found at these words; `must_be_negated` where it counts only under a negation."""

    pattern: str
    tokens: tuple[int, ...]
    must_be_negated: bool = False


@dataclass(slots=True)
class _State:
    next: dict[int, _State] = field(default_factory=dict)
    later: dict[int, _State] = field(default_factory=dict)
    """As `next`, with up to MAX_GAP words skipped."""
    accepts: list[tuple[str, bool]] = field(default_factory=list)


_WORDS_KEPT, _LETTERS_KEPT = 4_000, 40
"""What an automaton remembers of the words it has met: enough for English, and bounded."""


class Automaton:
    """Finds many patterns in one reading: a trie over the words that any of them holds."""

    def __init__(self, patterns: Iterable[str], abbreviations: Mapping[str, str] | None = None) -> None:
        """Raises PatternError for the first pattern that can't be read."""
        self.patterns = tuple(parse(pattern) for pattern in dict.fromkeys(patterns))
        self.symbols: dict[Word, int] = {}
        self._plain: dict[str, list[int]] = {}
        self._prefixes: dict[int, dict[str, list[int]]] = {}
        self._exact: set[int] = set()
        self._seen: dict[str, list[int]] = {}
        self._start = _State()
        short = _abbreviations(tuple(sorted((abbreviations or {}).items())))
        for pattern in self.patterns:
            for spelt, negated in ((pattern.words, False), (pattern.negated, True)):
                for variant in dict.fromkeys((spelt, *_joined(spelt), *short.variants(spelt))):
                    self._add(variant, (pattern.text, negated))

    def find(self, tokens: Sequence[Token], repaired: Mapping[int, str] | None = None) -> list[Hit]:
        """Every place of every pattern, in order; `repaired` are spellings to read instead."""
        edges = self._edges(tokens, repaired or {})
        ends = _sentence_ends(tokens)
        hits: dict[tuple[str, int, int, bool], Hit] = {}
        for first in range(len(tokens)):
            for (name, negated), taken in self._walk(self._start, edges, first, ends[first], ()):
                hits.setdefault((name, taken[0], taken[-1], negated), Hit(name, taken, negated))
        return list(hits.values())

    def _walk(
        self,
        state: _State,
        edges: list[list[tuple[int, int]]],
        at: int,
        end: int,
        taken: tuple[int, ...],
    ) -> Iterator[tuple[tuple[str, bool], tuple[int, ...]]]:
        for name in state.accepts:
            yield name, taken
        for branches, reach in ((state.next, at + 1), (state.later, at + 1 + MAX_GAP)):
            if not branches:
                continue
            for place in range(at, min(reach, end)):
                for symbol, length in edges[place]:
                    if (following := branches.get(symbol)) is not None:
                        upto = place + length
                        yield from self._walk(following, edges, upto, end, (*taken, *range(place, upto)))

    def _edges(self, tokens: Sequence[Token], repaired: Mapping[int, str]) -> list[list[tuple[int, int]]]:
        """For each token what it, or it and the next as one, is read as, and how many tokens that takes."""
        edges: list[list[tuple[int, int]]] = []
        for index, token in enumerate(tokens):
            symbols = self._symbols_of(token.word)
            if not symbols and index in repaired:
                symbols = [
                    symbol for symbol in self._symbols_of(repaired[index]) if symbol not in self._exact
                ]
            edge = [(symbol, 1) for symbol in symbols]
            if index + 1 < len(tokens) and _compounds(token, tokens[index + 1]):
                joined = self._symbols_of(token.word + tokens[index + 1].word)
                edge += [(symbol, 2) for symbol in joined]
            edges.append(edge)
        return edges

    def _symbols_of(self, word: str) -> list[int]:
        if (seen := self._seen.get(word)) is not None:
            return seen
        symbols = list(self._plain.get(word, ()))
        for length, prefixes in self._prefixes.items():
            if length <= len(word):
                symbols += prefixes.get(word[:length], ())
        if len(self._seen) >= _WORDS_KEPT:
            self._seen.clear()
        if len(word) <= _LETTERS_KEPT:
            self._seen[word] = symbols
        return symbols

    def _add(self, variant: tuple[Word, ...], name: tuple[str, bool]) -> None:
        if not variant:
            return
        state = self._start
        for word in variant:
            branches = state.later if word.gap else state.next
            state = branches.setdefault(self._symbol(word), _State())
        state.accepts.append(name)

    def _symbol(self, word: Word) -> int:
        key = Word(word.text, word.prefix, word.exact)
        if key not in self.symbols:
            number = self.symbols[key] = len(self.symbols)
            if word.exact:
                self._exact.add(number)
            if word.prefix:
                for text in sorted(spellings(word.text)):
                    self._prefixes.setdefault(len(text), {}).setdefault(text, []).append(number)
            else:
                for text in sorted(word.forms):
                    self._plain.setdefault(text, []).append(number)
        return self.symbols[key]


_LOOSE = frozenset(["over", "under", "out", "up", "down", "back", "off"])


def _compounds(first: Token, second: Token) -> bool:
    """Whether two tokens may be one word that somebody wrote apart: "pre-trained", "over fitting"."""
    if second.mark == "-":
        return True
    return second.mark == "" and (
        (len(first.word) > 2 and len(second.word) > 2 and not {first.word, second.word} & _STRUCTURE)
        or first.word in _LOOSE
        or (len(first.word) > 2 and (second.word in _LOOSE or second.word.isdigit()))
    )


_STRUCTURE = AUXILIARIES | word_set("the and not but for with its that this they one all any from when then")


class _Abbreviations:
    """Short forms and the words they stand for, found by either."""

    def __init__(self, known: Iterable[tuple[str, str]]) -> None:
        self._long = {short: tuple(words(long)) for short, long in known}
        self._short: dict[str, list[str]] = {}
        for short, long in self._long.items():
            self._short.setdefault(long[0], []).append(short)

    def variants(self, pattern: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
        for index, word in enumerate(pattern):
            before, gap = pattern[:index], word.gap
            if long := self._long.get(word.text):
                spelt = (Word(text, gap=gap * (n == 0)) for n, text in enumerate(long))
                yield (*before, *spelt, *pattern[index + 1 :])
            for short in self._begun_by(word):
                run = pattern[index : index + len(self._long[short])]
                if len(run) == len(self._long[short]) and all(
                    w.accepts(text) and not (n and w.gap)
                    for n, (w, text) in enumerate(zip(run, self._long[short], strict=True))
                ):
                    yield (*before, Word(short, gap=gap), *pattern[index + len(run) :])

    def _begun_by(self, word: Word) -> Iterator[str]:
        for first in self._short if word.prefix else sorted(word.forms):
            if first in self._short and word.accepts(first):
                yield from self._short[first]


_abbreviations = lru_cache(maxsize=8)(_Abbreviations)


def _joined(pattern: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
    """Two words as one: "lowrank" for "low rank"."""
    if len(pattern) == 2 and not pattern[1].gap and not pattern[0].prefix and pattern[0].text not in _APART:
        first, second = pattern
        yield (Word(first.text + second.text, second.prefix, first.exact or second.exact),)


_APART = AUXILIARIES | {"not", "no", "never"}


def _sentence_ends(tokens: Sequence[Token]) -> list[int]:
    """For each token the index at which its sentence is over."""
    ends = [len(tokens)] * len(tokens)
    for index in range(len(tokens) - 2, -1, -1):
        ends[index] = index + 1 if tokens[index + 1].mark in ENDS else ends[index + 1]
    return ends
