"""`koko migrate`: the release step."""

from __future__ import annotations

from bot.store.upgrade import newest
from tests.bot.cli.house import House


def test_an_empty_database_becomes_todays_and_stays_so(house: House, database_url: str) -> None:
    house.settings["KOKO_DATABASE_URL"] = database_url

    runs = [house.koko("migrate") for _ in range(2)]

    assert [run.stdout for run in runs] == [f"The database is at version {newest()}.\n"] * 2
    assert [run.returncode for run in runs] == [0, 0]


def test_by_default_it_lies_in_the_folder(house: House) -> None:
    house.settings["KOKO_FOLDER"] = str(house.folder / "made/by/itself")
    house.anew = True

    assert house.koko("migrate").returncode == 0

    assert (house.folder / "made/by/itself/koko.db").exists()
