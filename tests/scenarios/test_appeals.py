"""A member says that a grade missed something, and an admin decides."""

from __future__ import annotations

from bot.chat.events import FormSubmitted
from tests.bank import HALF, OPEN_ONLY
from tests.scenarios.stage import OpenForm
from tests.scenarios.team import Member, Team, standings

SAID = "A cache keeps copies of results close by, so the work is done only once."
REASON = "*Only once* means that <!channel> nobody computes it again."


async def test_a_granted_appeal_changes_the_grade_the_points_the_board_and_the_public_line(
    team: Team,
) -> None:
    you, ada, grace, _ = team.members
    await asks_at_nine(team)
    answer = await ada.replies(SAID)
    await grace.answers(HALF)
    assert standings(await grace.types("/leaderboard"))[0] == "1 Ada 50 1 1 +50"

    await ada.presses("See why", on="Ada")
    opened = await ada.opens("Appeal")
    assert set(opened.options) == {"consent"}, "before the reveal no point is named"
    assert "It is with an admin" in await ada.fills(opened, reason=REASON, consent="yes")
    await team.restarts()
    case = await last_told(you)
    assert SAID in case
    assert "<!channel> nobody computes it again" in case

    grants = await you.opens("Grant", on="An answer was appealed")
    decided = await you.fills(grants, met="keeps-copies,saves-work", sentence="Once is what it saves.")

    assert "granted by You" in decided
    assert "Your appeal was granted: Once is what it saves." in await last_told(ada)
    assert "Ada 5/5 on appeal · streak 1\n\n[See why]" in await grace.reads_thread()
    assert [line for line in await grace.reads_thread() if "Ada 2/5" in line] == []
    assert (await ada.sees(answer)).reaction == "full"
    assert standings(await grace.types("/leaderboard"))[0] == "1 Ada 100 1 1 +100"
    why = await ada.presses("See why", on="Ada 5/5 on appeal")
    assert "5/5 · 100 %" in why
    assert "Your appeal was granted" in why
    assert "[Appeal]" not in why

    await team.later(hours=23)
    assert "1 of 2 said: It saves computing them again." in (await grace.reads_thread())[-1]


async def test_what_two_admins_decide_at_once_is_decided_once(team: Team) -> None:
    you, ada, grace, _ = team.members
    await asks_at_nine(team)
    await you.makes_admin(grace)
    await ada.answers(SAID)
    await team.later(hours=23)
    await ada.presses("See why", on="Ada")
    opened = await ada.opens("Appeal")
    assert opened.options["missed"] == ["saves-work"]
    await ada.fills(opened, missed="saves-work", reason=REASON)

    assert "1. Ada on Cache" in await grace.types("/koko appeals")
    await grace.presses("Show 1")
    grants, refuses = await grace.opens("Grant"), await you.opens("Refuse")
    await you.fills(refuses, sentence="Once is not said to be computed.")

    assert "refused by You" in await grace.fills(grants, sentence="I think so too.")
    assert "No appeal is open here." in await grace.types("/koko appeals")
    assert "Your appeal was refused: Once is not said to be computed." in await last_told(ada)
    assert standings(await grace.types("/leaderboard all")) == ["1 Ada 50 1 1"]


async def asks_at_nine(team: Team) -> None:
    """In a channel that `you` look after."""
    await team.begins(OPEN_ONLY)
    await team.you.types("/koko setup")
    await team.you.presses("Start")
    await team.later(hours=1)


async def last_told(member: Member) -> str:
    """What Koko told a member last, in private."""
    seen = await member.client.sees()
    return max((one for one in seen if one.is_private and one.author is None), key=lambda one: one.id).text


async def test_an_appeal_and_a_decision_that_were_accepted_and_then_left_lying_are_handled_once(
    team: Team,
) -> None:
    you, ada, grace, _ = team.members
    await asks_at_nine(team)
    await ada.answers(SAID)
    await ada.presses("See why", on="Ada")

    await leaves_lying(team, ada, await ada.opens("Appeal"), reason=REASON, consent="no")
    assert SAID in await last_told(you)
    grants = await you.opens("Grant", on="An answer was appealed")
    await leaves_lying(
        team,
        you,
        grants,
        met="keeps-copies,saves-work",
        half="",
        opposite="",
        sentence="It is what it saves.",
    )

    assert "Your appeal was granted: It is what it saves." in await last_told(ada)
    assert "granted by You" in await you.fills(grants, sentence="Once more.")
    assert [line for line in await grace.reads_thread() if "Ada" in line] == [
        "Ada 5/5 on appeal · streak 1\n\n[See why]"
    ]
    assert standings(await grace.types("/leaderboard"))[0] == "1 Ada 100 1 1 +100"


async def leaves_lying(team: Team, member: Member, opened: OpenForm, **values: str) -> None:
    """A form is accepted, and Koko dies before it handles it; then it starts again."""
    await team.koko.router.accept(
        FormSubmitted(
            id=f"form:{member.name}:from-before-the-crash",
            at=team.clock(),
            person=member.person,
            place=team.stage.channel,
            action=opened.action,
            value=opened.value,
            values=values,
        )
    )
    await team.restarts()
    await team.later(minutes=3)
