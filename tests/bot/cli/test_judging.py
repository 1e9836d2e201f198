"""`koko grade` and `koko regrade` beside a language model: the same judge as the bot's."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from subprocess import CompletedProcess

import pytest

from bot.domain.attempt import Attempt
from bot.domain.question import OpenQuestion, question_hash
from bot.grading.model.breaker import Breaker
from bot.grading.model.endpoint import Endpoint
from bot.grading.model.judge import FAILED, ModelJudge
from bot.grading.rubric import RubricJudge
from bot.store.ledger import StoredLedger
from bot.store.sql import SqlStore
from bot.store.upgrade import migrate
from tests.bank import CACHE, HALF
from tests.bot.cli.house import House
from tests.bot.grading.model.endpoint import Loopback, judges, writes
from tests.bots import ADA, MONDAY
from tests.fakes import FixedClock

FOUND = {"keeps-copies": ("partial", "keeps copies"), "saves-work": ("unmet", "")}
OTHERWISE = {"keeps-copies": ("met", "keeps copies"), "saves-work": ("unmet", "")}


@dataclass
class Judged:
    """A house with a model, and the answer that it graded there."""

    house: House
    loopback: Loopback
    store: SqlStore

    async def koko(self, *arguments: str, **settings: str) -> CompletedProcess[str]:
        return await asyncio.to_thread(self.house.koko, *arguments, **settings)


@pytest.fixture
async def judged(house: House) -> AsyncIterator[Judged]:
    url = f"sqlite:///{house.folder / 'data/koko.db'}"
    await migrate(url, MONDAY)
    store, clock = SqlStore(url), FixedClock(MONDAY)
    async with Loopback().serving() as loopback:
        loopback.acts = [judges(FOUND)]
        house.settings |= {"KOKO_MODEL_URL": loopback.url, "KOKO_MODEL_NAME": "tiny"}
        endpoint = Endpoint(loopback.url, "tiny")
        judge = ModelJudge(RubricJudge(), endpoint, StoredLedger(store, 10, clock), Breaker(clock))
        assert isinstance(CACHE, OpenQuestion)
        graded = await judge.judge(CACHE, HALF)
        loopback.acts = [writes("No.")]
        unread = await judge.judge(CACHE, f"{HALF} So.")
        await endpoint.close()
        async with store.begin() as tx:
            await tx.questions.keep({question_hash(CACHE): CACHE})
            await tx.attempts.add(Attempt("read", "c1", 1, ADA, HALF, MONDAY, grade=graded))
            await tx.attempts.add(Attempt("unread", "c2", 1, ADA, f"{HALF} So.", MONDAY, grade=unread))
        loopback.acts, loopback.asked = [judges(OTHERWISE)], []
        yield Judged(house, loopback, store)
    await store.close()


async def test_an_answer_is_graded_as_the_bot_would_and_it_is_said_by_whom(judged: Judged) -> None:
    told = await judged.koko("grade", "systems/cache", f"{HALF} Yes.")
    row = json.loads((await judged.koko("grade", "systems/cache", f"{HALF} Yes.", "--json")).stdout)

    assert "Score 0.50, 2/5 · by model" in told.stdout, told.stderr
    assert (row["by"], row["score"]) == ("model", 0.5)
    assert row["version"].endswith(":tiny")
    assert len(judged.loopback.asked) == 1


async def test_a_file_of_answers_is_graded_so_too(judged: Judged) -> None:
    file = judged.house.folder / "answers.jsonl"
    file.write_text(json.dumps({"text": f"{HALF} Yes.", "question_id": "systems/cache"}))
    judged.house.anew = True

    told = await judged.koko("grade", "--batch", str(file))

    assert told.stdout == "    1  0.50  keeps-copies  by model\n"


async def test_no_database_is_needed(judged: Judged) -> None:
    told = await judged.koko("grade", "systems/cache", HALF, KOKO_DATABASE_URL="sqlite:///none.db")

    assert "by model" in told.stdout, told.stderr
    assert not (judged.house.folder / "none.db").exists()


async def test_what_a_model_said_gives_the_same_grade_again_bit_for_bit_and_nobody_is_asked(
    judged: Judged,
) -> None:
    judged.house.anew = True

    told = await judged.koko("regrade", "read")
    row = json.loads((await judged.koko("regrade", "read", "--json")).stdout)

    assert (told.returncode, row["same"], row["now"]["by"]) == (0, True, "model"), told.stderr
    assert "The same grade, bit for bit." in told.stdout
    assert told.stdout.count("half keeps copies") == 2
    assert judged.loopback.asked == []


async def test_once_it_is_kept_no_longer_another_opinion_is_no_fault(judged: Judged) -> None:
    async with judged.store.begin() as tx:
        await tx.opinions.sweep(MONDAY + timedelta(days=1))

    told = await judged.koko("regrade", "read")

    assert told.returncode == 0, told.stderr
    assert "The language model has another opinion than it had." in told.stdout


async def test_a_rubrics_grade_is_the_same_however_a_model_fared_beside_it(judged: Judged) -> None:
    told = await judged.koko("regrade", "unread", KOKO_MODEL_URL="", KOKO_MODEL_NAME="")
    row = json.loads((await judged.koko("regrade", "unread", "--json")).stdout)

    assert told.returncode == 0, told.stderr
    assert "The same grade; only what is said of the language model differs." in told.stdout
    assert (row["kept"]["note"], row["now"]["by"], row["same"]) == (FAILED, "model", False)
