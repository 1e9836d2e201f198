"""Twelve weeks fit on a telephone and end today."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.views.heatmap import SHADES, WEEKS, first_day, heatmap

THURSDAY = date(2026, 3, 5)


def test_a_row_is_a_weekday_and_the_last_column_this_week() -> None:
    monday, friday = THURSDAY - timedelta(days=3), THURSDAY - timedelta(days=6)
    answers = {monday: 1, THURSDAY: 2, friday: 3, first_day(THURSDAY): 9}

    assert heatmap(answers, THURSDAY) == (
        "    Dec   Jan     Feb     Mar\n"
        "Mon █ · · · · · · · · · · ░\n"
        "Tue · · · · · · · · · · · ·\n"
        "Wed · · · · · · · · · · · ·\n"
        "Thu · · · · · · · · · · · ▒\n"
        "Fri · · · · · · · · · · ▓\n"
        "Sat · · · · · · · · · · ·\n"
        "Sun · · · · · · · · · · ·"
    )


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_it_is_narrow_and_ends_today(today: date) -> None:
    lines = heatmap({today: 1}, today).split("\n")
    names = lines[0].split()

    assert max(map(len, lines)) <= 31
    assert [line[:3] for line in lines[1:]] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert lines[1 + today.weekday()].endswith(SHADES[1])
    assert len(lines[1 + today.weekday()]) == 4 + 2 * WEEKS - 1
    assert len(names) == len(set(names))
