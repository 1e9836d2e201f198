"""The daily question: at its time, late, skipped, asked for, and never twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.bank.files import Bank
from bot.chat.adapter import Capabilities
from bot.chat.events import CommandInvoked
from bot.chat.refs import Place
from bot.domain.channel import Channel
from bot.domain.question import Difficulty
from bot.domain.schedule import Occurrence
from bot.errors import NotAllowed, PlaceGone, PlatformDown
from bot.store.sql import SqlStore
from tests.bank import BANK, CACHE, OPEN_ONLY, RIGHT
from tests.bots import ADA, ADMIN, CHANNEL, GRACE, LINUS, MONDAY, TestBot, build_bot, shown
from tests.fakes import Fault, FixedClock


async def begin(bot: TestBot) -> None:
    """Set the channel going: every weekday at nine, UTC."""
    await bot.press(ADMIN, "setup.start")


async def test_nothing_is_posted_before_somebody_begins(bot: TestBot) -> None:
    await bot.later(days=7)

    assert bot.adapter.sent == []


async def test_a_question_is_posted_at_its_time_with_a_thread(bot: TestBot) -> None:
    await begin(bot)
    await bot.later(minutes=59)
    assert bot.in_channel() == []

    await bot.later(minutes=1)

    assert len(bot.in_channel()) == 1
    assert (await bot.challenge()).thread is not None
    assert "open until Tue 08:00 (UTC)" in bot.in_channel()[0]


async def test_the_same_day_is_asked_once_however_often_the_clock_ticks(bot: TestBot) -> None:
    await begin(bot)
    await bot.later(hours=1)
    for _ in range(5):
        await bot.later(minutes=30)

    assert len(bot.in_channel()) == 1


async def test_a_new_time_on_the_same_day_asks_no_second_question(bot: TestBot) -> None:
    await begin(bot)
    await bot.later(hours=1)

    await bot.submit(ADMIN, "setup.time", "1", at="14:00", zone="UTC", weekdays="0,1,2,3,4")
    await bot.later(hours=6)
    assert len(bot.in_channel()) == 1

    await bot.later(hours=24)
    assert len([text for text in bot.in_channel() if "min ·" in text]) == 2


async def test_down_for_less_than_six_hours_it_is_posted_late(bot: TestBot) -> None:
    await begin(bot)

    await bot.later(hours=6, minutes=30)

    assert len(bot.in_channel()) == 1


async def test_down_for_longer_the_day_is_skipped_and_the_preview_says_so(bot: TestBot) -> None:
    await begin(bot)

    await bot.later(hours=7, minutes=30)

    assert bot.in_channel() == []
    assert "no question: I was not running then" in shown(await bot.command(ADA, "koko preview"))


async def test_a_clock_that_jumps_back_asks_nothing_twice(bot: TestBot) -> None:
    await begin(bot)
    await bot.later(hours=2)

    await bot.later(hours=-3)
    await bot.later(hours=2)

    assert len(bot.in_channel()) == 1


async def test_two_processes_on_one_store_post_once() -> None:
    store, clock = SqlStore("sqlite:///:memory:"), FixedClock(MONDAY)
    await store.create_tables()
    first, second = build_bot(store, clock), build_bot(store, clock)
    await begin(first)
    clock.move(timedelta(hours=2))

    await asyncio.gather(*(one.koko.clock.tick() for one in (first, second, first)))
    await asyncio.gather(*(one.koko.messenger.drain("fake") for one in (first, second)))

    assert len(first.in_channel()) + len(second.in_channel()) == 1
    await store.close()


async def test_a_channel_on_a_platform_that_runs_elsewhere_keeps_nobody_waiting(bot: TestBot) -> None:
    await begin(bot)
    await bot.submit(ADMIN, "setup.board", place=Place("slack", "T1", "C1"), weekday="4", at="16:00")

    await bot.later(hours=1)

    assert len(bot.in_channel()) == 1


async def test_a_channel_that_can_t_be_asked_keeps_no_other_waiting(bot: TestBot) -> None:
    await begin(bot)
    lost = Place("fake", "team", "lost")
    async with bot.koko.parts.store.begin() as tx:
        channel = Channel(lost, zone="Europe/Atlantis")  # as where a zone has left the machine's database
        next = Occurrence(MONDAY.date(), MONDAY + timedelta(minutes=30))
        await tx.channels.put(channel)
        await tx.schedules.put(replace(channel.daily(), next=next))

    for _ in range(2):
        await bot.later(hours=1)

    assert [sent.place for sent in bot.adapter.sent if sent.place.thread is None] == [CHANNEL]
    async with bot.koko.parts.store.read() as tx:
        [waiting] = await tx.schedules.of(lost)
    assert waiting.next == next


async def test_no_question_comes_again_while_there_is_a_new_one(bot: TestBot) -> None:
    for _ in BANK.questions:
        await bot.command(ADMIN, "koko ask now")

    async with bot.koko.parts.store.read() as tx:
        seen = (await tx.challenges.seen([CHANNEL]))[CHANNEL]
    assert set(seen) == {question.id for question in BANK.questions}


async def test_the_first_question_of_a_channel_is_no_hard_one() -> None:
    store = SqlStore("sqlite:///:memory:")
    await store.create_tables()
    hard = [
        CACHE.model_copy(update={"id": f"systems/hard-{n}", "difficulty": level})
        for n, level in enumerate([Difficulty.HARD, Difficulty.MEDIUM] * 5)
    ]
    bot = build_bot(store, FixedClock(MONDAY), Bank((*hard, CACHE)))

    await bot.command(ADMIN, "koko ask now")

    assert (await bot.challenge()).question == CACHE.id
    await store.close()


async def test_the_first_question_of_a_channel_can_be_answered_by_a_reply(bot: TestBot) -> None:
    await bot.command(ADMIN, "koko ask now")

    assert (await bot.challenge()).question == "systems/cache"


async def test_ask_now_works_in_a_channel_that_nobody_has_set_up(bot: TestBot) -> None:
    private = await bot.command(ADMIN, "koko ask now")

    assert "Monday to Friday at 09:00 (UTC)" in shown(private)
    assert "[Set up]" in bot.in_channel()[0]

    await bot.later(days=1, hours=1)
    assert len([text for text in bot.in_channel() if "min ·" in text]) == 2


async def test_asking_twice_by_one_event_asks_once(bot: TestBot) -> None:
    await bot.command(ADMIN, "koko ask now")
    event = bot.adapter.sent[0].key

    await bot.tick()

    assert [sent.key for sent in bot.adapter.sent] == [event]


async def test_one_that_was_asked_for_long_before_koko_came_back_surprises_nobody(bot: TestBot) -> None:
    await begin(bot)
    stale, fresh = (
        CommandInvoked(id=bot.id(), at=MONDAY + by, person=ADMIN, place=CHANNEL, command="koko ask now")
        for by in (timedelta(hours=4), timedelta(hours=12))
    )
    for event in (stale, fresh):
        await bot.koko.router.accept(event)

    await bot.later(hours=13)

    assert len(bot.in_channel()) == 1
    assert (await bot.challenge()).opened_at == bot.clock()


async def test_a_card_that_could_not_be_posted_is_tried_again(bot: TestBot) -> None:
    await begin(bot)
    bot.adapter.faults.append(Fault("send", PlatformDown("down"), count=3))

    await bot.later(hours=1)
    assert bot.in_channel() == []
    for _ in range(6):
        await bot.later(minutes=10)

    assert len(bot.in_channel()) == 1


async def test_a_card_whose_arrival_was_not_confirmed_is_not_posted_twice(bot: TestBot) -> None:
    await begin(bot)
    bot.adapter.faults.append(Fault("send", PlatformDown("reset"), late=True))

    await bot.later(hours=1)
    await bot.later(minutes=10)

    assert len(bot.in_channel()) == 1
    assert (await bot.challenge()).message is not None


async def test_a_card_that_can_not_be_posted_in_time_is_given_up_and_the_admin_is_told(bot: TestBot) -> None:
    await begin(bot)
    bot.adapter.faults.append(Fault(f"send {CHANNEL}", PlatformDown("down"), count=1000))

    await bot.later(hours=1)
    for _ in range(45):
        await bot.later(minutes=10)

    assert bot.in_channel() == []
    assert "I could not post" in bot.in_private(ADMIN)[0]
    assert "no question: the card could not be posted" in shown(await bot.command(ADMIN, "koko preview"))


async def test_a_missing_permission_is_named_to_the_admin(bot: TestBot) -> None:
    await begin(bot)
    bot.adapter.faults.append(Fault(f"send {CHANNEL}", NotAllowed("the bot lacks chat:write")))

    await bot.later(hours=1)
    await bot.tick()

    assert "the bot lacks chat:write" in bot.in_private(ADMIN)[0]


async def test_what_is_missing_for_every_answer_is_told_once_a_day(bot: TestBot) -> None:
    await begin(bot)
    await bot.later(hours=1)
    bot.adapter.faults.append(Fault("react", NotAllowed("the bot lacks reactions:write"), count=1000))
    await bot.submit(ADMIN, "setup.topics", "1", topics="systems", easiest="easy", hardest="easy")
    while (await bot.challenge()).question != "systems/cache":
        await bot.command(ADMIN, "koko ask now")

    for person in (ADA, GRACE, LINUS):
        await bot.says(person, RIGHT)
    await bot.tick()

    assert len(bot.in_private(ADMIN)) == 1


async def test_a_thread_that_may_not_be_opened_leaves_the_question_to_the_form(bot: TestBot) -> None:
    await begin(bot)
    bot.adapter.faults.append(Fault("open_thread", NotAllowed("the bot may not open threads")))

    await bot.later(hours=1)
    await bot.later(hours=23)

    assert "I could not open a thread" in bot.in_private(ADMIN)[0]
    assert any(text.startswith("Revealed") for text in bot.in_channel())


async def test_a_card_is_not_posted_after_its_question_closed(bot: TestBot) -> None:
    await begin(bot)
    await bot.submit(ADMIN, "setup.answers", answers="both", hours="1")
    bot.adapter.faults.append(Fault(f"send {CHANNEL}", PlatformDown("down"), count=1))

    await bot.later(hours=1)
    await bot.later(hours=2)

    assert bot.in_channel() == []
    assert "I could not post" in bot.in_private(ADMIN)[0]
    assert "no question: the card could not be posted" in shown(await bot.command(ADMIN, "koko preview"))


async def test_a_channel_that_is_gone_is_paused_and_the_admin_is_told(bot: TestBot) -> None:
    await begin(bot)
    bot.adapter.faults.append(Fault(f"send {CHANNEL}", PlaceGone("it was archived")))

    await bot.later(hours=1)
    await bot.tick()
    await bot.later(days=1)

    assert bot.in_channel() == []
    assert "it was archived" in bot.in_private(ADMIN)[0]


@pytest.mark.parametrize(
    ("able", "invitation"),
    [
        (Capabilities(), "Reply in the thread, or press Answer to keep it between us."),
        (Capabilities(reads_messages=False), "Press Answer; only you and I see it."),
        (Capabilities(threads=False), "Press Answer; only you and I see it."),
    ],
)
async def test_the_card_invites_to_the_thread_only_where_a_reply_counts(
    able: Capabilities, invitation: str
) -> None:
    store = SqlStore("sqlite:///:memory:")
    await store.create_tables()
    bot = build_bot(store, FixedClock(MONDAY), OPEN_ONLY)
    bot.adapter.capabilities = able

    await bot.command(ADMIN, "koko ask now")

    assert bot.in_channel()[0].endswith(invitation)
    await store.close()


async def test_without_threads_an_answer_by_the_form_is_graded_all_the_same() -> None:
    store = SqlStore("sqlite:///:memory:")
    await store.create_tables()
    bot = build_bot(store, FixedClock(MONDAY), OPEN_ONLY)
    bot.adapter.capabilities = Capabilities(threads=False)
    await bot.command(ADMIN, "koko ask now")

    assert (await bot.answer(ADA, RIGHT)).startswith("5/5")
    await store.close()


async def test_a_question_that_left_the_bank_still_closes_with_its_scores(bot: TestBot) -> None:
    store, clock = bot.koko.parts.store, bot.clock
    await bot.command(ADMIN, "koko ask now")
    assert isinstance(store, SqlStore)

    restarted = build_bot(store, clock, OPEN_ONLY)
    await restarted.later(hours=24)

    assert "Revealed: " in restarted.adapter.sent[0].card.title
