"""Many who write at the same time."""

from __future__ import annotations

import asyncio

from adapters.slack.inbound import AT_ONCE
from tests.adapters.slack.house import Living
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.screens import done
from tests.contract.platform import ScriptedApp
from tests.waiting import until

SOON = 0.2


async def test_all_is_taken_in_while_a_few_are_answered(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    crowd = slack.adds_people(slack.general, 3 * AT_ONCE)
    asked = await slack.says(slack.admin, slack.general, "What is frozen?")
    app.may_respond.clear()
    said = [await slack.says(user, slack.general, "The base stays frozen.", asked.ts) for user in crowd]
    typed = await slack.types(slack.member, slack.general, "/quiz")
    await until(lambda: all(act.acknowledgements for act in [*said, typed]))
    await asyncio.sleep(SOON)

    assert [event.kind for event in app.answered] == ["sent"] * AT_ONCE + ["command"]
    app.may_respond.set()
    await done(house, *said, typed)
    assert len(app.answered) == len(crowd) + 1
