from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.schedule import DaysOff, Occurrence, Recurrence, clock_change, first_moment

EVERY_DAY = frozenset(range(7))
WORKDAYS = frozenset(range(5))
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
NOTABLE = [
    "Africa/Casablanca",
    "America/New_York",
    "America/Sao_Paulo",
    "Antarctica/Troll",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "Pacific/Apia",
]

zones = st.sampled_from(NOTABLE) | st.sampled_from(sorted(available_timezones()))
times = st.builds(time, st.integers(0, 23), st.integers(0, 59)) | st.sampled_from(
    [time(0), time(0, 30), time(1, 30), time(2), time(2, 30), time(3), time(23, 59)]
)
# From 1973 on every zone is off by whole minutes, as the oracle below is.
any_day = st.dates(date(1973, 1, 2), date(2037, 12, 31))


def next_change(zone: ZoneInfo, day: date) -> date:
    """The first day from `day` on whose clocks change, if there is one within two years."""
    days = (day + timedelta(days=offset) for offset in range(730))
    return next((one for one in days if clock_change(one, zone)), day)


@st.composite
def wall_clocks(draw: st.DrawFn) -> tuple[str, date, time]:
    """A zone, a day, often one close to a clock change, and a time."""
    zone, day, at = draw(zones), draw(any_day), draw(times)
    if draw(st.booleans()):
        day = next_change(ZoneInfo(zone), day) + timedelta(days=draw(st.integers(-2, 2)))
    return zone, day, at


def local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def first_minute(day: date, at: time, zone: str) -> datetime:
    """What `first_moment` says, found by looking at the clock every minute for days."""
    wall = datetime.combine(day, at)
    moment = wall.replace(tzinfo=UTC) - timedelta(hours=15)  # nowhere is a clock further ahead
    while local(moment, zone) < wall:
        moment += MINUTE
    return moment


@settings(max_examples=300)
@given(wall_clocks())
@example(("Pacific/Apia", date(2011, 12, 30), time(9)))
@example(("America/Sao_Paulo", date(2018, 11, 4), time(0)))
@example(("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15)))
@example(("Europe/Berlin", date(2026, 10, 25), time(2, 30)))
def test_a_wall_clock_time_is_the_first_moment_that_shows_it_or_later(clock: tuple[str, date, time]) -> None:
    zone, day, at = clock

    assert first_moment(day, at, ZoneInfo(zone)) == first_minute(day, at, zone)


@settings(max_examples=200)
@given(
    wall_clocks(),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.frozensets(st.integers(-3, 12), max_size=5),
    st.sampled_from(["", "", "DE", "US"]),
)
def test_every_question_day_has_exactly_one_question(
    clock: tuple[str, date, time], weekdays: frozenset[int], off: frozenset[int], country: str
) -> None:
    zone, first, at = clock
    days_off = DaysOff(frozenset(first + timedelta(days=n) for n in off), country)
    rule = Recurrence(zone, at, weekdays, days_off)
    days = [first + timedelta(days=n) for n in range(15)]
    wanted = [
        day
        for day in days
        if day.weekday() in weekdays
        and day not in days_off
        and local(first_minute(day, time(0), zone), zone).date() == day
    ]

    asked: list[Occurrence] = []
    upcoming = rule.after(first_minute(first, at, zone) - MINUTE)
    while upcoming and upcoming.day <= days[-1]:
        asked.append(upcoming)
        upcoming = rule.after(upcoming.at)

    assert [occurrence.day for occurrence in asked] == wanted
    assert [occurrence.at for occurrence in asked] == [first_minute(day, at, zone) for day in wanted]


@settings(max_examples=200)
@given(wall_clocks(), st.frozensets(st.integers(0, 6), min_size=1), st.integers(-3 * 86400, 3 * 86400))
def test_the_next_question_is_later_than_now_and_the_first_of_those(
    clock: tuple[str, date, time], weekdays: frozenset[int], seconds: int
) -> None:
    zone, day, at = clock
    rule = Recurrence(zone, at, weekdays)
    now = first_minute(day, at, zone) + timedelta(seconds=seconds)

    upcoming = list(islice(rule.later(now), 4))

    assert rule.after(now) == upcoming[0]
    assert upcoming[0].at > now
    assert upcoming[0].at - now <= timedelta(days=9)
    assert [rule.after(earlier.at) for earlier in upcoming[:-1]] == upcoming[1:]
    assert [rule.following(earlier) for earlier in upcoming[:-1]] == upcoming[1:]


@settings(max_examples=100)
@given(wall_clocks(), st.lists(st.integers(-10 * 86400, 3 * 86400), min_size=1, max_size=8))
def test_no_day_is_asked_twice_though_the_clock_is_set_back_and_the_process_restarted(
    clock: tuple[str, date, time], jumps: list[int]
) -> None:
    zone, day, at = clock
    rule = Recurrence(zone, at, EVERY_DAY)
    now, last = first_minute(day, at, zone), None

    asked: list[date] = []
    for seconds in jumps:
        upcoming = rule.after(now, since=last)
        assert upcoming
        asked.append(upcoming.day)
        last, now = upcoming.day, upcoming.at + timedelta(seconds=seconds)

    assert asked == sorted(set(asked))


@pytest.mark.parametrize(
    ("zone", "at", "moments"),
    [
        # Forward: 02:30 does not exist on the second day. Back: it exists twice.
        ("Europe/Berlin", "02:30", "2026-03-28T01:30 2026-03-29T01:00 2026-03-30T00:30"),
        ("Europe/Berlin", "02:30", "2026-10-24T00:30 2026-10-25T00:30 2026-10-26T01:30"),
        ("Europe/Berlin", "09:00", "2026-03-28T08:00 2026-03-29T07:00 2026-03-30T07:00"),
        ("Europe/Berlin", "09:00", "2026-10-24T07:00 2026-10-25T08:00 2026-10-26T08:00"),
        ("America/New_York", "02:30", "2026-03-07T07:30 2026-03-08T07:00 2026-03-09T06:30"),
        ("America/New_York", "01:30", "2026-10-31T05:30 2026-11-01T05:30 2026-11-02T06:30"),
        ("America/New_York", "16:00", "2026-03-07T21:00 2026-03-08T20:00 2026-03-09T20:00"),
        # By half an hour.
        ("Australia/Lord_Howe", "02:15", "2026-10-02T15:45 2026-10-03T15:30 2026-10-04T15:15"),
        ("Australia/Lord_Howe", "01:45", "2026-04-03T14:45 2026-04-04T14:45 2026-04-05T15:15"),
        # Southern summer; forward at midnight, as it was until 2018.
        ("America/Sao_Paulo", "00:00", "2018-11-03T03:00 2018-11-04T03:00 2018-11-05T02:00"),
        ("America/Sao_Paulo", "23:30", "2018-02-17T01:30 2018-02-18T01:30 2018-02-19T02:30"),
        # Back before Ramadan and forward after it.
        ("Africa/Casablanca", "02:30", "2026-02-14T01:30 2026-02-15T01:30 2026-02-16T02:30"),
        ("Africa/Casablanca", "02:30", "2026-03-21T02:30 2026-03-22T02:00 2026-03-23T01:30"),
        # By two hours.
        ("Antarctica/Troll", "01:30", "2026-03-28T01:30 2026-03-29T01:00 2026-03-29T23:30"),
        ("Antarctica/Troll", "01:30", "2026-10-23T23:30 2026-10-24T23:30 2026-10-26T01:30"),
        # Friday the 30th was left out.
        ("Pacific/Apia", "09:00", "2011-12-28T19:00 2011-12-29T19:00 2011-12-30T19:00"),
    ],
)
def test_clock_changes(zone: str, at: str, moments: str) -> None:
    wanted = [datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in moments.split()]
    rule = Recurrence(zone, time.fromisoformat(at), EVERY_DAY)

    assert [occurrence.at for occurrence in islice(rule.later(wanted[0] - MINUTE), 3)] == wanted


def test_a_day_that_a_zone_left_out_is_not_asked() -> None:
    rule = Recurrence("Pacific/Apia", time(9), EVERY_DAY)
    start = datetime(2011, 12, 29, tzinfo=UTC)

    assert [occurrence.day for occurrence in islice(rule.later(start), 3)] == [
        date(2011, 12, 29),
        date(2011, 12, 31),
        date(2012, 1, 1),
    ]


def test_weekdays_dates_and_holidays_are_kept() -> None:
    off = DaysOff(frozenset({date(2026, 4, 7)}), "DE")
    rule = Recurrence("Europe/Berlin", time(9), WORKDAYS, off)

    days = [occurrence.day for occurrence in islice(rule.later(datetime(2026, 4, 1, 12, tzinfo=UTC)), 3)]

    # Good Friday is the 3rd, Easter Monday the 6th.
    assert days == [date(2026, 4, 2), date(2026, 4, 8), date(2026, 4, 9)]
    assert off.name(date(2026, 4, 7)) == "day off"
    assert off.name(date(2026, 4, 3)) != "day off"


def test_days_that_were_dealt_with_are_passed_over() -> None:
    rule = Recurrence("UTC", time(9), EVERY_DAY)
    now = datetime(2026, 4, 1, 8, tzinfo=UTC)

    assert rule.after(now, since=date(2026, 4, 2)) == Occurrence(
        date(2026, 4, 3), datetime(2026, 4, 3, 9, tzinfo=UTC)
    )
    assert rule.after(now, since=date(2026, 3, 1)) == Occurrence(
        date(2026, 4, 1), datetime(2026, 4, 1, 9, tzinfo=UTC)
    )


def test_the_moment_itself_is_not_after_it() -> None:
    rule = Recurrence("UTC", time(9), EVERY_DAY)
    nine = datetime(2026, 4, 1, 9, tzinfo=UTC)

    assert rule.after(nine) == Occurrence(date(2026, 4, 2), nine + DAY)


def test_a_rule_without_a_day_ends() -> None:
    never = Recurrence("UTC", time(9), frozenset())
    now = datetime(2026, 4, 1, tzinfo=UTC)

    assert never.after(now) is None
    assert list(never.later(now)) == []
    assert never.following(Occurrence(date(2026, 4, 1), now)) is None


@pytest.mark.parametrize(
    ("zone", "day", "minutes"),
    [
        ("Europe/Berlin", date(2026, 3, 28), 0),
        ("Europe/Berlin", date(2026, 3, 29), 60),
        ("Europe/Berlin", date(2026, 10, 25), -60),
        ("America/New_York", date(2026, 3, 8), 60),
        ("America/New_York", date(2026, 11, 1), -60),
        ("Australia/Lord_Howe", date(2026, 10, 4), 30),
        ("Australia/Lord_Howe", date(2026, 4, 5), -30),
        ("Antarctica/Troll", date(2026, 3, 29), 120),
        ("America/Sao_Paulo", date(2018, 11, 4), 60),
        ("America/Sao_Paulo", date(2018, 2, 17), -60),
        ("Pacific/Apia", date(2011, 12, 30), 24 * 60),
        ("UTC", date(2026, 3, 29), 0),
    ],
)
def test_a_day_knows_how_its_clocks_move(zone: str, day: date, minutes: int) -> None:
    assert clock_change(day, ZoneInfo(zone)) == timedelta(minutes=minutes)
