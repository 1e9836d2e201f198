"""What members do and see in a test of the adapter, and waiting until it is done."""

from __future__ import annotations

from tests.adapters.slack.house import Living, words
from tests.adapters.slack.loopback.deliveries import SlackAct
from tests.adapters.slack.loopback.seen import ShownView, SlackMessage
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.loopback.state import Channel, User
from tests.waiting import LONG, until


async def done(house: Living, *acts: SlackAct) -> None:
    """Wait until what was done is acknowledged, or given up by Slack, and then answered."""
    await until(lambda: all(act.acknowledgements or act.failure for act in acts))
    await house.adapter.finish(LONG)


async def read(slack: LoopbackSlack, user: User, channel: Channel, thread: str | None = None) -> list[str]:
    """The words of all that somebody sees in a place, the oldest first."""
    return [said(message) for message in await slack.reads(user, channel, thread)]


async def find(
    slack: LoopbackSlack, user: User, channel: Channel, text: str, thread: str | None = None
) -> SlackMessage:
    """The one message with these words that somebody sees in a place."""
    seen = await slack.reads(user, channel, thread)
    (found,) = [message for message in seen if text in said(message)]
    return found


async def modal(slack: LoopbackSlack, user: User) -> ShownView:
    """The form before somebody."""
    shown = await slack.modal(user)
    assert shown, f"{user.name} has no form before them"
    return shown


def said(message: SlackMessage) -> str:
    return words(message.blocks) or message.text
