"""A member's own page: everything on it is in commands too."""

from __future__ import annotations

from datetime import timedelta

from bot.chat.adapter import Reply
from bot.chat.card import Card, File
from bot.chat.events import HomeOpened
from bot.chat.refs import Person, Place
from tests.bank import RIGHT
from tests.bots import ADA, ADMIN, CHANNEL, GRACE, TestBot, button, shown

AT_HOME = Place("fake", "team", "ada")
SECRET = Place("fake", "team", "founders")


async def home(bot: TestBot, person: Person = ADA) -> Card:
    page = await bot.does(HomeOpened(id=bot.id(), person=person))
    assert isinstance(page, Card)
    return page


async def test_opening_it_is_never_written_down(bot: TestBot) -> None:
    opened = HomeOpened(id="again", person=ADA)

    assert [await bot.koko.router.accept(opened) for _ in range(2)] == [Reply.UPDATE] * 2

    bot.clock.move(timedelta(hours=1))
    async with bot.koko.parts.store.begin() as tx:
        assert await tx.inbox.take_left(bot.clock(), 10) == []


async def test_whoever_has_done_nothing_yet_is_told_how_to_begin(bot: TestBot) -> None:
    page = shown(await home(bot))

    assert "Streak: none yet" in page
    assert "Answer a question in a channel, or start a quiz." in page
    assert "[Start a quiz]  [Hide me]  [My data]  [Forget me]" in page


async def test_it_shows_how_one_does_and_what_comes_next(open_question: TestBot) -> None:
    bot = open_question
    await bot.submit(ADMIN, "setup.time", "1", at="9", zone="Europe/Berlin", weekdays="0,1,2,3,4")
    await bot.answer(ADA, RIGHT)
    await bot.later(days=1, hours=1)
    await bot.answer(GRACE, RIGHT)
    await bot.later(days=1)
    await bot.answer(ADA, RIGHT)

    page = shown(await home(bot))

    assert "Streak: 1 question day in #daily" in page
    assert "Points: 200 in seven days, 200 in all" in page
    assert "2 answers in the last twelve weeks. Answered on 2 of 3 question days." in page
    assert (
        "Mon · · · · · · · · · · · ░\nTue · · · · · · · · · · · ·\nWed · · · · · · · · · · · ░\nThu" in page
    )
    assert "systems  2        100 %" in page
    assert "#daily · next question Thu 09:00 (Europe/Berlin)\n\n[Set up]" in page


async def test_a_question_that_is_still_open_is_not_missed(open_question: TestBot) -> None:
    await open_question.command(ADA, "quiz", count=1)
    await open_question.press(ADMIN, "setup.start")
    await open_question.answer(ADA, RIGHT)
    await open_question.later(days=1, hours=1)

    assert "Answered on 1 of 1 question day." in shown(await home(open_question))


async def test_of_a_channel_only_those_hear_who_answered_there_or_set_it_up(open_question: TestBot) -> None:
    bot = open_question
    await bot.press(ADMIN, "setup.start", place=SECRET)
    await bot.answer(ADA, RIGHT)

    assert "#founders" in shown(await home(bot, ADMIN))
    assert "#daily" not in shown(await home(bot, ADMIN))
    assert "#founders" not in shown(await home(bot))
    assert "#daily" in shown(await home(bot))
    assert "#" not in shown(await home(bot, GRACE))


async def test_the_state_of_a_channel_is_said(bot: TestBot) -> None:
    await bot.press(ADMIN, "setup.start")
    assert "#daily · next question Mon 09:00 (UTC)" in shown(await home(bot, ADMIN))

    await bot.command(ADMIN, "koko pause")
    assert "#daily · paused" in shown(await home(bot, ADMIN))


async def test_a_channel_is_set_up_from_there_by_its_admins(open_question: TestBot) -> None:
    await open_question.answer(ADA, RIGHT)
    pressed = button(await home(open_question), "Set up")

    assert "for admins of this channel" in shown(await open_question.press(ADA, *pressed, AT_HOME))
    assert "Channel: #daily" in shown(await open_question.press(ADMIN, *pressed, AT_HOME))


async def test_one_hides_and_comes_back_on_the_page_itself(open_question: TestBot) -> None:
    await open_question.answer(ADA, RIGHT)

    hidden = await open_question.press(ADA, *button(await home(open_question), "Hide me"), AT_HOME)
    assert "Boards: you are hidden" in shown(hidden)
    assert "Ada" not in shown(await open_question.command(GRACE, "leaderboard"))

    back = await open_question.press(ADA, *button(hidden, "Show me on boards"), AT_HOME)
    assert "Boards: you are shown" in shown(back)
    assert "Ada" in shown(await open_question.command(GRACE, "leaderboard"))


async def test_a_quiz_begins_there(bot: TestBot) -> None:
    question = await bot.press(ADA, *button(await home(bot), "Start a quiz"), AT_HOME)

    stopped = await bot.press(ADA, *button(question, "Stop"), AT_HOME)

    assert "Quiz done" in shown(stopped)


async def test_one_s_own_data_is_asked_for_and_erased_there(open_question: TestBot) -> None:
    await open_question.answer(ADA, RIGHT)
    page = await home(open_question)

    data = await open_question.press(ADA, *button(page, "My data"), AT_HOME)
    assert isinstance(data, Card)
    assert any(isinstance(block, File) and RIGHT in block.text for block in data.blocks)

    sure = await open_question.press(ADA, *button(page, "Forget me"), AT_HOME)
    await open_question.press(ADA, *button(sure, "Erase everything about me"), AT_HOME)
    assert "Streak: none yet" in shown(await home(open_question))
    assert str(CHANNEL) not in str(await home(open_question))
