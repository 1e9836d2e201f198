"""Kinds of channels and people that Slack has: private, shared, direct; guests, and who is from elsewhere."""

from __future__ import annotations

import pytest

from tests.bank import BANK, HALF, OPEN_ONLY, RIGHT
from tests.scenarios.conftest import ON_SLACK
from tests.scenarios.slack_stage import SlackStage, member_of, told
from tests.scenarios.team import Team

pytestmark = pytest.mark.parametrize("where", ON_SLACK)

REFUSED = "That is for admins of this channel."


async def test_somebody_of_another_workspace_answers_and_may_not_set_up(
    team: Team, stage: SlackStage
) -> None:
    await team.begins(OPEN_ONLY)
    admin = member_of(team, stage, stage.slack.shared, stage.slack.admin)
    stranger = member_of(team, stage, stage.slack.shared, stage.slack.stranger)
    await admin.types("/koko ask now")

    await stranger.replies(HALF)
    assert await admin.reads_thread() == [HALF, "Sam Stranger 2/5 · streak 1\n\n[See why]"]
    assert "It keeps copies of results." in await stranger.presses("See why")
    assert "5/5 · 100 %" in await stranger.fills(await stranger.opens("Try again"), answer=RIGHT)
    assert REFUSED in await stranger.presses("Set up")


async def test_a_guest_answers_and_may_not_set_up_even_what_they_made(team: Team, stage: SlackStage) -> None:
    await team.begins(OPEN_ONLY)
    stage.slack.general.creator = stage.slack.guest.id
    admin = member_of(team, stage, stage.slack.general, stage.slack.admin)
    guest = member_of(team, stage, stage.slack.general, stage.slack.guest)

    assert REFUSED in await guest.types("/koko ask now")
    await admin.types("/koko ask now")
    assert "5/5 · 100 %" in await guest.answers(RIGHT)


async def test_a_private_channel_is_one_like_others(team: Team, stage: SlackStage) -> None:
    await team.begins(OPEN_ONLY)
    admin = member_of(team, stage, stage.slack.private, stage.slack.admin)
    member = member_of(team, stage, stage.slack.private, stage.slack.member)
    await admin.types("/koko ask now")

    answer = await member.replies(RIGHT)
    assert (await member.sees(answer)).reaction == "full"
    assert await admin.reads_thread() == [RIGHT, "Bob 5/5 · streak 1\n\n[See why]"]


async def test_a_channel_that_is_renamed_and_made_private_goes_on(team: Team, stage: SlackStage) -> None:
    await team.begins(OPEN_ONLY)
    await team.you.types("/koko setup")
    await team.you.presses("Start")
    slack, you = stage.slack, stage.clients["you"].user

    await slack.renames(you, stage.in_slack, "practice")
    await slack.makes_private(you, stage.in_slack)
    await team.later(hours=1)
    await team.ada.replies(RIGHT)

    assert await team.grace.reads_thread() == [RIGHT, "Ada 5/5 · streak 1\n\n[See why]"]


async def test_alone_with_koko_a_member_practises_and_asks_for_their_figures(
    team: Team, stage: SlackStage
) -> None:
    await team.begins(BANK)
    ada = member_of(team, stage, stage.clients["ada"].direct, stage.clients["ada"].user)

    assert "1 of 1" in await ada.types("/quiz count=1")
    await ada.presses("I don't know")
    assert (await ada.presses("See the result")).startswith("Quiz done")
    assert "Points: 0 in seven days" in await ada.types("/koko stats")
    assert await team.grace.reads() == []


async def test_called_where_it_is_not_koko_says_how_to_invite_it(team: Team, stage: SlackStage) -> None:
    await team.begins(OPEN_ONLY)
    admin = member_of(team, stage, stage.slack.elsewhere, stage.slack.admin)

    assert "type /invite @Koko" in await admin.types("/koko ask now")
    assert await admin.reads() == []


async def test_where_it_may_not_post_the_day_is_lost_and_who_set_it_up_is_told(
    team: Team, stage: SlackStage
) -> None:
    await team.begins(OPEN_ONLY)
    await team.you.types("/koko setup")
    await team.you.presses("Start")

    await stage.slack.makes_read_only(stage.in_slack)
    await team.later(hours=1)

    assert await team.you.reads() == []
    [notice] = await stage.slack.reads(stage.clients["you"].user, stage.clients["you"].direct)
    assert "I could not post" in notice.text
    assert "Only some may post in this channel" in notice.text
    stage.slack.refusals.clear()


async def test_an_admin_who_has_left_can_t_be_told_and_nothing_else_goes_wrong(
    team: Team, stage: SlackStage
) -> None:
    await team.begins(OPEN_ONLY)
    await team.you.types("/koko setup")
    await team.you.presses("Start")
    await stage.slack.deactivates(stage.clients["you"].user)

    await team.later(hours=1)
    await team.ada.replies(RIGHT)
    assert await team.grace.reads_thread() == [RIGHT, "Ada 5/5 · streak 1\n\n[See why]"]

    await told(await stage.slack.archives(stage.slack.admin, stage.in_slack))
    await team.settles()
    assert "user_disabled" in " ".join(stage.slack.refusals)
    stage.slack.refusals.clear()


async def test_what_another_app_says_in_the_thread_is_no_answer(team: Team, stage: SlackStage) -> None:
    await team.begins(OPEN_ONLY)
    await team.you.types("/koko ask now")
    [question] = [one for one in await team.you.client.sees() if one.has_thread]

    await told(await stage.slack.bot_says(stage.in_slack, RIGHT, question.given.ts))
    await team.settles()

    assert await team.ada.reads_thread() == [RIGHT]
