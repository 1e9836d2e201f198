"""Kinds of channels that Discord has, and what becomes of them: full, deleted, locked, left."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.adapters.discord.loopback.state import Channel
from tests.bank import BANK, HALF, OPEN_ONLY, RIGHT
from tests.scenarios.conftest import ON_DISCORD
from tests.scenarios.discord_stage import DiscordClient, DiscordStage, member_of, refused_only, told
from tests.scenarios.stage import Message
from tests.scenarios.team import Member, Team

pytestmark = pytest.mark.parametrize("where", ON_DISCORD)

LINE = "Ada 5/5 · streak 1\n\n[See why]"
GREETING = (
    "Hello, I am Koko. I ask one interview question a day, grade the answers and explain the grade. "
    "Nothing is posted until somebody begins.\n\n[Set up]  [Ask one now]"
)


class TestKinds:
    async def test_a_forum_gets_a_post_a_day(self, team: Team, stage: DiscordStage) -> None:
        await team.begins(OPEN_ONLY)
        admin, member = of_the_server(team, stage, stage.discord.forum)
        await starts(admin)

        await team.later(hours=1)
        await member.replies(RIGHT)
        assert await admin.reads_thread() == [RIGHT, "Bob 5/5 · streak 1\n\n[See why]"]
        assert "2/5 · 50 %" in await admin.answers(HALF)
        await told(stage.discord, await stage.discord.archives(await thread(admin)))
        await team.later(hours=23)
        assert "2 of 2 said: It keeps copies of results." in (await admin.reads_thread())[-1]
        await team.later(hours=1)
        assert ["closed · 2 answers" in text for text in await admin.reads()] == [True, False]
        refused_only(stage.discord, "50083")

    async def test_an_announcement_channel_is_one_like_others(self, team: Team, stage: DiscordStage) -> None:
        await team.begins(OPEN_ONLY)
        admin, member = of_the_server(team, stage, stage.discord.announcements)
        await admin.types("/koko ask now")

        await member.replies(RIGHT)
        assert await admin.reads_thread() == [RIGHT, "Bob 5/5 · streak 1\n\n[See why]"]

    async def test_a_private_channel_is_one_like_others(self, team: Team, stage: DiscordStage) -> None:
        await team.begins(OPEN_ONLY)
        admin, member = of_the_server(team, stage, stage.discord.private)
        await admin.types("/koko ask now")

        await member.replies(RIGHT)
        assert await admin.reads_thread() == [RIGHT, "Bob 5/5 · streak 1\n\n[See why]"]

    async def test_alone_with_koko_a_member_practises_and_asks_for_their_figures(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(BANK)
        ada = member_of(team, stage, stage.clients["ada"].direct, stage.clients["ada"].user)

        assert "1 of 1" in await ada.types("/quiz count=1")
        await ada.presses("I don't know")
        assert (await ada.presses("See the result")).startswith("Quiz done")
        assert "Points: 0 in seven days" in await ada.types("/koko stats")
        assert await team.grace.reads() == []


class TestThreads:
    async def test_one_that_rests_is_opened_for_the_reveal(self, team: Team, stage: DiscordStage) -> None:
        await team.begins(OPEN_ONLY)
        await team.you.types("/koko ask now")
        await team.ada.replies(RIGHT)
        await told(stage.discord, await stage.discord.archives(await thread(team.ada)))

        assert "2/5 · 50 %" in await team.grace.answers(HALF)
        assert (await team.ada.reads_thread())[-1] == "Grace 2/5 · streak 1\n\n[See why]"
        await told(stage.discord, await stage.discord.archives(await thread(team.ada)))
        await team.later(hours=23)
        assert "1 of 2 said: It saves computing them again." in (await team.ada.reads_thread())[-1]

    async def test_in_a_locked_one_koko_alone_goes_on(self, team: Team, stage: DiscordStage) -> None:
        await team.begins(OPEN_ONLY)
        await team.you.types("/koko ask now")
        await told(stage.discord, await stage.discord.archives(await thread(team.ada), locked=True))

        assert "5/5 · 100 %" in await team.ada.answers(RIGHT)
        assert await team.ada.reads_thread() == [LINE]

    async def test_where_koko_may_not_open_a_locked_one_who_set_it_up_is_told(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        await starts(team.you)
        await team.later(hours=1)
        discord = stage.discord
        await told(discord, await discord.denies(stage.in_discord, "MANAGE_THREADS"))
        await told(discord, await discord.archives(await thread(team.ada), locked=True))

        assert "5/5 · 100 %" in await team.ada.answers(RIGHT)
        assert await team.ada.reads_thread() == []
        [notice] = await alone(team.you)
        assert "I could not post" in notice
        assert "The thread is locked. A moderator can unlock it, or give me “Manage Threads”." in notice
        refused_only(discord, "50083")

    async def test_without_a_thread_the_day_goes_by_forms_and_who_set_it_up_is_told(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        await starts(team.you)
        await told(stage.discord, await stage.discord.denies(stage.in_discord, "CREATE_PUBLIC_THREADS"))
        await team.later(hours=1)

        assert "5/5 · 100 %" in await team.ada.answers(RIGHT)
        [notice] = await alone(team.you)
        assert "I could not open a thread" in notice
        assert "I lack “Create Public Threads” in this channel." in notice
        refused_only(stage.discord, "50013")


class TestChannels:
    async def test_one_that_is_deleted_is_paused_and_who_set_it_up_is_told(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        await starts(team.you)
        await team.later(hours=1)

        await told(stage.discord, await stage.discord.deletes_channel(stage.in_discord))
        await team.settles()
        [notice] = await alone(team.you)
        assert "A channel is paused" in notice
        assert " any more: The channel was deleted. " in notice
        await team.later(hours=24)
        calls = len(stage.discord.world.calls)
        await team.later(hours=24)
        assert len(stage.discord.world.calls) == calls, "Discord is left in peace"
        refused_only(stage.discord, "10003")

    async def test_one_where_koko_may_not_write_loses_the_day_and_who_set_it_up_is_told(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        await starts(team.you)
        await told(stage.discord, await stage.discord.denies(stage.in_discord, "SEND_MESSAGES"))
        await team.later(hours=1)

        assert await team.ada.reads() == []
        [notice] = await alone(team.you)
        assert "I could not post" in notice
        assert "I lack “Send Messages” in this channel. Channel settings → Permissions" in notice
        refused_only(stage.discord, "50013")

        await told(stage.discord, await stage.discord.allows(stage.in_discord, "SEND_MESSAGES"))
        await team.later(hours=24)
        assert "What is a cache" in (await team.ada.reads())[-1]

    async def test_one_that_koko_no_longer_sees_is_paused(self, team: Team, stage: DiscordStage) -> None:
        await team.begins(OPEN_ONLY)
        await starts(team.you)
        await told(stage.discord, await stage.discord.denies(stage.in_discord, "VIEW_CHANNEL"))
        await team.later(hours=1)

        [notice] = await alone(team.you)
        assert "A channel is paused" in notice
        assert "I lack “View Channel” in this channel, so I can't see it" in notice
        refused_only(stage.discord, "50001")


class TestServers:
    async def test_brought_into_one_koko_greets_once_and_asks_when_told_to(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        rivals = stage.discord.adds_guild("Rivals")
        await told(stage.discord, await stage.discord.invites_bot(rivals.guild))
        await team.settles()
        admin = member_of(team, stage, rivals.general, rivals.admin)
        member = member_of(team, stage, rivals.general, rivals.member)

        assert await member.reads() == [GREETING]
        assert "That is for admins of this channel." in await member.presses("Set up")
        assert "Nothing is posted until you press Start" in await admin.presses("Set up")
        await admin.presses("Start")
        await team.later(hours=1)
        assert "What is a cache" in (await member.reads())[-1]
        assert await team.ada.reads() == [], "the server next to it is another"

        await team.restarts()
        assert len(await member.reads()) == 2, "it does not greet again"

    async def test_one_that_sends_koko_away_is_paused_and_others_go_on(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        discord = stage.discord
        rivals = discord.adds_guild("Rivals")
        await told(discord, await discord.invites_bot(rivals.guild))
        admin = member_of(team, stage, rivals.general, rivals.admin)
        await starts(admin)
        await starts(team.you)
        elsewhere, _ = of_the_server(team, stage, discord.announcements)
        await starts(elsewhere)
        await team.later(hours=1)

        await told(discord, await discord.removes_bot(discord.guild))
        await team.settles()
        await team.later(hours=24)
        assert len(await team.ada.reads()) == 1
        assert len(await elsewhere.reads()) == 1
        assert len(await admin.reads()) == 3, "a greeting, and two days"
        assert not discord.refusals, "what was still to be said there is not asked of Discord"

        await told(discord, await discord.invites_bot(discord.guild))
        await team.you.types("/koko resume")
        await team.later(hours=24)
        assert len(await team.ada.reads()) == 2
        assert len(await elsewhere.reads()) == 1, "each is taken up again by itself"

    async def test_an_outage_of_one_pauses_nothing(self, team: Team, stage: DiscordStage) -> None:
        await team.begins(OPEN_ONLY)
        await starts(team.you)
        await told(stage.discord, await stage.discord.goes_out(stage.discord.guild))
        await told(stage.discord, await stage.discord.comes_back(stage.discord.guild))

        await team.later(hours=1)
        [question] = await team.ada.reads()
        assert "What is a cache" in question


class TestPeople:
    async def test_an_answer_stays_of_one_who_has_left(self, team: Team, stage: DiscordStage) -> None:
        await team.begins(OPEN_ONLY)
        await team.you.types("/koko ask now")
        await team.ada.replies(RIGHT)
        await stage.discord.leaves(stage.clients["ada"].user, stage.discord.guild)

        await team.grace.replies(HALF)
        await team.later(hours=23)
        assert "1 of 2 said: It saves computing them again." in (await team.grace.reads_thread())[-1]

    async def test_an_admin_who_takes_no_messages_can_t_be_told_and_nothing_else_goes_wrong(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        await starts(team.you)
        await stage.discord.closes_dms(stage.clients["you"].user)
        await told(stage.discord, await stage.discord.denies(stage.in_discord, "CREATE_PUBLIC_THREADS"))
        await team.later(hours=1)

        assert "5/5 · 100 %" in await team.ada.answers(RIGHT)
        refused_only(stage.discord, "50013", "50007")

    async def test_an_admin_s_role_that_is_taken_away_is_gone(self, team: Team, stage: DiscordStage) -> None:
        await team.begins(OPEN_ONLY)
        await starts(team.you)
        you = stage.clients["you"].user
        stage.discord.guild.members[you.id].roles.clear()

        assert "That is for admins of this channel." in await team.you.types("/koko ask now")

    async def test_a_role_of_the_server_s_own_may_set_up_where_it_is_named(
        self, team: Team, stage: DiscordStage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("KOKO_DISCORD_ADMIN_ROLE", "quizmaster")
        await team.begins(OPEN_ONLY)
        discord, grace = stage.discord, stage.clients["grace"].user
        assert "That is for admins of this channel." in await team.grace.types("/koko setup")

        await discord.gives_role(discord.guild, grace, discord.founded.quizmaster)
        assert "Nothing is posted until you press Start" in await team.grace.types("/koko setup")

    async def test_while_koko_is_timed_out_the_day_is_lost_and_who_set_it_up_is_told(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        await starts(team.you)
        discord = stage.discord
        ends = team.clock() + timedelta(hours=2)
        await told(discord, await discord.times_out(discord.guild, discord.bot, ends))
        await team.later(hours=1)

        assert await team.ada.reads() == []
        [notice] = await alone(team.you)
        assert "I am timed out in this server until 02 March, 10:00 UTC" in notice
        refused_only(stage.discord, "50013")


def of_the_server(team: Team, stage: DiscordStage, channel: Channel) -> tuple[Member, Member]:
    """An admin and another member, in another channel of the team's server."""
    return (
        member_of(team, stage, channel, stage.discord.admin),
        member_of(team, stage, channel, stage.discord.member),
    )


async def starts(admin: Member) -> None:
    await admin.types("/koko setup")
    await admin.presses("Start")


async def thread(member: Member) -> Channel:
    """That of the question."""
    [question] = [one for one in await member.client.sees() if one.has_thread]
    assert isinstance(member.client, DiscordClient)
    return member.client.thread(question)


async def alone(member: Member) -> list[str]:
    """What Koko told somebody on its own account."""
    seen: list[Message] = [one for one in await member.client.sees() if one.is_private]
    return [one.text for one in seen if not one.given.ephemeral]
