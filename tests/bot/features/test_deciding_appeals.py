"""An admin grants an appeal, or refuses it."""

from __future__ import annotations

import asyncio
from itertools import count

import pytest

from bot.chat.form import Select
from bot.chat.plain import plain
from bot.store.sql import SqlStore
from tests.bank import HALF, OPEN_ONLY
from tests.bot.features.appeals import (
    BOTH,
    GONE,
    SAID,
    appeals,
    attempt,
    decides,
    grants,
    points,
    receipt,
    weighs,
)
from tests.bots import ADA, ADMIN, GRACE, LINUS, MONDAY, TestBot, asked, build_bot, button, shown
from tests.fakes import FixedClock, RecordingAdapter


async def test_a_refused_appeal_changes_nothing_and_says_why(looked_after: TestBot) -> None:
    bot = looked_after
    await appeals(bot, ADA)

    told = await decides(bot, ADMIN, await weighs(bot, ADMIN, "Refuse"), sentence="Once is *not* said.")

    assert "was refused by Root" in told
    assert "Your appeal was refused: Once is *not* said." in bot.in_private(ADA)[0]
    assert (await points(bot, ADA), bot.adapter.edited) == (50, [])
    why = plain(await receipt(bot, ADA))
    assert why.startswith("2/5 · 50 %")
    assert "[Appeal]" not in why


async def test_a_score_that_was_withheld_can_be_given_on_appeal(open_question: TestBot) -> None:
    await open_question.answer(
        ADA, "Ein Cache hält Kopien von Ergebnissen, die man nicht neu berechnen muss."
    )
    await appeals(open_question, ADA)

    assert "The grade is 5/5 · 100 %. It was No score." in await grants(open_question)
    assert await points(open_question, ADA) == 100


async def test_after_the_reveal_the_points_can_be_named_and_the_admin_finds_them_chosen(
    looked_after: TestBot,
) -> None:
    bot = looked_after
    await bot.later(hours=24)

    await appeals(bot, ADA, missed="saves-work")
    form = await weighs(bot, ADMIN, "Grant")

    assert "They name: It saves computing them again." in bot.in_private(ADMIN)[-1]
    chosen = {entry.id: entry.initial for entry in form.inputs if isinstance(entry, Select)}
    assert chosen == {"met": ("keeps-copies", "saves-work"), "half": (), "opposite": ()}
    assert "still open" not in form.text


async def test_before_the_reveal_an_admin_is_asked_to_give_nothing_away(looked_after: TestBot) -> None:
    await appeals(looked_after, ADA)

    assert "The question is still open" in (await weighs(looked_after, ADMIN, "Refuse")).text


@pytest.mark.parametrize(
    ("chosen", "problem"),
    [
        ({"met": "keeps-copies", "half": "keeps-copies"}, "One point is in two of the lists."),
        ({"met": "keeps-copies"}, "That is no more than it has."),
        ({"met": "keeps-copies,saves-work", "sentence": "x" * 301}, "can have 300 characters"),
        ({"met": "keeps-copies,saves-work", "sentence": " "}, "is needed"),
        ({"met": "keeps-copies,made-up"}, "does not offer that"),
    ],
)
async def test_a_grant_that_can_not_be_is_not_taken(
    looked_after: TestBot, chosen: dict[str, str], problem: str
) -> None:
    await appeals(looked_after, ADA)

    assert problem in await decides(looked_after, ADMIN, await weighs(looked_after, ADMIN, "Grant"), **chosen)
    assert await points(looked_after, ADA) == 50


async def test_where_a_key_grades_the_admin_gives_a_score(choice: TestBot) -> None:
    await choice.answer(ADA, "first")
    await appeals(choice, ADA)

    form = await weighs(choice, ADMIN, "Grant")
    assert form.text.startswith("The one pushed first")
    told = await decides(choice, ADMIN, form, score="4")

    assert "The grade is 4/5 · 80 %. It was 0/5 · 0 %." in told
    assert await points(choice, ADA) == 80
    assert "An admin set this score." in plain(await receipt(choice, ADA))


@pytest.mark.parametrize("action", ["appeal.show", "appeal.grant", "appeal.refuse"])
async def test_who_is_no_admin_decides_nothing(looked_after: TestBot, action: str) -> None:
    mine = await attempt(looked_after, ADA)
    await appeals(looked_after, ADA)

    assert "for admins of the channel" in shown(await looked_after.press(GRACE, action, mine.id))


async def test_who_is_no_admin_sends_no_decision(looked_after: TestBot) -> None:
    await appeals(looked_after, ADA)
    form = await weighs(looked_after, ADMIN, "Grant")

    assert "for admins of the channel" in await decides(looked_after, ADA, form, **BOTH)
    assert await points(looked_after, ADA) == 50


async def test_an_admins_own_appeal_is_another_admins_to_decide(looked_after: TestBot) -> None:
    bot = looked_after
    bot.adapter.admins = [ADMIN, GRACE]
    await bot.answer(ADMIN, SAID)

    thanks = await appeals(bot, ADMIN)

    assert "another admin of the channel decides" in thanks
    assert bot.in_private(ADMIN) == []
    mine = await attempt(bot, ADMIN)
    assert "another admin of the channel decides" in shown(await bot.press(ADMIN, "appeal.grant", mine.id))
    assert "was granted by Grace" in await grants(bot, GRACE)


async def test_who_practises_alone_decides_alone(open_question: TestBot) -> None:
    await open_question.press(ADMIN, "setup.start")
    await open_question.answer(ADMIN, SAID)

    assert "It is with an admin" in await appeals(open_question, ADMIN)
    assert "was granted by Root" in await grants(open_question)


async def test_a_decision_counts_once_however_often_it_is_sent(looked_after: TestBot) -> None:
    bot = looked_after
    bot.adapter.admins = [ADMIN, LINUS]
    await appeals(bot, ADA)
    form, other = await weighs(bot, ADMIN, "Grant"), await weighs(bot, LINUS, "Refuse")

    told = await asyncio.gather(
        decides(bot, ADMIN, form, **BOTH), decides(bot, LINUS, other), decides(bot, ADMIN, form, **BOTH)
    )

    assert len({one.partition(".")[0] for one in told}) == 1
    assert len(bot.in_private(ADA)) == 1
    assert "is decided already" in shown(await bot.press(LINUS, "appeal.grant", (await attempt(bot, ADA)).id))
    assert "No appeal is open here." in shown(await bot.command(LINUS, "koko appeals"))


async def test_an_answer_that_was_changed_meanwhile_is_shown_again(looked_after: TestBot) -> None:
    bot = looked_after
    await appeals(bot, ADA)
    form = await weighs(bot, ADMIN, "Grant")
    message = (await attempt(bot, ADA)).source
    assert message
    await bot.edits(ADA, message, f"{SAID} Or so.")

    again = await decides(bot, ADMIN, form, **BOTH)

    assert again.startswith("An answer was appealed\n\nThe answer was changed meanwhile.")
    assert "Or so." in again
    assert await points(bot, ADA) == 50
    assert "was granted by Root" in await grants(bot)


async def test_an_answer_that_is_edited_after_the_grant_is_graded_as_it_reads_then(
    looked_after: TestBot,
) -> None:
    bot = looked_after
    await appeals(bot, ADA)
    await grants(bot)
    message = (await attempt(bot, ADA)).source
    assert message

    await bot.edits(ADA, message, "It is a box of bits in some corner.")

    why = plain(await receipt(bot, ADA))
    assert why.startswith("0/5")
    assert "Then you changed the answer" in why
    assert await points(bot, ADA) == 0


async def test_that_an_appeal_was_refused_is_not_said_of_an_answer_that_was_changed_since(
    looked_after: TestBot,
) -> None:
    bot = looked_after
    await appeals(bot, ADA)
    await decides(bot, ADMIN, await weighs(bot, ADMIN, "Refuse"))
    message = (await attempt(bot, ADA)).source
    assert message

    await bot.edits(ADA, message, "It is a box of bits in some corner.")

    why = plain(await receipt(bot, ADA))
    assert why.startswith("0/5")
    assert "Your appeal was refused. Then you changed the answer" in why


async def test_an_answer_that_was_taken_back_is_decided_no_more(looked_after: TestBot) -> None:
    bot = looked_after
    await appeals(bot, ADA)
    form = await weighs(bot, ADMIN, "Grant")
    message = (await attempt(bot, ADA)).source
    assert message

    await bot.deletes(message)

    assert "No appeal is open here." in shown(await bot.command(ADMIN, "koko appeals"))
    assert GONE in await decides(bot, ADMIN, form, **BOTH)
    assert await points(bot, ADA) == 0


async def test_two_tries_that_two_processes_grant_at_once_leave_the_points_of_the_better(
    store_url: str,
) -> None:
    stores, clock = [SqlStore(store_url) for _ in range(2)], FixedClock(MONDAY)
    adapter = RecordingAdapter(admins=[ADMIN])
    one, other = (build_bot(store, clock, OPEN_ONLY, adapter) for store in stores)
    other.numbers = count(1000)
    await one.command(ADMIN, "koko ask now")
    for text in (HALF, SAID):
        await one.answer(ADA, text)
        await appeals(one, ADA)
    listed = await one.command(ADMIN, "koko appeals")
    cases = [await one.press(ADMIN, *button(listed, label)) for label in ("Show 1", "Show 2")]
    forms = [asked(await one.press(ADMIN, *button(case, "Grant"))) for case in cases]

    await asyncio.gather(
        decides(one, ADMIN, forms[0], **BOTH),
        decides(other, ADMIN, forms[1], met="keeps-copies", half="saves-work", opposite=""),
    )

    assert await points(one, ADA) == 100
    for store in stores:
        await store.close()
