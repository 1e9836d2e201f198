"""Numbers that are spelt out, "sixty-five thousand", put into digits that take the same room."""

from __future__ import annotations

import re
from collections.abc import Iterable

_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen"""
_SMALL = {word: float(n) for n, word in enumerate(_UNITS.split())}
_TENS_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: 10.0 * n for n, word in enumerate(_TENS_WORDS.split(), 2)}
_PARTS = {"a half": 0.5, "a quarter": 0.25, "three quarters": 0.75}
_LARGE = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_WORD = "|".join([*_SMALL, *_TENS, "hundred", *_LARGE])
_SPELT = re.compile(
    rf"""\b(?:{_WORD})(?:(?:[ -]|[ ]and[ ](?!three[ ]quarters))(?:{_WORD}))*\b
    (?:[ ]point(?:[ ](?:{"|".join(_SMALL)}))+\b)?
    (?:[ ]and[ ](?P<part>{"|".join(_PARTS).replace(" ", "[ ]")})\b)?""",
    re.IGNORECASE | re.VERBOSE,
)
_ONE = re.compile(
    r"\s(?:[a-z]+\s)?(?:in|out\s+of)\s+\d|\s(?:hundred|thousand|million|billion)\b", re.IGNORECASE
)

Span = tuple[int, int]


def in_digits(text: str) -> tuple[str, list[Span]]:
    """The text with digits for numbers that were spelt out, each as wide as its words, and where those stood.

    "One" alone stays a word, which is rarely a number.
    """
    spans: list[Span] = []

    def digits(match: re.Match[str]) -> str:
        part = (match["part"] or "").lower()
        words, scale = _split(match[0].lower().removesuffix(f" and {part}"))
        if not words or (words == ["one"] and not (scale or part or _ONE.match(text, match.end()))):
            return match[0]
        wide = f"{_value(words) + _PARTS.get(part, 0.0):.15g}{scale}"
        if len(wide) > len(match[0]):
            return match[0]
        spans.append(match.span())
        return wide.rjust(len(match[0]))

    return _SPELT.sub(digits, text), spans


def _split(spelt: str) -> tuple[list[str], str]:
    """The words that make the number, and a scale at its end, which is left to be read as one."""
    words = re.split(r"[ -]", spelt.replace(" and ", " "))
    scale = f" {words.pop()}" if len(words) > 1 and words[-1] in ("million", "billion") else ""
    return ([] if words[0] in (*_LARGE, "hundred") else words), scale


def _value(words: Iterable[str]) -> float:
    total = group = 0.0
    decimals = ""
    pointed = False
    for word in words:
        if word == "point":
            pointed = True
        elif pointed and word in _SMALL:
            decimals += f"{_SMALL[word]:.0f}"
        elif word == "hundred":
            group *= 100
        elif word in _LARGE:
            total, group = total + group * _LARGE[word], 0.0
        else:
            group += _SMALL.get(word, 0.0) + _TENS.get(word, 0.0)
    return total + group + (float(f"0.{decimals}") if decimals else 0.0)
