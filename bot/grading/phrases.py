"""Finds known phrases in an answer, and whether they are said or denied."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import snowballstemmer

from bot.grading.rubric.spelling import Speller
from bot.grading.rubric.text import Token as Word

_stemmer = snowballstemmer.stemmer("english")
_TOKEN = re.compile(r"[^\W_]+(?:['’][a-z]+)?", re.IGNORECASE)
_DENIALS = {"not", "no", "never", "nor", "neither", "without", "cannot", "except", "exclud"} | {
    f"{verb}nt" for verb in ("do", "does", "did", "wo", "ca", "is", "are", "was", "would", "could")
}
_CLAUSE_END = re.compile(r"[.,;:!?\n]|\bbut\b")
_REACH = 3
"""A denial reaches this many words on, within its clause."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, `text[start:end]`, and its stem in lower case."""

    stem: str
    start: int
    end: int

    @property
    def denies(self) -> bool:
        return self.stem in _DENIALS or self.stem.endswith(("n't", "n’t"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that was found at `text[start:end]`; `denied` where a "not" governs it."""

    key: str
    start: int
    end: int
    denied: bool


def tokens(text: str) -> list[Token]:
    return [Token(stem(match[0].lower()), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def find_phrases(text: str, phrases: Mapping[str, Iterable[str]], *, typos: bool = False) -> list[Phrase]:
    """Where the phrases of each key stand, left to right. Where two overlap, the longer one counts,
    so that "no drift" is never taken for "drift". With `typos` a slip in a long word is overlooked."""
    words = tokens(text)
    if typos:
        words = _repaired(words, text, frozenset(phrase for list_ in phrases.values() for phrase in list_))
    wanted = {
        (key, tuple(t.stem for t in tokens(phrase))) for key, list_ in phrases.items() for phrase in list_
    }
    places: dict[str, list[int]] = defaultdict(list)
    for n, word in enumerate(words):
        places[word.stem].append(n)
    taken = [False] * len(words)
    found: list[Phrase] = []
    for key, stems in sorted(wanted, key=lambda entry: (-len(entry[1]), entry)):
        for n in places[stems[0]] if stems else ():
            here = slice(n, n + len(stems))
            if not any(taken[here]) and tuple(t.stem for t in words[here]) == stems:
                taken[here] = [True] * len(stems)
                found.append(
                    Phrase(key, words[n].start, words[n + len(stems) - 1].end, _denied(text, words, n))
                )
    return sorted(found, key=lambda phrase: phrase.start)


def _repaired(words: list[Token], text: str, phrases: frozenset[str]) -> list[Token]:
    typed = [Word(text[word.start : word.end].lower(), word.start, word.end) for word in words]
    meant = _speller(phrases).repair(typed)
    return [replace(word, stem=stem(meant[n])) if n in meant else word for n, word in enumerate(words)]


@lru_cache(maxsize=256)
def _speller(phrases: frozenset[str]) -> Speller:
    return Speller(word.lower() for phrase in phrases for word in _TOKEN.findall(phrase))


def _denied(text: str, words: list[Token], index: int) -> bool:
    for word in words[max(index - _REACH, 0) : index]:
        if word.denies and not _CLAUSE_END.search(text, word.end, words[index].start):
            return True
    return False


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    stem: str = _stemmer.stemWord(word)
    return stem
