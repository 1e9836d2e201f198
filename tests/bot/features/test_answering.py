"""Answering the question of a channel: in its thread, by the form, changed and taken back."""

from __future__ import annotations

from itertools import count

from bot.chat.adapter import Reaction
from bot.chat.card import Card, Style
from bot.chat.events import MessageDeleted, MessageSent
from bot.chat.refs import MessageRef, Person
from bot.domain.attempt import MAX_ANSWER
from tests.bank import HALF, RIGHT, WRONG
from tests.bots import ADA, ADMIN, CHANNEL, GRACE, TestBot, asked, shown


async def test_a_reply_in_the_thread_is_graded_in_public_without_giving_anything_away(
    open_question: TestBot,
) -> None:
    message, private = await open_question.says(ADA, HALF)

    assert private is None
    assert await open_question.in_thread() == ["Ada 2/5 · streak 1\n\n[See why]"]
    assert open_question.adapter.reacted == [(message, Reaction.PART)]


async def test_only_a_first_message_that_looks_like_an_answer_is_one(open_question: TestBot) -> None:
    await open_question.says(ADA, "Good morning all")
    await open_question.says(ADA, "Is this about the cache of the processor?")
    await open_question.says(ADA, "@Grace what do you make of this one", addressed=True)
    await open_question.says(ADA, RIGHT)
    await open_question.says(ADA, "That was easier than the one of yesterday.")

    assert await open_question.in_thread() == ["Ada 5/5 · streak 1\n\n[See why]"]


async def test_a_code_block_is_an_answer_however_short(open_question: TestBot) -> None:
    await open_question.says(ADA, "```\nx\n```")

    assert await open_question.in_thread() == ["Ada 0/5 · streak 1\n\n[See why]"]


async def test_an_edit_before_the_close_is_graded_anew(open_question: TestBot) -> None:
    message, _ = await open_question.says(ADA, HALF)

    await open_question.edits(ADA, message, RIGHT)

    assert (await open_question.in_thread())[-1] == "Ada 5/5 · streak 1\n\n[See why]"
    assert open_question.adapter.reacted[-1] == (message, Reaction.FULL)
    assert "100" in shown(await open_question.command(ADA, "leaderboard"))


async def test_an_edit_after_the_close_changes_nothing(open_question: TestBot) -> None:
    message, _ = await open_question.says(ADA, HALF)
    await open_question.later(hours=23)

    await open_question.edits(ADA, message, RIGHT)

    assert "50" in shown(await open_question.command(ADA, "leaderboard"))


async def test_an_edit_back_to_what_it_was_is_told_too(open_question: TestBot) -> None:
    message, _ = await open_question.says(ADA, HALF)
    await open_question.edits(ADA, message, RIGHT)

    await open_question.edits(ADA, message, HALF)

    assert (await open_question.in_thread())[-1] == "Ada 2/5 · streak 1\n\n[See why]"
    assert open_question.adapter.reacted[-1] == (message, Reaction.PART)


async def test_an_edit_after_the_close_is_nobodys_business_however_long(open_question: TestBot) -> None:
    message, _ = await open_question.says(ADA, HALF)
    await open_question.later(hours=23)

    assert await open_question.edits(ADA, message, "word " * MAX_ANSWER) is None


async def test_talk_that_was_taken_back_stays_talk_when_it_is_edited(open_question: TestBot) -> None:
    message, _ = await open_question.says(ADA, "I wonder how long this will take me")
    await open_question.press(ADA, "withdraw", await attempt_of_ada(open_question))

    assert await open_question.edits(ADA, message, "I wonder how long that will take me") is None


async def test_talk_that_is_edited_into_an_answer_is_one(open_question: TestBot) -> None:
    message, _ = await open_question.says(ADA, "Hm")

    await open_question.edits(ADA, message, RIGHT)

    assert await open_question.in_thread() == ["Ada 5/5 · streak 1\n\n[See why]"]


async def test_a_deleted_message_is_an_answer_taken_back(open_question: TestBot) -> None:
    message, _ = await open_question.says(ADA, RIGHT)

    await open_question.deletes(message)

    assert "Nobody has points yet" in shown(await open_question.command(ADA, "leaderboard"))


async def test_what_is_deleted_before_it_is_handled_is_taken_back_all_the_same(
    open_question: TestBot,
) -> None:
    router, now = open_question.koko.router, open_question.clock()
    message = MessageRef(await open_question.thread(), "rash")
    said = MessageSent(id="said", at=now, person=ADA, message=message, text=RIGHT)
    gone = MessageDeleted(id="gone", at=now, message=message)
    for event in (said, gone):
        assert await router.accept(event), "nobody listens"
    await router.respond(gone)
    await router.respond(said)
    assert "100" in shown(await open_question.command(ADA, "leaderboard"))

    await open_question.later(seconds=5)
    assert "Nobody has points yet" in shown(await open_question.command(ADA, "leaderboard"))


async def test_not_an_answer_takes_a_message_back_and_leaves_room_for_another(
    open_question: TestBot,
) -> None:
    await open_question.says(ADA, "I wonder how long this will take me")
    why = await open_question.press(ADA, "why", await attempt_of_ada(open_question))
    assert "[Not an answer]" in shown(why)

    taken_back = await open_question.press(ADA, "withdraw", await attempt_of_ada(open_question))
    await open_question.says(ADA, RIGHT)

    assert "Taken back" in shown(taken_back)
    assert (await open_question.in_thread())[-1] == "Ada 5/5 · streak 1\n\n[See why]"


async def test_who_takes_back_the_first_of_two_tries_has_one_left(open_question: TestBot) -> None:
    message, _ = await open_question.says(ADA, WRONG)
    await open_question.answer(ADA, HALF)
    await open_question.deletes(message)

    third = await open_question.answer(ADA, RIGHT)

    assert third.startswith("5/5")
    assert "100" in shown(await open_question.command(ADA, "leaderboard"))


async def test_an_answer_by_the_form_can_not_be_taken_back(open_question: TestBot) -> None:
    await open_question.answer(ADA, WRONG)

    forged = await open_question.press(ADA, "withdraw", await attempt_of_ada(open_question))

    assert "no answer of yours" in shown(forged)


async def test_nor_can_one_of_a_quiz(bot: TestBot) -> None:
    quiz = await bot.command(ADA, "quiz", topic="maths")
    assert isinstance(quiz, Card)
    await bot.press(ADA, "quiz.skip", quiz.buttons[-2].value)

    forged = await bot.press(ADA, "withdraw", await attempt_of_ada(bot))

    assert "no answer of yours" in shown(forged)


async def test_nobody_takes_back_the_answer_of_somebody_else(open_question: TestBot) -> None:
    await open_question.says(ADA, RIGHT)

    refused = await open_question.press(GRACE, "withdraw", await attempt_of_ada(open_question))

    assert "no answer of yours" in shown(refused)


async def test_the_form_answers_in_private_and_says_the_score_in_the_thread(open_question: TestBot) -> None:
    form = asked(await open_question.press(ADA, "answer", (await open_question.challenge()).id))
    receipt = await open_question.answer(ADA, HALF)

    assert form.title == "Cache"
    assert form.submit == "Answer"
    assert "It keeps copies of results." in receipt
    assert "1 point still missing; the reveal says which." in receipt
    assert "computing" not in receipt
    assert await open_question.in_thread() == ["Ada 2/5 · streak 1\n\n[See why]"]


async def test_a_second_try_counts_if_it_is_better_and_a_third_is_refused(open_question: TestBot) -> None:
    first = await open_question.answer(ADA, HALF)
    second = await open_question.answer(ADA, RIGHT)
    third = await open_question.answer(ADA, RIGHT)

    assert "[Try again]" in first
    assert "[Try again]" not in second
    assert "used both tries" in third
    assert (await open_question.in_thread())[-1] == "Ada 5/5 on the second try · streak 1\n\n[See why]"
    assert "100" in shown(await open_question.command(ADA, "leaderboard"))


async def test_a_second_try_that_changes_nothing_is_handed_back(open_question: TestBot) -> None:
    await open_question.answer(ADA, HALF)

    assert "would get the same grade" in await open_question.answer(ADA, f"{HALF}\n")
    assert "5/5" in await open_question.answer(ADA, RIGHT)


async def test_a_worse_second_try_costs_nothing_and_is_not_told(open_question: TestBot) -> None:
    await open_question.answer(ADA, RIGHT)
    await open_question.answer(ADA, WRONG)

    assert len(await open_question.in_thread()) == 1
    assert "100" in shown(await open_question.command(ADA, "leaderboard"))


async def test_after_the_close_an_answer_is_practice(open_question: TestBot) -> None:
    await open_question.later(hours=24)

    receipt = await open_question.answer(ADA, RIGHT)

    assert receipt.startswith("5/5 · 100 % · practice, no points")
    assert "Nobody has points yet" in shown(await open_question.command(ADA, "leaderboard"))


async def test_an_empty_or_over_long_answer_is_refused_with_the_limit(open_question: TestBot) -> None:
    challenge = await open_question.challenge()

    empty = await open_question.submit(ADA, "answer", challenge.id, answer="  ")
    long = await open_question.submit(ADA, "answer", challenge.id, answer="x" * (MAX_ANSWER + 1))
    _, long_in_thread = await open_question.says(ADA, "word " * MAX_ANSWER)

    assert shown(empty) == "Your answer is needed."
    assert shown(long) == "Your answer can have 3,000 characters; this has 3,001."
    assert "can have 3,000 characters" in shown(long_in_thread)


async def test_an_unknown_or_foreign_question_is_said_to_be_unknown(open_question: TestBot) -> None:
    unknown = await open_question.submit(ADA, "answer", "0123456789abcdef", answer=RIGHT)

    assert "don't know that question any more" in shown(unknown)


async def test_a_workspace_of_the_same_name_elsewhere_is_another(open_question: TestBot) -> None:
    namesake = Person("other", "team", "ada", "Ada")

    hint = await open_question.press(namesake, "hint", (await open_question.challenge()).id)

    assert "don't know that question any more" in shown(hint)


async def test_a_hidden_member_gets_a_reaction_and_no_line(open_question: TestBot) -> None:
    await open_question.command(ADA, "koko hide")

    message, _ = await open_question.says(ADA, RIGHT)

    assert await open_question.in_thread() == []
    assert open_question.adapter.reacted == [(message, Reaction.FULL)]


async def test_sealed_answers_come_by_the_form_alone(open_question: TestBot) -> None:
    await open_question.submit(ADMIN, "setup.answers", answers="sealed", hours="23")
    await open_question.command(ADMIN, "koko ask now")

    await open_question.says(ADA, RIGHT)
    assert await open_question.in_thread() == []

    await open_question.answer(ADA, RIGHT)
    assert await open_question.in_thread() == ["Ada 5/5 · streak 1\n\n[See why]"]


async def test_a_hint_costs_a_tenth_of_what_is_answered_after_it(open_question: TestBot) -> None:
    challenge = await open_question.challenge()

    hint = await open_question.press(ADA, "hint", challenge.id)
    await open_question.answer(ADA, RIGHT)

    assert "desk drawer" in shown(hint)
    assert "90" in shown(await open_question.command(ADA, "leaderboard"))


async def test_the_same_event_twice_is_one_answer(open_question: TestBot) -> None:
    await open_question.says(ADA, RIGHT)
    open_question.numbers = iter_from(open_question, back=2)
    _, again = await open_question.says(ADA, RIGHT)

    assert again is None
    assert len(await open_question.in_thread()) == 1


async def test_the_channel_of_a_thread_is_where_its_commands_work(open_question: TestBot) -> None:
    board = await open_question.command(ADA, "leaderboard", place=await open_question.thread())

    assert "Leaderboard" in shown(board)
    assert (await open_question.challenge()).place == CHANNEL


async def attempt_of_ada(bot: TestBot) -> str:
    async with bot.koko.parts.store.read() as tx:
        return (await tx.attempts.by(ADA))[0].id


def iter_from(bot: TestBot, back: int) -> count[int]:
    return count(next(bot.numbers) - back)


async def test_where_only_replies_count_the_form_is_for_the_second_try(open_question: TestBot) -> None:
    await open_question.submit(ADMIN, "setup.answers", answers="thread", hours="23")
    await open_question.command(ADMIN, "koko ask now")
    assert "[Answer]" not in open_question.in_channel()[-1]

    refused = await open_question.answer(ADA, RIGHT)
    await open_question.says(ADA, HALF)
    second = await open_question.answer(ADA, RIGHT)

    assert "Here people answer in the thread" in refused
    assert second.startswith("5/5")


async def test_a_second_try_is_what_is_offered_first(open_question: TestBot) -> None:
    receipt = await open_question.submit(ADA, "answer", (await open_question.challenge()).id, answer=HALF)

    assert isinstance(receipt, Card)
    again, *others = receipt.buttons
    assert (again.label, again.style) == ("Try again", Style.PRIMARY)
    assert {other.style for other in others} == {Style.PLAIN}


async def test_who_has_everything_is_offered_no_second_try(open_question: TestBot) -> None:
    assert "[Try again]" not in await open_question.answer(ADA, RIGHT)


async def test_after_the_reveal_the_thread_is_for_talk(open_question: TestBot) -> None:
    await open_question.later(hours=23)
    before = await open_question.in_thread()

    _, private = await open_question.says(ADA, RIGHT)

    assert private is None
    assert await open_question.in_thread() == before


async def test_what_was_said_in_time_and_told_after_the_reveal_counts(open_question: TestBot) -> None:
    thread, said_at = await open_question.thread(), open_question.clock()
    await open_question.later(hours=23)

    await open_question.does(
        MessageSent(id="late", at=said_at, person=ADA, message=MessageRef(thread, "late"), text=RIGHT)
    )
    await open_question.tick()

    assert (await open_question.in_thread())[-1] == "Ada 5/5 · streak 1\n\n[See why]"
