"""`koko check`: each thing that can be wrong, and what to do about it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.bot.cli.house import House
from tests.bot.cli.offline import REMEDY, WHY
from tests.bot.cli.talkative import SAID

WRONG, BAD_USAGE = 1, 2


def checked(house: House) -> dict[str, list[dict[str, str]]]:
    """What was found wrong, by area; areas where nothing is are left out."""
    run = house.koko("check", "--json")
    found: dict[str, list[dict[str, str]]] = json.loads(run.stdout)
    wrong = {area: problems for area, problems in found.items() if problems}
    assert run.returncode == (WRONG if wrong else 0)
    return wrong


def test_where_all_is_well_it_says_so(house: House) -> None:
    house.anew = True

    run = house.koko("check")

    assert run.returncode == 0
    assert run.stdout.splitlines() == ["✓ settings", "✓ questions", "✓ database", "✓ sandbox", "✓ local"]
    assert run.stderr == ""


def test_a_program_gets_it_as_json(house: House) -> None:
    run = house.koko("check", "--json")

    assert json.loads(run.stdout) == {
        area: [] for area in ("settings", "questions", "database", "sandbox", "local")
    }


def test_people_get_each_problem_with_its_remedy(house: House) -> None:
    run = house.koko("check", KOKO_ADAPTERS="tests.bot.cli.offline")

    assert run.returncode == WRONG
    assert f"✗ offline\n    {WHY}\n    → {REMEDY}\n" in run.stdout


def test_what_is_only_worth_saying_is_said_and_nothing_is_wrong(house: House) -> None:
    house.settings["KOKO_ADAPTERS"] = "tests.bot.cli.talkative"
    run = house.koko("check")

    assert run.returncode == 0
    assert f"✓ talkative\n    {SAID}\n" in run.stdout
    assert json.loads(house.koko("check", "--json").stdout)["talkative"] == [{"note": SAID}]


def test_an_adapter_that_is_none_is_wrong_and_the_others_are_checked(house: House) -> None:
    house.settings["KOKO_ADAPTERS"] = "telegraph,tests.bot.cli.offline"

    found = checked(house)

    assert "there is no adapter 'telegraph'" in found["telegraph"][0]["what"]
    assert found["offline"] == [{"what": WHY, "remedy": REMEDY}]


def test_a_malformed_setting_is_bad_usage(house: House) -> None:
    run = house.koko("check", KOKO_HTTP_PORT="http")

    assert run.returncode == BAD_USAGE
    assert "KOKO_HTTP_PORT" in run.stderr


def test_a_bad_question_file_is_named_with_its_line(house: House) -> None:
    (house.folder / "questions/systems/bad.md").write_text(
        "---\ntitle: Bad\nkind: opne\n---\nWhy?\n\n## Answer\nSo.\n"
    )

    [problem] = checked(house)["questions"]

    assert "systems/bad.md:3: " in problem["what"]
    assert "open" in problem["remedy"]


def test_a_bank_without_a_question_is_wrong(house: House) -> None:
    (house.folder / "questions/systems/cache.md").unlink()

    [problem] = checked(house)["questions"]

    assert problem["what"] == "the question bank is empty"
    assert "KOKO_QUESTIONS" in problem["remedy"]


def test_a_bank_that_is_not_there_is_wrong(house: House) -> None:
    house.settings["KOKO_QUESTIONS"] = "/nowhere"

    missing, _ = checked(house)["questions"]

    assert missing["what"] == "/nowhere: There is no such folder."


def test_a_newer_database_is_wrong(house: House) -> None:
    house.koko("migrate")
    with closing(sqlite3.connect(house.folder / "data/koko.db")) as file, file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")

    [problem] = checked(house)["database"]

    assert "at version 9999" in problem["what"]
    assert "install the newer Koko again" in problem["remedy"]


def test_an_empty_postgres_is_wrong_and_stays_empty(house: House, postgres_url: str) -> None:
    house.settings["KOKO_DATABASE_URL"] = postgres_url

    for _ in range(2):
        [problem] = checked(house)["database"]
        assert "the database is empty" in problem["what"]
        assert "koko migrate" in problem["remedy"]


def test_a_database_that_does_not_answer_is_wrong_and_its_password_stays_secret(house: House) -> None:
    house.settings["KOKO_DATABASE_URL"] = "postgresql://koko:sesame-open@127.0.0.1:1/koko"

    run = house.koko("check")

    assert run.returncode == WRONG
    assert "koko:***@127.0.0.1:1" in run.stdout
    assert "sesame-open" not in run.stdout + run.stderr


def test_a_sandbox_that_others_can_write_to_is_wrong(house: House, tmp_path: Path) -> None:
    open_to_all = tmp_path / "open"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    (house.folder / "data/sandbox").unlink()
    (house.folder / "data/sandbox").symlink_to(open_to_all)

    [problem] = checked(house)["sandbox"]

    assert "others can write to the sandbox's cache" in problem["what"]
    assert "code questions are left out" in problem["remedy"]


@pytest.mark.parametrize("adapters", ["local", "tests.bot.cli.offline"])
def test_it_changes_nothing(house: House, adapters: str) -> None:
    before = sorted((house.folder / "data").iterdir())

    house.koko("check", KOKO_ADAPTERS=adapters)

    assert sorted((house.folder / "data").iterdir()) == before
