"""Finds all patterns of a rubric in one reading of an answer.

`vocabulary` finds their words; here words are put together to patterns. A word can be several words of
patterns at once, and ".." leaves room between two, so all ways are followed side by side. Of two ways that
begin and end at the same words, the one with the nearer words counts, which bounds them by the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.grading.rubric.abbreviations import expansions
from bot.grading.rubric.lexicon import AUXILIARIES
from bot.grading.rubric.patterns import Word, parse
from bot.grading.rubric.text import ENDS, Token
from bot.grading.rubric.vocabulary import Places, Vocabulary


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found at these words; `must_be_negated` where it counts only under a negation."""

    pattern: str
    tokens: tuple[int, ...]
    must_be_negated: bool = False


@dataclass(frozen=True, slots=True)
class _Variant:
    """One way to write a pattern: for each word its number and how many others may stand before it."""

    pattern: str
    words: tuple[tuple[int, int], ...]
    negated: bool


class Automaton:
    """Knows the patterns of one rubric; `words` are those that any of them holds."""

    def __init__(self, patterns: Iterable[str], abbreviations: Mapping[str, str] | None = None) -> None:
        """Raises PatternError for the first pattern that can't be read."""
        short = expansions(tuple(sorted((abbreviations or {}).items())))
        written: dict[tuple[str, tuple[Word, ...], bool], None] = {}
        for pattern in map(parse, dict.fromkeys(patterns)):
            for spelt, negated in ((pattern.words, False), (pattern.negated, True)):
                for variant in (spelt, *_joined(spelt), *short.variants(spelt)):
                    if variant:
                        written[pattern.text, variant, negated] = None
        self._vocabulary = Vocabulary((word for _, variant, _ in written for word in variant), short.alike)
        self._by_first: dict[int, dict[int, list[tuple[int, _Variant]]]] = {}
        """By first and by last word, as most patterns of which the first is there lack the last."""
        for rank, (text, variant, negated) in enumerate(written):
            numbered = tuple((self._vocabulary.number(word), word.gap) for word in variant)
            by_last = self._by_first.setdefault(numbered[0][0], {})
            by_last.setdefault(numbered[-1][0], []).append((rank, _Variant(text, numbered, negated)))

    @property
    def words(self) -> Iterable[Word]:
        return self._vocabulary.numbers

    def find(self, tokens: Sequence[Token], repaired: Mapping[int, str] | None = None) -> list[Hit]:
        """Every place of every pattern, in the order of the text; `repaired` are spellings to read, too."""
        places = self._vocabulary.find(tokens, repaired or {})
        begun: dict[int, list[int]] = {}
        for index, here in enumerate(places):
            for number in here:
                begun.setdefault(number, []).append(index)
        ends = _sentence_ends(tokens)
        hits: dict[tuple[str, int, int, bool], Hit] = {}
        for number, firsts in begun.items():
            by_last = self._by_first.get(number, {})
            likely = [ranked for last in by_last.keys() & begun.keys() for ranked in by_last[last]]
            for _, variant in sorted(likely, key=_rank):
                if all(word in begun for word, _ in variant.words):
                    for taken in _runs(variant, firsts, places, ends):
                        key = (variant.pattern, taken[0], taken[-1], variant.negated)
                        hits.setdefault(key, Hit(variant.pattern, taken, variant.negated))
        return sorted(hits.values(), key=lambda hit: hit.tokens)


def _rank(ranked: tuple[int, _Variant]) -> int:
    return ranked[0]


def _runs(
    variant: _Variant, firsts: Sequence[int], places: Places, ends: Sequence[int]
) -> Iterable[tuple[int, ...]]:
    """The tokens of each place where all words stand in order, within one sentence."""
    (first_word, _), *others = variant.words
    runs = {
        (first, first + length): tuple(range(first, first + length))
        for first in firsts
        for length in places[first][first_word]
    }
    for word, gap in others:
        longer: dict[tuple[int, int], tuple[int, ...]] = {}
        for (first, end), taken in runs.items():
            for place in range(end, min(end + 1 + gap, ends[first])):
                for length in places[place].get(word, ()):
                    longer.setdefault((first, place + length), (*taken, *range(place, place + length)))
        runs = longer
    return runs.values()


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
