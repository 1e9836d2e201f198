"""`koko regrade` and `koko bank appeals`, on a database in which answers were appealed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import yaml

from bot.bank.files import read_file
from bot.domain.appeal import Appeal, Decision, regraded, rescored
from bot.domain.attempt import Attempt
from bot.domain.grade import Grade, Verdict
from bot.domain.question import CodeQuestion, OpenQuestion, question_hash
from bot.grading.rubric import RubricJudge
from bot.store.sql import SqlStore
from bot.store.upgrade import migrate
from tests.bank import CACHE, CODE, HALF
from tests.bot.cli.house import House
from tests.bots import ADA, ADMIN, CHANNEL, MONDAY

MET = {"keeps-copies": Verdict.MET, "saves-work": Verdict.MET}
REASON = "Nobody need compute it again."


@pytest.fixture
async def kept(house: House) -> House:
    """A house in whose database are the answers of `attempts`."""
    url = f"sqlite:///{house.folder / 'data/koko.db'}"
    await migrate(url, MONDAY)
    store = SqlStore(url)
    async with store.begin() as tx:
        await tx.people.met(ADA)
        await tx.questions.keep({question_hash(question): question for question in (CACHE, CODE)})
        for attempt, appeal in await attempts():
            await tx.attempts.add(attempt)
            await tx.appeals.add(appeal)
    await store.close()
    return house


async def attempts() -> list[tuple[Attempt, Appeal]]:
    """As graded; then granted, with and without consent; and one of a question without criteria."""
    assert isinstance(CACHE, OpenQuestion)
    assert isinstance(CODE, CodeQuestion)
    grade = await RubricJudge().judge(CACHE, HALF)
    granted = regraded(CACHE, grade, MET)
    run = Grade(0.0, (), "tests", "1", question_hash(CODE))
    return [
        answer("plain", 1, grade, refused()),
        answer("granted", 2, granted, decided(grade)),
        answer("older", 3, replace(grade, version="rubric/0", score=0.1), refused()),
        answer("broken", 4, replace(grade, score=0.1), refused()),
        answer("modelled", 7, replace(grade, by="model", version="rubric/0 model/1:tiny[/q4]"), refused()),
        answer("private", 5, granted, replace(decided(grade), consent=False)),
        answer("program", 6, rescored(run, 0.8), decided(run)),
    ]


def answer(id: str, number: int, grade: Grade, appeal: Appeal) -> tuple[Attempt, Appeal]:
    text = f"{HALF}\n\n# {id}: *so*"
    return Attempt(id, f"c{number}", 1, ADA, text, MONDAY, grade=grade), replace(appeal, attempt=id)


def decided(before: Grade) -> Appeal:
    decision = Decision(granted=True, by=ADMIN, sentence="So it does.", at=MONDAY, before=before)
    return replace(refused(), decision=decision)


def refused() -> Appeal:
    decision = Decision(granted=False, by=ADMIN, sentence="It does not.", at=MONDAY)
    return Appeal(
        attempt="", person=ADA, place=CHANNEL, reason=REASON, missed=(), consent=True, at=MONDAY,
        decision=decision,
    )  # fmt: skip


def test_the_same_engine_gives_the_same_grade_bit_for_bit(kept: House) -> None:
    kept.anew = True

    told = kept.koko("regrade", "plain")

    assert told.returncode == 0, told.stderr
    assert "The same grade, bit for bit." in told.stdout
    assert told.stdout.count("0.50, 2/5") == 2
    assert "✓ keeps … copies" in told.stdout


def test_what_was_granted_stands_between_the_engines_grades(kept: House) -> None:
    told = kept.koko("regrade", "granted", "--json")

    row = json.loads(told.stdout)
    assert (told.returncode, row["same"], row["question"]) == (0, True, "systems/cache")
    assert [row[name]["score"] for name in ("kept", "appealed", "now")] == [0.5, 1.0, 0.5]


def test_another_engines_grade_stands_beside_the_kept_one_and_changes_nothing(kept: House) -> None:
    for _ in range(2):
        told = kept.koko("regrade", "older")
        assert told.returncode == 0
        assert "Another engine gives another grade. The kept one stays in force." in told.stdout
        assert "0.10, 1/5" in told.stdout


def test_a_model_may_be_called_anything(kept: House) -> None:
    told = kept.koko("regrade", "modelled")

    assert told.returncode == 0, told.stderr
    assert "tiny[/q4]" in told.stdout


def test_the_same_engine_that_gives_another_grade_is_a_fault(kept: House) -> None:
    told = kept.koko("regrade", "broken")

    assert told.returncode == 1
    assert "that is a fault" in told.stdout


def test_an_answer_that_is_not_there_is_bad_usage(kept: House) -> None:
    told = kept.koko("regrade", "nothing")

    assert told.returncode == 2
    assert "There is no answer of that id" in told.stderr


def test_a_database_that_is_not_there_is_said(house: House) -> None:
    told = house.koko("regrade", "nothing")

    assert told.returncode == 2
    assert "run `koko migrate`" in told.stderr


def test_what_was_granted_and_may_be_used_comes_as_samples_to_paste_without_a_name(kept: House) -> None:
    kept.anew = True

    told = kept.koko("bank", "appeals")

    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("# systems/cache.md")
    assert "only prose has samples: 1" in told.stderr
    [sample] = yaml.safe_load(told.stdout)["samples"]
    assert sample["text"].startswith(HALF)
    assert sample["text"].endswith("# granted: *so*")
    assert (sample["score"], sample["kind"]) == (1.0, "excellent")
    assert sample["met"] == ["keeps-copies", "saves-work"]
    assert not any(word in told.stdout for word in ("Ada", "ada", "Root", REASON))


def test_a_sample_is_taken_by_its_questions_file(kept: House) -> None:
    samples = kept.koko("bank", "appeals").stdout
    path = kept.folder / "questions/systems/cache.md"

    path.write_text(path.read_text().replace("---\n", f"---\n{samples}", 1))

    question = read_file(path).question
    assert isinstance(question, OpenQuestion)
    assert len(question.samples) == 1


def test_samples_are_json_for_programs(kept: House) -> None:
    [row] = json.loads(kept.koko("bank", "appeals", "--json").stdout)

    assert row["question"] == "systems/cache"
    assert [sample["kind"] for sample in row["samples"]] == ["excellent"]
