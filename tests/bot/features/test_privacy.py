"""A member's own data, and reports."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.chat.card import Card, File
from bot.chat.form import Form
from bot.chat.refs import Person, Place
from bot.errors import PlatformDown
from bot.store.port import Report
from tests.bank import RIGHT
from tests.bot.features.appeals import appeals, decides, weighs
from tests.bots import ADA, ADMIN, GRACE, TestBot, asked, shown
from tests.fakes import Fault


def shown_data(told: Card | Form | None) -> dict[str, Any]:
    """What the file of `/koko my data` holds."""
    assert isinstance(told, Card)
    data: dict[str, Any] = json.loads(next(block for block in told.blocks if isinstance(block, File)).text)
    return data


async def test_my_data_is_all_that_is_kept_as_json(open_question: TestBot) -> None:
    await open_question.answer(ADA, RIGHT)
    await open_question.answer(GRACE, "Something that Ada must never see.")

    data = shown_data(await open_question.command(ADA, "koko my data"))

    [mine] = data["answers"]
    assert (mine["text"], mine["grade"]["score"]) == (RIGHT, 1)
    assert "never see" not in json.dumps(data)


async def test_my_data_holds_what_an_admin_wrote_on_appeals_and_not_what_they_were_about(
    looked_after: TestBot,
) -> None:
    await appeals(looked_after, ADA)
    await decides(
        looked_after, ADMIN, await weighs(looked_after, ADMIN, "Refuse"), sentence="Once is not said."
    )

    mine = shown_data(await looked_after.command(ADMIN, "koko my data"))
    hers = shown_data(await looked_after.command(ADA, "koko my data"))

    [decision] = mine["decisions"]
    assert (decision["granted"], decision["sentence"]) == (False, "Once is not said.")
    assert (mine["answers"], mine["appeals"], hers["decisions"]) == ([], [], [])


async def test_my_data_is_cut_to_what_a_file_can_hold_whatever_it_is_full_of(
    open_question: TestBot,
) -> None:
    async with open_question.koko.parts.store.begin() as tx:
        for number in range(400):
            await tx.reports.add(Report(str(number), "a/b", "", ADA, "語" * 1000, open_question.clock()))

    card = await open_question.command(ADA, "koko my data")

    assert isinstance(card, Card)
    assert any(isinstance(block, File) for block in card.blocks)


async def test_whoever_comes_without_a_name_is_called_as_before(open_question: TestBot) -> None:
    nameless = replace(ADA, name="")
    await open_question.command(ADA, "koko show")
    await open_question.press(ADMIN, "setup.start")

    await open_question.says(nameless, RIGHT)
    await open_question.submit(nameless, "report", "systems/cache", text="It is wrong.")
    data = shown_data(await open_question.command(nameless, "koko my data"))

    assert (await open_question.in_thread())[0].startswith("Ada 5/5")
    assert "Ada on systems/cache" in open_question.in_private(ADMIN)[0]
    assert data["name"] == "Ada"


async def test_forget_me_asks_once_then_erases_and_leaves_the_totals_of_others(
    open_question: TestBot,
) -> None:
    await open_question.answer(ADA, RIGHT)
    await open_question.answer(GRACE, RIGHT)

    asked_once = await open_question.command(ADA, "koko forget me")
    assert "[Erase everything about me]" in shown(asked_once)
    await open_question.press(ADA, "forget")

    board = shown(await open_question.command(GRACE, "leaderboard"))
    assert "Ada" not in board
    assert "100" in board
    async with open_question.koko.parts.store.read() as tx:
        assert await tx.attempts.by(ADA) == []


async def test_see_why_of_an_erased_answer_says_so(open_question: TestBot) -> None:
    await open_question.answer(ADA, RIGHT)
    async with open_question.koko.parts.store.read() as tx:
        attempt = (await tx.attempts.by(ADA))[0].id
    await open_question.press(ADA, "forget")

    assert "taken back or erased" in shown(await open_question.press(ADA, "why", attempt))


async def test_stats_show_streak_points_and_topics(open_question: TestBot) -> None:
    assert "Nothing yet" in shown(await open_question.command(ADA, "koko stats"))
    await open_question.answer(ADA, RIGHT)

    stats = shown(await open_question.command(ADA, "koko stats"))

    assert "Streak here: 1 question day, longest 1" in stats
    assert "Points: 100 in seven days, 100 in all" in stats
    assert "systems  1        100 %" in stats


async def test_a_report_goes_to_whoever_set_the_channel_up(open_question: TestBot) -> None:
    await open_question.press(ADMIN, "setup.start")

    form = asked(await open_question.command(ADA, "koko report"))
    thanks = await open_question.submit(ADA, "report", form.value, text="The *source* is <b>wrong</b>")

    assert form.text == "About *Cache*."
    assert "Thank you" in shown(thanks)
    assert "Ada on systems/cache:" in open_question.in_private(ADMIN)[0]
    assert "The *source* is <b>wrong</b>" in open_question.in_private(ADMIN)[0]


async def test_a_report_may_hold_whatever_is_longest_when_it_is_escaped(open_question: TestBot) -> None:
    await open_question.press(ADMIN, "setup.start")
    question = (await open_question.challenge()).question

    thanks = await open_question.submit(ADA, "report", question, text="a\n" + "\t" * 997 + "b")

    assert "Thank you" in shown(thanks)
    assert len(open_question.in_private(ADMIN)) == 1


async def test_an_id_of_a_question_is_told_as_it_is_written(open_question: TestBot) -> None:
    await open_question.press(ADMIN, "setup.start")

    await open_question.submit(ADA, "report", "fine-tuning/lora-basics", text="It is out of date.")

    assert "Ada on fine-tuning/lora-basics:" in open_question.in_private(ADMIN)[0]


async def test_words_in_the_place_of_a_question_s_id_are_in_no_log(open_question: TestBot) -> None:
    with capture_logs() as logs:
        await open_question.submit(ADA, "report", "zugzwang, says Ada", text="It is wrong.")

    assert "question_reported" in str(logs)
    assert "zugzwang" not in str(logs)


async def test_a_report_that_reaches_nobody_does_not_say_that_it_did(open_question: TestBot) -> None:
    question = (await open_question.challenge()).question

    thanks = await open_question.submit(ADA, "report", question, text="It is out of date.")

    assert "looks after this channel" not in shown(thanks)


async def test_a_report_where_nothing_was_asked_says_how(bot: TestBot) -> None:
    assert "No question was asked here yet" in shown(await bot.command(ADA, "koko report"))


async def test_help_lists_every_command_from_the_routes(bot: TestBot) -> None:
    listed = shown(await bot.command(ADA, "koko help"))

    assert all(spec.usage in listed for spec in bot.koko.router.commands)


@pytest.mark.parametrize(
    ("action", "refusal"),
    [
        ("why", "I know of no answer there"),
        ("hint", "don't know that question"),
        ("answer", "don't know that question"),
    ],
)
async def test_nobody_reaches_into_another_workspace(
    open_question: TestBot, action: str, refusal: str
) -> None:
    await open_question.answer(ADA, RIGHT)
    async with open_question.koko.parts.store.read() as tx:
        attempt = (await tx.attempts.by(ADA))[0]
    stranger = Person("fake", "other", "ada", "Ada")
    elsewhere = Place("fake", "other", "daily")

    value = attempt.id if action == "why" else attempt.within
    assert refusal in shown(await open_question.press(stranger, action, value, place=elsewhere))


async def test_what_waits_to_be_said_of_a_forgotten_member_is_never_said(open_question: TestBot) -> None:
    open_question.adapter.faults.append(Fault("send", PlatformDown("down"), count=1))
    await open_question.says(ADA, RIGHT)
    await open_question.press(ADA, "forget")

    await open_question.later(minutes=10)

    assert await open_question.in_thread() == []
