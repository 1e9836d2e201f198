"""What Slack's own client knows of a place, and what it lets somebody do there."""

from __future__ import annotations

from bot.chat.refs import MessageRef
from tests.adapters.slack.loopback.core import Core
from tests.adapters.slack.loopback.deliveries import SlackAct
from tests.adapters.slack.loopback.errors import ClientSaysNo
from tests.adapters.slack.loopback.seen import SlackMessage
from tests.adapters.slack.loopback.state import Channel, Message, User, Workspace
from tests.adapters.slack.loopback.world import World

Written = SlackMessage | SlackAct | MessageRef
"""A message: as it was seen, as it was written, or by its name."""


class Client:
    """Base of all that people do."""

    core: Core
    world: World

    def _found(self, message: Written) -> tuple[Channel, Message]:
        ref = message.message if isinstance(message, SlackAct) else message
        assert ref, "nothing was written in this act"
        id, ts = (ref.place.channel, ref.id) if isinstance(ref, MessageRef) else (ref.channel, ref.ts)
        channel = self.world.channels[id]
        found = self.world.messages[id].get(ts)
        if not found:
            raise ClientSaysNo(f"there is no message {ts} in {channel.name} any more")
        return channel, found

    def _may_write(self, user: User, channel: Channel, connected: bool = True) -> None:
        if user.deactivated or user.id not in channel.members or channel.archived:
            raise ClientSaysNo(f"{user.name} can't write in {channel.name}")
        if not connected and user.team != channel.team:
            raise ClientSaysNo(f"{user.name} is from another workspace, and has none of the app's commands")

    def _home(self, channel: Channel) -> Workspace:
        return self.world.workspaces[channel.team]
