"""Words that are written so as not to be read by everybody: other alphabets, digits for letters, codes, other
languages within English, and words said over and over."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from bot.grading.rubric.clauses import Clause
from bot.grading.rubric.language import FOREIGN
from bot.grading.rubric.lexicon import FUNCTION_WORDS, english, word_set
from bot.grading.rubric.text import Token

_STRANGE = 3
"""How many words in a row that are no English ones make another language, or a code."""
_STRANGE_IN_ALL = 4
"""How many do so where English ones stand between, if they are a third of a sentence; slips of the pen hardly
are."""
_REPEATS = 8
"""How many terms a sentence has at least that says few of them over and over."""
_TAILS = 3
"""How many pieces of a sentence end in a verdict where it is a form: "bins yes, shares yes, formula yes"."""
_VERDICTS = word_set(
    "yes ok done met found covered given named present included mentioned stated tick ticked check there"
)
_LOOKALIKE = ("CYRILLIC", "CHEROKEE", "ARMENIAN", "COPTIC", "LISU")
"""Alphabets with letters that look like Latin ones and are none; Greek ones stand in formulas."""
_DIGITS = str.maketrans("013457", "oleast")
_UNSEEN = re.compile("[\u180e\u200b-\u200d\u2060-\u2064]")
"""Characters without a width; a soft hyphen is none of them, since it comes along with copied text."""
_ODD = re.compile(r"(?=[a-z\d]*[a-z])(?=[a-z\d]*[013457])[a-z\d]{3,}")


def disguised(typed: str, tokens: Sequence[Token], clauses: Sequence[Clause], known: Set[str]) -> set[int]:
    """The tokens of sentences with two words in disguise, or that are in no English; `known` are words of the
    question."""
    muted: set[int] = set()
    for start, end in sentences(clauses):
        said = tokens[start:end]
        if (
            sum(_mixed(typed[t.start : t.end]) or _respelt(t.word) for t in said) > 1
            or len(_UNSEEN.findall(typed, said[0].start, said[-1].end)) > 1
            or _strange(typed, said, known)
        ):
            muted.update(range(start, end))
    return muted


def repeated(tokens: Sequence[Token], clauses: Sequence[Clause]) -> set[int]:
    """The tokens of sentences that say a few words over and over."""
    return {i for start, end in sentences(clauses) if _repeats(tokens[start:end]) for i in range(start, end)}


def sentences(clauses: Sequence[Clause]) -> Iterator[tuple[int, int]]:
    """First token and the one after the last of each sentence, in order."""
    for number, clause in enumerate(clauses):
        if number == 0 or clauses[number - 1].sentence != clause.sentence:
            start = clause.start
        if number + 1 == len(clauses) or clauses[number + 1].sentence != clause.sentence:
            yield start, clause.end


def _mixed(word: str) -> bool:
    """Whether Latin letters stand among those of an alphabet that looks like it."""
    if word.isascii() or not any("a" <= char.lower() <= "z" for char in word):
        return False
    return any(unicodedata.name(char, "").startswith(_LOOKALIKE) for char in word if char > "\u02af")


def _respelt(word: str) -> bool:
    """Whether digits stand for letters of an English word: "rubr1c"."""
    if _ODD.fullmatch(word) is None:
        return False
    meant = word.translate(_DIGITS)
    return meant in english() or meant in FUNCTION_WORDS or meant.replace("l", "i", 1) in english()


def _strange(typed: str, said: Sequence[Token], known: Set[str]) -> bool:
    """Whether words that are no English ones, nor names, stand in a row. Short ones say nothing about it but
    for those of other languages, nor do words that were repaired to English ones."""
    row = total = 0
    for token in said:
        word = token.word
        named = typed[token.start].isupper() and token is not said[0]
        if (len(word) < 4 and word not in FOREIGN) or not word.isalpha() or named:
            continue
        if word not in english() and word not in known:
            row += 1
            total += 1
        elif typed[token.start : token.end].lower() == word:
            row = 0
        if row >= _STRANGE or (total >= _STRANGE_IN_ALL and 3 * total >= len(said)):
            return True
    return False


def _repeats(said: Sequence[Token]) -> bool:
    terms = [token.word for token in said if len(token.word) > 2 and token.word not in FUNCTION_WORDS]
    verdicts = sum(first.word in _VERDICTS for first, second in pairwise(said) if second.mark == ",")
    verdicts += said[-1].word in _VERDICTS
    if verdicts >= _TAILS or _at_once([token.word for token in said]):
        return True
    return len(terms) >= _REPEATS and 2 * len(set(terms)) <= len(terms)


def _at_once(words: Sequence[str]) -> bool:
    """Whether two words or more are said again at once: "clip the ratio clip the ratio"; not "step by step by
    step", nor "1 - epsilon, 1 + epsilon". Names may be short: "KL penalty KL penalty"."""
    return any(
        words[at : at + size] == words[at + size : at + 2 * size]
        and sum(
            len(word) > 1 and word.isalpha() and word not in FUNCTION_WORDS for word in words[at : at + size]
        )
        > 1
        for size in (2, 3, 4)
        for at in range(len(words) - 2 * size + 1)
    )
