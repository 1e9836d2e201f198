"""`/koko setup`, and the other verbs of an admin."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.chat.events import CommandInvoked
from bot.chat.refs import Place
from bot.domain.target import targeted
from tests.bots import ADA, ADMIN, CHANNEL, TestBot, asked, button, shown

AWAY = Place("fake", "team", "direct-root")
ADMIN_VERBS = ["koko setup", "koko pause", "koko resume", "koko ask now", "koko skip"]


@pytest.mark.parametrize("verb", ADMIN_VERBS)
async def test_admin_verbs_are_refused_to_others_with_the_reason(bot: TestBot, verb: str) -> None:
    assert "for admins of this channel" in shown(await bot.command(ADA, verb))


@pytest.mark.parametrize("action", ["setup.time", "setup.off"])
async def test_so_are_the_forms_behind_the_buttons(bot: TestBot, action: str) -> None:
    pressed = await bot.press(ADA, action, "1")
    submitted = await bot.submit(ADA, action, "1", at="10:00", zone="UTC", weekdays="0", dates="", country="")

    assert "for admins" in shown(pressed)
    assert "for admins" in shown(submitted)
    async with bot.koko.parts.store.read() as tx:
        assert await tx.channels.get(CHANNEL) is None


async def test_a_channel_is_set_up_from_anywhere(bot: TestBot) -> None:
    settings = await bot.press(ADMIN, "setup", targeted(CHANNEL), AWAY)
    assert "Channel: #daily" in shown(settings)

    opened = asked(await bot.press(ADMIN, *button(settings, "Time"), AWAY))
    await bot.submit(ADMIN, opened.action, opened.value, AWAY, at="10:00", zone="UTC", weekdays="0")
    await bot.press(ADMIN, *button(settings, "Add a question"), AWAY)
    await bot.later(hours=2)

    assert len(bot.in_channel()) == 1
    asked_for = {call for call in bot.adapter.calls if call.startswith("is_admin")}
    assert asked_for == {f"is_admin {ADMIN} {CHANNEL}"}


async def test_who_is_no_admin_of_the_channel_changes_it_from_nowhere(bot: TestBot) -> None:
    for action in ("setup", "setup.start", "setup.add", "setup.time", "resume", "ask now"):
        assert "for admins of this channel" in shown(await bot.press(ADA, action, targeted(CHANNEL), AWAY))

    assert f"is_admin {ADA} {AWAY}" not in bot.adapter.calls


@pytest.mark.parametrize(
    "value",
    [
        *("1@fake:other:daily", "@other:team:daily", "@slack:team:daily"),
        *("@", "@@", "1@daily", "@fake:team", "@fake:team:", "@fake:team:a:b:c", "@fake::daily"),
        *("@fake:team:da ily", "@fake:team:\ud800", "@fake:team:%", f"@fake:team:daily@{CHANNEL}"),
    ],
)
async def test_a_forged_channel_is_refused_in_a_sentence(bot: TestBot, value: str) -> None:
    pressed = await bot.press(ADMIN, "setup.start", value)
    opened = await bot.press(ADMIN, "setup.off", value)
    submitted = await bot.submit(ADMIN, "setup.off", value, dates="", country="")

    assert [shown(card) for card in (pressed, opened, submitted)] == ["I don't know that channel."] * 3
    async with bot.koko.parts.store.read() as tx:
        assert await tx.channels.get(CHANNEL) is None


async def test_a_channel_of_a_very_long_name_is_set_up_in_the_channel(bot: TestBot) -> None:
    channel = Place("fake", "team", "x" * 200)

    settings = await bot.command(ADMIN, "koko setup", channel)
    await bot.press(ADMIN, *button(settings, "Start"), channel)

    async with bot.koko.parts.store.read() as tx:
        assert await tx.channels.get(channel)


async def test_the_card_shows_the_defaults_and_that_nothing_has_begun(bot: TestBot) -> None:
    card = shown(await bot.command(ADMIN, "koko setup"))

    assert "Question: Monday to Friday at 09:00, any topic, easy to hard" in card
    assert "Answers: in the thread or by the form, for 23 hours" in card
    assert "Leaderboard: Friday at 16:00" in card
    assert "Nothing is posted until you press Start" in card


async def test_saving_a_form_sets_the_channel_going_and_shows_the_next_posts(bot: TestBot) -> None:
    card = await bot.submit(ADMIN, "setup.time", "1", at="9.30", zone="europe/berlin", weekdays="0,2,4")

    assert "Monday, Wednesday, Friday at 09:30" in shown(card)
    assert "Europe/Berlin" in shown(card)
    assert "Next posts: Mon 09:30, Wed 09:30, Fri 09:30." in shown(card)


@pytest.mark.parametrize(
    ("action", "values", "problem"),
    [
        (
            "setup.time",
            {"at": "25:00", "zone": "UTC", "weekdays": "0"},
            "no time of day; write it like 09:00",
        ),
        ("setup.time", {"at": "9", "zone": "Europe/Berlim", "weekdays": "0"}, "Did you mean Europe/Berlin"),
        ("setup.time", {"at": "9", "zone": "UTC", "weekdays": ""}, "Choose at least one."),
        ("setup.time", {"at": "9", "zone": "UTC", "weekdays": "7"}, "Days does not offer that."),
        ("setup.answers", {"answers": "both", "hours": "0"}, "1 to 167 whole hours"),
        ("setup.answers", {"answers": "loud", "hours": "23"}, "Answers does not offer that."),
        ("setup.board", {"weekday": "4", "at": "noon"}, "no time of day"),
        ("setup.off", {"dates": "24.12.2026", "country": ""}, "write it like 2026-12-24"),
        ("setup.off", {"dates": "", "country": "XX"}, "two letters"),
        (
            "setup.topics",
            {"topics": "", "easiest": "hard", "hardest": "easy"},
            "The hardest can't be easier than the easiest.",
        ),
    ],
)
async def test_a_wrong_value_is_refused_with_what_would_be_right(
    bot: TestBot, action: str, values: dict[str, str], problem: str
) -> None:
    assert problem in shown(await bot.submit(ADMIN, action, "1", CHANNEL, **values))


@pytest.mark.parametrize("number", ["", "0", "2", "0019", "١", "one"])
async def test_a_forged_question_is_refused_in_a_sentence(bot: TestBot, number: str) -> None:
    assert "not scheduled any more" in shown(await bot.press(ADMIN, "setup.topics", number))


async def test_a_form_opens_with_the_values_that_hold(bot: TestBot) -> None:
    await bot.submit(ADMIN, "setup.off", dates="2026-03-09..2026-03-11", country="DE")

    form = asked(await bot.press(ADMIN, "setup.off"))

    assert [entry.initial for entry in form.inputs] == ["2026-03-09..2026-03-11", "DE"]


async def test_on_days_off_nothing_is_asked(bot: TestBot) -> None:
    await bot.submit(ADMIN, "setup.off", dates="2026-03-02", country="")

    await bot.later(hours=1)
    assert bot.in_channel() == []
    await bot.later(days=1)
    assert len(bot.in_channel()) == 1


async def test_topics_and_difficulty_narrow_what_is_asked(bot: TestBot) -> None:
    await bot.submit(ADMIN, "setup.topics", "1", topics="maths", easiest="easy", hardest="easy")

    await bot.later(hours=1)

    assert (await bot.challenge()).question == "maths/area"


async def test_a_channel_can_have_several_questions_a_day(bot: TestBot) -> None:
    await bot.press(ADMIN, "setup.start")
    card = await bot.press(ADMIN, "setup.add")
    assert "Question 2: Monday to Friday at 16:00" in shown(card)

    await bot.later(hours=1)
    await bot.later(hours=7)
    assert len(bot.in_channel()) == 2

    assert "Question 2" not in shown(await bot.press(ADMIN, "setup.remove", "2"))


async def test_a_fourth_question_a_day_is_refused(bot: TestBot) -> None:
    await bot.press(ADMIN, "setup.start")
    for _ in range(2):
        await bot.press(ADMIN, "setup.add")

    assert "can have 3 questions a day" in shown(await bot.press(ADMIN, "setup.add"))


async def test_the_board_can_be_moved_or_never_posted(bot: TestBot) -> None:
    moved = await bot.submit(ADMIN, "setup.board", weekday="0", at="08:00")
    never = await bot.submit(ADMIN, "setup.board", weekday="never", at="08:00")

    assert "Leaderboard: Monday at 08:00" in shown(moved)
    assert "Leaderboard: never posted by itself" in shown(never)


async def test_skip_leaves_out_the_next_day_and_no_other(bot: TestBot) -> None:
    await bot.press(ADMIN, "setup.start")

    skipped = await bot.command(ADMIN, "koko skip")
    await bot.later(hours=1)
    assert "I leave out Mon 2 Mar" in shown(skipped)
    assert bot.in_channel() == []

    await bot.later(days=1)
    assert len(bot.in_channel()) == 1


async def test_a_skipped_day_is_in_no_list_of_what_comes(bot: TestBot) -> None:
    await bot.press(ADMIN, "setup.start")
    await bot.command(ADMIN, "koko skip")

    assert "Next posts: Tue 09:00, Wed 09:00, Thu 09:00." in shown(await bot.command(ADMIN, "koko setup"))
    await bot.command(ADMIN, "koko pause")
    assert "The next question comes Tue 09:00" in shown(await bot.command(ADMIN, "koko resume"))


async def test_a_day_without_all_its_questions_is_told_once(bot: TestBot) -> None:
    await bot.press(ADMIN, "setup.start")
    await bot.press(ADMIN, "setup.add")

    await bot.command(ADMIN, "koko skip")

    assert shown(await bot.command(ADMIN, "koko preview")).count("no question") == 1


async def test_the_same_skip_twice_leaves_out_one_day_of_all_schedules(bot: TestBot) -> None:
    await bot.submit(ADMIN, "setup.time", "1", at="09:00", zone="UTC", weekdays="0")
    await bot.press(ADMIN, "setup.add")
    await bot.submit(ADMIN, "setup.time", "2", at="16:00", zone="UTC", weekdays="1")
    skip = CommandInvoked(id="skip", at=bot.clock(), person=ADMIN, place=CHANNEL, command="koko skip")

    await bot.does(skip)
    await bot.koko.router.respond(skip)  # as after a crash

    await bot.later(days=1, hours=8)
    assert len(bot.in_channel()) == 1


async def test_a_setup_saved_at_the_very_time_loses_no_question(bot: TestBot) -> None:
    await bot.press(ADMIN, "setup.start")
    bot.clock.move(timedelta(hours=1))

    await bot.submit(ADMIN, "setup.answers", answers="sealed", hours="23")
    await bot.tick()

    assert len(bot.in_channel()) == 1


async def test_a_day_off_saved_at_the_very_time_is_one(bot: TestBot) -> None:
    await bot.press(ADMIN, "setup.start")
    bot.clock.move(timedelta(hours=1))

    await bot.submit(ADMIN, "setup.off", dates="2026-03-02", country="")
    await bot.tick()

    assert bot.in_channel() == []


async def test_pause_holds_everything_back_and_resume_goes_on(bot: TestBot) -> None:
    await bot.press(ADMIN, "setup.start")
    assert "Paused" in shown(await bot.command(ADMIN, "koko pause"))
    await bot.later(hours=2)
    assert bot.in_channel() == []
    assert "paused" in shown(await bot.command(ADA, "koko preview"))

    assert "The next question comes Tue 09:00" in shown(await bot.command(ADMIN, "koko resume"))
    await bot.later(days=1)
    assert len(bot.in_channel()) == 1


async def test_what_can_not_be_paused_or_resumed_is_said(bot: TestBot) -> None:
    assert "nothing to pause" in shown(await bot.command(ADMIN, "koko pause"))
    assert "not paused" in shown(await bot.command(ADMIN, "koko resume"))
    assert "nothing to skip" in shown(await bot.command(ADMIN, "koko skip"))


async def test_the_preview_shows_posts_closes_boards_clock_changes_and_days_off(bot: TestBot) -> None:
    await bot.submit(ADMIN, "setup.time", "1", at="09:00", zone="Europe/Berlin", weekdays="0,1,2,3,4")
    await bot.submit(ADMIN, "setup.off", dates="", country="DE")
    bot.clock.move(bot.clock().replace(month=3, day=28) - bot.clock())

    shown_days = shown(await bot.command(ADA, "koko preview"))

    assert "Sun 29 Mar clocks go forward by 60 minutes" in shown_days
    assert "Fri 3 Apr off: " in shown_days
    assert "Tue 7 Apr 09:00 question" in shown_days
