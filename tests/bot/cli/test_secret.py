"""`koko secret`: a key that Koko takes, and the way out when one is lost."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from bot.store.seal import new_key
from tests.bot.cli.house import House

BAD_USAGE = 2


@pytest.fixture
def sealed(house: House) -> House:
    """A house where something was sealed with a key that nobody has."""
    house.koko("migrate")
    with closing(sqlite3.connect(house.folder / "data/koko.db")) as file, file:
        file.execute("INSERT INTO secrets VALUES ('slack', 'install/T1', 'gAAAAA', NULL)")
    return house


def test_koko_runs_with_the_key_that_is_printed(house: House) -> None:
    house.anew = True

    printed = house.koko("secret")

    with house.running(KOKO_SECRET_KEY=printed.stdout.strip()) as koko:
        assert koko.said.startswith("koko is ready: ")
    assert printed.stdout not in house.log


def test_a_key_that_does_not_open_what_is_kept_stops_the_start(sealed: House) -> None:
    run = sealed.koko("run", KOKO_SECRET_KEY=new_key())

    assert run.returncode == BAD_USAGE
    assert run.stderr.startswith("koko: KOKO_SECRET_KEY: it does not open what is kept")
    assert "`koko secret --discard`" in run.stderr


def test_what_a_lost_key_sealed_is_discarded_when_asked(sealed: House) -> None:
    sealed.settings["KOKO_SECRET_KEY"] = new_key()

    for count in (1, 0):
        assert sealed.koko("secret", "--discard").stdout.startswith(f"Secrets erased: {count}.")
    with sealed.running() as koko:
        assert koko.said.startswith("koko is ready: ")


def test_without_a_key_nothing_is_discarded(sealed: House) -> None:
    run = sealed.koko("secret", "--discard")

    assert run.returncode == BAD_USAGE
    assert "`koko secret` prints a new key" in run.stderr
