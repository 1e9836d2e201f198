"""The option that is meant by its number: "0.78", "three tokens, 51 per cent"."""

from __future__ import annotations

import math
from collections.abc import Iterable

from bot.domain.question import Option
from bot.grading.numbers import Number, Role
from bot.grading.roles import find_numbers
from bot.grading.units import alike

_ROUNDED = 0.005
"""A share by which a number may differ from the option's, for another rounding."""


def by_figures(options: Iterable[Option], text: str) -> str | None:
    """The id of the only option with all the numbers that the answer gives and any option has.

    One of them must be a fraction or measure something, for "five" may count anything. Where an option has no
    number, numbers are not what tells them apart, and one in an answer means nothing.
    """
    figures = {option.id: find_numbers(option.text) for option in options}
    given = find_numbers(text)
    if not all(figures.values()) or any(number.role is Role.OFFERED for number in given):
        return None
    meant, told = set(figures), False
    for number in given:
        having = {id for id, numbers in figures.items() if any(_same(number, other) for other in numbers)}
        if having and number.role is Role.RESULT:
            meant &= having
            told |= bool(number.value % 1) or not alike(number.unit, "")
    return meant.pop() if told and len(meant) == 1 else None


def _same(one: Number, other: Number) -> bool:
    return any(
        math.isclose(a, b, rel_tol=_ROUNDED) for a, _ in one.readings("") for b, _ in other.readings("")
    )
