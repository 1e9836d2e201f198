"""What members do and see in a test of the adapter, and waiting until it is done."""

from __future__ import annotations

from tests.adapters.discord.house import Living, words
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.dispatches import DiscordAct
from tests.adapters.discord.loopback.seen import DiscordMessage, ShownForm
from tests.adapters.discord.loopback.state import Channel, User
from tests.waiting import LONG, until


async def done(house: Living, *acts: DiscordAct) -> None:
    """Wait until what was done has arrived, or is given up by Discord, and then is answered."""
    await until(lambda: all(act.acknowledgements or act.failure for act in acts))
    await house.adapter.finish(LONG)


async def read(discord: LoopbackDiscord, user: User, channel: Channel) -> list[str]:
    """The words of all that somebody sees in a place, the oldest first."""
    return [said(message) for message in await discord.reads(user, channel)]


async def find(discord: LoopbackDiscord, user: User, channel: Channel, text: str) -> DiscordMessage:
    """The one message with these words that somebody sees in a place."""
    seen = await discord.reads(user, channel)
    (found,) = [message for message in seen if text in said(message)]
    return found


async def form(discord: LoopbackDiscord, user: User) -> ShownForm:
    """The form before somebody."""
    shown = await discord.form(user)
    assert shown, f"{user.name} has no form before them"
    return shown


def said(message: DiscordMessage) -> str:
    """In one line."""
    return " ".join((words(message.components) or message.content).split())
