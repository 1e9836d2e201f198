"""A member appeals a grade, and an admin decides."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.bank.files import Bank
from bot.chat.adapter import Reaction
from bot.chat.card import Card
from bot.chat.form import Form, Select
from bot.chat.plain import plain
from bot.chat.refs import MessageRef, Person, Place
from bot.domain.attempt import Attempt
from bot.domain.question import Question
from bot.errors import PlatformDown
from bot.store.sql import SqlStore
from tests.bank import CHOICE, HALF, RIGHT
from tests.bots import ADA, ADMIN, CHANNEL, GRACE, LINUS, MONDAY, TestBot, asked, build_bot, button, shown
from tests.fakes import Fault, FixedClock

SAID = "A cache keeps copies of results close by, so the work is done only once."
BOTH = {"met": "keeps-copies,saves-work", "half": "", "opposite": ""}
GONE = "I know of no answer there"


@pytest.fixture
async def looked_after(open_question: TestBot) -> TestBot:
    """The channel has an admin who gets the notices, and Ada and Grace have answered half."""
    await open_question.press(ADMIN, "setup.start")
    await open_question.says(ADA, SAID)
    await open_question.says(GRACE, HALF)
    return open_question


@pytest.fixture
async def choice() -> AsyncIterator[TestBot]:
    """A question with a key was just asked, in a channel that nobody has set up."""
    async for bot in asking(CHOICE):
        yield bot


async def asking(question: Question) -> AsyncIterator[TestBot]:
    store = SqlStore("sqlite:///:memory:")
    await store.create_tables()
    bot = build_bot(store, FixedClock(MONDAY), Bank((question,)))
    await bot.command(ADMIN, "koko ask now")
    yield bot
    await store.close()


async def attempt(bot: TestBot, person: Person) -> Attempt:
    """The last one."""
    async with bot.koko.parts.store.read() as tx:
        return (await tx.attempts.by(person))[0]


async def receipt(bot: TestBot, person: Person) -> Card:
    mine = await attempt(bot, person)
    card = await bot.press(person, "why", f"{mine.id}:{mine.within}")
    assert isinstance(card, Card)
    return card


async def appeals(bot: TestBot, person: Person, **values: str) -> str:
    """By the button on their receipt; what they are told."""
    form = asked(await bot.press(person, *button(await receipt(bot, person), "Appeal")))
    said = {"reason": "I say that it is done once.", "consent": "no", **values}
    return shown(await bot.submit(person, form.action, form.value, CHANNEL, **said))


async def weighs(bot: TestBot, admin: Person, verb: str) -> Form:
    """The form behind *Grant* or *Refuse* on the first appeal of the channel's list."""
    listed = await bot.command(admin, "koko appeals")
    return asked(await bot.press(admin, *button(await bot.press(admin, *button(listed, "Show 1")), verb)))


async def decides(bot: TestBot, admin: Person, form: Form, **values: str) -> str:
    said = {"sentence": "So it does.", **values}
    return shown(await bot.submit(admin, form.action, form.value, CHANNEL, **said))


async def grants(bot: TestBot, admin: Person = ADMIN) -> str:
    return await decides(bot, admin, await weighs(bot, admin, "Grant"), **BOTH)


async def points(bot: TestBot, person: Person) -> int:
    async with bot.koko.parts.store.read() as tx:
        return await tx.points.total(person, MONDAY - timedelta(days=1), bot.clock() + timedelta(days=1))


async def test_a_granted_appeal_gives_the_grade_the_points_and_the_public_line(looked_after: TestBot) -> None:
    bot = looked_after

    thanks = await appeals(bot, ADA)
    case = plain(bot.adapter.sent[-1].card)
    told = await grants(bot)

    assert "It is with an admin of the channel." in thanks
    assert all(words in case for words in (SAID, "○ It saves computing them again.", "Ada says: I say that"))
    assert "was granted by Root. The grade is 5/5 · 100 %. It was 2/5 · 50 %." in told
    [granted] = bot.in_private(ADA)
    assert "Your appeal was granted: So it does." in granted
    message, line = bot.adapter.edited[-1]
    assert message.place == await bot.thread()
    assert plain(line) == "Ada 5/5 on appeal · streak 1\n\n[See why]"
    assert bot.adapter.reacted[-1][1] is Reaction.FULL
    assert await points(bot, ADA) == 100
    why = plain(await receipt(bot, ADA))
    assert why.startswith("5/5 · 100 %")
    assert "graded on appeal" in why
    assert "Your appeal was granted" in why


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

    origin = f"engine {mine.grade.version} · question {mine.grade.question[:8]} · answer {mine.id}"
    assert origin in everything
    assert "[Appeal]" not in everything
    assert "No score" in withheld
    assert "[Appeal]" in withheld


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
    told = await decides(choice, ADMIN, form, score="4")

    assert "The grade is 4/5 · 80 %. It was 0/5 · 0 %." in told
    assert await points(choice, ADA) == 80
    assert "An admin set this score." in plain(await receipt(choice, ADA))


async def test_where_nobody_looks_after_the_channel_the_member_is_told_so(open_question: TestBot) -> None:
    await open_question.answer(ADA, SAID)

    thanks = await appeals(open_question, ADA)

    assert "Nobody looks after this channel yet; an admin finds it with `/koko appeals`" in thanks
    assert "1. Ada on Cache" in shown(await open_question.command(ADMIN, "koko appeals"))


async def test_only_the_author_appeals(looked_after: TestBot) -> None:
    mine = await attempt(looked_after, ADA)
    stranger = Person("fake", "other", "ada", "Ada")
    elsewhere = Place("fake", "other", "daily")

    assert "Only whoever wrote" in shown(await looked_after.press(GRACE, "appeal", mine.id))
    assert GONE in shown(await looked_after.press(stranger, "appeal", mine.id, place=elsewhere))


async def test_the_answer_to_a_quiz_is_not_appealed(choice: TestBot) -> None:
    await choice.later(hours=24)
    quiz = await choice.command(ADA, "quiz")
    await choice.press(ADA, *button(quiz, "A"))

    assert GONE in shown(await choice.press(ADA, "appeal", (await attempt(choice, ADA)).id))


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


async def test_of_a_hidden_member_nothing_is_said_in_public(looked_after: TestBot) -> None:
    bot = looked_after
    await appeals(bot, ADA)
    await bot.command(ADA, "koko hide")

    await grants(bot)

    assert (bot.adapter.edited, len(await bot.in_thread())) == ([], 2)
    assert bot.adapter.reacted[-1][1] is Reaction.FULL


async def test_practice_gets_the_grade_and_no_points(looked_after: TestBot) -> None:
    bot = looked_after
    await bot.later(hours=24)
    await bot.answer(LINUS, SAID)
    said = len(bot.adapter.sent)
    await appeals(bot, LINUS)

    assert "was granted by Root" in await grants(bot)
    assert await points(bot, LINUS) == 0
    assert len(bot.adapter.sent) == said + 2, "the case and the decision, both in private"


async def test_a_line_that_shares_its_message_with_others_is_said_anew(open_question: TestBot) -> None:
    bot = open_question
    thread = await bot.thread()
    people = [replace(ADA, user=f"ada{number}", name=f"Ada{number}") for number in range(6)]
    bot.adapter.faults = [Fault(f"send {thread}", PlatformDown("busy"))]
    for person in people:
        await bot.answer(person, SAID)
    await bot.later(seconds=10)
    assert len(await bot.in_thread()) == 2

    await appeals(bot, people[-1])
    await grants(bot)

    assert (await bot.in_thread())[-1].startswith("Ada5 5/5 on appeal")
    assert bot.adapter.edited == []


async def test_a_line_that_was_never_told_is_told_when_the_appeal_makes_it_news(
    looked_after: TestBot,
) -> None:
    bot = looked_after
    challenge = await bot.challenge()
    await bot.submit(ADA, "answer", challenge.id, answer="A cache is a thing that sits in a box somewhere.")
    assert [line for line in await bot.in_thread() if "second try" in line] == []

    await appeals(bot, ADA)
    await grants(bot)

    assert (await bot.in_thread())[-1].startswith("Ada 5/5 on the second try on appeal")
    assert await points(bot, ADA) == 100


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


async def test_a_reply_that_is_appealed_keeps_its_reaction(looked_after: TestBot) -> None:
    bot = looked_after
    mine = await attempt(bot, ADA)
    await appeals(bot, ADA)
    await decides(bot, ADMIN, await weighs(bot, ADMIN, "Refuse"))

    reactions: list[tuple[MessageRef, Reaction]] = bot.adapter.reacted
    assert [reaction for message, reaction in reactions if message == mine.source] == [Reaction.PART]
