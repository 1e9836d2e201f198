"""What the loopback Slack refuses of views: triggers that are used or dead, and what has changed since."""

from __future__ import annotations

from tests.adapters.slack.loopback.listener import Listener, refused
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.loopback.state import Json
from tests.waiting import until

MODAL: Json = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Title"},
    "blocks": [{"type": "divider"}],
}


async def trigger(slack: LoopbackSlack, listener: Listener) -> str:
    """From a command that somebody types."""
    await slack.types(slack.member, slack.general, "/quiz")
    await until(lambda: listener.payloads)
    return str(listener.payloads[-1]["trigger_id"])


async def test_a_trigger_opens_one_view(slack: LoopbackSlack, listener: Listener) -> None:
    used = await trigger(slack, listener)
    await listener.web.views_open(trigger_id=used, view=MODAL)

    answer = await refused(listener.web.views_open(trigger_id=used, view=MODAL))
    assert answer["error"] == "exchanged_trigger_id"


async def test_a_trigger_dies_within_seconds() -> None:
    async with LoopbackSlack(trigger_life=-1.0) as slack, Listener(slack) as listener:
        await until(lambda: slack.sockets.connections)
        late = await trigger(slack, listener)
        answer = await refused(listener.web.views_open(trigger_id=late, view=MODAL))

    assert answer["error"] == "expired_trigger_id"


async def test_a_view_that_has_changed_is_not_overwritten(slack: LoopbackSlack, listener: Listener) -> None:
    opened = await listener.web.views_open(trigger_id=await trigger(slack, listener), view=MODAL)
    view = opened["view"]
    await listener.web.views_update(view_id=view["id"], hash=view["hash"], view=MODAL)

    answer = await refused(listener.web.views_update(view_id=view["id"], hash=view["hash"], view=MODAL))
    assert answer["error"] == "hash_conflict"


async def test_views_are_pushed_onto_each_other_up_to_three(slack: LoopbackSlack, listener: Listener) -> None:
    nothing_there = await refused(
        listener.web.views_push(trigger_id=await trigger(slack, listener), view=MODAL)
    )
    assert nothing_there["error"] == "not_found"
    await listener.web.views_open(trigger_id=await fresh(slack, listener), view=MODAL)
    await listener.web.views_push(trigger_id=await fresh(slack, listener), view=MODAL)
    await listener.web.views_push(trigger_id=await fresh(slack, listener), view=MODAL)

    answer = await refused(listener.web.views_push(trigger_id=await fresh(slack, listener), view=MODAL))
    assert answer["error"] == "push_limit_reached"


async def fresh(slack: LoopbackSlack, listener: Listener) -> str:
    listener.arrived.clear()
    return await trigger(slack, listener)


async def test_an_external_id_is_one_views(slack: LoopbackSlack, listener: Listener) -> None:
    named = MODAL | {"external_id": "mine"}
    await listener.web.views_open(trigger_id=await trigger(slack, listener), view=named)

    answer = await refused(listener.web.views_open(trigger_id=await fresh(slack, listener), view=named))
    assert answer["error"] == "duplicate_external_id"
