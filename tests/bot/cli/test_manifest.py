"""`koko manifest` and `koko version`: what a program may ask."""

from __future__ import annotations

import json
from importlib.metadata import version

from tests.bot.cli.house import House
from tests.bots import TestBot


def test_the_manifest_is_what_the_bot_reacts_to(house: House, bot: TestBot) -> None:
    house.anew = True

    told = json.loads(house.koko("manifest").stdout)

    assert [(entry["name"], entry["usage"]) for entry in told] == [
        (spec.name, spec.usage) for spec in bot.koko.router.commands
    ]
    assert all(entry["description"] for entry in told)


def test_an_option_says_what_it_takes(house: House) -> None:
    told = {entry["name"]: entry["options"] for entry in json.loads(house.koko("manifest").stdout)}

    topic, count, difficulty = told["quiz"]
    assert topic["completed"]
    assert (count["minimum"], count["maximum"]) == (1, 20)
    assert difficulty["choices"] == ["easy", "medium", "hard"]


def test_a_bad_question_does_not_get_into_the_manifest(house: House) -> None:
    (house.folder / "questions/systems/bad.md").write_text("---\n")

    assert json.loads(house.koko("manifest").stdout)


def test_the_manifest_leaves_nothing_behind(house: House) -> None:
    house.koko("manifest")

    assert [path.name for path in (house.folder / "data").iterdir()] == ["sandbox"]


def test_the_version_is_the_installed_one(house: House) -> None:
    house.anew = True

    assert house.koko("version").stdout == f"koko {version('koko')}\n"
