"""The close and the reveal."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from bot.bank.files import Bank
from bot.chat.plain import plain
from bot.chat.refs import Place
from bot.compose import build
from bot.domain.grade import Grade
from bot.domain.question import Prose
from bot.store.sql import SqlStore
from tests.bank import CACHE, CHOICE, HALF, RIGHT, WRONG
from tests.bots import ADA, ADMIN, GRACE, LINUS, MONDAY, TestBot, build_bot, shown
from tests.fakes import FixedClock, StubJudge


async def test_the_reveal_gives_the_answer_who_met_what_the_scores_and_the_sources(
    open_question: TestBot,
) -> None:
    await open_question.answer(ADA, RIGHT)
    await open_question.answer(GRACE, HALF)

    await open_question.later(hours=23)

    said = (await open_question.in_thread())[-1]
    assert said.startswith("Revealed: Cache")
    assert "so that they need not be computed again" in said
    assert "2 of 2 said: It keeps copies of results." in said
    assert "1 of 2 said: It saves computing them again." in said
    assert "Ada     5/5    100" in said
    assert "Tanenbaum" in said


async def test_the_card_loses_its_buttons(open_question: TestBot) -> None:
    await open_question.answer(ADA, RIGHT)
    await open_question.later(hours=23)

    message, card = open_question.adapter.edited[-1]
    assert message == (await open_question.challenge()).message
    assert card.buttons == ()
    assert card.footer.endswith("closed · 1 answer · revealed in the thread")


async def test_it_is_revealed_once(open_question: TestBot) -> None:
    for _ in range(3):
        await open_question.later(hours=23)

    said = [plain(sent.card) for sent in open_question.adapter.sent]
    assert len([text for text in said if text.startswith("Revealed: ")]) == len(
        [text for text in said if "[Answer]" in text]
    )


class Faulty:
    """A judge that some answer is too much for."""

    async def judge(self, question: Prose, answer: str, workspace: str = "") -> Grade:
        if answer == WRONG:
            raise RuntimeError("a mistake of the judge's own")
        return await StubJudge().judge(question, answer)


async def test_an_answer_that_can_not_be_graded_holds_nobody_up(open_question: TestBot) -> None:
    bot = replace(open_question, koko=build(replace(open_question.koko.parts, judge=Faulty())))
    await bot.answer(ADA, WRONG)
    await bot.answer(GRACE, RIGHT)

    await bot.later(hours=23)

    said = (await bot.in_thread())[-1]
    assert said.startswith("Revealed: Cache")
    assert "1 of 1 said" in said


async def test_a_question_that_can_not_be_read_any_more_holds_up_no_other(tmp_path: Path) -> None:
    file = tmp_path / "koko.db"
    store = SqlStore(f"sqlite:///{file}")
    await store.create_tables()
    before = build_bot(store, FixedClock(MONDAY), Bank((CACHE,)))
    await before.command(ADMIN, "koko ask now", Place("fake", "team", "elsewhere"))
    with closing(sqlite3.connect(file)) as kept, kept:
        kept.execute("UPDATE questions SET question = '{}'")
    bot = build_bot(store, before.clock, Bank((CHOICE,)))
    bot.numbers = before.numbers
    await bot.command(ADMIN, "koko ask now")

    await bot.later(hours=23)

    assert (await bot.in_thread())[-1].startswith(f"Revealed: {CHOICE.title}")
    await store.close()


async def test_nobody_answered(open_question: TestBot) -> None:
    await open_question.later(hours=23)

    assert "Nobody answered this one" in (await open_question.in_thread())[-1]


async def test_hidden_members_are_in_no_count_and_no_score(open_question: TestBot) -> None:
    await open_question.answer(ADA, RIGHT)
    await open_question.command(LINUS, "koko hide")
    await open_question.answer(LINUS, RIGHT)

    await open_question.later(hours=23)

    said = (await open_question.in_thread())[-1]
    assert "1 of 1 said" in said
    assert "Linus" not in said


async def test_see_why_names_what_was_missing_only_after_the_reveal(open_question: TestBot) -> None:
    await open_question.answer(ADA, HALF)
    attempt = await attempt_of(open_question)

    before = shown(await open_question.press(ADA, "why", attempt))
    await open_question.later(hours=23)
    after = shown(await open_question.press(ADA, "why", attempt))

    assert "saves computing" not in before
    assert "○ It saves computing them again." in after
    assert "What does the second request cost?" in after


async def test_see_why_serves_the_author_alone(open_question: TestBot) -> None:
    await open_question.answer(ADA, RIGHT)
    attempt = await attempt_of(open_question)

    stranger = shown(await open_question.press(GRACE, "why", attempt))
    await open_question.answer(GRACE, HALF)
    own = shown(await open_question.press(GRACE, "why", attempt))

    assert "between me and whoever wrote it" in stranger
    assert own.startswith("2/5")


async def test_see_why_quotes_the_words_that_earned_it(open_question: TestBot) -> None:
    receipt = await open_question.answer(ADA, "It keeps copies of results near the program, in short.")

    assert "you said “It keeps copies of results near the program”" in receipt


async def attempt_of(bot: TestBot) -> str:
    async with bot.koko.parts.store.read() as tx:
        return (await tx.attempts.by(ADA))[0].id


async def test_a_sealed_thread_opens_at_the_reveal(open_question: TestBot) -> None:
    await open_question.submit(ADMIN, "setup.answers", answers="sealed", hours="1")
    await open_question.command(ADMIN, "koko ask now")

    await open_question.later(hours=1)

    assert "The thread is open for talk now." in (await open_question.in_thread())[-1]
