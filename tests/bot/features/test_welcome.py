"""Coming into a channel, and leaving it."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.events import PlaceGained, PlaceLost, WorkspaceLost
from bot.chat.refs import Place
from bot.errors import PlatformDown
from tests.bots import ADA, ADMIN, CHANNEL, TestBot, shown
from tests.fakes import Fault

RANDOM = Place("fake", "team", "random")
NEAR = [Place("fake", workspace, "daily") for workspace in ("team2", "TEAM", "tea", "te_m", "team:")]


async def gained(bot: TestBot) -> None:
    await bot.does(PlaceGained(id=bot.id(), at=bot.clock(), place=CHANNEL, person=ADMIN))


async def lost(bot: TestBot) -> None:
    await bot.does(PlaceLost(id=bot.id(), at=bot.clock(), place=CHANNEL, reason="It was archived."))


async def workspace_lost(bot: TestBot) -> None:
    reason = "Koko was removed from this workspace."
    await bot.does(
        WorkspaceLost(id=bot.id(), at=bot.clock(), adapter="fake", workspace="team", reason=reason)
    )


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

    assert "I can't reach #daily any more: ***" in bot.in_private(ADMIN)[0]


async def test_a_channel_that_is_back_is_told_in_a_line_and_goes_on_when_an_admin_says_so(
    bot: TestBot,
) -> None:
    await bot.press(ADMIN, "setup.start")
    await lost(bot)
    await bot.later(days=2)
    await gained(bot)

    assert bot.in_channel() == ["I am back in this channel, where I am paused.\n\n[Resume]  [Set up]"]
    assert "for admins" in shown(await bot.press(ADA, "resume"))
    assert "Going on. The next question comes Wed 09:00" in shown(await bot.press(ADMIN, "resume"))
    await bot.later(hours=1)
    assert len(bot.in_channel()) == 2


async def test_a_channel_in_which_nothing_had_begun_is_greeted_when_it_is_back(bot: TestBot) -> None:
    await gained(bot)
    await lost(bot)
    await gained(bot)

    assert ["Hello" in said for said in bot.in_channel()] == [True, True]


async def test_a_channel_that_was_never_away_is_told_nothing(bot: TestBot) -> None:
    await bot.press(ADMIN, "setup.start")
    await gained(bot)

    assert bot.in_channel() == []


async def test_with_a_workspace_all_of_its_channels_are_lost_and_no_other(bot: TestBot) -> None:
    admins = {place: replace(ADMIN, workspace=place.workspace) for place in (CHANNEL, RANDOM, *NEAR)}
    bot.adapter.admins = list(admins.values())
    for place, admin in admins.items():
        await bot.press(admin, "setup.start", place=place)
    await workspace_lost(bot)
    await workspace_lost(bot)

    await bot.later(hours=1)

    assert {sent.place for sent in bot.adapter.sent} == set(NEAR)
    await gained(bot)
    assert "[Resume]" in bot.in_channel()[0]


async def test_nothing_more_is_said_to_a_workspace_that_is_lost(bot: TestBot) -> None:
    bot.adapter.faults = [Fault("send fake:team", PlatformDown("not now"), count=3)]
    await bot.press(ADMIN, "setup.start")
    await bot.command(ADMIN, "koko ask now")
    await bot.does(PlaceGained(id=bot.id(), at=bot.clock(), place=RANDOM))
    await workspace_lost(bot)
    tried = len(bot.adapter.calls)

    await bot.later(hours=1)
    await bot.later(days=2)

    assert bot.adapter.calls[tried:] == []


async def test_a_card_that_was_on_its_way_to_it_holds_up_no_talk(bot: TestBot) -> None:
    bot.adapter.faults = [Fault("send", PlatformDown("not now"))]
    await bot.command(ADMIN, "koko ask now")
    await workspace_lost(bot)

    async with bot.koko.parts.store.read() as tx:
        assert not await tx.challenges.awaited(CHANNEL)
