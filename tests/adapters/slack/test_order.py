"""In which order things are done, and that they are done once, whoever is slow and whatever is restarted."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from adapters.slack.adapter import SlackAdapter
from bot.chat.adapter import Reply
from bot.chat.card import card
from bot.chat.events import CommandInvoked, Event, MessageEdited, MessageSent
from bot.domain.attempt import Standing
from bot.store.seal import Seal
from bot.store.vault import SealedVault
from tests.adapters.slack.house import Living, living, settings
from tests.adapters.slack.installed import KEY, installed
from tests.adapters.slack.loopback.deliveries import SlackAct
from tests.adapters.slack.loopback.faults import Delay, Fault
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.screens import done, find, read
from tests.adapters.slack.whole import at_work
from tests.adapters.working import Whole
from tests.bank import HALF, RIGHT
from tests.contract.platform import ScriptedApp
from tests.waiting import LONG, until

SLOW = Delay(4.0)
EVER = 1000


async def test_what_one_person_does_arrives_in_its_order_though_names_are_slow(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    asked = await slack.says(slack.admin, slack.general, "What is frozen?")
    await done(house, asked)
    slack.faults.add(Fault("users.info", Delay(0.2), EVER))
    said = await slack.says(slack.member, slack.general, "The bass stays frozen.", asked.ts)
    typed = await slack.types(slack.member, slack.general, "/quiz 2")
    edited = await slack.edits(slack.member, said, "The base stays frozen.")
    again = await slack.types(slack.member, slack.general, "/quiz 3")
    await done(house, said, typed, edited, again)

    assert [type(event) for event in app.arrived] == [
        MessageSent,
        CommandInvoked,
        MessageEdited,
        CommandInvoked,
    ]
    assert [event.id for event in app.answered] == [event.id for event in app.arrived]


@dataclass(frozen=True)
class SlowVault(SealedVault):
    """Its first reads take so many seconds."""

    waits: list[float]

    async def get(self, key: str) -> str | None:
        await asyncio.sleep(self.waits.pop() if self.waits else 0)
        return await super().get(key)


async def test_what_one_person_does_arrives_in_its_order_though_a_workspace_is_looked_up(
    app: ScriptedApp,
) -> None:
    async with installed() as all_of:
        slack = all_of.slack
        await all_of.process().install(all_of.code())
        slow = SlowVault(all_of.store, Seal([KEY]), all_of.clock, "slack", [0.3])
        async with living(slack, app, all_of.settings, vault=slow) as house:
            acts = [await slack.types(slack.member, slack.general, line) for line in ("/quiz 2", "/quiz 3")]
            await done(house, *acts)

    assert [event.id for event in app.arrived] == [act.payload["trigger_id"] for act in acts]


async def test_a_person_whose_name_is_slow_holds_up_nobody(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    slack.faults.add(Fault("users.info", SLOW))
    slow = await slack.types(slack.member, slack.general, "/quiz 1")
    await done(house, await slack.types(slack.admin, slack.general, "/quiz 2"))

    assert [said_by(event) for event in app.arrived] == [slack.admin.id]
    assert not slow.acknowledgements
    await done(house, slow)


async def test_a_person_for_whom_the_store_is_slow_holds_up_nobody(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    app.may_accept.clear()
    slow = await slack.types(slack.member, slack.general, "/quiz 1")
    await until(lambda: app.arrived)
    later = await slack.types(slack.member, slack.general, "/quiz 2")
    other = await slack.types(slack.admin, slack.general, "/quiz 3")
    await until(lambda: len(app.arrived) == 2)
    assert [said_by(event) for event in app.arrived] == [slack.member.id, slack.admin.id]
    app.may_accept.set()
    await done(house, slow, other, later)

    assert [said_by(event) for event in app.arrived] == [slack.member.id, slack.admin.id, slack.member.id]


async def test_all_who_ask_at_once_are_answered_at_slack_s_pace(app: ScriptedApp) -> None:
    app.reply, app.response = Reply.PUBLIC, card("Standings")
    async with (
        LoopbackSlack(post_interval=0.2) as slack,
        living(slack, app, settings(slack, post_interval=0.25)) as house,
    ):
        await done(house, *[await slack.types(slack.member, slack.general, "/quiz") for _ in range(6)])

        assert await read(slack, slack.member, slack.general) == ["Standings"] * 6
        assert not slack.refusals


async def test_what_is_told_again_after_a_restart_is_done_once(slack: LoopbackSlack, store_url: str) -> None:
    async with at_work(slack, store_url) as koko:
        asked = await slack.types(slack.admin, slack.general, "/koko ask now")
        await koko.settles(asked)
        question = await find(slack, slack.member, slack.general, "What is a cache")
        said = await slack.says(slack.member, slack.general, HALF, question.ts)
        await koko.settles(said)
        await koko.settles(await slack.presses(slack.admin, question, "Answer"))
        filled = await slack.submits(slack.admin, {"answer": RIGHT})
        await koko.settles(filled)
        await koko.settles(await slack.presses(slack.guest, question, "Answer"))
    before = await read(slack, slack.member, slack.general)
    thread = await read(slack, slack.member, slack.general, question.ts)

    async with at_work(slack, store_url) as koko:
        for act in (asked, said, filled):
            await act.again()
        await until(lambda: all(act.acknowledgements == 2 for act in (asked, said, filled)))
        await koko.settles()

    assert await read(slack, slack.member, slack.general) == before
    assert await read(slack, slack.member, slack.general, question.ts) == thread


async def test_what_was_said_and_taken_back_while_koko_was_away_does_not_count(
    slack: LoopbackSlack, store_url: str
) -> None:
    async with at_work(slack, store_url) as koko:
        await koko.settles(await slack.types(slack.admin, slack.general, "/koko ask now"))
    question = await find(slack, slack.member, slack.general, "What is a cache")
    said = await slack.says(slack.member, slack.general, RIGHT, question.ts)
    gone = await slack.deletes(slack.member, said)

    async with at_work(slack, store_url, tick_seconds=0.2) as koko, asyncio.timeout(LONG):
        while await standing_of(koko, said) is not Standing.WITHDRAWN:
            await koko.settles(said, gone)


async def test_two_processes_on_one_store_do_everything_once(slack: LoopbackSlack, store_url: str) -> None:
    async with at_work(slack, store_url) as one, at_work(slack, store_url) as other:
        asked = await slack.types(slack.admin, slack.general, "/koko ask now")
        await one.settles(asked)
        await other.settles()
        question = await find(slack, slack.member, slack.general, "What is a cache")
        acts = [
            await slack.says(user, slack.general, HALF, question.ts) for user in (slack.member, slack.guest)
        ]
        await one.settles(*acts)
        await other.settles()
        for act in (asked, *acts):
            await act.again()
        await until(lambda: all(act.acknowledgements == 2 for act in (asked, *acts)))
        await one.settles()
        await other.settles()

    assert slack.sockets.opened == 2
    assert len(await read(slack, slack.member, slack.general)) == 1
    assert len(await read(slack, slack.member, slack.general, question.ts)) == 4


async def standing_of(koko: Whole[SlackAdapter], said: SlackAct) -> Standing | None:
    """Of the answer that a message is."""
    assert said.message
    async with koko.koko.parts.store.read() as tx:
        attempt = await tx.attempts.from_message(said.message)
    return attempt.standing if attempt else None


def said_by(event: Event) -> str:
    assert isinstance(event, CommandInvoked)
    return event.person.user
