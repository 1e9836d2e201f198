"""`/quiz`: one card that changes in place."""

from __future__ import annotations

import asyncio

import asyncpg

from bot.chat.card import Card
from bot.chat.form import Form
from bot.domain.attempt import Attempt
from bot.store.sql import SqlStore
from tests.bank import RIGHT
from tests.bots import ADA, ADMIN, GRACE, MONDAY, TestBot, asked, build_bot, shown
from tests.fakes import FixedClock
from tests.waiting import until_told


def value_of(response: Card | Form | None, label: str) -> str:
    assert isinstance(response, Card)
    return next(button.value for button in response.buttons if button.label == label)


async def test_a_single_choice_is_a_tap_and_the_verdict_explains(bot: TestBot) -> None:
    question = await bot.command(ADA, "quiz", topic="systems", count=2)
    while "Stack" not in shown(question):
        question = await bot.press(ADA, "quiz.skip", value_of(question, "I don't know"))
        question = await bot.press(ADA, "quiz.next", value_of(question, forward(question)))
    assert isinstance(question, Card)
    tapped = next(button for button in question.buttons if button.value.endswith(":first"))

    verdict = await bot.press(ADA, "quiz.choose", tapped.value)

    assert shown(verdict).startswith("0/5")
    assert "That is a queue." in shown(verdict)
    assert "Last in, first out." in shown(verdict)


async def test_prose_is_answered_by_a_form_and_the_result_sums_up(bot: TestBot) -> None:
    question = await bot.command(ADA, "quiz", topic="systems", count=2, difficulty="easy")
    while "What is a cache" not in shown(question):
        question = await bot.press(ADA, "quiz.skip", value_of(question, "I don't know"))
        question = await bot.press(ADA, "quiz.next", value_of(question, forward(question)))
    at = value_of(question, "Answer")
    assert asked(await bot.press(ADA, "quiz.write", at)).title == "Cache"

    verdict = await bot.submit(ADA, "quiz.write", at, answer=RIGHT)

    assert shown(verdict).startswith("5/5 · 100 %")


async def test_it_resumes_after_a_restart_where_it_stood(bot: TestBot) -> None:
    first = await bot.command(ADA, "quiz", count=3)
    verdict = await bot.press(ADA, "quiz.skip", value_of(first, "I don't know"))
    assert isinstance(bot.koko.parts.store, SqlStore)
    restarted = build_bot(bot.koko.parts.store, bot.clock)
    restarted.numbers = bot.numbers

    resumed = await restarted.command(ADA, "quiz")

    assert "2 of 3" in shown(resumed)
    assert shown(await restarted.press(ADA, "quiz.next", value_of(verdict, "Next"))) == shown(resumed)


async def test_who_asks_for_another_is_told_that_one_is_unfinished(bot: TestBot) -> None:
    first = await bot.command(ADA, "quiz", topic="systems", count=2)
    assert "you had begun" not in shown(first)

    again = await bot.command(ADA, "quiz", topic="maths", count=1)

    assert "1 of 2" in shown(again)
    assert "This is the quiz you had begun; Stop makes room for another." in shown(again)
    stopped = await bot.press(ADA, "quiz.stop", value_of(again, "Stop"))
    assert shown(stopped).startswith("Quiz done")
    assert "Area" in shown(await bot.command(ADA, "quiz", topic="maths", count=1))


async def test_an_old_button_shows_where_the_quiz_stands(bot: TestBot) -> None:
    first = await bot.command(ADA, "quiz", count=3)
    old = value_of(first, "I don't know")
    await bot.press(ADA, "quiz.skip", old)

    again = await bot.press(ADA, "quiz.skip", old)

    assert "2 of 3" in shown(again)


async def test_of_two_answers_in_two_processes_one_counts_and_the_other_shows_where_the_quiz_stands(
    postgres_url: str,
) -> None:
    store, watch = SqlStore(postgres_url), await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
    await store.create_tables()
    bot = build_bot(store, FixedClock(MONDAY))
    first = await bot.command(ADA, "quiz", count=3)

    async def is_held_up() -> bool:
        return bool(await watch.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"))

    async with store.begin() as tx:  # the other process
        quiz = await tx.quizzes.unfinished(ADA)
        assert quiz
        await tx.attempts.add(Attempt("other", within=quiz.id, number=0, person=ADA, text="", at=MONDAY))
        await tx.quizzes.advance(quiz, 1)
        pressing = asyncio.create_task(bot.press(ADA, "quiz.skip", value_of(first, "I don't know")))
        await until_told(is_held_up)

    assert "2 of 3" in shown(await pressing)
    async with store.read() as tx:
        assert [attempt.id for attempt in await tx.attempts.of(quiz.id)] == ["other"]
    await watch.close()
    await store.close()


async def test_nobody_plays_the_quiz_of_somebody_else(bot: TestBot) -> None:
    first = await bot.command(ADA, "quiz", count=3)

    refused = await bot.press(GRACE, "quiz.skip", value_of(first, "I don't know"))

    assert "not going on any more" in shown(refused)


async def test_it_never_asks_what_is_open_in_the_workspace(bot: TestBot) -> None:
    await bot.command(ADMIN, "koko ask now")
    open_now = (await bot.challenge()).question

    await bot.command(ADA, "quiz", count=20)

    async with bot.koko.parts.store.read() as tx:
        quiz = await tx.quizzes.unfinished(ADA)
        assert quiz
        drawn = {question.id for hash in quiz.questions if (question := await tx.questions.get(hash))}
    assert len(drawn) == 4
    assert open_now not in drawn


async def test_a_question_that_is_opened_meanwhile_is_passed_over(bot: TestBot) -> None:
    first = await bot.command(ADA, "quiz", topic="systems", count=2)
    answer = value_of(first, "I don't know")
    await bot.submit(ADMIN, "setup.topics", "1", topics="systems", easiest="easy", hardest="easy")
    for _ in range(2):
        await bot.command(ADMIN, "koko ask now")

    refused = await bot.press(ADA, "quiz.write", answer)
    passed = await bot.press(ADA, "quiz.skip", answer)

    assert "is open in a channel now" in shown(refused)
    assert shown(passed).startswith("Quiz done")
    assert "Last in, first out" not in shown(passed)
    assert "copies of results" not in shown(passed)


async def test_an_old_stop_ends_nothing(bot: TestBot) -> None:
    first = await bot.command(ADA, "quiz", count=3)
    await bot.press(ADA, "quiz.skip", value_of(first, "I don't know"))

    assert "2 of 3" in shown(await bot.press(ADA, "quiz.stop", value_of(first, "Stop")))


async def test_what_was_missed_comes_first_next_time(bot: TestBot) -> None:
    first = await bot.command(ADA, "quiz", topic="maths", count=1)
    await bot.press(ADA, "quiz.skip", value_of(first, "I don't know"))

    again = await bot.command(ADA, "quiz", count=5)

    assert shown(again).startswith("Area")


async def test_a_number_that_can_t_be_read_is_handed_back(bot: TestBot) -> None:
    asked = value_of(await bot.command(ADA, "quiz", topic="maths", count=1), "Answer")

    unread = await bot.submit(ADA, "quiz.write", asked, area="width times height")
    read = await bot.submit(ADA, "quiz.write", asked, area="1,000")

    assert shown(unread) == "I read no number here."
    assert shown(read).startswith("0/5")


async def test_each_question_gives_points_once_a_week(bot: TestBot) -> None:
    await bot.command(ADMIN, "koko ask now")
    for _ in range(3):
        question = await bot.command(ADA, "quiz", topic="coding", count=1)
        if "Increment" in shown(question):
            await bot.submit(ADA, "quiz.write", value_of(question, "Answer"), answer="def increment(x): ...")

    async with bot.koko.parts.store.read() as tx:
        total = await tx.points.total(ADA, bot.clock().replace(year=2025), bot.clock().replace(year=2027))
    assert total <= 20


async def test_stop_ends_it_with_the_result(bot: TestBot) -> None:
    first = await bot.command(ADA, "quiz", count=3)

    result = await bot.press(ADA, "quiz.stop", value_of(first, "Stop"))

    assert shown(result).startswith("Quiz done")
    assert "1 of 3" in shown(await bot.command(ADA, "quiz", count=3))


async def test_an_unknown_topic_is_refused_with_the_nearest(bot: TestBot) -> None:
    refused = await bot.command(ADA, "quiz", topic="sistems")

    assert "Did you mean systems?" in shown(refused)


async def test_what_somebody_typed_is_shown_as_typed(bot: TestBot) -> None:
    topic = await bot.command(ADA, "quiz", topic="*x* <b>")
    zone = await bot.submit(ADMIN, "setup.time", "1", at="9", zone="*x* <b>", weekdays="0")

    assert "“*x* <b>”" in shown(topic)
    assert "'*x* <b>'" in shown(zone)


async def test_an_empty_answer_is_asked_for_again(bot: TestBot) -> None:
    question = await bot.command(ADA, "quiz", topic="behavioural", count=1)

    refused = await bot.submit(ADA, "quiz.write", value_of(question, "Answer"), answer=" ")

    assert shown(refused) == "Your answer is needed."


def forward(response: Card | Form | None) -> str:
    assert isinstance(response, Card)
    return next(b.label for b in response.buttons if b.action == "quiz.next")


async def test_the_verdict_has_a_button_to_report_the_question(bot: TestBot) -> None:
    question = await bot.command(ADA, "quiz", count=1)
    verdict = await bot.press(ADA, "quiz.skip", value_of(question, "I don't know"))

    form = asked(await bot.press(ADA, "report", value_of(verdict, "Report the question")))
    thanks = await bot.submit(ADA, form.action, form.value, text="Nobody can know that.")

    assert "Thank you." in shown(thanks)
    async with bot.koko.parts.store.read() as tx:
        [report] = await tx.reports.by(ADA)
    assert (report.question, report.text) == (form.value, "Nobody can know that.")
