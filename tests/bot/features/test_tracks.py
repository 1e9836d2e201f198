"""A channel follows a track: in its order, counting down, and then draws again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.bank.files import Bank
from bot.chat.events import FormSubmitted
from bot.chat.form import Select
from bot.domain.track import Track
from bot.store.sql import SqlStore
from tests.bank import CACHE, OPEN_ONLY
from tests.bots import ADMIN, CHANNEL, MONDAY, TestBot, asked, build_bot, button, shown
from tests.fakes import FixedClock

QUESTIONS = tuple(CACHE.model_copy(update={"id": f"inference/q-{n}", "title": f"Q{n}"}) for n in range(6))
IDS = tuple(question.id for question in QUESTIONS)
WEEK = Track(id="week", title="Five days", about="The cache", questions=IDS[4::-1], core=(IDS[0],))


@pytest.fixture
async def bot() -> AsyncIterator[TestBot]:
    store = SqlStore("sqlite:///:memory:")
    await store.create_tables()
    yield build_bot(store, FixedClock(MONDAY), Bank(QUESTIONS, tracks=(WEEK,)))
    await store.close()


async def follow(bot: TestBot, interview: str = "", track: str = "week") -> str:
    return shown(await bot.submit(ADMIN, "setup.track", "1", track=track, interview=interview))


async def days(bot: TestBot, count: int) -> list[str]:
    """The questions of the next weekdays, from the Monday on."""
    found: list[str] = []
    while len(found) < count:
        async with bot.koko.parts.store.read() as tx:
            before = await tx.challenges.latest(CHANNEL)
        await bot.later(hours=1)
        async with bot.koko.parts.store.read() as tx:
            latest = await tx.challenges.latest(CHANNEL)
        if latest and latest != before and (not before or latest.id != before.id):
            found.append(latest.question)
    return found


async def test_the_form_offers_each_track_once_and_says_what_it_is_about(bot: TestBot) -> None:
    settings = await bot.command(ADMIN, "koko setup")
    form = asked(await bot.press(ADMIN, *button(settings, "Track")))
    offered = form.inputs[0]
    assert isinstance(offered, Select)
    assert [(option.label, option.about) for option in offered.options] == [
        ("No track", "Draw from the topics"),
        ("Five days", "The cache"),
    ]
    assert form.text == ""
    assert "track “Five days”" in await follow(bot)
    again = asked(await bot.press(ADMIN, *button(await bot.command(ADMIN, "koko setup"), "Track")))
    [track, _] = again.inputs
    assert track.initial == ("week",)


async def test_its_questions_come_in_its_order_and_then_it_is_drawn(bot: TestBot) -> None:
    await follow(bot)
    assert await days(bot, 6) == [*WEEK.questions, IDS[5]]


async def test_the_card_says_where_on_the_track_it_is(bot: TestBot) -> None:
    await follow(bot, "2026-03-09")
    await days(bot, 2)
    assert "Five days: 1 of 5 · interview in 7 days" in bot.in_channel()[0]
    assert "Five days: 2 of 5 · interview in 6 days" in bot.in_channel()[-1]


async def test_short_of_time_only_what_matters_most_comes(bot: TestBot) -> None:
    """Monday and Tuesday are left: the core question, and one more, in the track's order."""
    await follow(bot, "2026-03-04")
    assert await days(bot, 2) == [WEEK.questions[0], IDS[0]]
    assert "interview tomorrow" in bot.in_channel()[-1]
    await days(bot, 1)
    assert "of 5" not in bot.in_channel()[-1]


async def test_a_track_that_is_chosen_again_goes_on_and_another_choice_ends_it(bot: TestBot) -> None:
    await follow(bot)
    await days(bot, 1)
    await follow(bot, "2026-04-01")
    assert await days(bot, 1) == [WEEK.questions[1]]
    assert "track" not in await follow(bot, track="none")


@pytest.mark.parametrize(
    ("track", "interview", "said"),
    [
        ("week", "2026-03-02", "must lie ahead"),
        ("week", "2027-04-01", "within a year"),
        ("week", "tomorrow", "is no date"),
        ("none", "2026-03-09", "Choose the track"),
        ("other", "", ""),
    ],
)
async def test_a_date_that_can_t_be_is_refused(bot: TestBot, track: str, interview: str, said: str) -> None:
    submitted = FormSubmitted(
        id="e0",
        at=bot.clock(),
        person=ADMIN,
        place=CHANNEL,
        action="setup.track",
        value="1",
        values={"track": track, "interview": interview},
    )
    refused = await bot.koko.router.problems(submitted)
    assert refused
    assert said in " ".join(refused.values())


async def test_what_lies_ahead_is_what_lies_ahead_in_the_channel_s_zone(bot: TestBot) -> None:
    await bot.submit(ADMIN, "setup.time", "1", at="9", zone="America/Los_Angeles", weekdays="0,1,2,3,4")
    bot.clock.move(timedelta(hours=20))  # 20:00 on Monday there, and Tuesday in UTC
    assert "must lie ahead" in await follow(bot, "2026-03-02")
    assert "track “Five days”" in await follow(bot, "2026-03-03")


async def test_a_track_that_is_gone_from_the_bank_is_followed_no_more() -> None:
    store = SqlStore("sqlite:///:memory:")
    await store.create_tables()
    bot = build_bot(store, FixedClock(MONDAY), Bank(QUESTIONS, tracks=(WEEK,)))
    await follow(bot)
    later = build_bot(store, FixedClock(MONDAY + timedelta(hours=1)), OPEN_ONLY)
    later.numbers = bot.numbers
    await later.tick()
    assert (await later.challenge()).question == CACHE.id
    settings = shown(await later.command(ADMIN, "koko setup"))
    assert "any topic" in settings
    assert "Track" not in settings
    await store.close()


async def test_asked_at_once_it_goes_on_along_the_track(bot: TestBot) -> None:
    await follow(bot)
    await bot.command(ADMIN, "koko ask now")
    assert (await bot.challenge()).question == WEEK.questions[0]
    assert (await bot.challenge()).place == CHANNEL
