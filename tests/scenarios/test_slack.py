"""What is told of Koko in Slack alone: how it comes, what is on a message's menu, and how it goes."""

from __future__ import annotations

import pytest

from tests.adapters.slack.loopback.faults import Fault, ResetAfter
from tests.bank import BANK, HALF, OPEN_ONLY, RIGHT
from tests.scenarios.conftest import ON_SLACK
from tests.scenarios.slack_stage import SlackStage, member_of, told
from tests.scenarios.stage import Message
from tests.scenarios.team import Member, Team

pytestmark = pytest.mark.parametrize("where", ON_SLACK)

WHY = "why_this_score"
REFUSED = "That is for admins of this channel."
LINE = "Ada 2/5 · streak 1\n\n[See why]"


async def test_invited_koko_greets_once_and_asks_when_who_made_the_channel_says_so(
    team: Team, stage: SlackStage
) -> None:
    await team.begins(OPEN_ONLY)
    slack, ada, grace = stage.slack, stage.clients["ada"].user, stage.clients["grace"].user
    algorithms = await slack.creates_channel(ada, "algorithms")
    await slack.invites(ada, algorithms, grace)
    await told(await slack.invites(ada, algorithms, slack.team.bot))
    await team.settles()
    creator, other = member_of(team, stage, algorithms, ada), member_of(team, stage, algorithms, grace)

    assert (await other.reads())[-1] == (
        "Hello, I am Koko. I ask one interview question a day, grade the answers and explain the grade. "
        "Nothing is posted until somebody begins.\n\n[Set up]  [Ask one now]"
    )
    assert REFUSED in await other.presses("Set up")
    assert "Nothing is posted until you press Start" in await creator.presses("Set up")
    await creator.presses("Start")
    await team.later(hours=1)
    assert "What is a cache" in (await other.reads())[-1]
    assert await team.ada.reads() == [], "the channel next to it is another"

    await told(await slack.removes(ada, algorithms, slack.team.bot))
    await told(await slack.invites(ada, algorithms, slack.team.bot))
    await team.settles()
    assert (await other.reads())[-1] == (
        "I am back in this channel, where I am paused.\n\n[Resume]  [Set up]"
    )
    await creator.presses("Resume")
    await team.later(hours=24)
    assert "What is a cache" in (await other.reads())[-1]


async def test_the_menu_of_an_answer_and_of_its_verdict_tell_the_author_why(
    team: Team, stage: SlackStage
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


async def test_the_menu_of_a_question_tells_why_too(team: Team, stage: SlackStage) -> None:
    await team.begins(OPEN_ONLY)
    await team.you.types("/koko ask now")
    question = await seen(team.ada, "What is a cache")

    assert "You have not answered this question" in await uses(team.ada, stage, question)
    await team.ada.answers(HALF)
    assert "2/5 · 50 %" in await uses(team.ada, stage, question)


async def test_the_menu_of_other_talk_knows_of_no_answer(team: Team, stage: SlackStage) -> None:
    await team.begins(OPEN_ONLY)
    await told(await stage.slack.says(stage.clients["ada"].user, stage.in_slack, "Good morning!"))

    assert "I know of no answer there" in await uses(team.ada, stage, await seen(team.ada, "Good morning!"))


async def test_an_archived_channel_is_paused_and_whoever_set_it_up_is_told(
    team: Team, stage: SlackStage
) -> None:
    await team.begins(OPEN_ONLY)
    await team.you.types("/koko setup")
    await team.you.presses("Start")
    slack, you = stage.slack, stage.clients["you"]

    await told(await slack.archives(you.user, stage.in_slack))
    await team.settles()
    [notice] = await slack.reads(you.user, slack.direct(you.user))
    assert "A channel is paused" in notice.text
    assert " any more: The channel was archived. " in notice.text
    await team.later(hours=25)
    assert [text for text in await team.ada.reads() if "cache" in text] == []

    await slack.unarchives(you.user, stage.in_slack)
    await team.you.types("/koko resume")
    await team.later(hours=24)
    assert "What is a cache" in (await team.ada.reads())[-1]


async def test_what_is_said_and_sent_around_a_restart_counts(team: Team, stage: SlackStage) -> None:
    await team.begins(OPEN_ONLY)
    await team.you.types("/koko ask now")
    question = await seen(team.ada, "What is a cache")
    unsent = await team.ada.opens("Answer")

    await team.stops()
    slack, grace = stage.slack, stage.clients["grace"]
    said = await slack.says(grace.user, stage.in_slack, HALF, question.given.ts)
    missed = await slack.types(grace.user, stage.in_slack, "/koko stats")
    await team.starts()
    await told(said)
    await team.settles()

    assert missed.failure, "Slack itself says that the app did not answer"
    assert "5/5 · 100 %" in await team.ada.fills(unsent, answer=RIGHT)
    assert await team.linus.reads_thread() == [
        HALF,
        "Grace 2/5 · streak 1\n\n[See why]",
        "Ada 5/5 · streak 1\n\n[See why]",
    ]


async def test_a_question_whose_way_back_was_cut_is_not_asked_twice(team: Team, stage: SlackStage) -> None:
    await team.begins(OPEN_ONLY)
    await team.you.types("/koko setup")
    await team.you.presses("Start")

    stage.slack.faults.add(Fault("chat.postMessage", ResetAfter()))
    await team.later(hours=1)
    await team.later(minutes=1)
    await team.ada.replies(RIGHT)

    assert len(await team.ada.reads()) == 1
    assert await team.ada.reads_thread() == [RIGHT, "Ada 5/5 · streak 1\n\n[See why]"]


async def test_a_day_by_requests_in_place_of_a_socket(
    team: Team, stage: SlackStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOKO_SLACK_MODE", "http")
    monkeypatch.setenv("KOKO_SLACK_SIGNING_SECRET", stage.slack.signing_secret)
    await team.begins(OPEN_ONLY)
    host, port = team.koko.parts.server.address
    stage.slack.delivers_to(f"http://{host}:{port}/slack/events")

    await team.you.types("/koko setup")
    await team.you.fills(await team.you.opens("Time"), at="08:30", zone="UTC")
    await team.later(minutes=30)
    await team.ada.replies(HALF)
    assert "5/5 · 100 %" in await team.grace.answers(RIGHT)

    assert await team.linus.reads_thread() == [HALF, LINE, "Grace 5/5 · streak 1\n\n[See why]"]
    assert stage.slack.sockets.opened == 0


async def test_where_commands_clash_they_have_a_prefix_and_cards_name_them_so(
    team: Team, stage: SlackStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOKO_SLACK_COMMAND_PREFIX", "acme-")
    stage.slack.world.commands = frozenset({"/acme-koko", "/acme-leaderboard", "/acme-quiz"})
    await team.begins(BANK)

    assert "/acme-koko pause stops it" in await team.you.types("/acme-koko ask now")
    assert "1 of 1" in await team.ada.types("/acme-quiz count=1")


async def test_an_edit_is_graded_anew_and_a_preview_of_a_link_is_none(team: Team, stage: SlackStage) -> None:
    await team.begins(OPEN_ONLY)
    await team.you.types("/koko ask now")
    linked = f"{HALF} See https://example.com/caches."
    answer = await team.ada.replies(linked)

    await told(await stage.slack.unfurls(answer.given))
    await team.settles()
    assert await team.ada.reads_thread() == [linked, LINE]

    await team.ada.edits(answer, RIGHT)
    assert await team.ada.reads_thread() == [RIGHT, LINE, "Ada 5/5 · streak 1\n\n[See why]"]
    assert (await team.ada.sees(answer)).reaction == "full"


async def test_an_answer_that_its_author_deletes_is_taken_back(team: Team) -> None:
    await team.begins(OPEN_ONLY)
    await team.you.types("/koko ask now")
    rash = await team.ada.replies(HALF)

    await team.ada.deletes(rash)
    await team.ada.replies(RIGHT)
    assert await team.ada.reads_thread() == [LINE, RIGHT, "Ada 5/5 · streak 1\n\n[See why]"]


async def uses(member: Member, stage: SlackStage, message: Message) -> str:
    return await member.does(stage.clients[member.name].uses(WHY, message))


async def seen(member: Member, text: str) -> Message:
    """The one message that reads so."""
    [message] = [one for one in await member.client.sees() if text in one.text]
    return message
