"""Coming into a channel, and leaving it."""

from __future__ import annotations

from bot.chat.events import PlaceGained, PlaceLost
from tests.bots import ADMIN, CHANNEL, TestBot


async def gained(bot: TestBot) -> None:
    await bot.does(PlaceGained(id=bot.id(), at=bot.clock(), place=CHANNEL, person=ADMIN))


async def lost(bot: TestBot) -> None:
    await bot.does(PlaceLost(id=bot.id(), at=bot.clock(), place=CHANNEL, reason="It was archived."))


async def test_it_greets_once_and_posts_nothing_by_itself(bot: TestBot) -> None:
    await gained(bot)
    await gained(bot)
    await bot.later(days=3)

    assert len(bot.in_channel()) == 1
    assert "[Set up]  [Ask one now]" in bot.in_channel()[0]


async def test_the_greeting_s_buttons_begin(bot: TestBot) -> None:
    await gained(bot)
    await bot.press(ADMIN, "ask now")

    assert len(bot.in_channel()) == 2


async def test_a_lost_channel_is_paused_and_the_admin_is_told_in_private(bot: TestBot) -> None:
    await bot.press(ADMIN, "setup.start")
    await lost(bot)
    await bot.later(hours=1)

    assert bot.in_channel() == []
    assert "more: It was archived. `/koko resume` there" in bot.in_private(ADMIN)[0]


async def test_losing_a_channel_that_nobody_set_up_troubles_nobody(bot: TestBot) -> None:
    await lost(bot)

    assert bot.adapter.sent == []


async def test_whatever_reason_a_platform_gives_for_a_lost_channel_is_told(bot: TestBot) -> None:
    await bot.press(ADMIN, "setup.start")

    await bot.does(PlaceLost(id="lost", at=bot.clock(), place=CHANNEL, reason="*" * 5000))

    assert "I can't reach it any more: ***" in bot.in_private(ADMIN)[0]
