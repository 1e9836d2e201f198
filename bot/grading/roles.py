"""What each number does in its sentence: what came out, what went in, what was taken back."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice, pairwise

from bot.grading.amends import TAKES_BACK
from bot.grading.number_words import Span
from bot.grading.numbers import Number, Role, plain, scan
from bot.grading.units import alike

MAX_NUMBERS = 300
"""Numbers that are read; whoever types more is not answering."""
NEAR = 40
"""Characters on either side that say what a number does."""


def find_numbers(text: str) -> list[Number]:
    """Every number in `text`, left to right, with its unit and its role; a range is one number."""
    read, spelt = plain(text)
    crossed = [match.span() for match in _CROSSED.finditer(read)]
    found = islice(scan(read, spelt), MAX_NUMBERS)
    numbers = [replace(number, role=_role(read, number, crossed)) for number in found]
    _part(read, numbers)
    _offer(read, numbers)
    numbers = _ranges(read, numbers)
    _take_back(read, numbers)
    return numbers


_OPERATED = re.compile(
    r"[\s)]*(?:[×*+÷^√]|[·⋅](?!\s+[A-Za-z]{2})|/(?!\s*[A-Za-z])|[xX]\s*[\d(]|[-−–]\s*[\d(]|(?:times|plus|minus|over|divided)\b)"
)
_OPERATING = re.compile(r"(?:[×*/÷^·⋅]|\d\s*[xX+−-]|\b(?:times|plus|minus|divided\s+by))\s*\(*\s*$")
_STRUCK = re.compile(
    r"""(?:\b(?:not|never|instead\s+of|rather\s+than|unlike)|n['’]?t)\s+(?:be\s+|just\s+|simply\s+)?[≈~]?\s*$""",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"""(?:(?<![\d%])\s*[<>]|(?<!\bjust\s)(?<!\bbit\s)(?<!slightly\s)(?<!barely\s)
    \b(?:(?:less|more|fewer|greater|larger|smaller|higher|lower)\s+than|below|above|under|over|exceed(?:s|ing)?))
    \s*(?:about\s+)?[≈~$]?\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_MORE = r"(?:more|less|fewer|greater|larger|smaller|higher|lower|faster|slower)\s+than"
_LIMIT = re.compile(
    rf"""(?:(?<![\d%])\s*(?:[≤≥]|[<>]=)|\b(?:at\s+(?:most|least)|up\s+to)
    |(?:\b(?:no|not|never|cannot)|n['’]?t)\b[^.,:;\n]{{0,40}}\b(?:{_MORE}|exceed|above|below|under|over|beyond))
    \s*(?:about\s+)?[≈~$]?\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_COMPARED = re.compile(r"\d[\w%]*\s*[<>≤≥]=?\s*$")
_CROSSED = re.compile(r"~{1,2}\S(?:[^~\n]*\S)?~{1,2}(?!\d)")


def _role(text: str, number: Number, crossed: list[Span]) -> Role:
    before = text[max(number.start - NEAR, 0) : number.start]
    after = text[number.end : number.end + NEAR]
    typed = text[number.start : number.end]
    subtracted = typed[0] in "-−" and number.value > 0
    if subtracted or _OPERATED.match(after) or _OPERATING.search(before):
        return Role.OPERAND
    if _STRUCK.search(before) or any(start < number.start < end for start, end in crossed):
        return Role.STRUCK
    if not _COMPARED.search(before) and (_LIMIT.search(before) or _BOUND.search(before)):
        return Role.LIMIT if _LIMIT.search(before) else Role.BOUND
    return Role.RESULT


def _part(text: str, numbers: list[Number]) -> None:
    """Takes "65.5k / 0.39 %" and "84 ZFLOP/7,800 days" for two results, if no result follows."""
    for n, (left, right) in enumerate(pairwise(numbers)):
        space = r"\s*" if left.unit else r"\s+"
        slash = re.fullmatch(rf"{space}[/|]{space}", text[left.end : right.start])
        apart = right.unit and not alike(left.unit, right.unit)
        if slash and apart and not re.match(r".*=", text[right.end :]):
            numbers[n : n + 2] = replace(left, role=Role.RESULT), replace(right, role=Role.RESULT)


_OR = re.compile(
    r"[\w\s%,]{0,20}?\bor\b(?:\s+(?:maybe|perhaps|even|about|rather))?\s*[≈~]?\s*", re.IGNORECASE
)


def _offer(text: str, numbers: list[Number]) -> None:
    for index in range(len(numbers) - 1, 0, -1):
        left, right = numbers[index - 1], numbers[index]
        between = text[left.end : right.start]
        share = not left.unit and "," not in between and left.value < 100 * right.value  # "0.39 or 0.78 %"
        either = (left.unit == right.unit or share) and _OR.fullmatch(between)
        if either and Role.STRUCK not in (left.role, right.role):
            numbers[index] = right = replace(right, role=Role.OFFERED)
        if either or (right.role is Role.OFFERED and not between.strip(" ,")):
            unit = left.unit or right.unit
            numbers[index - 1] = replace(left, role=Role.OFFERED, unit=unit)


_HYPHEN = re.compile(r"\s*[-−–—]?\s*")
_TO = re.compile(r"\s*(?:[-−–—]|to|\.\.\.?|…|and)\s*[~≈]?\s*")
_SPREAD = re.compile(r"\s*(?:±|\+/[-−]|\+[-−]|plus or minus|give or take)\s*")
_BETWEEN = re.compile(r"\bbetween\s*[~≈]?\s*$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s*[~≈]?\s*$", re.IGNORECASE)


def _ranges(text: str, numbers: list[Number]) -> list[Number]:
    found: list[Number] = []
    for number in numbers:
        left = found[-1] if found else None
        if left is None or left.spread or not (joined := _joined(text, left, number)):
            found.append(number)
        else:
            found[-1] = joined
    return found


def _joined(text: str, left: Number, right: Number) -> Number | None:
    """The range that two neighbours are the ends of, or a number and its spread."""
    between = text[left.end : right.start]
    if len(between) > 14 or (left.unit and right.unit and not alike(left.unit, right.unit)):
        return None
    unit = right.unit or left.unit
    if _SPREAD.fullmatch(between):
        return replace(left, end=right.end, unit=unit, spread=abs(right.value) or left.step, role=Role.RESULT)
    before = text[max(left.start - NEAR, 0) : left.start]
    hyphen = text[right.start] in "-−" and _HYPHEN.fullmatch(between)
    low, high = left.value, abs(right.value)
    if not (hyphen or _TO.fullmatch(between)) or not 0 <= low < high or _FROM.search(before):
        return None
    if ("and" in between) != bool(_BETWEEN.search(before)) and "and" in between:
        return None
    if re.match(r"[\s)]*[=+*×/(]|\s*[-−]\s*\d", text[right.end : right.end + 5]) or _OPERATING.search(before):
        return None
    return Number(
        (low + high) / 2, right.step, unit, Role.RESULT, left.start, right.end, spread=(high - low) / 2
    )


_WAIT = re.compile(
    rf"""\b(?:{TAKES_BACK}|should\s+(?:be|read)|edit(?=\s*:)
    |no[,:]\s+(?=it['’]?s)|(?P<weak>actually|rather|make\s+that))\b""",
    re.IGNORECASE | re.VERBOSE,
)


def _take_back(text: str, numbers: list[Number]) -> None:
    """Strikes what was corrected: of "7, sorry, 3" the 7, if both measure the same."""
    for match in _WAIT.finditer(text):
        reach = match.end() + (15 if match["weak"] else 80)
        new = [
            n
            for n, number in enumerate(numbers)
            if match.end() <= number.start <= reach and number.role is Role.RESULT
        ]
        for n in new:
            earlier = [
                o
                for o, old in enumerate(numbers)
                if old.end <= match.start() and old.role is Role.RESULT and alike(old.unit, numbers[n].unit)
            ]
            if earlier:
                value = numbers[earlier[-1]].value
                for o in earlier:
                    if numbers[o].value == value:
                        numbers[o] = replace(numbers[o], role=Role.STRUCK)
                break
