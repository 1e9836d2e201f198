"""What is told of Koko in Discord alone: menus, options, and what comes around restarts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.faults import Fault, ResetAfter
from tests.bank import BANK, HALF, OPEN_ONLY, RIGHT
from tests.scenarios.conftest import ON_DISCORD
from tests.scenarios.discord_stage import (
    DiscordStage,
    dropped,
    heard,
    member_of,
    no_socket,
    refused_only,
    told,
)
from tests.scenarios.stage import Message
from tests.scenarios.team import Member, Team, standings
from tests.waiting import LONG, until

WHY = "Why this score?"
LINE = "Ada 2/5 · streak 1\n\n[See why]"


@pytest.mark.parametrize("where", ["discord-textless sqlite"])
class TestWithoutTheTextsOfMessages:
    async def test_a_day_goes_by_buttons_and_forms(self, team: Team) -> None:
        you, ada, grace, linus = team.members
        await team.begins(OPEN_ONLY)
        await you.types("/koko setup")
        await you.presses("Start")
        await team.later(hours=1)

        [question] = await ada.reads()
        assert "Press Answer; only you and I see it." in question
        assert "thread" not in question
        assert "desk drawer" in await grace.presses("Hint (−10 %)")
        assert "2/5 · 50 %" in await ada.answers(HALF)
        assert "5/5 · 100 %" in await ada.fills(await ada.opens("Try again"), answer=RIGHT)
        assert "5/5 · 100 %" in await grace.answers(RIGHT)
        await linus.replies(RIGHT)
        assert "2/5 · 50 %" in await linus.answers(HALF)

        await team.later(hours=23)
        assert "closed · 3 answers" in (await ada.reads())[0]
        assert "3 of 3 said: It keeps copies of results." in (await ada.reads_thread())[-1]
        assert standings(await ada.types("/leaderboard all")) == [
            "1 Ada 100 1 1",
            "2 Grace 90 1 1",
            "3 Linus 50 1 1",
        ]

    async def test_no_card_invites_to_the_thread(self, team: Team) -> None:
        await team.begins(OPEN_ONLY)
        shown = [await team.ada.types("/koko help"), await team.you.types("/koko setup")]
        assert "Press Answer." in shown[0]
        assert "Answers: by the form, for 23 hours" in shown[1]
        ways = await team.you.opens("Answers")
        assert ways.options["answers"] == ["both", "sealed"]
        shown += [await team.you.fills(ways, hours="4"), await team.you.types("/koko ask now")]
        shown += [*await team.ada.reads(), await team.ada.answers(HALF), await team.ada.presses("See why")]

        assert not [text for text in shown if "thread" in text or "reply" in text.lower()]

    async def test_where_threads_were_asked_for_the_form_is_there_all_the_same(
        self, team: Team, stage: DiscordStage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stage.discord.world.message_content = True
        monkeypatch.setenv("KOKO_DISCORD_MESSAGE_CONTENT", "true")
        await team.begins(OPEN_ONLY)
        await team.you.types("/koko setup")
        await team.you.fills(await team.you.opens("Answers"), answers="thread", hours="4")
        await team.stops()
        stage.discord.world.message_content = False
        monkeypatch.setenv("KOKO_DISCORD_MESSAGE_CONTENT", "false")
        await team.starts()
        assert "Answers: by the form, for 4 hours" in await team.you.types("/koko setup")
        await team.later(hours=1)

        assert "Press Answer; only you and I see it." in (await team.ada.reads())[-1]
        assert "5/5 · 100 %" in await team.ada.answers(RIGHT)


@pytest.mark.parametrize("where", ON_DISCORD)
class TestOfTheDay:
    async def test_the_menu_of_an_answer_and_of_its_verdict_tell_the_author_why(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        await team.you.types("/koko ask now")
        answer = await team.ada.replies(HALF)

        receipt = await uses(team.ada, stage, answer)
        assert "2/5 · 50 %" in receipt
        assert "It keeps copies of results." in receipt
        verdict = await seen(team.ada, LINE)
        assert "2/5 · 50 %" in await uses(team.ada, stage, verdict)

        assert "between me and whoever wrote it" in await uses(team.grace, stage, answer)
        assert "You have not answered this question" in await uses(team.grace, stage, verdict)
        await team.grace.answers(RIGHT)
        assert "5/5 · 100 %" in await uses(team.grace, stage, answer)

    async def test_the_menu_of_a_question_and_of_other_talk_tell_what_is_known(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        await team.you.types("/koko ask now")
        question = await seen(team.ada, "What is a cache")
        await told(
            stage.discord,
            await stage.discord.says(stage.clients["ada"].user, stage.in_discord, "Good morning!"),
        )

        assert "You have not answered this question" in await uses(team.ada, stage, question)
        await team.ada.answers(HALF)
        assert "2/5 · 50 %" in await uses(team.ada, stage, question)
        talk = await seen(team.ada, "Good morning!")
        assert "I know of no answer there" in await uses(team.ada, stage, talk)

    async def test_topics_are_offered_while_they_are_typed(self, team: Team, stage: DiscordStage) -> None:
        await team.begins(BANK)
        discord, ada = stage.discord, stage.clients["ada"].user

        await told(discord, await discord.types_ahead(ada, stage.in_discord, "/quiz topic: ma"))
        assert discord.choices(ada) == ["maths"]
        await told(discord, await discord.types_ahead(ada, stage.in_discord, "/quiz topic:"))
        assert discord.choices(ada) == ["behavioural", "coding", "maths", "systems"]
        assert "Area" in await team.ada.types("/quiz topic=maths count=1")

    async def test_an_edit_is_graded_anew_and_a_preview_of_a_link_is_none(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        await team.you.types("/koko ask now")
        linked = f"{HALF} See https://example.com/caches."
        answer = await team.ada.replies(linked)

        await told(stage.discord, await stage.discord.unfurls(answer.given))
        await team.settles()
        assert await team.ada.reads_thread() == [linked, LINE]

        await team.ada.edits(answer, RIGHT)
        assert await team.ada.reads_thread() == [RIGHT, LINE, "Ada 5/5 · streak 1\n\n[See why]"]
        assert (await team.ada.sees(answer)).reaction == "full"

    async def test_an_answer_that_its_author_deletes_is_taken_back(self, team: Team) -> None:
        await team.begins(OPEN_ONLY)
        await team.you.types("/koko ask now")
        rash = await team.ada.replies(HALF)

        await team.ada.deletes(rash)
        await team.ada.replies(RIGHT)
        assert await team.ada.reads_thread() == [LINE, RIGHT, "Ada 5/5 · streak 1\n\n[See why]"]

    async def test_a_question_whose_way_back_was_cut_is_not_asked_twice(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        await team.you.types("/koko setup")
        await team.you.presses("Start")

        stage.discord.faults.add(Fault("create_message", ResetAfter()))
        stage.discord.faults.add(Fault("create_thread_from_message", ResetAfter()))
        await team.later(hours=1)
        await team.later(minutes=1)
        await team.ada.replies(RIGHT)

        assert len(await team.ada.reads()) == 1
        assert await team.ada.reads_thread() == [RIGHT, "Ada 5/5 · streak 1\n\n[See why]"]
        refused_only(stage.discord, "160004")

    async def test_what_another_app_says_in_the_thread_is_no_answer(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        await team.you.types("/koko ask now")
        question = await seen(team.ada, "What is a cache")

        thread = stage.discord.channel(question.given.thread)
        await told(stage.discord, await stage.discord.bot_says(thread, RIGHT))
        await team.settles()
        assert await team.ada.reads_thread() == [RIGHT]


@pytest.mark.parametrize("where", ON_DISCORD)
class TestAppOfOnesOwn:
    async def test_a_quiz_goes_on_wherever_its_owner_is(self, team: Team, stage: DiscordStage) -> None:
        await team.begins(BANK)
        discord, ada = stage.discord, stage.clients["ada"].user
        rivals = discord.adds_guild("Rivals")
        await discord.joins(ada, rivals.guild)
        await discord.installs_app(ada)
        in_private = member_of(team, stage, discord.direct(ada), ada)
        between = member_of(team, stage, discord.between(ada, stage.clients["grace"].user), ada)
        elsewhere = member_of(team, stage, rivals.general, ada)

        assert "1 of 3" in await in_private.types("/quiz count=3")
        await in_private.presses("I don't know")
        assert "2 of 3" in await elsewhere.types("/quiz")
        await elsewhere.presses("I don't know", on="2 of 3")
        assert "3 of 3" in await between.types("/quiz")
        await between.presses("I don't know", on="3 of 3")
        assert (await between.presses("See the result")).startswith("Quiz done\n\n3 questions, 0 %")

        assert await member_of(team, stage, rivals.general, rivals.admin).reads() == []
        assert await team.grace.reads() == []

    async def test_a_server_that_koko_is_not_in_can_not_be_set_up(
        self, team: Team, stage: DiscordStage
    ) -> None:
        await team.begins(OPEN_ONLY)
        discord = stage.discord
        rivals = discord.adds_guild("Rivals")
        await discord.installs_app(rivals.admin)
        admin = member_of(team, stage, rivals.general, rivals.admin)

        assert "I am not in this server, so nothing can be set up here." in await admin.types("/koko setup")


@pytest.mark.parametrize("where", ON_DISCORD)
class TestAroundARestart:
    async def test_old_buttons_and_forms_work(self, team: Team) -> None:
        await team.begins(OPEN_ONLY)
        await team.you.types("/koko ask now")
        await team.grace.replies(HALF)
        unsent = await team.ada.opens("Answer")

        await team.restarts()
        assert "5/5 · 100 %" in await team.ada.fills(unsent, answer=RIGHT)
        assert "2/5 · 50 %" in await team.linus.answers(HALF)
        assert "It keeps copies of results." in await team.grace.presses("See why", on="Grace")
        assert "5/5 · 100 %" in await team.grace.fills(await team.grace.opens("Try again"), answer=RIGHT)

    async def test_what_was_said_while_koko_was_away_counts(self, team: Team, stage: DiscordStage) -> None:
        await team.begins(OPEN_ONLY)
        await team.you.types("/koko ask now")
        question = await seen(team.ada, "What is a cache")
        discord, grace = stage.discord, stage.clients["grace"].user
        thread = discord.channel(question.given.thread)
        before = await team.ada.replies(HALF)

        await team.stops()
        team.clock.move(timedelta(minutes=1))
        await discord.says(grace, thread, HALF)
        await discord.edits(stage.clients["ada"].user, before.given, RIGHT)
        missed = await discord.types(grace, stage.in_discord, "/koko stats")
        await team.starts()

        assert sorted((await team.linus.reads_thread())[-2:]) == [
            "Ada 5/5 · streak 1\n\n[See why]",
            "Grace 2/5 · streak 1\n\n[See why]",
        ]
        await team.restarts()
        assert len(await team.linus.reads_thread()) == 5, "nothing is taken twice"
        assert not missed.acknowledgements


@pytest.mark.parametrize("where", ON_DISCORD)
@pytest.mark.parametrize(("away", "resumed"), [(dropped, True), (no_socket, False)], ids=["resumed", "lost"])
async def test_what_is_said_while_the_socket_is_away_counts(
    team: Team,
    stage: DiscordStage,
    away: Callable[[LoopbackDiscord], AbstractContextManager[None]],
    resumed: bool,
) -> None:
    await team.begins(OPEN_ONLY)
    await team.you.types("/koko ask now")
    discord, question = stage.discord, await seen(team.ada, "What is a cache")
    thread = discord.channel(question.given.thread)
    first = await team.grace.replies(HALF)

    gone = list(discord.gateway.connections)
    with away(discord):
        team.clock.move(timedelta(minutes=1))
        await discord.says(stage.clients["ada"].user, thread, HALF)
        await discord.edits(stage.clients["grace"].user, first.given, RIGHT)
        missed = await discord.types(stage.clients["linus"].user, stage.in_discord, "/koko stats")
    await until(lambda: any(one.session for one in discord.gateway.connections if one not in gone), LONG * 3)
    await heard(discord)
    await team.settles()

    said = await team.linus.reads_thread()
    assert said[:3] == [RIGHT, "Grace 2/5 · streak 1\n\n[See why]", HALF]
    assert sorted(said[3:]) == [LINE, "Grace 5/5 · streak 1\n\n[See why]"]
    assert missed.acknowledgements == resumed, "a lost command is for its member to repeat"
    assert "5/5 · 100 %" in await team.linus.answers(RIGHT)


async def uses(member: Member, stage: DiscordStage, message: Message) -> str:
    return await member.does(stage.clients[member.name].uses(WHY, message))


async def seen(member: Member, text: str) -> Message:
    """The one message that reads so."""
    [message] = [one for one in await member.client.sees() if text in one.text]
    return message
