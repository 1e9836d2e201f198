"""What goes wrong between Koko and Slack: nothing is lost, nothing is said twice, and members are told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import stamina

from adapters.slack.answers import NO_FILE, NOT_OPENED, NOT_SHOWN, TOO_LATE, UNSURE
from bot.chat.adapter import Reaction, Reply
from bot.chat.card import Button, Buttons, File, Image, card
from bot.chat.form import Form, TextInput
from bot.chat.outbox import Edit, React, Send
from bot.chat.refs import Place
from tests.adapters.outgoing import Outgoing, outgoing_to
from tests.adapters.slack.house import Living
from tests.adapters.slack.loopback.faults import (
    Answer,
    CallAction,
    Fault,
    RateLimited,
    ResetAfter,
    ResetBefore,
    Status,
)
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.screens import done, find, modal, read
from tests.contract.cards import PIXEL
from tests.contract.platform import ScriptedApp

FAULTS: dict[str, CallAction] = {
    "429": RateLimited(1),
    "503": Status(503),
    "reset before": ResetBefore(),
    "reset after": ResetAfter(),
}
ASK = Buttons((Button("Answer", "answer", "c1"),))
FORM = Form(action="answer", value="c1", title="Your answer", inputs=(TextInput(id="text", label="Text"),))
EVER = 1000
"""As often as it is tried."""


@pytest.fixture(autouse=True)
def no_waits_between_tries() -> Iterator[None]:
    """But those of Slack's own library."""
    with stamina.set_testing(True, attempts=EVER, cap=True):
        yield


@pytest.fixture(params=FAULTS)
def fault(request: pytest.FixtureRequest) -> CallAction:
    """What happens to the first call."""
    return FAULTS[request.param]


@pytest.fixture(params=["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])
def step(request: pytest.FixtureRequest) -> str:
    """A step of an upload."""
    return str(request.param)


@pytest.fixture
async def outgoing(house: Living) -> AsyncIterator[Outgoing]:
    async with outgoing_to(house.adapter) as outgoing:
        yield outgoing


@pytest.fixture
def general(slack: LoopbackSlack) -> Place:
    return Place("slack", slack.team.id, slack.general.id)


async def test_a_post_is_there_once(
    slack: LoopbackSlack, outgoing: Outgoing, general: Place, fault: CallAction
) -> None:
    slack.faults.add(Fault("chat.postMessage", fault))
    await outgoing.put("today", Send(general, card("Today", "What is frozen?")))
    await outgoing.drain()

    assert await read(slack, slack.member, slack.general) == ["Today What is frozen?"]
    assert not slack.faults.coming


@pytest.mark.parametrize("busy", ["rate_limited", "org_login_required", "external_channel_migrating"])
async def test_a_post_waits_while_a_workspace_has_too_much_or_is_moved(
    slack: LoopbackSlack, outgoing: Outgoing, general: Place, busy: str
) -> None:
    slack.faults.add(Fault("chat.postMessage", Answer(busy)))
    await outgoing.put("today", Send(general, card("Today")))
    await outgoing.drain()

    assert await read(slack, slack.member, slack.general) == ["Today"]


async def test_a_lost_post_is_posted_anew_where_slack_shows_little_of_a_channel_at_once(
    slack: LoopbackSlack, outgoing: Outgoing, general: Place
) -> None:
    await lost_behind_others(slack, outgoing, general)
    every_second = (Fault("conversations.history", RateLimited(60), skip=seen) for seen in range(1, 10))
    slack.faults.add(*every_second)
    for _ in range(3):
        await outgoing.drain()

    assert (await read(slack, slack.member, slack.general))[-1] == "Today"


async def test_a_lost_post_is_posted_anew_when_slack_has_forgotten_how_far_its_history_was_read(
    slack: LoopbackSlack, outgoing: Outgoing, general: Place
) -> None:
    await lost_behind_others(slack, outgoing, general)
    reads = (RateLimited(60), Answer("invalid_cursor"))
    slack.faults.add(*(Fault("conversations.history", what, skip=1) for what in reads))
    for _ in range(3):
        await outgoing.drain()

    assert (await read(slack, slack.member, slack.general))[-1] == "Today"


async def test_a_post_in_a_thread_is_there_once(
    slack: LoopbackSlack, outgoing: Outgoing, general: Place, fault: CallAction
) -> None:
    parent = await slack.says(slack.member, slack.general, "A question")
    slack.faults.add(Fault("chat.postMessage", fault))
    thread = Place("slack", slack.team.id, slack.general.id, parent.ts)
    await outgoing.put("reveal", Send(thread, card("The answer")))
    await outgoing.drain()

    assert await read(slack, slack.member, slack.general, parent.ts) == ["The answer"]


async def test_a_post_is_edited(
    slack: LoopbackSlack, house: Living, outgoing: Outgoing, general: Place, fault: CallAction
) -> None:
    message = await house.adapter.send(general, card("Open"), "today")
    slack.faults.add(Fault("chat.update", fault))
    await outgoing.put("close", Edit(message, card("Closed")))
    await outgoing.drain()

    assert await read(slack, slack.member, slack.general) == ["Closed"]
    assert not slack.faults.coming


async def test_a_reaction_is_put_on_once(
    slack: LoopbackSlack, house: Living, outgoing: Outgoing, general: Place, fault: CallAction
) -> None:
    message = await house.adapter.send(general, card("Open"), "today")
    slack.faults.add(Fault("reactions.add", fault))
    await outgoing.put("seen", React(message, Reaction.SEEN))
    await outgoing.drain()

    (shown,) = await slack.reads(slack.member, slack.general)
    assert shown.reactions == {"eyes": [slack.team.bot.id]}


async def test_a_post_with_a_picture_is_there_once(
    slack: LoopbackSlack, outgoing: Outgoing, general: Place, fault: CallAction, step: str
) -> None:
    slack.faults.add(Fault(step, fault))
    await outgoing.put("today", Send(general, card("Today", Image(PIXEL, "a small dot"))))
    await outgoing.drain()

    (shown,) = await slack.reads(slack.member, slack.general)
    assert shown.pictures == {"a small dot": PIXEL}
    assert not slack.faults.coming


async def test_a_private_answer_with_a_picture_is_shown_once(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, fault: CallAction, step: str
) -> None:
    slack.faults.add(Fault(step, fault))
    app.response = card("Your week", Image(PIXEL, "a small dot"))
    await done(house, await slack.types(slack.member, slack.general, "/quiz"))

    (shown,) = await slack.reads(slack.member, slack.general)
    assert shown.pictures == {"a small dot": PIXEL}
    assert not slack.faults.coming


async def test_pictures_are_shown_when_slack_has_looked_at_them(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, outgoing: Outgoing, general: Place
) -> None:
    slack.world.looks_for = 0.5
    await outgoing.put("today", Send(general, card("Today", Image(PIXEL, "a small dot"))))
    await outgoing.messenger.drain("slack")
    app.response = card("Your week", Image(PIXEL, "a small dot"))
    await done(house, await slack.types(slack.member, slack.general, "/quiz"))

    shown = await slack.reads(slack.member, slack.general)
    assert [message.pictures for message in shown] == [{"a small dot": PIXEL}] * 2


async def test_a_private_file_is_handed_over_once(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, fault: CallAction, step: str
) -> None:
    slack.faults.add(Fault(step, fault))
    app.response = card("", "Here is your data.", File("data.json", "{}"))
    await done(house, await slack.types(slack.member, slack.general, "/quiz"))

    [told] = await read(slack, slack.member, slack.general)
    assert told == "Here is your data. Attached: data.json The file is in your messages with me."
    (shown,) = await slack.reads(slack.member, slack.direct(slack.member))
    assert shown.files == {"data.json": b"{}"}
    assert not slack.faults.coming


async def test_a_public_answer_is_there_once(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, fault: CallAction
) -> None:
    slack.faults.add(Fault("chat.postMessage", fault))
    app.reply, app.response = Reply.PUBLIC, card("Standings")
    await done(house, await slack.types(slack.member, slack.general, "/quiz"))

    assert await read(slack, slack.admin, slack.general) == ["Standings"]
    assert not slack.faults.coming


async def test_a_pressed_message_is_updated(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, general: Place, fault: CallAction
) -> None:
    await house.adapter.send(general, card("Open", ASK), "today")
    slack.faults.add(Fault("chat.update", fault))
    app.reply, app.response = Reply.UPDATE, card("Closed")
    pressed = await find(slack, slack.member, slack.general, "Open")
    await done(house, await slack.presses(slack.member, pressed, "Answer"))

    assert await read(slack, slack.member, slack.general) == ["Closed"]
    assert not slack.faults.coming


async def test_a_private_message_is_updated(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, fault: CallAction
) -> None:
    app.response = card("Question 1", ASK)
    await done(house, await slack.types(slack.member, slack.general, "/quiz"))
    slack.faults.add(Fault("response_url", fault))
    app.reply, app.response = Reply.UPDATE, card("Question 2")
    pressed = await find(slack, slack.member, slack.general, "Question 1")
    await done(house, await slack.presses(slack.member, pressed, "Answer"))

    assert await read(slack, slack.member, slack.general) == ["Question 2"]
    assert not slack.faults.coming


async def test_a_form_is_opened_once(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, general: Place, fault: CallAction
) -> None:
    await house.adapter.send(general, card("Open", ASK), "today")
    slack.faults.add(Fault("views.open", fault))
    app.reply, app.response = Reply.FORM, FORM
    pressed = await find(slack, slack.member, slack.general, "Open")
    await done(house, await slack.presses(slack.member, pressed, "Answer"))

    assert (await modal(slack, slack.member)).title == "Your answer"
    assert await read(slack, slack.member, slack.general) == ["Open"]
    assert not slack.faults.coming


# What can't be done


async def test_a_public_answer_that_can_not_be_posted_is_said_to_be_lost(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    slack.faults.add(Fault("chat.postMessage", Status(503), EVER))
    app.reply, app.response = Reply.PUBLIC, card("Standings")
    await done(house, await slack.types(slack.member, slack.general, "/quiz"))

    assert await read(slack, slack.member, slack.general) == [NOT_SHOWN]
    assert await read(slack, slack.admin, slack.general) == []


@pytest.mark.parametrize("action", [Status(503), ResetBefore()], ids=["503", "reset"])
async def test_an_update_that_can_not_be_made_is_said_to_be_lost(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, general: Place, action: CallAction
) -> None:
    await house.adapter.send(general, card("Open", ASK), "today")
    slack.faults.add(Fault("chat.update", action, EVER))
    app.reply, app.response = Reply.UPDATE, card("Closed")
    pressed = await find(slack, slack.member, slack.general, "Open")
    await done(house, await slack.presses(slack.member, pressed, "Answer"))

    assert await read(slack, slack.member, slack.general) == ["Open", NOT_SHOWN]
    assert await read(slack, slack.admin, slack.general) == ["Open"]


@pytest.mark.parametrize("action", [Status(503), ResetBefore()], ids=["503", "reset"])
async def test_a_form_that_can_not_be_opened_is_said_to_be_lost(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, action: CallAction
) -> None:
    slack.faults.add(Fault("views.open", action, EVER))
    app.reply, app.response = Reply.FORM, FORM
    await done(house, await slack.types(slack.member, slack.general, "/quiz"))

    assert await read(slack, slack.member, slack.general) == [NOT_OPENED]
    assert await slack.modal(slack.member) is None


async def test_who_has_to_wait_longer_for_a_form_than_slack_allows_is_told(
    slack: LoopbackSlack, house: Living, app: ScriptedApp
) -> None:
    slack.faults.add(Fault("views.open", RateLimited(3600)))
    app.reply, app.response = Reply.FORM, FORM
    act = await slack.types(slack.member, slack.general, "/quiz")
    await done(house, act)

    assert await read(slack, slack.member, slack.general) == [TOO_LATE]
    assert act.acknowledgements == 1


async def test_what_a_picture_shows_is_said_where_it_can_not_be_uploaded(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, step: str
) -> None:
    slack.faults.add(Fault(step, Answer("internal_error") if "." in step else Status(500), EVER))
    app.response = card("Your week", Image(PIXEL, "a small dot"))
    await done(house, await slack.types(slack.member, slack.general, "/quiz"))

    assert await read(slack, slack.member, slack.general) == ["Your week Picture: a small dot"]


async def test_a_file_that_can_not_be_handed_over_is_said_to_be_lost(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, step: str
) -> None:
    slack.faults.add(Fault(step, Status(503), EVER))
    app.response = card("", "Here is your data.", File("data.json", "{}"))
    await done(house, await slack.types(slack.member, slack.general, "/quiz"))

    assert await read(slack, slack.member, slack.general) == [f"Here is your data. {NO_FILE}"]
    assert await read(slack, slack.member, slack.direct(slack.member)) == []


@pytest.mark.parametrize(
    ("action", "shown"),
    [(ResetBefore(), [UNSURE]), (ResetAfter(), ["Question 1", UNSURE]), (Status(404), ["Question 1"])],
    ids=["reset before", "reset after", "used up"],
)
async def test_a_private_answer_is_never_shown_twice(
    slack: LoopbackSlack, house: Living, app: ScriptedApp, action: CallAction, shown: list[str]
) -> None:
    slack.faults.add(Fault("response_url", action))
    app.response = card("Question 1")
    await done(house, await slack.types(slack.member, slack.general, "/quiz"))

    assert await read(slack, slack.member, slack.general) == shown


async def lost_behind_others(slack: LoopbackSlack, outgoing: Outgoing, general: Place) -> None:
    """A post that did not arrive, and more said since than Slack shows at once."""
    slack.world.page = 15
    await outgoing.put("today", Send(general, card("Today")))
    slack.faults.add(Fault("chat.postMessage", ResetBefore()))
    await outgoing.messenger.drain("slack")
    for number in range(40):
        await slack.says(slack.member, slack.general, f"{number}")
