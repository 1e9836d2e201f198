"""Koko's own page in Slack: what a member reads there, and what they do from it."""

from __future__ import annotations

import pytest

from tests.bank import BANK, HALF, OPEN_ONLY, RIGHT
from tests.scenarios.conftest import ON_SLACK
from tests.scenarios.slack_stage import SlackStage
from tests.scenarios.team import Member, Team, standings

pytestmark = pytest.mark.parametrize("where", ON_SLACK)


async def test_a_newcomer_finds_a_page_and_a_quiz_on_it(team: Team, stage: SlackStage) -> None:
    await team.begins(BANK)
    assert "No answers in the last twelve weeks." in await home(team.ada, stage)

    assert "1 of 5" in await at_home(team.ada, stage, "Start a quiz")
    await team.ada.presses("I don't know")
    assert "2 of 5" in await team.ada.presses("Next")
    assert await team.grace.reads() == []


async def test_the_page_tells_of_what_was_answered_and_when_the_next_question_comes(
    team: Team, stage: SlackStage
) -> None:
    await team.begins(OPEN_ONLY)
    await team.you.types("/koko setup")
    await team.you.presses("Start")
    await team.later(hours=1)
    await team.ada.replies(RIGHT)

    page = await home(team.ada, stage)
    assert "Streak: 1 question day in " in page
    assert "Points: 100 in seven days, 100 in all" in page
    assert "1 answer in the last twelve weeks. Answered on 1 of 1 question day." in page
    assert "next question Tue 09:00 (UTC)" in page
    assert "Streak: none yet" in await home(team.grace, stage)


async def test_who_hides_at_home_is_on_no_board_until_they_are_back(team: Team, stage: SlackStage) -> None:
    await team.begins(OPEN_ONLY)
    await team.you.types("/koko ask now")
    await team.ada.answers(RIGHT)
    await team.grace.answers(HALF)

    assert "Boards: you are shown" in await home(team.ada, stage)
    await at_home(team.ada, stage, "Hide me")
    assert "Boards: you are hidden" in await stage.clients["ada"].home()
    assert standings(await team.you.types("/leaderboard all")) == ["1 Grace 50 1 1"]

    await at_home(team.ada, stage, "Show me on boards")
    assert standings(await team.you.types("/leaderboard all")) == ["1 Ada 100 1 1", "2 Grace 50 1 1"]


async def test_an_admin_sets_a_channel_up_from_home_and_others_may_not(team: Team, stage: SlackStage) -> None:
    await team.begins(OPEN_ONLY)
    await team.you.types("/koko ask now")
    await team.ada.answers(RIGHT)

    await home(team.ada, stage)
    assert "That is for admins of this channel." in await at_home(team.ada, stage, "Set up")

    await team.you.answers(HALF)
    await home(team.you, stage)
    assert "Monday to Friday at 09:00" in await at_home(team.you, stage, "Set up")
    assert "Next posts: Tue 10:00" in await team.you.fills(await team.you.opens("Time"), at="10:00")
    await team.later(hours=25, minutes=30)
    assert len(await team.grace.reads()) == 1
    await team.later(minutes=30)
    assert len(await team.grace.reads()) == 2


async def test_a_member_gets_and_erases_their_data_from_home(team: Team, stage: SlackStage) -> None:
    await team.begins(OPEN_ONLY)
    await team.you.types("/koko ask now")
    await team.ada.answers(RIGHT)

    await home(team.ada, stage)
    assert "[file: koko-my-data.json]" in await at_home(team.ada, stage, "My data")
    assert "erases your answers" in await at_home(team.ada, stage, "Forget me")
    assert "Erased." in await team.ada.presses("Erase everything about me")
    assert "Points: 0 in seven days" in await home(team.ada, stage)


async def home(member: Member, stage: SlackStage) -> str:
    """The page that a member opens."""
    client = stage.clients[member.name]
    await member.does(client.opens_home())
    return await client.home()


async def at_home(member: Member, stage: SlackStage, label: str) -> str:
    """What a button of the page brings, besides a change of the page itself."""
    return await member.does(stage.clients[member.name].presses_at_home(label))
