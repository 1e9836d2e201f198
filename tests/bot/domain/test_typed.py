from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.typed import read_country, read_dates, read_hours, read_time, read_zone
from bot.errors import UserError


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("9", time(9)),
        ("09:00", time(9)),
        (" 9.30 ", time(9, 30)),
        ("16h45", time(16, 45)),
        ("4 pm", time(16)),
        ("4:05PM", time(16, 5)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("0:00", time(0)),
        ("23:59", time(23, 59)),
    ],
)
def test_a_time_of_day_is_read_as_people_write_it(text: str, at: time) -> None:
    assert read_time(text) == at


@pytest.mark.parametrize("text", ["", "24:00", "9:60", "nine", "9:0", "-1", "9:00:00", "٩", "9 am tomorrow"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="is no time of day; write it like 09:00"):
        read_time(text)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (" europe/berlin ", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_is_read_by_its_name_or_its_city(text: str, zone: str) -> None:
    assert read_zone(text) == zone


@pytest.mark.parametrize(
    ("text", "hint"),
    [("Europe/Berln", "Europe/Berlin"), ("Tokio", "Asia/Tokyo"), ("Mars/Olympus", "Europe/Berlin")],
)
def test_an_unknown_zone_is_refused_with_the_nearest(text: str, hint: str) -> None:
    with pytest.raises(UserError, match=hint):
        read_zone(text)


def test_every_zone_is_read() -> None:
    for name in available_timezones():
        assert ZoneInfo(read_zone(name)).key == name


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("", []),
        ("2026-12-24", [date(2026, 12, 24)]),
        ("2026-12-24, 2026-12-26\n2026-12-24", [date(2026, 12, 24), date(2026, 12, 26)]),
        ("2026-12-31..2027-01-01", [date(2026, 12, 31), date(2027, 1, 1)]),
    ],
)
def test_days_off_are_dates_and_stretches(text: str, dates: list[date]) -> None:
    assert sorted(read_dates(text)) == dates


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("24.12.2026", "is no date; write it like 2026-12-24"),
        ("2026-02-30", "is no date"),
        ("2026-12-24..", "is no date"),
        ("2026-12-24..2026-12-23", "goes backwards"),
        ("2026-01-01..2028-01-01", "goes backwards, or over more than a year"),
        ("2026-01-01..2026-12-31 2028-01-01..2028-12-31", "I can keep 366 days off"),
    ],
)
def test_what_is_no_day_off_is_refused(text: str, reason: str) -> None:
    with pytest.raises(UserError, match=reason):
        read_dates(text)


def test_a_country_is_two_letters_or_none() -> None:
    assert [read_country(text) for text in (" de ", "US", "")] == ["DE", "US", ""]
    with pytest.raises(UserError, match="I know no public holidays of 'Germany'"):
        read_country("Germany")


def test_hours_are_whole_and_under_a_week() -> None:
    assert [read_hours(text) for text in ("1", "23 hours", "167h", "0023")] == [
        timedelta(hours=hours) for hours in (1, 23, 167, 23)
    ]
    for text in ("0", "168", "1.5", "-1", "", "h", "0001999", "²"):
        with pytest.raises(UserError, match="1 to 167 whole hours"):
            read_hours(text)


@pytest.mark.parametrize("read", [read_time, read_zone, read_dates, read_country, read_hours])
@given(text=st.text() | st.text(alphabet="0123456789:.-/hapm ", max_size=30))
def test_anything_typed_is_read_or_refused_in_a_sentence(read: Callable[[str], object], text: str) -> None:
    with suppress(UserError):
        read(text)
