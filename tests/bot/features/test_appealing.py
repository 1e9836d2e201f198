"""A member appeals a grade."""

from __future__ import annotations

from bot.chat.plain import plain
from bot.chat.refs import Person, Place
from bot.errors import PlatformDown
from bot.views.verdict import MISSED
from tests.bank import CACHE, HALF, RIGHT, WRONG
from tests.bot.features.appeals import GONE, SAID, appeals, asking, attempt, grants, receipt
from tests.bots import ADA, ADMIN, CHANNEL, GRACE, LINUS, TestBot, asked, button, shown
from tests.fakes import Fault


async def test_an_answer_is_appealed_once(looked_after: TestBot) -> None:
    bot = looked_after
    form = asked(await bot.press(ADA, *button(await receipt(bot, ADA), "Appeal")))
    await appeals(bot, ADA)

    again = await bot.submit(ADA, form.action, form.value, CHANNEL, reason="And again.", consent="no")

    assert "You have appealed this already" in shown(again)
    assert "You have appealed this already" in shown(await bot.press(ADA, "appeal", form.value))
    assert "You have appealed; an admin of the channel decides." in plain(await receipt(bot, ADA))
    assert len(bot.in_private(ADMIN)) == 1


async def test_the_receipt_tells_what_the_grade_came_from_and_offers_an_appeal_where_points_are_missing(
    open_question: TestBot,
) -> None:
    await open_question.answer(ADA, RIGHT)
    await open_question.answer(GRACE, "Während der Pause werden die Ergebnisse nicht noch einmal berechnet.")
    mine = await attempt(open_question, ADA)
    assert mine.grade

    everything, withheld = [plain(await receipt(open_question, one)) for one in (ADA, GRACE)]

    version = mine.grade.version.removeprefix("rubric/")
    assert everything.endswith(f"Graded by its rubric, version {version} · koko regrade {mine.id}")
    assert "[Appeal]" not in everything
    assert "No score" in withheld
    assert "[Appeal]" in withheld


async def test_a_low_grade_of_what_reads_like_the_model_answer_says_that_a_person_can_be_asked(
    looked_after: TestBot,
) -> None:
    bot = looked_after
    await bot.answer(LINUS, WRONG)

    alike, other = [plain(await receipt(bot, one)) for one in (ADA, LINUS)]
    await appeals(bot, ADA)

    assert MISSED.replace("*", "") in alike
    assert "I may have missed" not in other
    assert "I may have missed" not in plain(await receipt(bot, ADA))


async def test_where_nobody_looks_after_the_channel_the_member_is_told_so(open_question: TestBot) -> None:
    await open_question.answer(ADA, SAID)

    thanks = await appeals(open_question, ADA)

    assert "Nobody looks after this channel yet; an admin finds it with `/koko appeals`" in thanks
    assert "1. Ada on Cache" in shown(await open_question.command(ADMIN, "koko appeals"))


async def test_who_set_the_channel_up_and_is_no_admin_any_more_is_sent_nobodys_answer(
    looked_after: TestBot,
) -> None:
    looked_after.adapter.admins = [LINUS]

    thanks = await appeals(looked_after, ADA)

    assert thanks == "It is kept. An admin of the channel finds it with `/koko appeals`."
    assert looked_after.in_private(ADMIN) == []
    assert "1. Ada on Cache" in shown(await looked_after.command(LINUS, "koko appeals"))


async def test_an_appeal_is_kept_though_nobody_can_say_who_is_an_admin(looked_after: TestBot) -> None:
    looked_after.adapter.faults = [Fault(f"is_admin {ADMIN} {CHANNEL}", PlatformDown("busy"))]

    assert "It is kept. An admin of the channel finds it" in await appeals(looked_after, ADA)
    assert "1. Ada on Cache" in shown(await looked_after.command(ADMIN, "koko appeals"))


async def test_an_answer_that_is_being_graded_anew_is_not_said_to_be_gone(looked_after: TestBot) -> None:
    bot = looked_after
    mine = await attempt(bot, ADA)
    async with bot.koko.parts.store.begin() as tx:
        await tx.attempts.rewrite(mine.id, f"{SAID} Or so.")

    assert "still grading" in shown(await bot.press(ADA, "appeal", mine.id))


async def test_only_the_author_appeals(looked_after: TestBot) -> None:
    mine = await attempt(looked_after, ADA)
    stranger = Person("fake", "other", "ada", "Ada")
    elsewhere = Place("fake", "other", "daily")

    assert "Only whoever wrote" in shown(await looked_after.press(GRACE, "appeal", mine.id))
    assert GONE in shown(await looked_after.press(stranger, "appeal", mine.id, place=elsewhere))


async def test_an_estimate_gives_no_points_and_so_is_not_appealed() -> None:
    async for bot in asking(CACHE.model_copy(update={"criteria": (), "probes": {}})):
        await bot.answer(ADA, HALF)

        assert "[Appeal]" not in plain(await receipt(bot, ADA))
        pressed = await bot.press(ADA, "appeal", (await attempt(bot, ADA)).id)
        assert "There is nothing to appeal" in shown(pressed)


async def test_the_answer_to_a_quiz_is_not_appealed(choice: TestBot) -> None:
    await choice.later(hours=24)
    quiz = await choice.command(ADA, "quiz")
    await choice.press(ADA, *button(quiz, "A"))

    assert GONE in shown(await choice.press(ADA, "appeal", (await attempt(choice, ADA)).id))


async def test_nothing_of_an_appeal_is_left_of_who_is_forgotten(looked_after: TestBot) -> None:
    bot = looked_after
    await appeals(bot, ADA)
    await appeals(bot, GRACE)
    await grants(bot)

    await bot.press(ADA, "forget")
    await bot.press(ADMIN, "forget")

    async with bot.koko.parts.store.read() as tx:
        assert await tx.appeals.by(ADA) == []
        [left] = await tx.appeals.by(GRACE)
    assert left.decision is None or (left.decision.by, left.decision.sentence) == (None, "")
