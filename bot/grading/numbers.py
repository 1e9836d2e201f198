"""Finds the numbers that somebody typed, and what they may mean in a given unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

MAX_TEXT = 4000
"""Characters that are read; what comes after them is not."""
NEAR = 40
"""Characters on either side that say what a number does."""


class Role(StrEnum):
    """What a number does in its sentence."""

    RESULT = "result"
    OPERAND = "operand"
    """It is being reckoned with: 4 and 8 in "4 × 8 = 32"."""
    OFFERED = "offered"
    """It is one of several that were offered: "3 or 4"."""
    STRUCK = "struck"
    """It is what the answer is not: "not 3"."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as typed: `text[start:end]`, its unit or scale included.

    `unit` has one spelling for each ("%", "gib", "k"), "" for none or none that is known here.
    `step` is what one in its last digit is worth: 0.01 for "0.39", 1,000 for "65,000".
    """

    value: float
    step: float
    unit: str
    role: Role
    start: int
    end: int

    def readings(self, unit: str) -> tuple[tuple[float, float], ...]:
        """The values, each with its step, that this may stand for where `unit` is asked for."""
        asked = _word(unit)
        factor = _factor(self.unit, asked)
        if factor is None:
            return ()
        one = (self.value * factor, self.step * factor)
        # A bare 0.12 may be meant as 12 % or, under a label that says %, as 0.12 %.
        both = asked == "%" and self.unit != "%"
        return (one, (100 * one[0], 100 * one[1])) if both else (one,)

    def says(self, right: float, unit: str, tolerance: float) -> bool:
        """Whether it is `right` within `tolerance` (a share of it), or is `right` rounded.

        Rounding may take five times the tolerance: where one per cent is allowed, 0.4 counts for
        0.3906 and 0.395 does not.
        """
        allowed = max(tolerance * abs(right), 1e-9 * abs(right)) or tolerance
        for value, step in self.readings(unit):
            off = abs(value - right)
            if off <= allowed or (off <= step / 2 and off <= 5 * tolerance * abs(right)):
                return True
        return False


def find_numbers(text: str) -> list[Number]:
    """Every number in `text`, left to right: thousands marks, decimal commas where they can be
    nothing else, powers of ten, scales (k, M, B, million), per cent and sizes in bytes."""
    text = _BOLD.sub(lambda match: match[0].replace("*", " "), text[:MAX_TEXT])
    numbers = list(_numbers(text))
    for index in range(len(numbers) - 1, 0, -1):
        left, right = numbers[index - 1], numbers[index]
        between = text[left.end : right.start]
        either = left.unit == right.unit and _OR.fullmatch(between)
        if either:
            numbers[index] = replace(right, role=Role.OFFERED)
        if either or (right.role is Role.OFFERED and not between.strip(" ,")):
            numbers[index - 1] = replace(left, role=Role.OFFERED)
    return numbers


_BOLD = re.compile(r"(?<![\w)*])(\*{1,2})\S[^*\n]*\1(?![\w(*])")
_NUMBER = re.compile(
    r"""
    (?<![A-Za-z_])
    (?P<sign>[-−])?
    (?P<digits>
        [1-9]\d{0,2}(?:,\d{3})+(?![\d]|,\d)(?:\.\d+)?            # 16,384.5
      | [1-9]\d{0,2}(?:\.\d{3})+,\d+                             # 16.384,5
      | [1-9]\d{0,2}(?:\.\d{3}){2,}(?![\d.])                     # 1.048.576
      | [1-9]\d{0,2}(?:[\u0020\u00a0\u2009\u202f'’_]\d{3})+(?!\d)(?:[.,]\d+)?   # 16 384
      | \d+\.\d+ | \.\d+
      | (?<!\d,)\d+,\d+(?![,.]?\d)                                       # 0,39
      | \d+
    )
    (?:
        [eE](?P<e>[-+−]?\d{1,2})(?!\w)
      | \s*[×x*·]\s*10\s*(?:\^|\*\*)\s*[({]?(?P<power>[-−+]?\d{1,2})[)}]?
      | \s*[×x*·]\s*10(?P<raised>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})
    )?
    (?P<unit>
        [kKmMBGTbg](?![A-Za-z/])
      | \s(?:M|B|bn|mn)(?!\w)(?!\s*[=×*/])
      | \s?(?:%|per\s?cents?\b|percent(?:age)?\b|pct\b
             |(?i:[kmgtp]i?b(?:ytes?)?|bytes?|b|gigs?|(?:kilo|mega|giga|tera|kibi|mebi|gibi|tebi)bytes?)(?![\w/])
             |(?i:thousand|million|billion|trillion|bn|mn|mio)\b)
    )?
    """,
    re.VERBOSE,
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
_SCALES = {"k": 1e3, "m": 1e6, "b": 1e9, "g": 1e9, "t": 1e12}
_NAMES = {
    "percent": "%",
    "percents": "%",
    "percentage": "%",
    "pct": "%",
    "thousand": "k",
    "million": "m",
    "mn": "m",
    "mio": "m",
    "billion": "b",
    "bn": "b",
    "trillion": "t",
    "gig": "gb",
    "gigs": "gb",
    "byte": "b",
    "bytes": "b",
}
_BYTES = {
    "b": 1.0,
    **{f"{letter}b": 1000.0**n for n, letter in enumerate("kmgtp", 1)},
    **{f"{letter}ib": 1024.0**n for n, letter in enumerate("kmgtp", 1)},
}
_LONG = {
    "kilo": "k",
    "mega": "m",
    "giga": "g",
    "tera": "t",
    "kibi": "ki",
    "mebi": "mi",
    "gibi": "gi",
    "tebi": "ti",
}


def _factor(unit: str, asked: str) -> float | None:
    """What one `unit` is in the unit `asked` for; None where it is something else."""
    if asked in _BYTES and unit in _BYTES:
        return _BYTES[unit] / _BYTES[asked]
    if unit == "%":
        return {"%": 1.0, "": 0.01}.get(asked)
    return _SCALES.get(unit) if unit else 1.0


def _word(unit: str) -> str:
    """One spelling for each unit and scale; what is not known ("tokens") means nothing here."""
    word = re.sub(r"\s", "", unit).lower()
    if word.endswith(("byte", "bytes")) and (stem := word.rstrip("s")[:-4]):
        return _LONG.get(stem, stem) + "b"
    return _NAMES.get(word, word)


def _numbers(text: str) -> Iterator[Number]:
    for match in _NUMBER.finditer(text):
        before = text[max(match.start() - NEAR, 0) : match.start()]
        after = text[match.end() : match.end() + NEAR]
        digits, step = _read(match["digits"])
        scale = 10.0 ** int((match["e"] or match["power"] or match["raised"] or "0").translate(_RAISED))
        minus = match["sign"] is not None
        subtracted = minus and before.rstrip()[-1:].isalnum()
        role = Role.RESULT
        if subtracted or _OPERATED.match(after) or _OPERATING.search(before):
            role = Role.OPERAND
        elif _STRUCK.search(before):
            role = Role.STRUCK
        yield Number(
            value=digits * scale * (-1 if minus and not subtracted else 1),
            step=step * scale,
            unit=_word(match["unit"] or ""),
            role=role,
            start=match.start(),
            end=match.end(),
        )


_OPERATED = re.compile(r"[\s)]*(?:[×*+/÷^·⋅]|[xX]\s*[\d(]|[-−–]\s*[\d(]|(?:times|plus|minus|over|divided)\b)")
_OPERATING = re.compile(r"(?:[×*/÷^·⋅]|\d\s*[xX+−-]|\b(?:times|plus|minus|divided\s+by))\s*\(*\s*$")
_OR = re.compile(r"[\w\s%,]{0,20}?\bor\b(?:\s+(?:maybe|perhaps|even|about))?\s*[≈~]?\s*")
_STRUCK = re.compile(
    r"(?:\b(?:not|never|instead\s+of|rather\s+than|unlike)|n['’]t)\s+(?:be\s+|just\s+)?[≈~]?\s*$",
    re.IGNORECASE,
)


def _read(digits: str) -> tuple[float, float]:
    """The value and its step; trailing zeros of a whole number are taken for rounding."""
    if re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", digits):
        plain = digits.replace(",", "")
    elif re.fullmatch(r"[1-9]\d{0,2}((\.\d{3})+,\d+|(\.\d{3}){2,})", digits):
        plain = digits.replace(".", "").replace(",", ".")
    else:
        plain = re.sub(r"[^\d.,]", "", digits).replace(",", ".")
    whole, _, decimals = plain.partition(".")
    zeros = 0 if decimals else len(whole) - len(whole.rstrip("0") or whole)
    return float(plain[:300]), 10.0 ** (zeros - len(decimals))
