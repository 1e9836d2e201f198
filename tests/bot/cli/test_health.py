"""`koko bank health`, on a database in which members answered, reported and appealed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.health import plot
from bot.domain.attempt import Attempt
from bot.domain.health import Health
from bot.domain.question import OpenQuestion, question_hash
from bot.grading.rubric import RubricJudge
from bot.pictures.draw import draw
from bot.store.port import Report
from bot.store.sql import SqlStore
from bot.store.upgrade import migrate
from tests.bank import BANK, CACHE, HALF, OPEN_ONLY, write_files
from tests.bot.cli.house import House
from tests.bots import ADA


@pytest.fixture
async def asked(house: House) -> House:
    """Six people got half of the cache question, and Ada reported it."""
    write_files(house.folder / "questions", OPEN_ONLY)
    house.settings["KOKO_QUESTIONS"] = str(house.folder / "questions")
    url, now = f"sqlite:///{house.folder / 'data/koko.db'}", datetime.now(UTC)
    await migrate(url, now)
    store = SqlStore(url)
    assert isinstance(CACHE, OpenQuestion)
    grade = await RubricJudge().judge(CACHE, HALF)
    async with store.begin() as tx:
        await tx.questions.keep({question_hash(CACHE): CACHE})
        for n in range(6):
            person = replace(ADA, user=f"person-{n}")
            await tx.attempts.add(
                Attempt(f"a{n}", "c1", 1, person, f"{HALF} Secretly {n}.", now, grade=grade)
            )
        await tx.reports.add(Report("r", CACHE.id, question_hash(CACHE), ADA, "Odd in secret.", now))
    await store.close()
    return house


def test_it_says_what_is_odd_and_nothing_of_anybody(asked: House) -> None:
    asked.anew = True

    told = asked.koko("bank", "health", COLUMNS="160")
    assert told.returncode == 0, asked.log
    [row] = [line for line in told.stdout.splitlines() if line.startswith(CACHE.id)]
    assert row.split()[1:3] == ["6", "0.50"]
    assert "1 reported it" in row
    assert "nobody meets “saves-work”" in row
    assert "everybody meets “keeps-copies”" in row
    assert "6 answers to 1 of 1 questions in 180 days" in " ".join(told.stdout.split())
    assert not any(secret in told.stdout.lower() for secret in ("person", "ada", "secret"))


def test_it_is_json_for_programs(asked: House) -> None:
    [row] = json.loads(asked.koko("bank", "health", "--json").stdout)
    assert (row["question"], row["answers"], row["facility"]) == (CACHE.id, 6, 0.5)
    assert row["discrimination"] is None


def test_a_picture_has_a_point_for_each_question_that_is_known_well(tmp_path: Path) -> None:
    healths = [Health(f"topic/q-{n}", 9, n / 10, 0.3, signs=("odd",) * (n % 2)) for n in range(10)]
    chart = plot([*healths, Health("topic/few", 2, 0.5)])
    assert chart
    [panel] = chart.panels
    assert {sort: len(points) for sort, points in panel.points.items()} == {
        "nothing is odd": 5,
        "something is odd": 5,
    }
    assert draw(chart).startswith(b"\x89PNG")


def test_too_few_answers_make_no_picture(asked: House) -> None:
    told = asked.koko("bank", "health", "--picture", "health.png")
    assert told.returncode == 2
    assert (
        "answers enough" in " ".join(told.stderr.replace("│", " ").split()) or "answers enough" in asked.log
    )
    assert not (asked.folder / "health.png").exists()


def test_before_anybody_has_answered_it_says_so(house: House) -> None:
    write_files(house.folder / "questions", BANK)
    assert house.koko("migrate").returncode == 0
    told = house.koko("bank", "health", KOKO_QUESTIONS=str(house.folder / "questions"))
    assert told.stdout.startswith("0 answers to 0 of 5 questions")
