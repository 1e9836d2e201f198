"""What happens to channels, people and the app itself, each with the events that Slack sends of it."""

from __future__ import annotations

import time

from tests.adapters.slack.loopback.client import Client
from tests.adapters.slack.loopback.deliveries import SlackAct
from tests.adapters.slack.loopback.founding import found
from tests.adapters.slack.loopback.state import Channel, Code, Json, Message, User, Workspace


class Keepers(Client):
    """What owners and members do to places. What can't happen in Slack is not checked here."""

    async def archives(self, user: User, channel: Channel) -> SlackAct:
        channel.archived = True
        self._notice(user, channel, "archive", "archived the channel")
        return self._tell(channel, "archive", user=user.id, is_moved=0)

    async def unarchives(self, user: User, channel: Channel) -> SlackAct:
        channel.archived = False
        self._notice(user, channel, "unarchive", "un-archived the channel")
        return self._tell(channel, "unarchive", user=user.id)

    async def removes_channel(self, user: User, channel: Channel) -> SlackAct:
        """Deletes it, with all that was said there."""
        channel.deleted = True
        self.world.messages[channel.id].clear()
        return self._tell(channel, "deleted", actor_id=user.id)

    async def renames(self, user: User, channel: Channel, name: str) -> SlackAct:
        old, channel.name = channel.name, name
        self._notice(user, channel, "name", f'has renamed the channel from "{old}" to "{name}"')
        renamed = {
            "id": channel.id,
            "is_channel": channel.kind == "channel",
            "is_mpim": False,
            "name": name,
            "name_normalized": name,
            "created": channel.created,
        }
        return self._tell(channel, "rename", channel=renamed)

    async def makes_private(self, user: User, channel: Channel) -> None:
        """The channel keeps its id; only people who are in it see it from now on."""
        channel.kind = "group"
        self._notice(user, channel, "convert_to_private", "made this channel private")

    async def makes_read_only(self, channel: Channel) -> None:
        """Only owners may post from now on, and no apps."""
        channel.read_only = True

    async def creates_channel(self, user: User, name: str, *, private: bool = False) -> Channel:
        channel = Channel(
            id=self.world.id("C"),
            team=user.team,
            name=name,
            kind="group" if private else "channel",
            creator=user.id,
            members=[user.id],
            created=self.world.seconds(),
        )
        self.world.channels[channel.id] = channel
        return channel

    def adds_people(self, channel: Channel, count: int) -> list[User]:
        """So many people more who are in a channel, without a word of it."""
        people = []
        for number in range(count):
            id = self.world.id("U")
            user = User(id=id, team=channel.team, name=id.lower(), real_name=f"Person {number}")
            self.world.users[id] = user
            channel.members.append(id)
            people.append(user)
        return people

    async def invites(self, user: User, channel: Channel, whom: User) -> SlackAct:
        """`whom` may be the app's bot user: `slack.team.bot`."""
        channel.members.append(whom.id)
        self._notice(whom, channel, "join", "has joined the channel")
        return self._membership(channel, "member_joined_channel", whom, inviter=user.id)

    async def removes(self, user: User, channel: Channel, whom: User) -> SlackAct:
        """Of the app itself Slack says that it has left: `channel_left`, or `group_left`."""
        channel.members.remove(whom.id)
        if whom.id == self._home(channel).bot.id:
            return self._tell(channel, "left", actor_id=user.id)
        return self._membership(channel, "member_left_channel", whom)

    async def deactivates(self, user: User) -> None:
        user.deactivated = True

    async def uninstalls(self, workspace: Workspace | None = None) -> SlackAct:
        """The app is removed: its tokens no longer work, and two events say so, the last one returned."""
        workspace = workspace or next(iter(self.world.workspaces.values()))
        revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [workspace.bot.id]}}
        self.core.tell(workspace, revoked)
        act = self.core.tell(workspace, {"type": "app_uninstalled"})
        workspace.installed = False
        return act

    async def revokes(self, value: str) -> SlackAct:
        """Somebody takes one token away; the app stays."""
        token = self.world.tokens[value]
        token.revoked = True
        workspace = self.world.workspaces[token.team]
        revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [workspace.bot.id]}}
        return self.core.tell(workspace, revoked)

    def adds_workspace(self, id: str, name: str) -> Workspace:
        """Another workspace, with people and channels of its own, where the app is not installed yet."""
        workspace = found(self.world, id, name)
        workspace.installed = False
        return workspace

    def installs_app(self, workspace: Workspace, redirect_uri: str = "") -> str:
        """Somebody says *Allow*: the code that their browser brings to the redirect address."""
        code = f"{self.world.id('code')}.{workspace.id}"
        self.world.codes[code] = Code(team=workspace.id, made_at=time.monotonic(), redirect_uri=redirect_uri)
        return code

    def _tell(self, place: Channel, what: str, **fields: object) -> SlackAct:
        kind = "group" if place.kind == "group" else "channel"
        event: Json = {"type": f"{kind}_{what}", "channel": place.id, "event_ts": self.world.ts()}
        return self.core.tell(self._home(place), event | fields, place, absent=what == "left")

    def _membership(self, channel: Channel, what: str, whom: User, **fields: object) -> SlackAct:
        event: Json = {
            "type": what,
            "user": whom.id,
            "channel": channel.id,
            "channel_type": "G" if channel.kind == "group" else "C",
            "team": whom.team,
            "event_ts": self.world.ts(),
        }
        return self.core.tell(self._home(channel), event | fields, channel)

    def _notice(self, user: User, channel: Channel, what: str, text: str) -> None:
        """What Slack itself writes into the channel."""
        kind = "group" if channel.kind == "group" and what != "convert_to_private" else "channel"
        message = Message(
            channel=channel.id,
            ts=self.world.ts(channel.id),
            team=channel.team,
            user=user.id,
            text=f"<@{user.id}> {text}",
            subtype=f"{kind}_{what}",
        )
        self.world.messages[channel.id][message.ts] = message
        self.core.tell_message(self._home(channel), channel, message)
