"""Twelve weeks of days as a grid of shades, which a telephone shows in a fixed-width face."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.views.words import DAYS

WEEKS = 12
SHADES = "·░▒▓█"
LEGEND = "A column is a week: · no answer, ░ one, ▒ two, ▓ three, █ more."
_WEEK = timedelta(days=7)


def first_day(today: date) -> date:
    """The Monday with which the grid begins."""
    return today - timedelta(days=today.weekday()) - (WEEKS - 1) * _WEEK


def heatmap(answers: Mapping[date, int], today: date) -> str:
    """How many answers were given on each day; a row for each weekday, the newest week at the right."""
    weeks = [first_day(today) + number * _WEEK for number in range(WEEKS)]
    rows = [
        f"{name[:3]} " + " ".join(_shade(answers, week + timedelta(days=index), today) for week in weeks)
        for index, name in enumerate(DAYS)
    ]
    return "\n".join(row.rstrip() for row in (f"    {_months(weeks)}", *rows))


def _shade(answers: Mapping[date, int], day: date, today: date) -> str:
    return SHADES[min(answers.get(day, 0), len(SHADES) - 1)] if day <= today else " "


def _months(weeks: Sequence[date]) -> str:
    """Each month's name over its first whole week; the first is left out where it would cover the second."""
    line = ""
    for column, (week, after) in enumerate(zip(weeks, [*weeks[1:], weeks[-1]], strict=True)):
        begins = week.month != weeks[column - 1].month if column else week.month == after.month
        line = line.ljust(2 * column) + f"{week:%b}" if begins else line
    return line
