"""Consecutive question days of a channel that a member answered before the close."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class QuestionDay:
    """A day on which a channel was asked; `open` while its last question still takes answers."""

    day: date
    answered: bool
    open: bool = False


def streak(days: Iterable[QuestionDay]) -> int:
    """How many question days up to now were answered in a row; days come newest first.

    A day that is still open and not answered yet breaks nothing. Days without a question are not
    in the list and so break nothing either.
    """
    count = 0
    for day in days:
        if day.answered:
            count += 1
        elif not day.open:
            break
    return count


def longest(days: Iterable[QuestionDay]) -> int:
    """The longest run of answered days there ever was, in any order of reading."""
    best = run = 0
    for day in days:
        run = run + 1 if day.answered else run * day.open
        best = max(best, run)
    return best
