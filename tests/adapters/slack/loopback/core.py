"""What methods and members share: the world, what is on its way to the app, and what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tests.adapters.slack.loopback import shapes
from tests.adapters.slack.loopback.deliveries import Deliveries, SlackAct
from tests.adapters.slack.loopback.errors import SlackError
from tests.adapters.slack.loopback.faults import Faults
from tests.adapters.slack.loopback.state import Channel, Json, Message, User, Workspace
from tests.adapters.slack.loopback.world import APP, World

MESSAGES = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}
HISTORY = {"channel": "channels:history", "group": "groups:history", "im": "im:history"}
READ = {"channel": "channels:read", "group": "groups:read", "im": "im:read"}


@dataclass
class Core:
    world: World
    deliveries: Deliveries
    faults: Faults

    def place(self, workspace: Workspace, id: object) -> Channel:
        """A channel as the app can see it; raises `channel_not_found` for what it can't even name."""
        channel = self.world.channels.get(str(id))
        hidden = channel is None or channel.deleted or channel.team != workspace.id
        if (
            channel is None
            or hidden
            or (channel.kind != "channel" and workspace.bot.id not in channel.members)
        ):
            raise SlackError("channel_not_found", f"the app sees no conversation {id}")
        return channel

    def open_place(self, workspace: Workspace, id: object) -> Channel:
        """One in which the app may write."""
        channel = self.place(workspace, id)
        if channel.archived:
            raise SlackError("is_archived", f"{channel.name} is archived")
        if workspace.bot.id not in channel.members:
            raise SlackError("not_in_channel", f"the app is not in {channel.name}")
        if channel.read_only:
            raise SlackError(
                "restricted_action_read_only_channel", f"only some may post to {channel.name}, and no apps"
            )
        return channel

    def needs(self, scopes: frozenset[str], kinds: dict[str, str], channel: Channel) -> None:
        """Raises `missing_scope` where the scope for this kind of channel was not granted."""
        needed = kinds[channel.kind]
        if needed not in scopes:
            raise missing_scope(needed, scopes)

    def act(self, kind: str, name: str, payload: Json) -> SlackAct:
        """Something to tell the app, which is not on its way yet."""

        async def again() -> None:
            self.deliveries.deliver(act)

        act = SlackAct(again, kind=kind, name=name, payload=payload)
        return act

    def tell(
        self,
        workspace: Workspace,
        event: Json,
        channel: Channel | None = None,
        subscription: str = "",
        *,
        absent: bool = False,
    ) -> SlackAct:
        """Send an event, where the app is installed, has subscribed to it, and is in the channel.

        `absent` ones are sent although it is not in it. Where nothing is sent, the act has no deliveries.
        """
        subscription = subscription or event["type"]
        act = self.act("events_api", event["type"], self._callback(workspace, event, channel))
        scope = _scope(subscription, channel)
        hears = workspace.installed and subscription in self.world.events
        allowed = not scope or scope in self._scopes(workspace)
        present = absent or channel is None or workspace.bot.id in channel.members
        if hears and allowed and present:
            self.deliveries.deliver(act)
        return act

    def tell_message(
        self,
        workspace: Workspace,
        channel: Channel,
        message: Message,
        what: Literal["sent", "changed", "deleted"] = "sent",
        before: Json | None = None,
    ) -> SlackAct:
        """The event `message`: a new one, or one that is now another than `before`.

        Where several workspaces have the app in a channel that they share, Slack tells it once, of the one
        whose app came last: https://github.com/slackapi/bolt-js/issues/2008.
        """
        homes = {one.bot.id: one for one in self.world.workspaces.values()}
        workspace = next((homes[id] for id in reversed(channel.members) if id in homes), workspace)
        shown = shapes.message(self.world, message, thread=False)
        where: Json = {"channel": channel.id, "channel_type": channel.kind}
        if what == "sent":
            event = shown | where | {"event_ts": message.ts}
            if message.files:
                event["subtype"] = "file_share"
        else:
            ts = self.world.ts(channel.id)
            event = {
                "type": "message",
                "subtype": f"message_{what}",
                "hidden": True,
                "ts": ts,
                "event_ts": ts,
            }
            event |= where | {"previous_message": before}
            event |= {"message": shown} if what == "changed" else {"deleted_ts": message.ts}
        author = self.world.users.get(message.user)
        if channel.shared_with and author and what == "sent":
            event |= {
                "user_team": author.team,
                "source_team": author.team,
                "user_profile": {"name": author.name},
            }
        return self.tell(workspace, event, channel, MESSAGES[channel.kind])

    def person(self, workspace: Workspace, user: User) -> Json:
        """Who did something, as interactive payloads say it."""
        return {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team}

    def _callback(self, workspace: Workspace, event: Json, channel: Channel | None) -> Json:
        where = f"-{channel.id}" if channel else ""
        return {
            "token": "verification-token",
            "team_id": workspace.id,
            "context_team_id": workspace.id,
            "context_enterprise_id": None,
            "api_app_id": APP,
            "event": event,
            "type": "event_callback",
            "event_id": self.world.id("Ev"),
            "event_time": self.world.seconds(),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": workspace.id,
                    "user_id": workspace.bot.id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": bool(channel and channel.shared_with),
            "event_context": f"4-{event['type']}-{workspace.id}{where}",
        }

    def _scopes(self, workspace: Workspace) -> frozenset[str]:
        tokens = [token for token in self.world.tokens.values() if token.team == workspace.id]
        return tokens[-1].scopes if tokens else frozenset()


def missing_scope(needed: str, scopes: frozenset[str]) -> SlackError:
    return SlackError(
        "missing_scope",
        f"needs the scope {needed}, which was not granted",
        needed=needed,
        provided=",".join(sorted(scopes)),
    )


def _scope(subscription: str, channel: Channel | None) -> str:
    """What an event needs besides the subscription."""
    if channel is None:
        return ""
    if subscription.startswith("message."):
        return HISTORY[channel.kind]
    if subscription == "reaction_added":
        return "reactions:read"
    return READ[channel.kind] if subscription.startswith(("member_", "channel_", "group_")) else ""
