"""The words that a rubric's patterns hold, and all places where an answer has them, found in one pass.

By the algorithm of Aho and Corasick (1975, Efficient string matching: an aid to bibliographic search), over
the words of the answer in a line. The time it takes grows with the answer, not with the rubric.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import ahocorasick

from bot.grading.rubric.inflection import spellings
from bot.grading.rubric.lexicon import AUXILIARIES, word_set
from bot.grading.rubric.patterns import Word
from bot.grading.rubric.text import Token

Places = list[dict[int, list[int]]]
"""For each token the numbers of the words that begin there, each with how many tokens it may take: 1, or 2
for a word that somebody wrote apart."""


class Vocabulary:
    """Words of patterns, without what may stand before them; `numbers` tells each by one of its own."""

    def __init__(self, known: Iterable[Word], alike: Callable[[Word], Iterable[str]]) -> None:
        """`alike` are words that one is read as besides its own forms."""
        self.numbers = {word: number for number, word in enumerate(dict.fromkeys(map(_alone, known)))}
        self._exact = frozenset(number for word, number in self.numbers.items() if word.exact)
        keys: dict[str, list[int]] = {}
        for word, number in self.numbers.items():
            for text in sorted(spellings(word.text) if word.prefix else word.forms):
                keys.setdefault(f" {text}" if word.prefix else f" {text} ", []).append(number)
            for text in alike(word):
                keys.setdefault(f" {text} ", []).append(number)
        self._automaton = ahocorasick.Automaton()
        for key, numbers in keys.items():
            self._automaton.add_word(key, (len(key), tuple(numbers)))
        self._automaton.make_automaton()

    def number(self, word: Word) -> int:
        """Raises KeyError for a word that was not among those given."""
        return self.numbers[_alone(word)]

    def find(self, tokens: Sequence[Token], repaired: Mapping[int, str]) -> Places:
        """Where each word stands; `repaired` are spellings that a token may be read as, too."""
        readings = [*_as_typed(tokens), *((index, 1, meant) for index, meant in repaired.items())]
        surely = len(readings) - len(repaired)
        begins: dict[int, int] = {}
        at = 0
        for number, (_, _, word) in enumerate(readings):
            begins[at] = number
            at += len(word) + 1
        places: Places = [{} for _ in tokens]
        line = " ".join(["", *(word for _, _, word in readings), ""])
        for end, (size, found) in self._automaton.iter(line) if self.numbers else ():
            number = begins[end + 1 - size]
            index, length, _ = readings[number]
            if length == 2 and size <= len(tokens[index].word) + 1:
                continue  # a beginning that the first of the two has by itself
            for known in found:
                if number < surely or known not in self._exact:
                    lengths = places[index].setdefault(known, [])
                    if length not in lengths:
                        lengths.append(length)
        return places


def _alone(word: Word) -> Word:
    return Word(word.text, word.prefix, word.exact)


def _as_typed(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """Each token, and each with the next as one word: where, how many tokens, the word."""
    for index, token in enumerate(tokens):
        yield index, 1, token.word
    for index, (first, second) in enumerate(pairwise(tokens)):
        if _compounds(first, second):
            yield index, 2, first.word + second.word


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
