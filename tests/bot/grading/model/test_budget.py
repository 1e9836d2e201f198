"""What asking costs: each answer once, over a restart too, and never more calls a day than were set."""

from __future__ import annotations

from datetime import timedelta

from bot.grading.model.breaker import Breaker
from bot.grading.model.endpoint import Endpoint
from bot.grading.model.judge import FAILED, USED_UP, ModelJudge
from bot.grading.rubric import RubricJudge
from bot.store.ledger import StoredLedger
from bot.store.sql import SqlStore
from tests.bot.grading.model.conftest import A_DAY
from tests.bot.grading.model.endpoint import Loopback, judges, sends
from tests.bot.grading.model.lighthouse import ANSWER, BY_RUBRIC, QUESTION, TRUTH
from tests.fakes import FixedClock


async def test_the_same_answer_is_asked_once_even_over_a_restart(
    loopback: Loopback, endpoint: Endpoint, clock: FixedClock, store_url: str
) -> None:
    loopback.acts = [judges(TRUTH), judges({})]
    grades = []
    for _ in range(2):
        store = SqlStore(store_url)
        judge = ModelJudge(RubricJudge(), endpoint, StoredLedger(store, A_DAY, clock), Breaker(clock))
        grades += [await judge.judge(QUESTION, ANSWER) for _ in range(2)]
        await store.close()

    assert len(loopback.asked) == 1
    assert [grade.score for grade in grades] == [1.0] * 4
    assert all(grade == grades[0] for grade in grades)


async def test_another_model_question_or_answer_is_asked_anew(
    loopback: Loopback, judge: ModelJudge, clock: FixedClock
) -> None:
    loopback.acts = [judges(TRUTH)]
    larger = Endpoint(loopback.url, "larger")
    await judge.judge(QUESTION, ANSWER)

    await judge.judge(QUESTION, f"{ANSWER} Truly.")
    await judge.judge(QUESTION.model_copy(update={"prompt": "What is it for?"}), ANSWER)
    await ModelJudge(RubricJudge(), larger, judge.ledger, Breaker(clock)).judge(QUESTION, ANSWER)
    await larger.close()

    assert len(loopback.asked) == 4


async def test_a_failure_is_not_remembered(loopback: Loopback, judge: ModelJudge) -> None:
    loopback.acts = [sends("{}", 404), judges(TRUTH)]

    assert (await judge.judge(QUESTION, ANSWER)).note == FAILED
    assert (await judge.judge(QUESTION, ANSWER)).score == 1.0


async def test_a_workspace_has_its_calls_of_a_day_and_no_more(
    loopback: Loopback, judge: ModelJudge, clock: FixedClock
) -> None:
    loopback.acts = [judges(TRUTH)]
    for number in range(A_DAY):
        assert (await judge.judge(QUESTION, f"{ANSWER} {number}", "slack:T1")).by == "model"

    over = await judge.judge(QUESTION, f"{ANSWER} More.", "slack:T1")
    again = await judge.judge(QUESTION, f"{ANSWER} 0", "slack:T1")
    elsewhere = await judge.judge(QUESTION, f"{ANSWER} More, there.", "slack:T2")
    clock.move(timedelta(days=1))
    tomorrow = await judge.judge(QUESTION, f"{ANSWER} More.", "slack:T1")

    assert (over.by, over.score, over.note) == ("rubric", BY_RUBRIC, USED_UP)
    assert [grade.by for grade in (again, elsewhere, tomorrow)] == ["model"] * 3
    assert len(loopback.asked) == A_DAY + 2


async def test_every_try_is_a_call(loopback: Loopback, judge: ModelJudge) -> None:
    loopback.acts = [judges(TRUTH)]
    for number in range(A_DAY - 2):
        await judge.judge(QUESTION, f"{ANSWER} {number}", "slack:T1")
    loopback.acts, loopback.asked = [sends("{}", 503)], []

    grade = await judge.judge(QUESTION, f"{ANSWER} More.", "slack:T1")

    assert grade.note == USED_UP
    assert len(loopback.asked) == 2
