"""Boards: on request, every week, for one channel alone."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.card import Card
from bot.chat.refs import Place
from bot.domain.channel import Channel
from bot.domain.schedule import Occurrence
from tests.bank import HALF, RIGHT
from tests.bots import ADA, ADMIN, GRACE, LINUS, MONDAY, TestBot, shown

ELSEWHERE = Place("fake", "team", "secret")


async def test_tied_members_share_a_place(open_question: TestBot) -> None:
    await open_question.answer(ADA, RIGHT)
    await open_question.answer(GRACE, RIGHT)
    await open_question.answer(LINUS, HALF)

    rows = shown(await open_question.command(ADA, "leaderboard")).splitlines()[3:]

    assert [row.split()[:3] for row in rows] == [
        ["1", "Ada", "100"],
        ["1", "Grace", "100"],
        ["3", "Linus", "50"],
    ]


async def test_another_channel_shows_nothing_of_this_one(open_question: TestBot) -> None:
    await open_question.answer(ADA, RIGHT)

    board = await open_question.command(ADA, "leaderboard", place=ELSEWHERE)

    assert "Nobody has points yet" in shown(board)


async def test_it_is_posted_on_friday_with_what_changed_and_who_improved_most(open_question: TestBot) -> None:
    await open_question.answer(ADA, HALF)
    await open_question.later(days=4, hours=8)
    assert "Leaderboard · This week" in open_question.in_channel()[-1]

    await open_question.later(days=2, hours=17)
    await open_question.answer(ADA, RIGHT)
    await open_question.later(days=4, hours=7)

    posted = open_question.in_channel()[-1]
    assert "+50" in posted
    assert "Most improved: Ada, +50 points." in posted


async def test_a_channel_whose_board_can_t_be_made_keeps_no_other_waiting(open_question: TestBot) -> None:
    bot = open_question
    async with bot.koko.parts.store.begin() as tx:
        channel = Channel(ELSEWHERE, zone="Europe/Atlantis")  # a zone that this machine does not know
        await tx.channels.put(channel)
        await tx.schedules.put(replace(channel.board(), next=Occurrence(MONDAY.date(), MONDAY)))

    await bot.later(days=4, hours=8)

    assert "Leaderboard · This week" in bot.in_channel()[-1]


async def test_a_week_without_a_question_has_no_board(open_question: TestBot) -> None:
    await open_question.command(ADMIN, "koko pause")
    await open_question.later(days=14)

    assert not [text for text in open_question.in_channel() if "Leaderboard" in text]


async def test_a_streak_counts_question_days_answered_in_time(open_question: TestBot) -> None:
    await open_question.answer(ADA, RIGHT)
    await open_question.later(days=1, hours=2)
    await open_question.answer(ADA, RIGHT)

    assert (await open_question.in_thread())[-1] == "Ada 5/5 · streak 2\n\n[See why]"


async def test_a_hidden_member_is_on_no_board_until_they_come_back(open_question: TestBot) -> None:
    await open_question.answer(ADA, RIGHT)
    await open_question.command(ADA, "koko hide")
    hidden = shown(await open_question.command(GRACE, "leaderboard"))
    await open_question.command(ADA, "koko show")

    assert "Ada" not in hidden
    assert "Ada" in shown(await open_question.command(GRACE, "leaderboard"))


async def test_quiz_points_count_for_those_who_answered_here(open_question: TestBot) -> None:
    await open_question.answer(ADA, RIGHT)
    await open_question.later(hours=24)
    question = await open_question.command(ADA, "quiz", count=1)
    assert question is not None
    at = shown_value(question)
    await open_question.submit(ADA, "quiz.write", at, answer=RIGHT)

    assert "120" in shown(await open_question.command(ADA, "leaderboard", period="all"))


def shown_value(response: object) -> str:
    assert isinstance(response, Card)
    return next(button.value for button in response.buttons if button.label == "Answer")
