from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.refs import Person
from bot.domain.standings import Period, Ranked, Tally, bounds, most_improved, rank


def person(name: str) -> Person:
    return Person("local", "w", name.lower(), name)


ADA, BOB, CY, DEE = (person(name) for name in ("Ada", "Bob", "Cy", "Dee"))
BERLIN = ZoneInfo("Europe/Berlin")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_members_who_tie_share_a_place_and_the_next_is_left_out() -> None:
    tallies = [Tally(CY, 80, 1), Tally(BOB, 100, 2), Tally(ADA, 100, 1), Tally(DEE, 80, 3)]

    places = rank(tallies, None, {ADA: 4})

    assert [(place.rank, place.person.name) for place in places] == [
        (1, "Ada"),
        (1, "Bob"),
        (3, "Cy"),
        (3, "Dee"),
    ]
    assert places[0] == Ranked(1, ADA, 100, 1, streak=4, change=None)
    assert places[1].streak == 0


def test_the_change_is_in_points_and_a_newcomer_gains_all_of_theirs() -> None:
    places = rank([Tally(ADA, 100, 1), Tally(BOB, 60, 1)], {ADA: 130, CY: 10}, {})

    assert [(place.person, place.change) for place in places] == [(ADA, -30), (BOB, 60)]


def test_most_improved_is_who_gained_most_of_those_who_were_there_before() -> None:
    before = {ADA: 90, BOB: 10}
    places = rank([Tally(ADA, 100, 1), Tally(BOB, 60, 1), Tally(CY, 200, 1)], before, {})

    improved = most_improved(places, before)

    assert improved
    assert improved.person == BOB


def test_of_two_who_gained_the_same_the_one_ahead_is_named() -> None:
    before = {ADA: 10, BOB: 50}
    places = rank([Tally(ADA, 20, 1), Tally(BOB, 60, 1)], before, {})

    improved = most_improved(places, before)

    assert improved
    assert improved.person == BOB


def test_nobody_is_named_when_nobody_gained() -> None:
    before = {ADA: 100}

    assert most_improved(rank([Tally(ADA, 100, 1)], before, {}), before) is None
    assert most_improved([], {}) is None


@given(st.lists(st.integers(0, 5), max_size=12))
def test_a_rank_is_one_more_than_the_number_of_those_ahead(points: list[int]) -> None:
    places = rank([Tally(person(f"m{n}"), p, 1) for n, p in enumerate(points)], None, {})

    assert [place.points for place in places] == sorted(points, reverse=True)
    assert all(place.rank == 1 + sum(p > place.points for p in points) for place in places)


@given(st.permutations([Tally(ADA, 10, 1), Tally(BOB, 10, 1), Tally(person("ada"), 10, 1), Tally(CY, 5, 1)]))
def test_the_order_does_not_depend_on_the_order_of_reading(tallies: list[Tally]) -> None:
    assert rank(tallies, None, {}) == rank(sorted(tallies, key=lambda t: str(t.person)), None, {})


@pytest.mark.parametrize(
    ("period", "until", "since"),
    [
        (
            Period.WEEK,
            "2026-04-03T14:00",
            "2026-03-27T15:00",
        ),  # both 16:00 in Berlin, the clocks went forward
        (Period.WEEK, "2026-10-30T15:00", "2026-10-23T14:00"),  # and back
        (Period.WEEK, "2026-06-05T14:00", "2026-05-29T14:00"),
        (Period.WEEK, "2026-04-05T00:30", "2026-03-29T01:00"),  # 02:30 did not exist a week before
        (Period.WEEK, "2026-11-01T01:30", "2026-10-25T00:30"),  # 02:30 came twice a week before
        (Period.MONTH, "2026-04-03T14:00", "2026-03-31T22:00"),
        (Period.MONTH, "2026-03-31T22:00", "2026-03-31T22:00"),  # midnight of the first
        (Period.MONTH, "2026-03-31T21:59", "2026-02-28T23:00"),
        (Period.ALL, "2026-04-03T14:00", "1970-01-01T00:00"),
    ],
)
def test_a_period_begins_at_a_local_time(period: Period, until: str, since: str) -> None:
    assert bounds(period, moment(until), BERLIN) == (moment(since), moment(until))


def test_a_month_whose_first_midnight_does_not_exist_begins_after_the_gap() -> None:
    asuncion = ZoneInfo("America/Asuncion")  # 2017-10-01 began at 01:00

    assert bounds(Period.MONTH, moment("2017-10-20T12:00"), asuncion)[0] == moment("2017-10-01T04:00")


def test_a_week_that_began_on_a_day_left_out_begins_after_it() -> None:
    apia = ZoneInfo("Pacific/Apia")

    assert bounds(Period.WEEK, moment("2012-01-05T19:00"), apia)[0] == moment("2011-12-30T10:00")


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Casablanca"]),
)
def test_weeks_leave_nothing_out_and_count_nothing_twice(until: datetime, zone: str) -> None:
    since, _ = bounds(Period.WEEK, until, ZoneInfo(zone))
    earlier, end = bounds(Period.WEEK, since, ZoneInfo(zone))

    assert earlier < end == since < until
    assert abs(until - since - timedelta(days=7)) <= timedelta(hours=2)
