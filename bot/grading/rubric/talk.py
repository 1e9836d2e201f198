"""Sentences that talk about an answer, told from answers by weights that were learned from examples.

Whoever asks for more than an answer is worth can do it in words that nobody foresaw, and `spoken` and
`frames` hold those that somebody did. What such talk has in common is how it sounds: a clerk who ticks things
off, a friend who puts in a word, a log, a bet. So the words of a sentence are weighed, in pairs too, and
those around it in the paragraph, after the question's own terms have been blotted out: what is known is how
one talks, and not what about. Besides it is weighed how many points a sentence touches in how few words,
beside the rest of the answer, for talk names in one breath what it wants.

The weights are of logistic regression, over what a sentence holds and then over how it and its neighbours
sound (stacked generalisation, Wolpert 1992). `python -m tests.grading.talk.learn` makes them out of the texts
beside it. They are whole numbers, so that a grade is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from bot.grading.rubric.disguise import sentences
from bot.grading.rubric.lexicon import FUNCTION_WORDS
from bot.grading.rubric.reading import Reading
from bot.grading.rubric.rubric import Rubric
from bot.grading.rubric.text import Text

NEAR, ALONE, BOUND = "(near)", "(alone)", "(bound)"
"""Weights that belong to nothing in a sentence: how much of the mean sound of those around it counts, in
hundredths; what counts where there are none; and from where a sentence is talk. One without a name counts in
every sentence."""
_LOUD = 300
"""No sentence makes those beside it sound worse than this, or a word of thanks would mute an answer."""
_LETTERS = 6
"""So many letters of a word count, which joins most of its forms."""
_TERM, _KNOWN, _NUMBER = "<term>", "<known>", "<number>"
"""What stands for a word that a pattern found, any other of the question's, and a number."""
_REACH = 2
"""How many sentences before and after one are around it."""
_MOST = 6
"""Counts above are all one."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens `start` up to `end`.

    What it `holds` is weighed: its words but for terms, their pairs, and how many there are. So is its
    `setting`, how dense it is with points beside the rest. `points` counts the criteria of which it holds
    half of an alternative at least.
    """

    paragraph: int
    start: int
    end: int
    holds: frozenset[str]
    points: int
    setting: str


def talked(rubric: Rubric, reading: Reading, text: Text, spoken: Set[int]) -> set[int]:
    """The tokens of sentences that are talk.

    What is known to be `spoken` to the grader neither accuses the sentences beside it nor vouches for them.
    """
    said = observed(rubric, reading, text)
    weights = rows()
    known = [sentence.start in spoken for sentence in said]
    sounds = [0 if told else sound(one, weights) for told, one in zip(known, said, strict=True)]
    return {
        token
        for at, sentence in enumerate(said)
        if not known[at] and is_talk(said, at, sounds, weights)
        for token in range(sentence.start, sentence.end)
    }


def is_talk(said: Sequence[Sentence], at: int, sounds: Sequence[int], weights: Mapping[str, int]) -> bool:
    """Whether one sentence of an answer weighs so much, by how it and the others sound."""
    total = sounds[at] + weights.get(said[at].setting, 0)
    if around := [min(sounds[other], _LOUD) for other in near(said, at)]:
        total += weights[NEAR] * sum(around) // (100 * len(around))
    else:
        total += weights[ALONE]
    return total >= weights[BOUND]


def sound(sentence: Sentence, weights: Mapping[str, int]) -> int:
    """What the words of a sentence weigh by themselves."""
    return sum(weights.get(name, 0) for name in sentence.holds)


def observed(rubric: Rubric, reading: Reading, text: Text) -> list[Sentence]:
    """An answer, sentence by sentence, as it is weighed."""
    spans = list(sentences(reading.clauses))
    points = _points(rubric, reading, [number for number, (a, b) in enumerate(spans) for _ in range(a, b)])
    words, left = sum(end - start for start, end in spans), sum(points.values())
    terms = {token for hits in reading.hits.values() for hit in hits for token in hit.tokens}
    said: list[Sentence] = []
    paragraph = 0
    for number, (start, end) in enumerate(spans):
        if start and text.typed.count("\n", text.tokens[start - 1].end, text.tokens[start].start) > 1:
            paragraph += 1
        symbols: list[str] = []
        for at in range(start, end):
            token = reading.tokens[at]
            if at > start and token.mark:
                symbols.append(token.mark)
            symbols.append(_symbol(token.word, rubric, term=at in terms))
        if end - 1 in text.asks:
            symbols.append("?")
        here, long = points.get(number, 0), end - start
        rest = _density(left - here, words - long) if words > long else "none"
        setting = f"dense {_density(here, long)}, rest {rest}"
        said.append(Sentence(paragraph, start, end, _held(symbols), here, setting))
    return said


def _symbol(word: str, rubric: Rubric, *, term: bool) -> str:
    if term:
        return _TERM
    if word in FUNCTION_WORDS:
        return word
    if word in rubric.known:
        return _KNOWN
    return _NUMBER if word[0].isdigit() else word[:_LETTERS]


def _held(symbols: Sequence[str]) -> frozenset[str]:
    """Words and marks, those next to one another, and how many are terms and how many not the question's."""
    others = sum(symbol[0].isalpha() and symbol not in FUNCTION_WORDS for symbol in symbols)
    pairs = (f"{first} {second}" for first, second in pairwise(("^", *symbols, "$")))
    counts = (f"{min(symbols.count(_TERM), _MOST)} terms", f"{min(others, _MOST)} others")
    return frozenset(("", *symbols, *pairs, *counts)) - {_TERM, _KNOWN}


def _points(rubric: Rubric, reading: Reading, number_of: Sequence[int]) -> dict[int, int]:
    """How many criteria each sentence touches."""
    touched: dict[int, int] = {}
    for rule in rubric.rules:
        here: set[int] = set()
        for groups in rule.any:
            held: dict[int, int] = {}
            for group in groups:
                for number in {number_of[hit.tokens[0]] for hit in reading.hits_of(group)}:
                    held[number] = held.get(number, 0) + 1
            here.update(number for number, count in held.items() if 2 * count >= len(groups))
        for number in here:
            touched[number] = touched.get(number, 0) + 1
    return touched


def _density(points: int, words: int) -> int:
    """Points in eight words, up to 3."""
    return min(3, 8 * points // words)


def near(said: Sequence[Sentence], at: int) -> list[int]:
    """Which sentences are around one in its paragraph."""
    close = range(max(0, at - _REACH), min(len(said), at + _REACH + 1))
    return [other for other in close if other != at and said[other].paragraph == said[at].paragraph]


@cache
def rows() -> dict[str, int]:
    """The weights, by what they are of."""
    lines = files("bot.grading.rubric").joinpath("talk.tsv").read_text(encoding="utf-8").splitlines()
    return {name: int(weight) for name, weight in (line.split("\t") for line in lines)}
