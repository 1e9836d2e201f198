"""One Koko, one store, and three platforms at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.adapters.discord.loopback import faults as discord_faults
from tests.adapters.slack.loopback import faults as slack_faults
from tests.bank import HALF, OPEN_ONLY, RIGHT
from tests.fakes import FixedClock
from tests.scenarios.conftest import ON_LOCAL
from tests.scenarios.discord_stage import DiscordStage, discord_stage, heard, no_socket
from tests.scenarios.slack_stage import SlackStage, slack_stage
from tests.scenarios.stage import Message, Stage
from tests.scenarios.team import Member, Team, standings
from tests.waiting import LONG, until, until_told

pytestmark = pytest.mark.parametrize("where", ON_LOCAL)

MANY = 1_000_000
HUNG = 60.0  # seconds, longer than any wait of these tests
LINE = "Ada 5/5 · streak 1\n\n[See why]"


@pytest.fixture
async def slack(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[SlackStage]:
    async with slack_stage(tmp_path, clock) as stage:
        for name, value in stage.environment.items():
            monkeypatch.setenv(name, value)
        yield stage


@pytest.fixture
async def discord(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[DiscordStage]:
    async with discord_stage(tmp_path, clock) as stage:
        for name, value in stage.environment.items():
            monkeypatch.setenv(name, value)
        yield stage


@pytest.fixture
async def team(
    stage: Stage,
    slack: SlackStage,
    discord: DiscordStage,
    clock: FixedClock,
    database_url: str,
    tmp_path: Path,
    machine_code: Path,
) -> AsyncIterator[Team]:
    """Of the local platform, with Slack and Discord beside it. Each day begins at nine in all three."""
    (tmp_path / "sandbox").symlink_to(machine_code)
    team = Team(tmp_path, database_url, clock, stage, slack, discord)
    await team.begins(OPEN_ONLY)
    for place in team.stages:
        you = team.on(place)[0]
        await you.types("/koko setup")
        await you.presses("Start")
    yield team
    await team.stops()


async def test_the_same_day_is_lived_in_all_three_at_once(team: Team) -> None:
    you, ada, grace, _ = zip(*(team.on(place) for place in team.stages), strict=True)
    await team.later(hours=1)
    assert [len(await one.reads()) for one in ada] == [1, 1, 1]

    answers = await asyncio.gather(*(one.replies(RIGHT) for one in ada))
    assert [(await one.sees(said)).reaction for one, said in zip(ada, answers, strict=True)] == ["full"] * 3
    receipts = await asyncio.gather(*(one.answers(HALF) for one in grace))
    assert ["2/5 · 50 %" in receipt for receipt in receipts] == [True] * 3

    await team.restarts()
    again = await asyncio.gather(*(tries_again(one) for one in grace))
    assert ["5/5 · 100 %" in receipt for receipt in again] == [True] * 3
    assert [await one.reads_thread() for one in you] == [
        [
            RIGHT,
            LINE,
            "Grace 2/5 · streak 1\n\n[See why]",
            "Grace 5/5 on the second try · streak 1\n\n[See why]",
        ]
    ] * 3

    await team.later(hours=23)
    assert ["- 2 of 2 said: " in (await one.reads_thread())[-1] for one in ada] == [True] * 3
    await team.later(hours=1)
    assert [len(await one.reads()) for one in ada] == [2, 2, 2]
    boards = await asyncio.gather(*(one.types("/leaderboard all") for one in grace))
    assert [standings(board) for board in boards] == [["1 Ada 100 1 1", "1 Grace 100 1 1"]] * 3
    assert team.koko.problems() == []


async def test_while_slack_fails_the_others_have_their_day_and_slack_has_its_own_after(
    team: Team, slack: SlackStage, discord: DiscordStage
) -> None:
    slack.slack.faults.add(slack_faults.Fault("*.*", slack_faults.Status(503), count=MANY))
    await team.later(hours=1)

    await has_its_day(team, team.stage)
    await has_its_day(team, discord)
    assert await team.on(slack)[1].reads() == []

    slack.slack.faults.clear()
    await team.later(hours=1)
    await has_its_day(team, slack)


async def test_while_discord_s_gateway_is_away_the_others_have_their_day_and_nothing_is_lost(
    team: Team, slack: SlackStage, discord: DiscordStage
) -> None:
    ada = team.on(discord)[1]
    with no_socket(discord.discord):
        await until(team.koko.problems)
        await team.later(hours=1)

        await has_its_day(team, team.stage)
        await has_its_day(team, slack)
        [away] = team.koko.problems()
        assert away.startswith("discord is not connected")
        await ada.client.replies(await question(ada), RIGHT)
        assert await ada.reads_thread() == [RIGHT]

    await until(lambda: not team.koko.problems(), LONG * 3)
    await heard(discord.discord)
    await team.settles()
    assert await ada.reads_thread() == [RIGHT, LINE]


async def test_while_the_others_hang_the_third_has_its_day(
    team: Team, slack: SlackStage, discord: DiscordStage
) -> None:
    slack.slack.faults.add(slack_faults.Fault("*.*", slack_faults.Delay(HUNG), count=MANY))
    discord.discord.faults.add(discord_faults.Fault("create_*", discord_faults.Delay(HUNG), count=MANY))
    team.clock.move(timedelta(hours=1))
    await team.koko.clock.tick()

    await has_its_day(team, team.stage)
    assert await team.on(slack)[1].reads() == await team.on(discord)[1].reads() == []


async def test_who_is_away_at_the_start_holds_up_nobody(
    team: Team, slack: SlackStage, discord: DiscordStage
) -> None:
    await team.stops()
    slack.slack.faults.add(slack_faults.Fault("*.*", slack_faults.Status(503), count=MANY))
    starting = asyncio.create_task(team.starts())
    await until(lambda: any(one.session for one in discord.discord.gateway.connections))

    await discord.clients["you"].types("/koko ask now")
    await has_its_day(team, discord)
    assert not starting.done(), "it is ready when all are there"
    slack.slack.faults.clear()
    await starting
    await team.later(hours=1)
    await has_its_day(team, slack)


async def has_its_day(team: Team, stage: Stage) -> None:
    """A question, an answer and its verdict, with no wait for what else Koko has to do."""
    ada = team.on(stage)[1]
    await until_told(lambda: questions(ada))
    await ada.client.replies(await question(ada), RIGHT)
    await until_told(lambda: tells(ada, LINE))
    assert await ada.reads_thread() == [RIGHT, LINE]


async def tells(member: Member, line: str) -> bool:
    return line in await member.reads_thread()


async def questions(member: Member) -> list[Message]:
    return [one for one in await member.client.sees() if one.has_thread]


async def question(member: Member) -> Message:
    [asked] = await questions(member)
    return asked


async def tries_again(member: Member) -> str:
    return await member.fills(await member.opens("Try again"), answer=RIGHT)
