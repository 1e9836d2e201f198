"""What people are called, whatever Slack says of them, and how seldom it is asked."""

from __future__ import annotations

import asyncio

import pytest

from bot.chat.events import CommandInvoked
from tests.adapters.slack.house import Living
from tests.adapters.slack.loopback.faults import Answer, CallAction, Delay, Fault, RateLimited, Status
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.loopback.state import User
from tests.adapters.slack.screens import done
from tests.contract.platform import ScriptedApp
from tests.waiting import until

EVER = 1000


async def names(slack: LoopbackSlack, house: Living, app: ScriptedApp, *users: User) -> list[str]:
    """What each of them is called when they type a command."""
    await done(house, *[await slack.types(user, slack.general, "/quiz") for user in users])
    return [event.person.name for event in app.arrived[-len(users) :] if isinstance(event, CommandInvoked)]


def lookups(slack: LoopbackSlack) -> int:
    return sum(call.method == "users.info" for call in slack.world.calls)


async def test_people_are_called_what_they_call_themselves(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    assert await names(slack, house, app, slack.admin) == ["Ada"]
    assert await names(slack, house, app, slack.guest) == ["Gus Guest"]


async def test_slack_is_asked_once_for_a_name(slack: LoopbackSlack, house: Living, app: ScriptedApp) -> None:
    await names(slack, house, app, *[slack.member] * 5)
    await names(slack, house, app, slack.member)

    assert lookups(slack) == 1


@pytest.mark.parametrize(
    "trouble",
    [Answer("user_not_found"), Answer("missing_scope"), Status(503), RateLimited(60), Delay(5.0)],
    ids=["unknown", "no scope", "503", "429", "slow"],
)
async def test_where_slack_does_not_tell_a_name_the_handle_stands_for_it(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, trouble: CallAction
) -> None:
    slack.faults.add(Fault("users.info", trouble, EVER))

    assert await names(slack, house, app, slack.admin, slack.guest) == ["ada", "gus"]
    assert not slack.refusals


async def test_a_name_is_asked_for_again_after_a_fault(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    slack.faults.add(Fault("users.info", Status(503)))

    assert await names(slack, house, app, slack.admin) == ["Ada"]


async def test_what_slack_would_not_tell_is_not_asked_for_again_and_again(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    slack.faults.add(Fault("users.info", Answer("user_not_found")))
    await names(slack, house, app, slack.admin)

    assert await names(slack, house, app, slack.admin) == ["ada"]
    assert lookups(slack) == 0


async def test_while_slack_takes_no_more_questions_it_is_asked_for_nobodys_name(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    slack.faults.add(Fault("users.info", RateLimited(60)))

    assert await names(slack, house, app, slack.admin) == ["ada"]
    assert await names(slack, house, app, slack.guest, slack.member) == ["gus", "bob"]
    assert lookups(slack) == 0


async def test_slack_is_asked_again_when_it_takes_questions_again(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    slack.faults.add(Fault("users.info", RateLimited(1)))
    await names(slack, house, app, slack.admin)
    await asyncio.sleep(1.1)

    assert await names(slack, house, app, slack.guest) == ["Gus Guest"]


async def test_many_who_come_at_once_are_asked_for_a_few_at_a_time(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    crowd = [User(id=f"U{n}", team=slack.team.id, name=f"user-{n}", real_name=f"User {n}") for n in range(30)]
    slack.world.users |= {user.id: user for user in crowd}
    slack.general.members += [user.id for user in crowd]
    slack.faults.add(Fault("users.info", Delay(0.2), EVER))
    acts = [await slack.types(user, slack.general, "/quiz") for user in crowd]
    await done(house, *acts)
    await until(lambda: lookups(slack) == len(crowd))

    assert len(app.answered) == len(crowd)
    assert max(act.ack_seconds or 9 for act in acts) < slack.world.ack_within
