"""What becomes of a Discord while Koko is away from it, and that it is found when Koko is back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from tests.adapters.discord.loopback.state import Channel
from tests.bank import HALF, OPEN_ONLY, RIGHT
from tests.scenarios.conftest import ON_DISCORD
from tests.scenarios.discord_stage import (
    DiscordClient,
    DiscordStage,
    heard,
    member_of,
    no_socket,
    refused_only,
    told,
)
from tests.scenarios.stage import Message
from tests.scenarios.team import Member, Team, standings
from tests.waiting import LONG, until

pytestmark = pytest.mark.parametrize("where", ON_DISCORD)

FULL = "5/5 · streak 1\n\n[See why]"
PART = "2/5 · streak 1\n\n[See why]"
GREETING = (
    "Hello, I am Koko. I ask one interview question a day, grade the answers and explain the grade. "
    "Nothing is posted until somebody begins.\n\n[Set up]  [Ask one now]"
)
BACK = "I am back in this channel, where I am paused.\n\n[Resume]  [Set up]"


class TestAnswers:
    async def test_one_that_was_deleted_meanwhile_is_taken_back(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        await team.you.types("/koko ask now")
        rash, kept = await team.ada.replies(HALF), await team.grace.replies(HALF)

        await team.stops()
        await deletes(stage, team.ada, rash)
        await team.starts()
        assert standings(await team.linus.types("/leaderboard")) == ["1 Grace 50 1 1 +50"]
        assert (await team.linus.sees(kept)).reaction == "part"

        await team.ada.replies(RIGHT)
        assert f"Ada {FULL}" in await team.linus.reads_thread()
        await team.restarts()
        assert len(standings(await team.linus.types("/leaderboard"))) == 2
        refused_only(stage.discord, "10008")

    async def test_what_was_deleted_and_changed_while_a_session_was_lost_is_found(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        await team.you.types("/koko ask now")
        rash, better = await team.ada.replies(RIGHT), await team.grace.replies(HALF)

        async with without_session(team, stage):
            await deletes(stage, team.ada, rash)
            await stage.discord.edits(stage.clients["grace"].user, better.given, RIGHT)

        assert f"Grace {FULL}" in await team.linus.reads_thread()
        assert standings(await team.linus.types("/leaderboard")) == ["1 Grace 100 1 1 +100"]
        refused_only(stage.discord, "10008")

    async def test_where_koko_may_not_read_the_history_nothing_is_taken_back(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        await team.you.types("/koko ask now")
        await team.ada.replies(RIGHT)

        await team.stops()
        await stage.discord.denies(stage.in_discord, "READ_MESSAGE_HISTORY")
        await team.starts()

        assert standings(await team.linus.types("/leaderboard")) == ["1 Ada 100 1 1 +100"]
        refused_only(stage.discord, "50013")

    async def test_after_the_close_an_answer_stays_whatever_became_of_its_message(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        await team.you.types("/koko ask now")
        answer = await team.ada.replies(RIGHT)

        await team.stops()
        team.clock.move(timedelta(hours=24))
        await deletes(stage, team.ada, answer)
        await team.starts()

        assert standings(await team.linus.types("/leaderboard all")) == ["1 Ada 100 1 1"]

    async def test_of_a_question_that_is_open_for_a_week_all_is_read(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        await team.you.types("/koko setup")
        await team.you.fills(await team.you.opens("Answers"), hours="167")
        await team.you.types("/koko ask now")
        rash, better = await team.ada.replies(HALF), await team.grace.replies(HALF)

        await team.stops()
        await deletes(stage, team.ada, rash)
        await stage.discord.edits(stage.clients["grace"].user, better.given, RIGHT)
        await stage.discord.says(stage.clients["linus"].user, await thread(team.ada), HALF)
        await team.is_away(days=5)

        assert standings(await team.you.types("/leaderboard all")) == ["1 Grace 100 1 1", "2 Linus 50 1 1"]
        refused_only(stage.discord, "10008")

    async def test_what_was_said_in_time_counts_where_the_close_was_missed_too(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        await team.you.types("/koko ask now")

        await team.stops()
        await stage.discord.says(stage.clients["ada"].user, await thread(team.ada), RIGHT)
        team.clock.move(timedelta(hours=23, minutes=1))
        await stage.discord.says(stage.clients["grace"].user, await thread(team.ada), RIGHT)
        await team.is_away(days=1)

        assert standings(await team.linus.types("/leaderboard all")) == ["1 Ada 100 1 1"]

    async def test_talk_that_was_changed_into_the_answer_after_the_close_does_not_count(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        await team.you.types("/koko ask now")
        talk = await team.ada.replies("Wait for it.")
        await team.grace.replies(HALF)
        await team.is_away(days=1)

        await stage.discord.edits(stage.clients["ada"].user, talk.given, RIGHT)
        await team.restarts()

        assert standings(await team.linus.types("/leaderboard all")) == ["1 Grace 50 1 1"]

    async def test_what_was_talk_stays_talk_when_its_author_has_been_forgotten_since(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        await team.you.types("/koko ask now")
        await team.ada.replies(HALF)
        await team.ada.replies("That was a nice question, was it not, dear all.")
        await team.ada.types("/koko forget me")
        await team.ada.presses("Erase everything about me")

        async with without_session(team, stage):
            pass

        assert standings(await team.linus.types("/leaderboard")) == []

    async def test_in_private_none_are_given_by_a_message(self, team: Team, stage: DiscordStage) -> None:
        await team.begins(OPEN_ONLY)
        ada = stage.clients["ada"].user
        alone = member_of(team, stage, stage.discord.direct(ada), ada)
        await alone.types("/koko ask now")
        assert any("Press Answer; only you and I see it." in text for text in await alone_with(alone))

        await told(stage.discord, await stage.discord.says(ada, stage.discord.direct(ada), RIGHT))
        await team.settles()
        assert not [text for text in await alone_with(alone) if "/5" in text]
        assert "5/5 · 100 %" in await alone.fills(await alone.opens("Answer"), answer=RIGHT)
        assert not [text for text in await alone_with(alone) if "thread" in text]


class TestInvitations:
    async def test_a_server_that_invites_koko_meanwhile_is_greeted_once(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        await team.stops()
        rivals = stage.discord.adds_guild("Rivals")
        await stage.discord.invites_bot(rivals.guild)
        await team.starts()

        member = member_of(team, stage, rivals.general, rivals.member)
        assert await member.reads() == [GREETING]
        for _ in range(10):
            await team.is_away(days=1)
        assert await member.reads() == [GREETING]
        assert await team.ada.reads() == [], "it has been here for long"

    async def test_one_that_sends_koko_away_and_invites_it_again_is_told_what_is_paused(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        rivals = stage.discord.adds_guild("Rivals")
        await told(stage.discord, await stage.discord.invites_bot(rivals.guild))
        admin = member_of(team, stage, rivals.general, rivals.admin)
        await admin.types("/koko setup")
        await admin.presses("Start")
        await told(stage.discord, await stage.discord.removes_bot(rivals.guild))
        await team.settles()

        await team.stops()
        team.clock.move(timedelta(minutes=1))
        await stage.discord.invites_bot(rivals.guild)
        await team.starts()
        assert await admin.reads() == [GREETING, BACK]
        await team.restarts()
        assert await admin.reads() == [GREETING, BACK]

    async def test_one_that_does_both_while_a_session_is_lost_is_told_too(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        rivals = stage.discord.adds_guild("Rivals")
        await told(stage.discord, await stage.discord.invites_bot(rivals.guild))
        admin = member_of(team, stage, rivals.general, rivals.admin)
        await admin.types("/koko setup")
        await admin.presses("Start")

        async with without_session(team, stage):
            await stage.discord.removes_bot(rivals.guild)
            await stage.discord.invites_bot(rivals.guild)
        assert await admin.reads() == [GREETING, BACK]


async def alone_with(member: Member) -> list[str]:
    """All that stands in a member's own place with Koko."""
    return [one.text for one in await member.client.sees()]


async def deletes(stage: DiscordStage, member: Member, message: Message) -> None:
    await stage.discord.deletes(stage.clients[member.name].user, message.given)


async def thread(member: Member) -> Channel:
    """That of the question."""
    [question] = [one for one in await member.client.sees() if one.has_thread]
    assert isinstance(member.client, DiscordClient)
    return member.client.thread(question)


@asynccontextmanager
async def without_session(team: Team, stage: DiscordStage) -> AsyncIterator[None]:
    """What happens meanwhile is never told; afterwards Koko has begun another."""
    gateway = stage.discord.gateway
    gone = list(gateway.connections)
    with no_socket(stage.discord):
        team.clock.move(timedelta(minutes=1))
        yield
    await until(lambda: any(one.session for one in gateway.connections if one not in gone), LONG * 3)
    await heard(stage.discord)
    await team.settles()
