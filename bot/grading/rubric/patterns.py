"""The pattern language in which a rubric is written; `automaton` finds its patterns in an answer.

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

from dataclasses import dataclass

from bot.grading.rubric.inflection import forms
from bot.grading.rubric.lexicon import AUXILIARIES, FUNCTION_WORDS
from bot.grading.rubric.text import words

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
        """What the word, taken whole, may look like; small words have one form and are nobody's ("not" is not
        "notes")."""
        if self.text in FUNCTION_WORDS:
            return frozenset([self.text])
        return forms(self.text) - FUNCTION_WORDS

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
