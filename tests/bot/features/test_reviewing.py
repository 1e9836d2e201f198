"""Where rubric and model were far apart, an admin decides as on an appeal."""

from __future__ import annotations

import asyncio

import pytest

from bot.chat.plain import plain
from bot.domain.grade import Grade
from bot.grading.model.judge import APART
from bot.store.sql import SqlStore
from tests.bank import OPEN_ONLY
from tests.bot.features.appeals import BOTH, GONE, SAID, appeals, attempt, decides, points, receipt, weighs
from tests.bot.features.judging import Torn, judged_by
from tests.bots import ADA, ADMIN, CHANNEL, GRACE, LINUS, MONDAY, TestBot, asked, build_bot, button, shown
from tests.fakes import FixedClock

NOTHING = "There is nothing to decide about that answer any more."


@pytest.fixture
async def torn(looked_after: TestBot) -> TestBot:
    """Ada has appealed her grade; on Linus's two judges disagree, and he has said nothing."""
    bot = judged_by(looked_after, Torn())
    await appeals(bot, ADA)
    await bot.says(LINUS, SAID)
    return bot


async def kept(bot: TestBot) -> Grade:
    """Linus's grade."""
    grade = (await attempt(bot, LINUS)).grade
    assert grade
    return grade


async def sets(bot: TestBot) -> str:
    return await decides(bot, ADMIN, await weighs(bot, ADMIN, "Set the grade", 2), **BOTH)


async def test_admins_find_it_after_the_appeals(torn: TestBot) -> None:
    listed = shown(await torn.command(ADMIN, "koko appeals"))

    assert listed == (
        "Open appeals\n\n1. Ada on Cache\n\n[Show 1]\n\nTwo judges disagreed\n\n"
        "Rubric and language model were far apart, and the lower score was given.\n\n"
        "2. Linus on Cache\n\n[Show 2]"
    )
    assert torn.in_private(LINUS) == []


async def test_its_case_says_what_was_judged_and_that_nobody_appealed(torn: TestBot) -> None:
    listed = await torn.command(ADMIN, "koko appeals")

    case = shown(await torn.press(ADMIN, *button(listed, "Show 2")))

    assert case.startswith("Two judges disagreed\n\nLinus in ")
    assert SAID in case
    assert APART in case
    assert "Nobody has appealed." in case
    assert "[Set the grade]  [Leave it]" in case


async def test_a_grade_that_is_set_takes_its_place_with_all_that_follows_and_is_told_as_what_it_is(
    torn: TestBot,
) -> None:
    told = await sets(torn)

    assert "The grade of Linus on Cache was set by Root. The grade is 5/5 · 100 %. It was 2/5 · 50 %." in told
    assert await points(torn, LINUS) == 100
    assert not (await kept(torn)).review
    [private] = torn.in_private(LINUS)
    assert "Two judges disagreed here. An admin looked at it and set the grade: So it does." in private
    assert plain(torn.adapter.edited[-1][1]).startswith("Linus 5/5 on review · streak 1")
    why = plain(await receipt(torn, LINUS))
    assert "set the grade: So it does." in why
    assert "Graded on review ·" in why
    assert "Linus" not in shown(await torn.command(ADMIN, "koko appeals"))


async def test_a_grade_that_is_left_stays_and_is_listed_no_more(torn: TestBot) -> None:
    before = await kept(torn)

    told = await decides(torn, ADMIN, await weighs(torn, ADMIN, "Leave it", 2))

    assert "The grade of Linus on Cache was left as it is by Root." in told
    assert await kept(torn) == before
    assert await points(torn, LINUS) == 50
    assert "looked at it and left the grade as it is: So it does." in torn.in_private(LINUS)[0]
    assert "Linus" not in shown(await torn.command(ADMIN, "koko appeals"))
    pressed = await torn.press(LINUS, "appeal", (await attempt(torn, LINUS)).id)
    assert "An admin has decided on this answer already." in shown(pressed)


async def test_an_appeal_in_the_meantime_is_shown_before_anything_is_decided(torn: TestBot) -> None:
    form = await weighs(torn, ADMIN, "Leave it", 2)
    await appeals(torn, LINUS)

    again = await decides(torn, ADMIN, form)

    assert again.startswith("An answer was appealed\n\nIt was appealed meanwhile.")
    assert "I say that it is done once." in again
    assert torn.in_private(LINUS) == []
    assert "2. Linus on Cache" in shown(await torn.command(ADMIN, "koko appeals"))


async def test_an_answer_that_judges_agree_on_since_it_was_changed_is_decided_no_more(
    torn: TestBot, looked_after: TestBot
) -> None:
    form = await weighs(torn, ADMIN, "Set the grade", 2)
    message = (await attempt(torn, LINUS)).source
    assert message
    agreed = judged_by(torn, looked_after.koko.parts.judge)
    await agreed.edits(LINUS, message, f"{SAID} Or so.")

    assert NOTHING in await decides(agreed, ADMIN, form, **BOTH)
    assert "Linus" not in shown(await agreed.command(ADMIN, "koko appeals"))


async def test_what_an_admin_set_is_not_said_of_an_answer_that_was_changed_since(torn: TestBot) -> None:
    await sets(torn)
    message = (await attempt(torn, LINUS)).source
    assert message

    await torn.edits(LINUS, message, "It is a box of bits in some corner.")

    why = plain(await receipt(torn, LINUS))
    assert why.startswith("0/5")
    assert "An admin had set the grade. Then you changed the answer" in why


async def test_a_form_that_was_open_while_an_admin_decided_says_so(torn: TestBot) -> None:
    form = asked(await torn.press(LINUS, *button(await receipt(torn, LINUS), "Appeal")))
    await decides(torn, ADMIN, await weighs(torn, ADMIN, "Leave it", 2))

    told = await torn.submit(LINUS, form.action, form.value, CHANNEL, reason="I said it.", consent="no")

    assert "An admin has decided on this answer already." in shown(told)


async def test_that_a_grade_was_left_is_not_said_of_an_answer_that_was_changed_since(torn: TestBot) -> None:
    await decides(torn, ADMIN, await weighs(torn, ADMIN, "Leave it", 2))
    message = (await attempt(torn, LINUS)).source
    assert message

    await torn.edits(LINUS, message, "It is a box of bits in some corner.")

    why = plain(await receipt(torn, LINUS))
    assert why.startswith("0/5")
    assert "An admin had left the grade as it was. Then you changed the answer" in why


async def test_who_is_forgotten_while_an_admin_decides_leaves_nothing(store_url: str) -> None:
    stores = [SqlStore(store_url) for _ in range(2)]
    bot = judged_by(build_bot(stores[0], FixedClock(MONDAY), OPEN_ONLY), Torn())
    await bot.command(ADMIN, "koko ask now")
    await bot.answer(LINUS, SAID)
    form = await weighs(bot, ADMIN, "Leave it")

    async with stores[1].begin() as tx:
        await tx.people.forget(LINUS)
        decision = asyncio.create_task(decides(bot, ADMIN, form))
        await asyncio.sleep(0.5)

    assert GONE in await decision
    async with stores[1].read() as tx:
        assert await tx.appeals.by(LINUS) == []
    for store in stores:
        await store.close()


async def test_nobody_decides_about_their_own_answer(torn: TestBot) -> None:
    torn.adapter.admins = [ADMIN, LINUS]
    listed = await torn.command(LINUS, "koko appeals")

    pressed = await torn.press(LINUS, *button(listed, "Show 2"))

    assert "It is your own answer, so another admin of the channel decides." in shown(pressed)


async def test_who_is_no_admin_decides_nothing(torn: TestBot) -> None:
    mine = await attempt(torn, LINUS)

    assert "for admins of the channel" in shown(await torn.press(GRACE, "appeal.grant", mine.id))


async def test_where_nothing_but_a_disagreement_waits_it_is_listed_alone(torn: TestBot) -> None:
    await decides(torn, ADMIN, await weighs(torn, ADMIN, "Refuse"))

    listed = await torn.command(ADMIN, "koko appeals")

    assert shown(listed).startswith("Two judges disagreed\n\nRubric and language model were far apart")
    assert asked(await torn.press(ADMIN, "appeal.grant", (await attempt(torn, LINUS)).id)).submit == "Set it"
