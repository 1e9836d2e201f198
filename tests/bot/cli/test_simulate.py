"""`koko simulate`: ninety days of a team, through a clock change."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.bank.files import Bank
from tests.bank import BANK, CACHE
from tests.bot.cli.house import House, furnished

FIRST, DAYS, BERLIN = date(2026, 3, 1), 90, ZoneInfo("Europe/Berlin")
WEEKDAYS = [day for number in range(DAYS) if (day := FIRST + timedelta(days=number)).weekday() < 5]
MANY = Bank(
    (
        *BANK.questions,
        *(CACHE.model_copy(update={"id": f"systems/cache-{number}"}) for number in range(1, 15)),
    )
)
"""A question of each kind, and so many of prose as there are in a real bank."""
FIELDS = ["at", "local", "what", "question", "channel"]
BAD_USAGE = 2

Line = dict[str, Any]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, machine_code: Path) -> list[Line]:
    """What eight people in Berlin did from 2026-03-01 on."""
    house = furnished(tmp_path_factory.mktemp("simulation"), MANY, machine_code)
    options = ["--days", str(DAYS), "--zone", "Europe/Berlin", "--start", str(FIRST), "--members", "8"]
    run = house.koko("simulate", *options, "--json")
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_every_line_has_these_fields_and_no_others(played: list[Line]) -> None:
    assert {tuple(line) for line in played} <= {tuple(FIELDS), (*FIELDS, "note")}
    assert {line["channel"] for line in played} == {"interview-practice"}


def test_they_come_in_order_and_say_the_local_time_of_the_same_moment(played: list[Line]) -> None:
    at = [datetime.fromisoformat(line["at"]) for line in played]

    assert at == sorted(at)
    assert all(line["at"].endswith("Z") for line in played)
    assert [datetime.fromisoformat(line["local"]) for line in played] == at
    assert {line["local"][-6:] for line in played} == {"+01:00", "+02:00"}


def test_every_weekday_has_one_question_at_nine_local_time_and_no_other_day_has_one(
    played: list[Line],
) -> None:
    assert moments(played, "question") == [berlin(day, time(9)) for day in WEEKDAYS]


def test_each_closes_and_is_revealed_twenty_three_hours_later(played: list[Line]) -> None:
    end = berlin(FIRST + timedelta(days=DAYS), time(0))
    expected = [
        (asked + timedelta(hours=23), line["question"])
        for asked, line in zip(moments(played, "question"), of(played, "question"), strict=True)
        if asked + timedelta(hours=23) < end
    ]

    for what in ("close", "reveal"):
        told = zip(moments(played, what), (line["question"] for line in of(played, what)), strict=True)
        assert list(told) == expected


def test_every_question_is_in_the_bank_and_none_comes_again_before_all_have_come(played: list[Line]) -> None:
    asked = [line["question"] for line in of(played, "question")]
    rounds = [
        asked[start : start + len(MANY.questions)] for start in range(0, len(asked), len(MANY.questions))
    ]

    assert set(asked) == set(MANY.by_id)
    assert all(len(set(some)) == len(some) for some in rounds)


def test_the_board_comes_on_fridays_at_four_local_time(played: list[Line]) -> None:
    assert moments(played, "board") == [berlin(day, time(16)) for day in WEEKDAYS if day.weekday() == 4]
    assert {line["question"] for line in of(played, "board")} == {None}


def test_the_clock_change_is_told(played: list[Line]) -> None:
    [change] = of(played, "clock_change")

    assert change["local"] == "2026-03-29T00:00:00+01:00"
    assert change["note"] == "clocks go forward by 60 minutes"


def test_there_is_nothing_else(played: list[Line]) -> None:
    assert {line["what"] for line in played} == {"question", "close", "reveal", "board", "clock_change"}


def test_days_off_are_told_and_people_read_a_calendar(house: House) -> None:
    options = ("--days", "5", "--zone", "berlin", "--start", "2026-04-02", "--country", "de", "--at", "9.30")

    run = house.koko("simulate", *options, "--members", "1")

    assert run.stdout.splitlines() == [
        "Thu 2026-04-02 09:30  question      systems/cache",
        "Fri 2026-04-03         day off       Good Friday",
        "Fri 2026-04-03 08:30  close         systems/cache",
        "Fri 2026-04-03 08:30  reveal        systems/cache",
        "Fri 2026-04-03 16:00  board",
        "Mon 2026-04-06         day off       Easter Monday",
    ]


def test_the_same_seed_plays_the_same_game(house: House) -> None:
    """Whatever the seed of its hashes is."""
    house.anew = True
    options = ("simulate", "--days", "3", "--start", "2026-03-02", "--seed", "7", "--json")

    assert house.koko(*options).stdout == house.koko(*options).stdout


def test_it_touches_nothing_of_the_real_bot(house: House) -> None:
    (house.folder / ".env").write_text("KOKO_LOCAL_TOKEN=0123456789abcdef\n")

    run = house.koko("simulate", "--days", "2", "--start", "2026-03-02", KOKO_LOCAL_WELCOME="true")

    assert run.returncode == 0, run.stderr
    assert [path.name for path in (house.folder / "data").iterdir()] == ["sandbox"]


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--zone", "Europe/Berlim", "Did you mean Europe/Berlin"),
        ("--at", "25:00", "no time of day"),
        ("--country", "XX", "two letters"),
        ("--start", "1.3.2026", "does not match the format"),
        ("--days", "0", "greater than or equal to 1"),
        ("--members", "51", "less than or equal to 50"),
    ],
)
def test_bad_usage_is_told(house: House, option: str, value: str, said: str) -> None:
    run = house.koko("simulate", option, value)

    assert run.returncode == BAD_USAGE
    assert said in run.stderr


def of(played: list[Line], what: str) -> list[Line]:
    return [line for line in played if line["what"] == what]


def moments(played: list[Line], what: str) -> list[datetime]:
    return [datetime.fromisoformat(line["at"]) for line in played if line["what"] == what]


def berlin(day: date, at: time) -> datetime:
    return datetime.combine(day, at, BERLIN).astimezone(UTC)
