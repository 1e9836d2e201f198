"""Finds the numbers that somebody typed, and what they may mean in a given unit."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.grading.number_words import Span, in_digits
from bot.grading.units import PATTERN, factors, meanings

MAX_TEXT = 4000
"""Characters that are read; what comes after them is not."""
_RANGE_WIDTH = 3
"""Tolerances to which a range may reach on either side of its middle."""
_DIGITS_KEPT = 3
"""A rounding to so many digits says a value, however exact it was to be."""


class Role(StrEnum):
    """What a number does in its sentence."""

    RESULT = "result"
    OPERAND = "operand"
    """It is being reckoned with: 4 and 8 in "4 × 8 = 32"."""
    OFFERED = "offered"
    """It is one of several that were offered: "3 or 4"."""
    STRUCK = "struck"
    """It is what the answer is not: "not 3", or what was taken back: "3, no wait, 4"."""
    BOUND = "bound"
    """It only says that something is more or less: "below 3"."""
    LIMIT = "limit"
    """It is the most or the least that something may be: "at most 3"; a result where it is asked for."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as typed: `text[start:end]`, its unit or scale included.

    `unit` is as typed, without spaces around it, "" for none. `step` is what one in its last digit is worth:
    0.01 for "0.39", 1,000 for "65,000". `other` is the value by the other meaning of its only mark: 65536
    for "65.536". `spread` is half the width of a range and `value` its middle. `spelt` means in letters.
    """

    value: float
    step: float
    unit: str
    role: Role
    start: int
    end: int
    other: float | None = None
    spread: float = 0.0
    spelt: bool = False

    def readings(self, unit: str) -> tuple[tuple[float, float], ...]:
        """The values, each with its step, that this may stand for where `unit` is asked for."""
        return tuple((self.value * factor, self.step * factor) for factor in factors(self.unit, unit))

    def says(self, right: float, unit: str, tolerance: float) -> bool:
        """Whether it is `right` within `tolerance` (a share of it), or is `right` rounded.

        Rounding may take five times the tolerance: where one per cent is allowed, 0.4 counts for 0.3906 and
        0.395 does not. A whole number may always be rounded to three digits, 65.5k for 65,536. A range
        counts by its middle, if it is narrow.
        """
        allowed = max(tolerance, 1e-9) * abs(right) or tolerance
        for factor in factors(self.unit, unit):
            if self.spread * factor > _RANGE_WIDTH * tolerance * abs(right):
                continue
            if self.other is not None and abs(self.other * factor - right) <= allowed:
                return True
            off, step = abs(self.value * factor - right), self.step * factor
            rounded = off <= step / 2 * (1 + 1e-9) and not self.spread
            kept = right == round(right) and abs(self.value) >= self.step * 10 ** (_DIGITS_KEPT - 1)
            if off <= allowed or (rounded and (kept or off <= 5 * tolerance * abs(right))):
                return True
        return False


_NUMBER = re.compile(
    rf"""
    (?<![A-Za-z_])
    (?:(?P<sign>[-−]|\b(?:minus|negative)\s+)|(?P<money>(?:US)?[$€£]\s?))?
    (?P<digits>
        [1-9]\d{{0,2}}(?:,\d{{3}})+(?![\d]|,\d)(?:\.\d+)?            # 16,384.5
      | [1-9]\d?(?:,\d{{2}})+,\d{{3}}(?![\d,])                       # 1,67,77,216
      | [1-9]\d{{0,2}}(?:\.\d{{3}})+,\d+                             # 16.384,5
      | [1-9]\d{{0,2}}(?:\.\d{{3}}){{2,}}(?![\d.])                   # 1.048.576
      | [1-9]\d{{0,2}}(?:[\u0020\u00a0\u2009\u202f'’_]\d{{3}})+(?!\d)(?:[.,]\d+)?   # 16 384
      | \d+[ ](?:1/2|[13]/4)(?![\d/]) | \d+[ ]?[½¼¾]
      | \d+\.\d+ | \.\d+
      | (?<!\d,)\d+,\d+(?![,.]?\d)                                   # 0,39
      | \d+
    )
    (?:
        [eE](?P<e>[-+−]?\d{{1,2}})(?!\w)
      | \s*[×x*·]\s*10\s*(?:\^|\*\*)\s*[({{]?(?P<power>[-−–+]?\d{{1,2}})[)}}]?
      | \s*[×x*·]\s*10(?P<raised>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,2}}|[-−–]\d{{1,2}}(?!\d))
    )?
    (?P<unit>{PATTERN})?
    """,
    re.VERBOSE,
)
_UNIT = re.compile(PATTERN, re.VERBOSE)
_POWER = re.compile(r"(\d{1,6})(?:\s?(?:\^|\*\*)\s?[({]?([-−–]?\d{1,2})(?![\d.])[)}]?|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))")
_FRACTION = re.compile(
    r"(?<![\d/])(\d{1,3})(?:\s?/\s?|:|\s:\s|\s(?:[a-z]+\s)?(?:in|out\s+of)\s(?:every\s)?)([1-9]\d{0,2}(?:,\d{3})+|\d+)(?![.,]?\d|\s?[/:]\s?\d)"
    r"(?!\s*(?:[=*×+^·)]|x\s|[≈~-]))"
)
_ENUMERATOR = re.compile(r"(?:\d{1,2}[.)]|\(\d\))[ \t]+\S")
_LATEX = re.compile(r"\\(?:times|cdot)\b|\\[()\[\]]")
_DOLLARS = re.compile(r"\$(?=[^\s$])([^$\n]{1,80})(?<=\S)\$(?!\d)")
_BOLD = re.compile(r"(?<![\w)*_])(\*{1,2}|`|__?)(\S[^*\n`]*)\1(?![\w(*_])")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−–", "0123456789---")
_WIDE = str.maketrans("０１２３４５６７８９％．，", "0123456789%.,")


def plain(text: str) -> tuple[str, list[Span]]:
    """The text as it is read, as long as what was typed: without emphasis, and with digits for words, which
    stood at the spans."""
    text = text[:MAX_TEXT].translate(_WIDE)
    text = _BOLD.sub(lambda match: f"{' ' * len(match[1])}{match[2]}{' ' * len(match[1])}", text)
    text = _DOLLARS.sub(lambda match: f" {match[1]} ", text)
    text = _LATEX.sub(lambda match: ("×" if "t" in match[0] else " ").ljust(len(match[0])), text)
    return in_digits(text)


def scan(text: str, spelt: list[Span]) -> Iterator[Number]:
    """Every number in what `plain` gave, left to right, each taken for a result."""
    begins = {start + len(text[start:end]) - len(text[start:end].lstrip()): start for start, end in spelt}
    end = 0
    for match in _NUMBER.finditer(text):
        at = match.start("digits")
        number = None if at < end else _closed(text, match) or _typed(text, match)
        if number is None:
            continue
        end = number.end
        yield replace(number, start=begins[at], spelt=True) if at in begins else number


def _closed(text: str, match: re.Match[str]) -> Number | None:
    """A power or a share that needs no working out: 2^16, 1/256, 1 in 256."""
    at = match.start("digits")
    if (power := _POWER.match(text, at)) and not (match["power"] or match["raised"] or match["e"]):
        base, exponent = float(power[1]), int((power[2] or power[3]).translate(_RAISED))
        if base and abs(exponent) * math.log10(base) <= 30:
            unit = _UNIT.match(text, power.end())
            end = unit.end() if unit else power.end()
            value = base**exponent
            return Number(value, abs(value) * 1e-9, unit[0].strip() if unit else "", Role.RESULT, at, end)
    if (over := _FRACTION.match(text, at)) and not (match["sign"] or match["money"]):
        above, below = float(over[1]), float(over[2].replace(",", ""))
        if 0 < above < below:
            return Number(above / below, above / below * 1e-9, "", Role.RESULT, at, over.end())
    return None


def _typed(text: str, match: re.Match[str]) -> Number | None:
    line = text.rfind("\n", 0, match.start()) + 1
    if _ENUMERATOR.match(text, match.start()) and not re.search(r"[^\s(,;]", text[line : match.start()]):
        return None  # "1) …" at the start of a line
    digits, step, other = _read(match["digits"])
    scale = 10.0 ** int((match["e"] or match["power"] or match["raised"] or "0").translate(_RAISED))
    unit = (match["unit"] or "").strip(" \u00a0\u2009\u202f-")
    if money := (match["money"] or "").strip():
        unit = f"{unit}{money}" if len(unit) < 2 else f"{unit} {money}"
    sign = -1 if match["sign"] and not _SUBTRACTING.search(text, 0, match.start()) else 1
    if other is not None and not _may_differ(text, digits, other, scale, unit):
        other = None
    return Number(
        value=digits * scale * sign,
        step=step * scale,
        unit=unit,
        role=Role.RESULT,
        start=match.start(),
        end=match.end(),
        other=None if other is None else other * sign,
    )


def _may_differ(text: str, digits: float, other: float, scale: float, unit: str) -> bool:
    """Whether a mark may have its other meaning: not in "3,500", "65.536k" and "65.536 %".

    A comma before three digits is a decimal one only where the text has another that can be nothing else.
    Without that, "6,554 GB" for 6.554 GB is far more often off by a thousand than it is European.
    """
    if other < digits:
        return scale == 1 and digits % 10 != 0 and _DECIMAL_COMMA.search(text) is not None
    return scale == 1 and not any(meaning.dimension in ("scale", "share") for meaning in meanings(unit))


_DECIMAL_COMMA = re.compile(r"(?<![\d.,])(?:0,\d+|\d+,(?:\d{1,2}|\d{4,})|\d{1,3}(?:\.\d{3})+,\d+)(?![.,]?\d)")
_SUBTRACTING = re.compile(r"(?:[\d)\]%²]\s*|\b[a-zA-Z]\s*|\w)\Z")


_PARTS = {"1/2": 0.5, "½": 0.5, "1/4": 0.25, "¼": 0.25, "3/4": 0.75, "¾": 0.75}


def _read(digits: str) -> tuple[float, float, float | None]:
    """The value, its step, and the other reading of its mark; a whole number's zeros are rounding."""
    if part := re.fullmatch(r"(\d+) ?(1/2|½|1/4|¼|3/4|¾)", digits):
        return float(part[1]) + _PARTS[part[2]], 0.01, None
    other: float | None = None
    if re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?|[1-9]\d?(,\d{2})+,\d{3}", digits):
        clean = digits.replace(",", "")
        other = float(digits.replace(",", ".")) if re.fullmatch(r"\d+,\d{3}", digits) else None
    elif re.fullmatch(r"[1-9]\d{0,2}((\.\d{3})+,\d+|(\.\d{3}){2,})", digits):
        clean = digits.replace(".", "").replace(",", ".")
    else:
        clean = re.sub(r"[^\d.,]", "", digits).replace(",", ".")
        other = float(digits.replace(".", "")) if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", digits) else None
    whole, _, decimals = clean.partition(".")
    zeros = 0 if decimals else len(whole) - len(whole.rstrip("0") or whole)
    return float(clean[:300]), 10.0 ** (zeros - len(decimals)), other
